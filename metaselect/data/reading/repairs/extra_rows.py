"""Rows that hold no data: units below the header, the header once more, totals and remarks at the end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

from metaselect.data.columns.distinct import is_text_or_folded, map_distinct
from metaselect.data.columns.floats import numbers_of
from metaselect.data.notes import Note
from metaselect.data.reading.header_lines import is_unnamed
from metaselect.data.reading.repairs.column_names import clean_names
from metaselect.data.reading.repairs.repair import TableRepair
from metaselect.data.words import REMARKS_BEGIN, TOTALS, TOTALS_BEGIN, any_of

__all__ = ["ExtraRows", "numbers_where_all_are"]

# In fewer rows, a row unlike the others is nothing to wonder at.
_FEWEST_ROWS = 10
# So many rows above a remark below the table are looked at, and so many rows may be below it.
_ROWS_ABOVE = 50
_MOST_ROWS_BELOW = 20
_TOTAL = re.compile(rf"{any_of(TOTALS_BEGIN)}\b|{any_of(TOTALS)}:?$", re.IGNORECASE)

_REMARK = re.compile(rf"[*©†¹]|\(?{any_of(REMARKS_BEGIN)}\b", re.IGNORECASE)


def numbers_where_all_are(column: pd.Series) -> pd.Series:
    """Return a column of text as numbers where all of its cells are, any other column as it is."""
    is_text = pd.api.types.is_string_dtype(column.dtype) or isinstance(column.dtype, pd.CategoricalDtype)
    if (not is_text and column.dtype != object) or any(isinstance(cell, bool) for cell in column.head(100)):
        return column
    known = pd.Series(column.dropna().astype(object).unique(), dtype=object).astype(str)
    if known.str.fullmatch("[0-9]+").all() and known.str.fullmatch("0[0-9]+|[0-9]{16,}").any():
        return column  # codes, which would lose their zeros
    numbers = numbers_of(column.astype(object))
    return numbers if numbers.notna().eq(column.notna()).all() else column


def without_rows(table: pd.DataFrame, rows: tuple[int, ...]) -> pd.DataFrame:
    """Return the table without the rows at these positions; columns may be numbers that were text with them."""
    return table.drop(index=table.index[list(rows)]).reset_index(drop=True).apply(numbers_where_all_are)


@dataclass(frozen=True)
class ExtraRows(TableRepair):
    """Rows that are left out.

    Attributes
    ----------
    rows : tuple of int
        Their positions.
    """

    rows: tuple[int, ...]
    function = staticmethod(without_rows)
    helpers = (numbers_where_all_are,)
    leaves_rows_out = True

    @classmethod
    def find(cls, table: pd.DataFrame) -> Self | None:
        """Return the positions of rows that hold no data."""
        text = [name for name in table.columns if is_text_or_folded(table[name])]
        if len(table) < _FEWEST_ROWS or not text:
            return None
        # A header among the rows leaves no column without text.
        may_hold_names = all(is_unnamed(name) or _holds_text(table[name]) for name in table.columns)
        rows = set(_rows_of_names(table)) if may_hold_names else set()
        if _begins_with_units(table, text):
            rows.add(0)
        if _is_total(table, 0) and _sums_up(table, 0):
            rows.add(0)
        rows.update(_rows_at_the_end(table))
        return cls(tuple(sorted(rows))) if rows else None

    def note(self) -> Note:
        """Return what a user should know of it."""
        return Note.on("extra rows", n_rows=len(self.rows))


def _holds_text(column: pd.Series) -> bool:
    """Return whether a column holds text, beside numbers perhaps."""
    return is_text_or_folded(column) or (
        column.dtype == object and pd.api.types.infer_dtype(column, skipna=True).startswith("mixed")
    )


def _rows_of_names(table: pd.DataFrame) -> list[int]:
    rows = np.arange(len(table))
    for name in table.columns:
        # The header of the file has the second column `a`, which is called `a.1` now, as `a`, and no name as nothing.
        if is_unnamed(name):
            continue
        cells = table[name].iloc[rows]
        cells = map_distinct(cells if is_text_or_folded(cells) else cells.map(str, na_action="ignore"), clean_names)
        is_name = (cells == name) | (cells == re.sub(r"\.\d+$", "", str(name)))
        rows = rows[is_name.to_numpy(dtype=bool, na_value=False)]
        if not len(rows):
            break
    return rows.tolist()


def _begins_with_units(table: pd.DataFrame, text: list[str]) -> bool:
    """Return whether the first row has words or nothing above all columns of numbers, and a word above one of them."""
    start = table.head(_FEWEST_ROWS).iloc[1:]
    if len(text) < table.shape[1] and table.drop(columns=text).iloc[0].notna().any():
        return False  # a number
    above_numbers = [name for name in text if _holds_numbers(start[name])]
    if not above_numbers or any(_holds_numbers(table[name].head(1)) for name in above_numbers):
        return False
    words = [name for name in above_numbers if isinstance(table[name].iloc[0], str)]
    return any(_holds_numbers(table[name].iloc[1:]) for name in words)


def _rows_at_the_end(table: pd.DataFrame) -> list[int]:
    """Return the positions of totals, sources and remarks below a table."""
    rows = []
    for row in range(len(table) - 1, max(_FEWEST_ROWS, len(table) - 1 - _MOST_ROWS_BELOW), -1):
        if table.iloc[row].notna().any():
            if not (_is_total(table, row) or _is_remark(table, row)):
                break
            rows.append(row)
    return rows


def _is_total(table: pd.DataFrame, row: int) -> bool:
    """Return whether the first filled cell of a row is a word for totals, which no other row has there."""
    cells = table.iloc[row]
    place = int(cells.notna().to_numpy().argmax())
    first = cells.iloc[place]
    if not isinstance(first, str) or not _TOTAL.match(first.strip()):
        return False
    return int((table.iloc[:, place] == first).sum()) == 1


def _sums_up(table: pd.DataFrame, row: int) -> bool:
    """Return whether the numbers of a row are the sums of all others: at the top, a word alone may be a name."""
    numbers = table.select_dtypes("number")
    others = numbers.drop(index=numbers.index[row])
    return bool(len(numbers.columns)) and bool(np.isclose(numbers.iloc[row], others.sum(), rtol=1e-3).mean() >= 0.5)


def _is_remark(table: pd.DataFrame, row: int) -> bool:
    """Return whether a row is a text in its first cell, with little behind it, where all rows above are filled."""
    cells = table.iloc[row]
    n_filled, first = int(cells.notna().sum()), cells.iloc[0]
    if not isinstance(first, str) or n_filled > 1 + (first.rstrip().endswith(":") and table.shape[1] > 3):
        return False
    above = table.iloc[max(0, row - _ROWS_ABOVE) : row]
    others = above.dropna(how="all").iloc[:, 1:].notna().sum(axis=1)
    if not len(others) or (others < max(1, min(2, table.shape[1] - 1))).mean() > 0.1:
        return False
    # In a table of two columns the cell behind may be missing: then the text must be unlike those above it.
    is_told = _REMARK.match(first.strip()) is not None or len(first) > 2 * above.iloc[:, 0].astype(str).str.len().max()
    return table.shape[1] > 2 or is_told or _holds_numbers(above.iloc[:, 0])


def _holds_numbers(column: pd.Series) -> bool:
    known = column.dropna().astype(object)
    return len(known) > 0 and bool(numbers_of(known).notna().all())
