"""What grows as a power of the size of the data, such as memory."""

from __future__ import annotations

import numpy as np

from metaselect.metafeatures import solve_ridge

__all__ = ["PowerLaw"]

_PENALTY = 1.0


class PowerLaw:
    """Per configuration, a ridge regression of log amounts on log rows, log columns and log classes.

    Cost grows as a power of each, so the logarithms are linear and extrapolate; the penalty keeps configurations with
    few evaluations near the common slopes.

    Parameters
    ----------
    least : float
        Smaller amounts count as it: below, what is measured says little.
    """

    def __init__(self, least: float):
        self.least = least

    def fit(self, sizes: np.ndarray, amounts: np.ndarray) -> PowerLaw:
        """Learn from evaluations.

        Parameters
        ----------
        sizes : ndarray of shape (n_datasets, 3)
            Training rows, columns, and classes (1 for regression).
        amounts : ndarray of shape (n_datasets, n_configurations)
            NaN where not measured; where nothing was, predictions are NaN.
        """
        x = _features(sizes)
        logs = np.log(np.maximum(amounts, self.least))  # NaN stays NaN
        known = ~np.isnan(logs)
        rows, _ = np.nonzero(known)
        common = _ridge(x[rows], logs[known], prior=np.zeros(x.shape[1]))
        self.coefficients_ = np.array([_ridge(x[k], t[k], prior=common) for k, t in zip(known.T, logs.T, strict=True)])
        if not known.any():
            self.coefficients_ = np.full(self.coefficients_.shape, np.nan)
        return self

    def predict(self, n_rows: float, n_columns: float, n_classes: float) -> np.ndarray:
        """Return the amount for each configuration, of shape (n_configurations,).

        Parameters
        ----------
        n_rows : float
            Training rows.
        n_columns : float
            Columns of the table.
        n_classes : float
            1 for regression.
        """
        x = _features(np.array([[n_rows, n_columns, n_classes]], dtype=float))
        return np.exp(self.coefficients_ @ x[0])


def _features(sizes: np.ndarray) -> np.ndarray:
    # Centered near typical sizes, so that the penalty acts on slopes and level alike.
    return np.column_stack([np.ones(len(sizes)), np.log(sizes) - np.log([500.0, 10.0, 1.0])])


def _ridge(x: np.ndarray, t: np.ndarray, prior: np.ndarray) -> np.ndarray:
    """Return the coefficients that minimise squared error plus squared distance to `prior`."""
    return prior + solve_ridge(x, t - x @ prior, _PENALTY)
