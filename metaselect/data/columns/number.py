"""Columns of numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from metaselect.data.columns.column_type import ColumnType
from metaselect.data.columns.floats import numbers_of
from metaselect.data.columns.labels import usual_form
from metaselect.data.columns.number_notes import notes_on_sentinels, notes_on_unread_cells
from metaselect.data.notes import Note
from metaselect.exceptions import DatasetError

__all__ = ["Number", "has_number", "is_number", "refuse_complex", "to_floats"]

# What pandas calls a column of objects that are numbers, as sparse exports and mixed concatenations make them.
_NUMBERS = {"integer", "floating", "mixed-integer-float", "decimal", "timedelta", "timedelta64"}
# With copy on write, as pandas 3 has it, a column may be shared: writing to one frame never changes the other.
_IS_SHARING_SAFE = int(pd.__version__.split(".")[0]) >= 3


@dataclass(frozen=True)
class Number(ColumnType):
    """A column of numbers or durations (in seconds), as it is but for infinite values, which become NaN.

    Numbers in text are read by `repairs/`, for files and DataFrames alike; codes such as 0123 are none.

    Examples
    --------
    >>> Number().clean(pd.Series([1, np.inf], name="age"))["age"]
    array([ 1., nan])
    """

    kind = "numeric"
    becomes = "number"

    @classmethod
    def recognize(cls, column: pd.Series) -> Number | None:
        """Return the type of a column whose values are numbers or durations."""
        return cls() if is_number(column) else None

    @classmethod
    def choose(cls, column: pd.Series) -> Number | None:
        """Return the type of a column that holds a number, as text perhaps."""
        refuse_complex(column)
        return cls() if has_number(column) else None

    def represent(self, column: pd.Series) -> dict[str, np.ndarray | pd.Series]:
        """Return the numbers as float64, NaN where a value is missing, infinite or no number."""
        if _IS_SHARING_SAFE and column.dtype == np.float64 and not np.isinf(column.to_numpy()).any():
            return {column.name: column}
        if isinstance(column.dtype, np.dtype) and column.dtype.kind in "iu":  # none is missing or infinite
            return {column.name: column.to_numpy().astype(np.float64)}
        values = to_floats(column)  # (n_rows,), a copy of our own
        values[~np.isfinite(values)] = np.nan
        return {column.name: values}

    @classmethod
    def notes(cls, columns: Mapping[str, ColumnType], frame: pd.DataFrame, cleaned: pd.DataFrame) -> list[Note]:
        """Return where infinite values and cells without a number were found, and what may stand for missing values."""
        numbers = {name: cleaned[name].to_numpy() for name in columns}
        n_missing = {name: int(np.count_nonzero(np.isnan(values))) for name, values in numbers.items()}
        lost = [name for name, n in n_missing.items() if n > 0 and n > int(frame[name].isna().sum())]
        of_text = {name: frame[name] for name in lost if columns[name].repairs}
        infinite = [name for name in lost if name not in of_text]
        return [
            *([Note.on("infinite values", infinite)] if infinite else []),
            *notes_on_unread_cells(of_text, {name: cleaned[name] for name in of_text}),
            *notes_on_sentinels(numbers),
        ]


def is_number(column: pd.Series) -> bool:
    """Return whether the values of a column are numbers or durations; truth values and pandas categories are not.

    Examples
    --------
    >>> is_number(pd.Series([1, None, 2.5], dtype=object)), is_number(pd.Series([True, False]))
    (True, False)
    """
    dtype = column.dtype
    if pd.api.types.is_bool_dtype(dtype) or isinstance(dtype, pd.CategoricalDtype):
        return False
    if pd.api.types.is_numeric_dtype(dtype) or pd.api.types.is_timedelta64_dtype(dtype):
        return True
    return pd.api.types.is_object_dtype(dtype) and pd.api.types.infer_dtype(column, skipna=True) in _NUMBERS


def has_number(column: pd.Series) -> bool:
    """Return whether a column holds one finite number."""
    return bool(np.isfinite(to_floats(column.iloc[:1000])).any() or np.isfinite(to_floats(column)).any())


def refuse_complex(column: pd.Series) -> None:
    """Raise a `DatasetError` where a column holds complex numbers, in the words that scikit-learn looks for."""
    if pd.api.types.is_complex_dtype(column.dtype):
        raise DatasetError(f"Complex data not supported: column {column.name!r} holds complex numbers")


def to_floats(column: pd.Series) -> np.ndarray:
    """Return the numbers of a column, (n_rows,), as an array of its own: seconds of durations, NaN for what is none.

    Examples
    --------
    >>> to_floats(pd.Series(["1.5", "unknown"])), to_floats(pd.to_timedelta(pd.Series([12], dtype=float), unit="h"))
    (array([1.5, nan]), array([43200.]))
    """
    dtype = column.dtype
    if pd.api.types.is_datetime64_any_dtype(dtype) or pd.api.types.is_timedelta64_dtype(dtype):
        return _to_days(column)
    if pd.api.types.is_object_dtype(dtype) and pd.api.types.infer_dtype(column, skipna=True).startswith("timedelta"):
        return _to_days(pd.to_timedelta(column))
    if isinstance(dtype, pd.CategoricalDtype) and dtype.categories.dtype.kind == "m":
        return _to_days(column.astype(dtype.categories.dtype))
    if not pd.api.types.is_numeric_dtype(dtype):
        values = column.astype(object) if isinstance(dtype, pd.CategoricalDtype) else column
        column = numbers_of(values)
        is_other = column.isna() & values.notna()
        if is_other.any():  # truth values as text
            column = column.astype(float)
            forms = values[is_other].map(lambda value: usual_form(str(value)))
            column[is_other] = numbers_of(forms).astype(float)
    return np.array(column.to_numpy(dtype=np.float64, na_value=np.nan))  # a copy: pandas may hand out a read-only view


def _to_days(column: pd.Series) -> np.ndarray:
    is_moment = pd.api.types.is_datetime64_any_dtype(column.dtype)
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        column = column.dt.tz_convert("UTC").dt.tz_localize(None)
    values = column.to_numpy(dtype="datetime64[us]" if is_moment else "timedelta64[us]")
    numbers = values.astype(np.int64) / (86_400e6 if is_moment else 1e6)
    return np.where(np.isnat(values), np.nan, numbers)
