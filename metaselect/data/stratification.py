"""Rows dealt out so that every class gets its share."""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = ["deal_rows", "spread_classes"]


def deal_rows(order: np.ndarray, n_parts: int, classes: np.ndarray | None = None) -> np.ndarray:
    """Return the part, from 0, into which each row is dealt, (n_rows,); parts differ by one row at most.

    Parameters
    ----------
    order : ndarray of int of shape (n_rows,)
        All positions, shuffled.
    n_parts : int
        Number of parts, such as folds.
    classes : ndarray of shape (n_rows,), optional
        With them rows are dealt out class by class, like sorted cards, so that parts differ by one row of each class
        at most.

    Examples
    --------
    >>> deal_rows(np.array([3, 0, 2, 1, 4]), 2).tolist()
    [1, 1, 0, 0, 0]
    >>> deal_rows(np.array([3, 0, 2, 1]), 2, np.array([0, 1, 1, 0])).tolist()
    [1, 1, 0, 0]
    """
    if classes is not None:
        order = order[np.argsort(classes[order], kind="stable")]
    part = np.empty(len(order), dtype=int)
    part[order] = np.arange(len(order)) % n_parts
    return part


def spread_classes(order: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """Return `order` with the rows of each class spread evenly over it: each has its share of whatever comes first.

    Parameters
    ----------
    order : ndarray of int of shape (n,)
        Positions of rows, shuffled.
    classes : ndarray of shape (n_rows,)
        Of all rows.

    Examples
    --------
    >>> spread_classes(np.array([0, 1, 2, 3, 4, 5]), np.array([0, 0, 0, 0, 1, 1])).tolist()
    [0, 4, 1, 2, 5, 3]
    """
    codes = pd.Series(classes[order])
    within = codes.groupby(codes)
    # Where a row stands among those of its class, from 0 to 1
    return order[np.argsort(within.cumcount() / within.transform("size"), kind="stable")]
