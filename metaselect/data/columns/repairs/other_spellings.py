"""Values that differ by case or inner blanks alone are one: the usual spelling takes the place of the others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import pandas as pd

from metaselect.data.columns.repairs.cell_repair import CellRepair
from metaselect.data.columns.repairs.distinct_cells import DistinctCells
from metaselect.data.notes import Note

__all__ = ["OtherSpellings"]

# Columns of more values are names or texts, in which case may matter.
_MOST_CATEGORIES = 100
# Single letters in which case hardly matters: yes and no, true and false.
_LETTERS_OF_ANY_CASE = frozenset("yntf")


def with_usual_spellings(cells: pd.Series, usual: dict[str, str]) -> pd.Series:
    """Return cells in which rare spellings are replaced by the usual ones."""
    return cells.replace(usual)


@dataclass(frozen=True)
class OtherSpellings(CellRepair):
    """Columns of categories, with the usual spelling of each rare one."""

    function = staticmethod(with_usual_spellings)
    comment = "other spellings"

    @staticmethod
    def find_in(cells: DistinctCells) -> dict[str, object] | None:
        """Return the usual spelling of each value that has another."""
        if not 2 <= len(cells.known) <= _MOST_CATEGORIES:
            return None
        usual = _usual_spellings(cells.counts())
        return {"usual": usual} if usual else None

    @classmethod
    def notes(cls, columns: Mapping[str, Self], frame: pd.DataFrame) -> list[Note]:
        """Return what a user should know of it."""
        return [Note.on("other spellings", columns)]


def _usual_spellings(counts: pd.Series) -> dict[str, str]:
    """Return the most frequent spelling of each value that has another; single letters keep their case, mostly."""
    values = sorted(counts.index, key=lambda value: (-counts[value], value))
    folded = [re.sub(r"\s+", " ", value).casefold() for value in values]
    if not set(folded) <= _LETTERS_OF_ANY_CASE and any(len(value) == 1 for value in folded):
        return {}
    usual: dict[str, str] = {}
    for value, key in zip(values, folded, strict=True):
        usual.setdefault(key, value)
    return {value: usual[key] for value, key in zip(values, folded, strict=True) if usual[key] != value}
