"""Weights of rows, for learners that take them and for those that do not."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from sklearn.utils import _safe_indexing
from sklearn.utils.validation import _check_sample_weight

__all__ = ["WeightedRows", "apply_weights", "in_own_order"]

# So many rows may become of those that are given, in all or times as many.
_MOST_ROWS, _MOST_TIMES = 20_000, 2


class WeightedRows(NamedTuple):
    """Rows to learn from, with weights where these are not 1 for all."""

    X: pd.DataFrame | np.ndarray
    y: np.ndarray
    weights: np.ndarray | None
    groups: np.ndarray | None = None
    given: np.ndarray | None = None  # positions among the rows that were given; None where these are the same rows


def apply_weights(
    X: pd.DataFrame | np.ndarray, y: np.ndarray, sample_weight: ArrayLike | None, groups: np.ndarray | None = None
) -> WeightedRows:
    """Return rows that mean the same with fewer weights: without those that do not count, whole weights as repetitions.

    A row of weight 2 is the row twice, whichever learner is fitted.

    Parameters
    ----------
    X : DataFrame or ndarray of shape (n_rows, n_columns)
        The table.
    y : ndarray of shape (n_rows,)
        Its target.
    sample_weight : array-like of shape (n_rows,), optional
        From 0 on; equal when not given.
    groups : ndarray of shape (n_rows,), optional
        Which rows belong together; they come along.

    Examples
    --------
    >>> rows = apply_weights(np.array([[5.0], [6.0], [7.0]]), np.array([1, 0, 1]), [1, 2, 0])
    >>> sorted(rows.X[:, 0].tolist()), rows.weights
    ([5.0, 6.0, 6.0], None)
    """
    if sample_weight is None:
        return WeightedRows(X, y, None, groups)
    weights = _check_sample_weight(sample_weight, X, dtype=np.float64, ensure_non_negative=True)
    if not weights.any():
        raise ValueError("all sample weights are 0: no row is left to learn from")
    counts = np.round(weights).astype(np.int64) if weights.max() < _MOST_ROWS else weights
    is_whole = counts is not weights and np.array_equal(counts, weights)
    if is_whole and counts.sum() <= max(_MOST_ROWS, _MOST_TIMES * len(counts)):
        rows = np.repeat(np.arange(len(counts)), counts)
        weights = np.ones(len(rows))
    else:
        rows = np.flatnonzero(weights)
        weights = weights[rows]
    is_equal = bool((weights == weights[0]).all())
    groups = None if groups is None else groups[rows]
    return WeightedRows(_safe_indexing(X, rows), y[rows], None if is_equal else weights, groups, rows)


def in_own_order(rows: WeightedRows) -> WeightedRows:
    """Return rows in an order that depends on what they hold alone.

    Some learners, such as support vector machines that stop within a tolerance, depend on the order of the rows a
    little. What is fitted must not: a row of weight 2 is then exactly the row twice.
    """
    X, y, weights, groups, given = rows
    order = np.lexsort((np.zeros(len(y)) if weights is None else weights, _hashes(X, y)))
    return WeightedRows(
        _safe_indexing(X, order),
        y[order],
        None if weights is None else weights[order],
        None if groups is None else groups[order],
        None if given is None else given[order],
    )


def _hashes(X: pd.DataFrame | np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return a number for what each row holds, (n_rows,)."""
    table = pd.DataFrame(X).set_axis(range(X.shape[1]), axis=1).assign(target=y)
    table = table.apply(_as_hashed)
    hashes: np.ndarray = pd.util.hash_pandas_object(table, index=False).to_numpy()
    return hashes


def _as_hashed(column: pd.Series) -> pd.Series:
    """Return a column whose values are told apart by what they are, not by their type: 1 and 1.0 are alike."""
    if column.dtype == object:
        return column.map(str)
    return column.astype(np.float64) if pd.api.types.is_numeric_dtype(column.dtype) else column
