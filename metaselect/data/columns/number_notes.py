"""What users are told of numbers: cells without one, values that seem to stand for missing ones, numbers in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from metaselect.data.columns.distinct import is_text, text_of_mixed
from metaselect.data.columns.repairs.distinct_cells import DistinctCells
from metaselect.data.columns.repairs.numbers_in_text import holds_numbers
from metaselect.data.columns.sentinels import suspected_dates, suspected_sentinels
from metaselect.data.notes import Note
from metaselect.data.reading.missing import MISSING_SPELLINGS

__all__ = [
    "notes_on_numbers_left_as_text",
    "notes_on_sentinel_dates",
    "notes_on_sentinels",
    "notes_on_unread_cells",
    "notes_on_unread_dates",
]

_MOST_EXAMPLES = 3


def notes_on_unread_cells(cells: Mapping[str, pd.Series], numbers: Mapping[str, np.ndarray | pd.Series]) -> list[Note]:
    """Return how many cells of columns of numbers hold none, with the most frequent of them.

    Parameters
    ----------
    cells : mapping of str to Series of shape (n_rows,)
        Columns of text, as they were given.
    numbers : mapping of str to array of shape (n_rows,)
        The numbers that were read out of each.

    Examples
    --------
    >>> notes = notes_on_unread_cells({"x": pd.Series(["1", "#REF!", None])}, {"x": np.array([1, np.nan, np.nan])})
    >>> print(*notes)
    cells that hold no number are missing: x (1: '#REF!')
    """
    found, details = _unread_in(cells, numbers)
    return [Note.on("cells without a number", found, **details)] if found else []


def notes_on_unread_dates(cells: Mapping[str, pd.Series], parts: Mapping[str, np.ndarray | pd.Series]) -> list[Note]:
    """Return how many cells of columns of dates hold none, with the most frequent of them.

    Parameters
    ----------
    cells : mapping of str to Series of shape (n_rows,)
        Columns of dates, as they were given.
    parts : mapping of str to array of shape (n_rows,)
        Of each, one of the parts that were read out of it.
    """
    found, details = _unread_in(cells, parts)
    return [Note.on("cells without a date", found, **details)] if found else []


def _unread_in(
    cells: Mapping[str, pd.Series], numbers: Mapping[str, np.ndarray | pd.Series]
) -> tuple[list[str], dict[str, list]]:
    """Return the columns with cells that hold something and became no number, how many cells, and examples of each."""
    found: dict[str, pd.Series] = {}
    for name, column in cells.items():
        is_none = np.isnan(np.asarray(numbers[name], dtype=float))
        unread = text_of_mixed(column)[is_none].dropna().astype(str).str.strip()
        counts = unread[~unread.isin(MISSING_SPELLINGS)].value_counts()
        if len(counts):
            found[name] = counts
    examples = [[str(text) for text in counts.index[:_MOST_EXAMPLES]] for counts in found.values()]
    return [*found], {"n_cells": [int(counts.sum()) for counts in found.values()], "examples": examples}


def notes_on_sentinels(columns: Mapping[str, np.ndarray]) -> list[Note]:
    """Return the values that seem to stand for missing ones, and where.

    Parameters
    ----------
    columns : mapping of str to ndarray of shape (n_rows,)
        Numbers, NaN where missing.

    Examples
    --------
    >>> print(*notes_on_sentinels({"heat": np.array([36.8, 47.5, -999.0, 54.2, -999.0])}))
    -999 is far from all other values of heat (2 rows); if it stands for a missing value: missing='-999'
    """
    found: dict[float, dict[str, int]] = {}
    for name, numbers in columns.items():
        for value, n_rows in suspected_sentinels(numbers).items():
            found.setdefault(value, {})[name] = n_rows
    return [
        Note.on(
            "suspected missing",
            rows,
            value=f"{value:.0f}" if value == round(value) and abs(value) < 1e15 else f"{value:g}",
            n_rows=list(rows.values()),
            is_elsewhere=any(name not in rows and (numbers == value).any() for name, numbers in columns.items()),
        )
        for value, rows in found.items()
    ]


def notes_on_sentinel_dates(cells: Mapping[str, pd.Series], days: Mapping[str, np.ndarray]) -> list[Note]:
    """Return the dates that seem to stand for missing ones, and where.

    Parameters
    ----------
    cells : mapping of str to Series of shape (n_rows,)
        Columns of dates, as they were given.
    days : mapping of str to ndarray of shape (n_rows,)
        Of each, since 1970.
    """
    notes = []
    for name, numbers in days.items():
        for value, n_rows in suspected_dates(numbers).items():
            written = str(cells[name].iloc[int(np.argmax(numbers == value))]).strip().removesuffix(" 00:00:00")
            notes.append(Note.on("suspected missing", [name], value=written, n_rows=[n_rows], is_elsewhere=True))
    return notes


def notes_on_numbers_left_as_text(frame: pd.DataFrame, names: Iterable[str]) -> list[Note]:
    """Return which columns are no numbers although nearly all of their cells hold one, with three cells of each.

    Parameters
    ----------
    frame : DataFrame of shape (n_rows, n_columns)
        The table as given.
    names : iterable of str
        Columns that are taken for categories or names.
    """
    notes = []
    for name in names:
        column = text_of_mixed(frame[name])
        if is_text(column) and holds_numbers(cells := DistinctCells.of(column)):
            examples = sorted(cells.known)[:: max(1, len(cells.known) // _MOST_EXAMPLES)][:_MOST_EXAMPLES]
            notes.append(Note.on("numbers left as text", [name], examples=examples))
    return notes
