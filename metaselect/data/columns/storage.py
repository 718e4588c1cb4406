"""A column as NumPy stores it, however it came: sparse, as Arrow has it, or as fractions or bytes of Python."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from metaselect.data.columns.labels import label_of

__all__ = ["as_stored_by_numpy"]

# Of other columns, so few cells are looked at.
_SOME = 20


def as_stored_by_numpy(column: pd.Series) -> pd.Series:
    """Return a column that is sparse, of a type of Arrow, of fractions or of bytes as one of the types that pandas has.

    Examples
    --------
    >>> as_stored_by_numpy(pd.Series(pd.arrays.SparseArray([0.0, 1.5]))).dtype
    dtype('float64')
    """
    dtype = column.dtype
    if isinstance(dtype, pd.SparseDtype):
        return column.sparse.to_dense()
    if pd.api.types.is_object_dtype(dtype) and column.iloc[:_SOME].map(type).isin((Fraction, bytes)).any():
        return column.map(_plain, na_action="ignore").infer_objects()
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


def _plain(value: object) -> object:
    if isinstance(value, Fraction):
        return float(value)
    return label_of(value) if isinstance(value, bytes) else value
