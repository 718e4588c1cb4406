"""Numbers that are written as text: with currency, suffixes, per cent or grouping marks, in brackets, before a unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import pandas as pd

from metaselect.data.columns.distinct import some_distinct, unfolded
from metaselect.data.columns.repairs.cell_repair import CellRepair
from metaselect.data.columns.repairs.distinct_cells import DistinctCells
from metaselect.data.columns.repairs.number_cells import NumberCells
from metaselect.data.columns.repairs.number_grammar import numbers_in_text
from metaselect.data.columns.repairs.number_writing import are_codes, find_writing
from metaselect.data.notes import Note

__all__ = ["DECIMAL", "NumbersInText", "holds_numbers"]

# The name by which the attributes of a table say the decimal mark of its file: there, 1.234 alone may be 1234.
DECIMAL = "decimal"

# So many distinct cells show whether there are digits.
_A_FEW = 200
# In a column of numbers this share of cells holds a digit; the others may stand for nothing.
_SHARE_WITH_DIGITS = 0.2
_NEARLY_ALL = 0.9


def _number_cells(cells: DistinctCells) -> NumberCells | None:
    """Return some distinct cells of a column, in how many rows each is; None where few of them hold a digit."""
    texts, n_distinct, _ = some_distinct(cells.known)
    some = [*texts[:: max(1, len(texts) // _A_FEW)]]
    if sum(any(sign.isdigit() for sign in text) for text in some) < _SHARE_WITH_DIGITS * len(some):
        return None
    if 2 * n_distinct > len(cells.column):
        return NumberCells.of(dict.fromkeys(texts, 1))
    rows: Counter[str] = Counter()
    for text, n_rows in cells.counts().items():
        rows[str(text).strip()] += int(n_rows)
    return NumberCells.of({text: rows[text] for text in texts})


def holds_numbers(cells: DistinctCells) -> bool:
    """Return whether nearly all cells of a column that is no column of numbers hold one, apart from the words around.

    Examples
    --------
    >>> holds_numbers(DistinctCells.of(pd.Series(["Vol. 12", "Vol. 7", "No. 3"])))
    True
    >>> holds_numbers(DistinctCells.of(pd.Series(["A12", "B7", "2.0.1"])))
    False
    """
    found = _number_cells(cells)
    if found is None or len(found.rows) < 2:
        return False
    fewest = _NEARLY_ALL * len(found.rows)
    if sum(part.is_apart for part in found.parts.values()) < fewest or are_codes(found):
        return False
    writing = find_writing(found, is_certain=True)
    texts = pd.Series([*found.rows], dtype=object)
    return writing is not None and int(numbers_in_text(texts, **writing).notna().sum()) >= fewest


@dataclass(frozen=True)
class NumbersInText(CellRepair):
    """Columns of numbers, with how each writes them."""

    function = staticmethod(numbers_in_text)
    comment = "numbers written as text"
    makes_numbers = True

    @staticmethod
    def find_in(cells: DistinctCells) -> dict[str, object] | None:
        """Return how numbers are written, where nearly all cells are numbers."""
        found = _number_cells(cells)
        return None if found is None else find_writing(found, decimal=cells.column.attrs.get(DECIMAL))

    @classmethod
    def of_numbers(cls, cells: DistinctCells) -> Self | None:
        """Return how numbers are written in a column that is known to hold them, whatever stands around them."""
        texts, _, _ = some_distinct(cells.known)
        writing = find_writing(NumberCells(dict.fromkeys(texts, 1)), is_certain=True)
        return None if writing is None else cls(writing)

    @classmethod
    def notes(cls, columns: Mapping[str, Self], frame: pd.DataFrame) -> list[Note]:
        """Return what a user should know of it: which columns, what their words and marks were taken for."""
        notes = [Note.on("numbers in text", columns)]
        for name, repair in columns.items():
            units = dict(repair.arguments.get("units") or {})  # type: ignore[call-overload]  # a mapping
            if negative := sorted(unit for unit, factor in units.items() if factor < 0):
                notes.append(Note.on("words for minus", [name], negative=negative))
            elif scaled := {unit: factor for unit, factor in units.items() if factor != 1}:
                main = next((unit for unit, factor in units.items() if factor == 1), "")
                notes.append(Note.on("units", [name], main=main, scaled=scaled))
        if marked := {name: cells for name in columns if (cells := _marked(frame[name]))}:
            notes.append(Note.on("marks at numbers", marked, examples=list(marked.values())))
        return notes


def _marked(column: pd.Series) -> list[str]:
    """Return a few cells with marks such as < or * that are left out of numbers."""
    texts, _, _ = some_distinct(unfolded(column).map(str, na_action="ignore"))
    is_marked = texts.str.contains(r"^[<>≤≥≈~±]|[0-9][^0-9]*(?:[*†‡§¶+]|±.*|\s[(\[].*[)\]])$", regex=True)
    return sorted(texts[is_marked], key=lambda text: (len(text), text))[:2]
