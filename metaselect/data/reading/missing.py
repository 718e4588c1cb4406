"""How files spell a missing value."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["MISSING_SPELLINGS", "missing_spellings_beside"]

# The word None is not here: in real tables it is as often a category ("no treatment") as a missing value.
MISSING_SPELLINGS = ("", "?", "-", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "-nan", "NULL", "null", "<NA>")
_PLUS = ("+", "++", "+++")


def missing_spellings_beside(cells: Iterable[object]) -> tuple[str, ...]:
    """Return the spellings of a missing value in a column of such cells: beside a +, the - is a value.

    Examples
    --------
    >>> "-" in missing_spellings_beside(["+", "-"]), "-" in missing_spellings_beside(["+5", "-"])
    (False, True)
    """
    has_plus = any(isinstance(cell, str) and "+" in cell and cell.strip() in _PLUS for cell in cells)
    return tuple(spelling for spelling in MISSING_SPELLINGS if spelling != "-") if has_plus else MISSING_SPELLINGS
