"""How files spell a missing value."""

from __future__ import annotations

__all__ = ["MISSING_SPELLINGS"]

# The word None is not here: in real tables it is as often a category ("no treatment") as a missing value.
MISSING_SPELLINGS = ("", "?", "-", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "-nan", "NULL", "null", "<NA>")
