"""A column as NumPy stores it, however it came: sparse, or as Arrow has it."""

from __future__ import annotations

import pandas as pd

__all__ = ["as_stored_by_numpy"]


def as_stored_by_numpy(column: pd.Series) -> pd.Series:
    """Return a column that is sparse or of a type of Arrow as one of the types that pandas has long had.

    Examples
    --------
    >>> as_stored_by_numpy(pd.Series(pd.arrays.SparseArray([0.0, 1.5]))).dtype
    dtype('float64')
    """
    dtype = column.dtype
    if isinstance(dtype, pd.SparseDtype):
        return column.sparse.to_dense()
    if not isinstance(dtype, pd.ArrowDtype):
        return column
    if dtype.kind in "iu":
        return column.astype("Int64")
    if dtype.kind in "fb":
        return column.astype("float64" if dtype.kind == "f" else "boolean")
    cells = column.astype(object)
    if dtype.kind == "M":
        return pd.to_datetime(cells)
    return pd.to_timedelta(cells) if dtype.kind == "m" else cells
