"""The cells of a table as the network sees them: where each value lies among those of its column's labeled rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import erfinv

__all__ = ["COLUMNS_PER_TOKEN", "ColumnScales", "learn_scales", "make_cells", "standardize"]

# Two columns share a token: attention costs the square of the tokens.
COLUMNS_PER_TOKEN = 2
_WAVES = (1, 2, 4)
_FARTHEST = 5.0  # standard deviations
_ROUNDING, _TINY = 1e-12, 1e-200
# Where ranks become normal scores: the outermost rank is short of infinity.
_INNER, _FARTHEST_SCORE = 0.995, 3.0


@dataclass(frozen=True, eq=False)
class ColumnScales:
    """What the labeled rows say of each column.

    Attributes
    ----------
    mean, deviation : ndarray of shape (n_columns,)
        Of the values that are not missing; the deviation is more than 0.
    ordered : list of ndarray
        The values of each column that are not missing, in ascending order.
    """

    mean: np.ndarray
    deviation: np.ndarray
    ordered: Sequence[np.ndarray]


def learn_scales(X: np.ndarray) -> ColumnScales:
    """Return what rows say of each column.

    Parameters
    ----------
    X : ndarray of float64 of shape (n_rows, n_columns)
        NaN where a value is missing.

    Examples
    --------
    >>> scales = learn_scales(np.array([[1.0], [3.0], [np.nan]]))
    >>> scales.mean.tolist(), scales.ordered[0].tolist()
    ([2.0], [1.0, 3.0])
    """
    ordered = [np.sort(column[~np.isnan(column)]) for column in X.T]  # sums do not depend on the order of the rows
    mean = np.array([column.mean() if len(column) else 0.0 for column in ordered])
    deviation = np.array([column.std() if len(column) else 0.0 for column in ordered])
    # What differs from the mean by rounding alone does not differ.
    return ColumnScales(mean, np.maximum(deviation, _ROUNDING * np.abs(mean) + _TINY), ordered)


def standardize(X: np.ndarray, scales: ColumnScales) -> np.ndarray:
    """Return the distance of each value from the mean, in standard deviations, at most 5; 0 where it is missing.

    Parameters
    ----------
    X : ndarray of float64 of shape (n_rows, n_columns)
        NaN where a value is missing.
    scales : ColumnScales
        Of the labeled rows.

    Examples
    --------
    >>> X = np.array([[1.0], [3.0], [np.nan]])
    >>> standardize(X, learn_scales(X)).ravel().tolist()
    [-1.0, 1.0, 0.0]
    """
    with np.errstate(over="ignore"):
        distance = np.clip((X - scales.mean) / scales.deviation, -_FARTHEST, _FARTHEST)
    return np.where(np.isnan(X), 0.0, distance)


def make_cells(X: np.ndarray, scales: ColumnScales, *, use_normal_scores: bool = False) -> np.ndarray:
    """Return the cells of rows: of each value its distance from the mean, its rank, waves of it, and whether it lacks.

    Parameters
    ----------
    X : ndarray of float64 of shape (n_rows, n_columns)
        NaN where a value is missing.
    scales : ColumnScales
        Of the labeled rows.
    use_normal_scores : bool
        Whether the normal score of the rank stands for the distance from the mean; False by default.

    Returns
    -------
    ndarray of float32 of shape (n_rows, n_tokens, 18)
        Columns in pairs; a column of zeros is added where their number is odd.

    Examples
    --------
    >>> X = np.array([[0.0], [2.0]])
    >>> cells = make_cells(X, learn_scales(X))
    >>> cells.shape, cells[:, 0, :2].round(2).tolist()
    ((2, 1, 18), [[-1.0, -0.5], [1.0, 0.5]])
    """
    n_rows, n_columns = X.shape
    present = (~np.isnan(X)).astype(np.float32)
    distance = standardize(X, scales).astype(np.float32)
    rank = np.empty((n_rows, n_columns), np.float32)
    for j, ordered in enumerate(scales.ordered):
        below, up_to = (np.searchsorted(ordered, X[:, j], side) for side in ("left", "right"))
        rank[:, j] = np.clip((below + up_to) / np.float32(max(len(ordered), 1)) - 1, -1, 1)
    rank *= present
    if use_normal_scores:
        scores = np.float32(np.sqrt(2)) * erfinv(_INNER * rank.astype(np.float64))
        distance = np.clip(scores, -_FARTHEST_SCORE, _FARTHEST_SCORE).astype(np.float32)
    parts = [distance, rank, 1 - present]
    for k in _WAVES:
        angle = np.float32(np.pi * k) * rank
        parts += [np.sin(angle) * present, np.cos(angle) * present]
    cells = np.stack(parts, axis=-1, dtype=np.float32)
    if rest := -n_columns % COLUMNS_PER_TOKEN:
        cells = np.concatenate([cells, np.zeros((n_rows, rest, len(parts)), np.float32)], axis=1)
    return cells.reshape(n_rows, -1, COLUMNS_PER_TOKEN * len(parts))
