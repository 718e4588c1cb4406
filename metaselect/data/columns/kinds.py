"""What kind of column each is, and the two representations everything downstream sees: floats and text."""

from __future__ import annotations

import warnings
from collections.abc import Mapping

import numpy as np
import pandas as pd

from metaselect.data.columns.dates import DateColumn, expand_dates, find_date_column, is_date
from metaselect.data.columns.distinct import MANY_ROWS
from metaselect.data.columns.free_text import is_free_text
from metaselect.exceptions import DatasetError

__all__ = ["KINDS", "as_frame", "clean_columns", "column_kinds", "find_dates", "is_foreign_frame"]

# What a column with a value can be.
KINDS = ("numeric", "categorical", "text", "date")


def as_frame(X) -> pd.DataFrame:
    """Return `X` as a DataFrame whose column names are unique text; the input is not modified.

    Parameters
    ----------
    X : DataFrame, or array-like of shape (n_rows, n_columns)
        An array gets the column names `x0`, `x1`, …; the second of two columns called `a` becomes `a.1`.

    Raises
    ------
    DatasetError
        If `X` is not two-dimensional, or sparse.

    Examples
    --------
    >>> list(as_frame([[1, 2], [3, 4]]).columns)
    ['x0', 'x1']
    """
    if is_foreign_frame(X):
        X = pd.DataFrame({str(name): X[name].to_list() for name in X.columns})
    if isinstance(X, pd.DataFrame):
        frame = X.copy(deep=False)
        names = [str(name) for name in X.columns]
    else:
        array = _as_array(X)
        if array.ndim != 2:
            raise DatasetError(
                f"X has shape {array.shape}; expected two dimensions, (n_rows, n_columns). "
                "Reshape your data with X.reshape(-1, 1) if it is a single column."
            )
        frame = pd.DataFrame(array)
        names = [f"x{i}" for i in range(array.shape[1])]
    frame.columns = _unique_names(names)
    return frame


def is_foreign_frame(X) -> bool:
    """Return whether `X` is a DataFrame of polars or the like."""
    return not isinstance(X, pd.DataFrame) and hasattr(X, "columns") and hasattr(X, "to_dict")


def _as_array(X) -> np.ndarray:
    if hasattr(X, "toarray"):
        raise DatasetError("X is a sparse matrix; expected a DataFrame or a dense array, such as X.toarray()")
    try:
        return np.asarray(X)
    except ValueError as error:  # lists of different lengths
        raise DatasetError(f"X is not a table of rows and columns: {error}") from error


def _unique_names(names: list[str]) -> list[str]:
    taken, unique = set(names), []
    for name in names:
        candidate, i = name, 0
        while candidate in unique or (i > 0 and candidate in taken):
            i += 1
            candidate = f"{name}.{i}"
        unique.append(candidate)
    return unique


