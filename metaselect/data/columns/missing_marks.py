"""Values that a user says stand for missing ones, such as -999: where they are, they become missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from metaselect.exceptions import DatasetError, did_you_mean, shorten

__all__ = ["MissingMarks", "marks_of_columns", "without_marks"]

# What a user may give: one value, several, or those of each column.
MissingMarks = str | float | Sequence[object] | Mapping[str, object]


def without_marks(column: pd.Series, marks: tuple[object, ...]) -> pd.Series:
    """Return a column in which cells that are one of the marks are missing: as numbers, as dates or as text."""
    cells = column.cat.categories.to_series() if isinstance(column.dtype, pd.CategoricalDtype) else column
    numbers = pd.to_numeric(pd.Series(marks, dtype=object), errors="coerce").dropna().tolist()
    if pd.api.types.is_datetime64_any_dtype(cells.dtype):
        moments = pd.to_datetime(pd.Series(marks, dtype=object).astype(str), errors="coerce", utc=True).dropna()
        is_mark = pd.to_datetime(cells, utc=True).isin(moments)
    elif pd.api.types.is_numeric_dtype(cells.dtype) and not pd.api.types.is_bool_dtype(cells.dtype):
        is_mark = cells.isin(numbers)
    else:
        texts = cells.map(str, na_action="ignore").str.strip()
        is_mark = texts.isin(list(map(str, marks))) | pd.to_numeric(texts, errors="coerce").isin(numbers)
    if cells is not column:
        return column.cat.remove_categories(cells[is_mark].tolist())
    return column.mask(is_mark, np.nan) if is_mark.any() else column


def marks_of_columns(names: Iterable[str], marks: MissingMarks | None) -> dict[str, tuple[object, ...]]:
    """Return the marks of each column that has any.

    Parameters
    ----------
    names : iterable of str
        Of the columns of a table.
    marks : str, number, sequence or mapping, optional
        One value or several, for all columns; a text such as `"age=-1"` is for the column of that name alone. Or the
        values of each column.

    Raises
    ------
    DatasetError
        If there is no such column.

    Examples
    --------
    >>> marks_of_columns(["age", "size"], ["-999", "age=-1"])
    {'age': ('-999', '-1'), 'size': ('-999',)}
    >>> marks_of_columns(["age", "size"], {"age": -1})
    {'age': (-1,)}
    """
    names = list(names)
    if marks is None:
        return {}
    found: dict[str, list[object]] = {name: [] for name in names}
    if isinstance(marks, Mapping):
        for name, values in marks.items():
            if name not in found:
                hint = did_you_mean(str(name), names)
                raise DatasetError(f"there is no column {name!r}{hint} The columns: {shorten(names, 40)}")
            found[name] += _several(values)
        return {name: tuple(values) for name, values in found.items() if values}
    for mark in _several(marks):
        name, equals, value = mark.rpartition("=") if isinstance(mark, str) else ("", "", mark)
        if equals and name in found:
            found[name].append(value)
        elif equals and name:
            hint = did_you_mean(name, names)
            raise DatasetError(f"there is no column {name!r}{hint} The columns: {shorten(names, 40)}")
        else:
            for values in found.values():
                values.append(mark)
    return {name: tuple(values) for name, values in found.items() if values}


def _several(values: object) -> list[object]:
    return [values] if isinstance(values, str) or not isinstance(values, Iterable) else list(values)
