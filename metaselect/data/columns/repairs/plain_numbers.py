"""Texts that are all plain numbers are numbers, as they are when read from a file."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from metaselect.data.columns.repairs.cell_repair import CellRepair
from metaselect.data.columns.repairs.distinct_cells import DistinctCells
from metaselect.data.columns.repairs.grouped_digits import are_grouped_by_points
from metaselect.data.columns.repairs.numbers_in_text import DECIMAL

__all__ = ["PlainNumbers"]

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,15}(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_FIRST = 100  # rule most columns out
_CODE = re.compile(r"[+-]?0[0-9]")
_TELEPHONE = re.compile(r"\+[0-9]{7,}")


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
        """Return that there is something to do, where all cells are numbers and none begins with a zero too many.

        Points that group digits, and telephone numbers, are left to others.
        """
        known = cells.known
        if len(known) == 0 or not known.iloc[:_FIRST].str.fullmatch(_NUMBER).all():
            return None
        if not known.str.fullmatch(_NUMBER).all() or known.str.match(_CODE).any():
            return None
        is_decimal_comma = cells.column.attrs.get(DECIMAL) == "," or are_grouped_by_points(known)
        if is_decimal_comma and known.str.contains(".", regex=False).any():
            return None
        return None if known.str.fullmatch(_TELEPHONE).all() else {}