def column_kinds(frame: pd.DataFrame, chosen: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return for each column `"numeric"`, `"categorical"`, `"text"`, `"date"` or `"empty"`.

    Numbers and durations are numeric. Dates and times, by type or by how they are written, are dates; see `dates.py`.
    Free text, by the rule of `free_text.py`, is text. Other text, booleans, pandas categories and mixtures are
    categorical. A column without one finite or non-missing value is empty. A text column that happens to look like
    numbers stays categorical: whoever made the DataFrame has chosen its type, and the reader of a file has already
    tried to read numbers.

    Parameters
    ----------
    frame : DataFrame
    chosen : mapping of str to str, optional
        Kinds of some columns that are known beforehand; such a column is empty all the same where it has no value.

    Examples
    --------
    >>> column_kinds(pd.DataFrame({"age": [31.0, None], "city": ["Rome", None], "void": [None, None]}))
    {'age': 'numeric', 'city': 'categorical', 'void': 'empty'}
    """
    chosen = chosen or {}
    return {name: _column_kind(frame[name], chosen.get(name)) for name in frame.columns}


def _column_kind(column: pd.Series, chosen: str | None) -> str:
    if chosen in ("categorical", "text"):
        return chosen if column.notna().any() else "empty"
    if chosen == "date":
        return "date" if find_date_column(column) is not None else "empty"
    dtype = column.dtype
    if pd.api.types.is_complex_dtype(dtype):
        raise DatasetError(f"Complex data not supported: column {column.name!r} holds complex numbers")
    if isinstance(dtype, pd.SparseDtype):
        column = column.sparse.to_dense()
        dtype = column.dtype
    if pd.api.types.is_bool_dtype(dtype) or isinstance(dtype, pd.CategoricalDtype):
        return "categorical" if column.notna().any() else "empty"
    if pd.api.types.is_numeric_dtype(dtype):
        if chosen is None and is_date(column):
            return "date"
        is_known = np.isfinite(_as_floats(column.iloc[:1000])).any() or np.isfinite(_as_floats(column)).any()
        return "numeric" if is_known else "empty"
    if not column.notna().any():
        return "empty"
    if pd.api.types.is_timedelta64_dtype(dtype):
        return "numeric"
    # An object column of numbers only, as sparse exports and mixed concatenations make them.
    if pd.api.types.is_object_dtype(dtype) and pd.api.types.infer_dtype(column, skipna=True) in _NUMBERS:
        return "numeric" if np.isfinite(_as_floats(column)).any() else "empty"
    if chosen == "numeric":
        return "numeric" if np.isfinite(_as_floats(column)).any() else "empty"
    if is_date(column):
        return "date"
    return "text" if is_free_text(column) else "categorical"


_NUMBERS = {"integer", "floating", "mixed-integer-float", "decimal"}


def find_dates(frame: pd.DataFrame, kinds: Mapping[str, str]) -> dict[str, DateColumn]:
    """Return what becomes of each column of dates."""
    found = {name: find_date_column(frame[name]) for name, kind in kinds.items() if kind == "date"}
    return {name: date or DateColumn(("days",)) for name, date in found.items()}


def clean_columns(
    frame: pd.DataFrame, kinds: Mapping[str, str], dates: Mapping[str, DateColumn] | None = None
) -> pd.DataFrame:
    """Return a DataFrame of float64 (numeric) and text (categorical, text) columns; empty columns are left out.

    Infinite and missing values become NaN; a date becomes several numbers, such as `when: days` and `when: year`. What
    is decided by `kinds` and `dates` (by the values, when not given) does not depend on the values here, so that rows
    seen later are represented exactly as those seen first.

    Examples
    --------
    >>> frame = pd.DataFrame({"a": [1, np.inf], "b": [True, None]})
    >>> clean_columns(frame, {"a": "numeric", "b": "categorical"}).values.tolist()
    [[1.0, 'True'], [nan, nan]]
    """
    convert = {"numeric": _as_finite_floats, "categorical": _as_text, "text": _as_text}
    dates = find_dates(frame, kinds) if dates is None else dates
    cleaned = {}
    for name, kind in kinds.items():
        if kind in convert:
            cleaned[name] = convert[kind](frame[name])
        elif kind == "date":
            cleaned |= {f"{name}: {part}": x for part, x in expand_dates(frame[name], dates[name]).items()}
    # Columns of long tables are left where they are: stacking them would copy everything once more.
    return pd.DataFrame(cleaned, index=frame.index, copy=len(frame) < MANY_ROWS)


# With copy on write, as pandas 3 has it, a column may be shared: writing to one frame never changes the other.
_IS_SHARING_SAFE = int(pd.__version__.split(".")[0]) >= 3


def _as_finite_floats(column: pd.Series) -> np.ndarray | pd.Series:
    if _IS_SHARING_SAFE and column.dtype == np.float64 and not np.isinf(column.to_numpy()).any():
        return column
    values = _as_floats(column)  # (n_rows,), a copy of our own
    values[~np.isfinite(values)] = np.nan
    return values


def _as_floats(column: pd.Series) -> np.ndarray:
    dtype = column.dtype
    if pd.api.types.is_datetime64_any_dtype(dtype) or pd.api.types.is_timedelta64_dtype(dtype):
        return _as_days(column)
    if not pd.api.types.is_numeric_dtype(dtype):
        column = pd.to_numeric(column, errors="coerce")
    return np.array(column.to_numpy(dtype=np.float64, na_value=np.nan))  # a copy: pandas may hand out a read-only view


def _as_days(column: pd.Series) -> np.ndarray:
    if getattr(column.dtype, "tz", None) is not None:
        column = column.dt.tz_convert("UTC").dt.tz_localize(None)
    kind = "datetime64[us]" if pd.api.types.is_datetime64_any_dtype(column.dtype) else "timedelta64[us]"
    values = column.to_numpy(dtype=kind)
    days = values.astype(np.int64) / 86_400e6
    return np.where(np.isnat(values), np.nan, days)


def _as_text(column: pd.Series) -> pd.Series:
    """Each distinct value becomes its text once; factorising first makes this fast on long columns."""
    try:
        codes, values = pd.factorize(column)
    except TypeError:  # unhashable values such as dicts and lists
        codes, values = pd.factorize(column.map(str).where(column.notna()))
    texts = np.array([str(value) for value in values] + [np.nan], dtype=object)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # pandas 2: inference of object columns
        return pd.Series(texts[codes], index=column.index, dtype=object)  # code -1 is the trailing NaN
