"""Rows that hold no data: units below the header, the header once more, totals at the end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

from metaselect.data.columns.distinct import is_text_or_folded, map_distinct
from metaselect.data.notes import Note
from metaselect.data.reading.repairs.column_names import clean_names
from metaselect.data.reading.repairs.repair import TableRepair
from metaselect.data.words import TOTALS, TOTALS_BEGIN, any_of

__all__ = ["ExtraRows", "numbers_where_all_are"]

# In fewer rows, a row unlike the others is nothing to wonder at.
_FEWEST_ROWS = 10
_TOTAL = re.compile(rf"{any_of(TOTALS_BEGIN)}|{any_of(TOTALS)}$", re.IGNORECASE)


def numbers_where_all_are(column: pd.Series) -> pd.Series:
    """Return a column of text as numbers where all of its cells are, any other column as it is."""
    if not pd.api.types.is_string_dtype(column.dtype) and not isinstance(column.dtype, pd.CategoricalDtype):
        return column
    numbers = pd.to_numeric(column.astype(object), errors="coerce")
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
        # A header among the rows makes text of every column.
        rows = set(_rows_of_names(table)) if len(text) == table.shape[1] else set()
        if _begins_with_units(table, text):
            rows.add(0)
        if _ends_with_total(table.iloc[:, 0]):
            rows.add(len(table) - 1)
        return cls(tuple(sorted(rows))) if rows else None

    def note(self) -> Note:
        """Return what a user should know of it."""
        return Note.on("extra rows", n_rows=len(self.rows))


def _rows_of_names(table: pd.DataFrame) -> list[int]:
    rows = np.arange(len(table))
    for name in table.columns:
        cells = map_distinct(table[name].iloc[rows], clean_names)
        rows = rows[(cells == name).to_numpy(dtype=bool, na_value=False)]
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


def _ends_with_total(column: pd.Series) -> bool:
    last = column.iloc[-1]
    return isinstance(last, str) and bool(_TOTAL.match(last.strip())) and not (column.iloc[:-1] == last).any()


def _holds_numbers(column: pd.Series) -> bool:
    known = column.dropna().astype(object)
    return len(known) > 0 and bool(pd.to_numeric(known, errors="coerce").notna().all())
