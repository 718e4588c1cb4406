"""Texts that are all plain numbers are numbers, as they are when read from a file."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from metaselect.data.columns.repairs.cell_repair import CellRepair
from metaselect.data.columns.repairs.distinct_cells import DistinctCells
from metaselect.data.columns.repairs.numbers_in_text import DECIMAL

__all__ = ["PlainNumbers"]

_NUMBER = re.compile(r"[+-]?(?:\d{1,15}(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?")
_FIRST = 100  # rule most columns out
_CODE = re.compile(r"[+-]?0\d")


def plain_numbers(cells: pd.Series) -> pd.Series:
    """Return the numbers in cells such as `12` or `-1.5e3`; NaN where there is none."""
    return pd.to_numeric(cells.str.strip(), errors="coerce")


@dataclass(frozen=True)
class PlainNumbers(CellRepair):
    """Columns of numbers that came as text."""

    function = staticmethod(plain_numbers)
    comment = "numbers"
    makes_numbers = True

    @staticmethod
    def find_in(cells: DistinctCells) -> dict[str, object] | None:
        """Return that there is something to do, where all cells are numbers and none begins with a zero too many."""
        known = cells.known
        if cells.column.attrs.get(DECIMAL, ".") != "." and known.str.contains(".", regex=False).any():
            return None  # points group digits there
        if len(known) == 0 or not known.iloc[:_FIRST].str.fullmatch(_NUMBER).all():
            return None
        return {} if known.str.fullmatch(_NUMBER).all() and not known.str.match(_CODE).any() else None
