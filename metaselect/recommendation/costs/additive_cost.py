"""Costs as sums of what can only add up, by non-negative least squares of relative errors."""

from __future__ import annotations

import numpy as np

__all__ = ["SHORTEST_SECONDS", "fit_sum"]

# Below it the clock says little.
SHORTEST_SECONDS = 1e-4


def fit_sum(parts: np.ndarray, amounts: np.ndarray, least: float) -> tuple[np.ndarray, float]:
    """Return non-negative coefficients such that `parts @ coefficients` is about `amounts`, and the squared error.

    Errors are relative: being off by a half counts alike for a second and for an hour.

    Parameters
    ----------
    parts : ndarray of shape (n_measurements, n_parts)
        What costs may be proportional to, none negative.
    amounts : ndarray of shape (n_measurements,)
        NaN where not measured.
    least : float
        Smaller amounts count as it.

    Returns
    -------
    coefficients : ndarray of shape (n_parts,)
        NaN where nothing was measured.
    error : float
        Sum of squared relative errors.

    Examples
    --------
    >>> coefficients, error = fit_sum(np.array([[1.0, 10.0], [1.0, 20.0]]), np.array([2.0, 3.0]), least=1e-4)
    >>> coefficients.round(3)
    array([1. , 0.1])
    """
    from scipy.optimize import nnls

    known = ~np.isnan(amounts)
    if not known.any():
        return np.full(parts.shape[1], np.nan), np.nan
    scale = np.maximum(np.abs(parts[known]).max(axis=0), 1e-300)
    relative = parts[known] / scale / np.maximum(amounts[known], least)[:, None]
    coefficients, norm = nnls(relative, np.ones(known.sum()))
    return coefficients / scale, float(norm**2)
