"""The list of column types, and of which each column of a table is: what models see of it are floats and text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from metaselect.data.columns.category import Category
from metaselect.data.columns.column_type import ColumnType
from metaselect.data.columns.date import DateColumn, is_date_text
from metaselect.data.columns.distinct import MANY_ROWS
from metaselect.data.columns.empty import Empty
from metaselect.data.columns.free_text import FreeText
from metaselect.data.columns.number import Number, refuse_complex
from metaselect.data.columns.repairs.durations import Durations
from metaselect.data.columns.repairs.rules import apply_cell_repairs, find_cell_repairs
from metaselect.data.columns.storage import as_stored_by_numpy

__all__ = ["COLUMN_TYPES", "KINDS", "clean_columns", "column_types", "find_type", "plain_types"]

_ENOUGH = 2000
# A column is of the first of these that recognizes it. A new type is a file, and a line here.
COLUMN_TYPES: tuple[type[ColumnType], ...] = (Empty, DateColumn, Number, FreeText, Category)
# What a user may say that a column is, by the word for it.
KINDS = {column_type.kind: column_type for column_type in (Number, Category, FreeText, DateColumn)}


def column_types(frame: pd.DataFrame, chosen: Mapping[str, str | ColumnType] | None = None) -> dict[str, ColumnType]:
    """Return what each column of a table is taken for.

    Parameters
    ----------
    frame : DataFrame of shape (n_rows, n_columns)
        Any table with names of columns that are unique text, as `as_frame` makes it.
    chosen : mapping of str to str, optional
        `"numeric"`, `"categorical"`, `"text"` or `"date"` for columns of which it is known beforehand; such a column is
        empty all the same where it has no value. Or the type itself.

    Returns
    -------
    types : dict of str to ColumnType
        One for each column, in their order.

    Examples
    --------
    >>> types = column_types(pd.DataFrame({"age": [31.0, None], "city": ["Rome", None], "void": [None, None]}))
    >>> {name: column_type.kind for name, column_type in types.items()}
    {'age': 'numeric', 'city': 'categorical', 'void': 'empty'}
    """
    chosen = chosen or {}
    return {name: find_type(frame[name], chosen.get(name)) for name in frame.columns}


def find_type(column: pd.Series, chosen: str | ColumnType | None = None) -> ColumnType:
    """Return what a column is taken for.

    Parameters
    ----------
    column : Series of shape (n_rows,)
        With a name.
    chosen : str or ColumnType, optional
        The word for it where it is known beforehand, or the type itself; any word that is not in `KINDS` says nothing.

    Raises
    ------
    DatasetError
        If it holds complex numbers.

    Examples
    --------
    >>> find_type(pd.Series(["$1", "$2"])), find_type(pd.Series(["$1", "$2"]), "categorical")
    (Number(), Category())
    """
    if isinstance(chosen, ColumnType):
        return Empty.recognize(column) or chosen
    refuse_complex(column)
    cells = as_stored_by_numpy(column)
    if pd.api.types.infer_dtype(cells, skipna=True).startswith("timedelta") and chosen in (None, Number.kind):
        return Number(repairs=(Durations({"units": {}}),)) if cells.notna().any() else Empty()
    are_numbers = chosen == Number.kind
    to_numbers = are_numbers or chosen not in KINDS
    repairs = find_cell_repairs(cells, to_numbers=to_numbers, are_numbers=are_numbers)
    if not are_numbers and any(repair.makes_numbers for repair in repairs) and is_date_text(cells):
        repairs = find_cell_repairs(cells, to_numbers=False)
    if chosen in KINDS:
        found = KINDS[chosen].choose(apply_cell_repairs(cells, repairs)) or Empty()
    else:
        # Of a long column that is read as numbers, part shows that these are nothing else.
        is_read = len(cells) > _ENOUGH and any(repair.makes_numbers for repair in repairs)
        found = _recognize(apply_cell_repairs(cells.iloc[:_ENOUGH], repairs)) if is_read else Empty()
        if not isinstance(found, Number):
            found = _recognize(apply_cell_repairs(cells, repairs))
    return replace(found, repairs=repairs) if repairs else found


def plain_types(frame: pd.DataFrame, chosen: Mapping[str, str]) -> dict[str, ColumnType]:
    """Return what the columns of a table are taken for in which nothing is to be put right; see `column_types`."""
    return {
        name: KINDS[chosen[name]].choose(frame[name]) or Empty() if name in chosen else _recognize(frame[name])
        for name in frame.columns
    }


def _recognize(cells: pd.Series) -> ColumnType:
    found = (column_type.recognize(cells) for column_type in COLUMN_TYPES)
    return next(column_type for column_type in found if column_type is not None)


def clean_columns(frame: pd.DataFrame, types: Mapping[str, ColumnType]) -> pd.DataFrame:
    """Return what models see of a table: float64 and text; missing and infinite values become NaN.

    What is decided by `types` does not depend on the values here, so that rows seen later are represented exactly as
    those seen first.

    Parameters
    ----------
    frame : DataFrame of shape (n_rows, n_columns)
        A table with all columns that `types` names.
    types : mapping of str to ColumnType
        Of the columns that are to be cleaned; empty ones are left out, and a date becomes several numbers, such as
        `when: days` and `when: year`.

    Returns
    -------
    cleaned : DataFrame of shape (n_rows, n_cleaned)
        Under the names that the types give, in the order of `types`.

    Examples
    --------
    >>> frame = pd.DataFrame({"a": [1, float("inf")], "b": [True, None]})
    >>> clean_columns(frame, column_types(frame)).values.tolist()
    [[1.0, 'True'], [nan, nan]]
    """
    cleaned: dict[str, np.ndarray | pd.Series] = {}
    for name, column_type in types.items():
        cleaned |= column_type.clean(frame[name])
    # Columns of long tables are left where they are: stacking them would copy everything once more.
    return pd.DataFrame(cleaned, index=frame.index, copy=len(frame) < MANY_ROWS)
