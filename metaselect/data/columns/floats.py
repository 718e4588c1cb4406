"""Cells as numbers of 64 bits, also whole numbers that are beyond all of these."""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = ["numbers_of"]


def numbers_of(cells: pd.Series) -> pd.Series:
    """Return cells as pandas reads them as numbers, missing where they hold none.

    Whole numbers of Python have no bounds: those that are beyond all floats are infinite.

    Examples
    --------
    >>> numbers_of(pd.Series([7, -(10**400), "x"], dtype=object)).tolist()
    [7.0, -inf, nan]
    """
    try:
        return pd.to_numeric(cells, errors="coerce")
    except OverflowError:
        return pd.to_numeric(cells.map(_within_floats), errors="coerce")


def _within_floats(cell: object) -> object:
    if isinstance(cell, int) and abs(cell) > float(np.finfo(float).max):
        return np.inf if cell > 0 else -np.inf
    return cell
