"""Numbers that are written as text: with currency, percent or grouping marks, in brackets, or before a unit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import pandas as pd

from metaselect.data.columns.repairs.cell_repair import CellRepair
from metaselect.data.columns.repairs.distinct_cells import NEARLY_ALL, DistinctCells
from metaselect.data.notes import Note
from metaselect.data.words import CURRENCIES, any_of

__all__ = ["NumbersInText"]

# \u2212 is what typesetters put before a negative number, \u00a0 and \u202f what they put between groups of digits.
_CURRENCY = any_of(CURRENCIES)
_NUMBER_TEXT = re.compile(
    rf"^\(?[+\u2212-]?\s*{_CURRENCY}?\s*[+\u2212-]?\d[\d.,'\u00a0\u202f ]*\s*(?:{_CURRENCY}|%|[kKmM])?\)?$"
)
_BLANK_IN_NUMBER = re.compile(r"(?<=\d)[ '\u00a0\u202f](?=\d{3}(?:\D|$))")
# One mark twice, the second not before three digits.
_VERSION = re.compile(r"\d(?P<mark>[ .,]+)\d*(?P=mark)\d{1,2}(?:\D|$)")
_WITH_UNIT = re.compile(r"^([+-]?\d[\d.,\u00a0\u202f ]*?)\s*([A-Za-zµ°²³/]{1,8})$")


def numbers_in_text(cells: pd.Series, decimal: str) -> pd.Series:
    """Return the numbers in cells such as `$1,200`, `12 %` or `(3)`, which is -3; NaN where there is none."""
    cells = cells.str.strip().str.replace(r"^\((.*)\)$", r"-\1", regex=True).str.replace("\u2212", "-", regex=False)
    if decimal == ",":
        cells = cells.str.replace(".", "", regex=False).str.replace(",", ".", regex=False)
    return pd.to_numeric(cells.str.replace(r"[^0-9.+-]", "", regex=True), errors="coerce")


@dataclass(frozen=True)
class NumbersInText(CellRepair):
    """Columns of numbers, with the decimal mark of each."""

    function = staticmethod(numbers_in_text)
    comment = "numbers written as text"
    makes_numbers = True

    @staticmethod
    def find_in(cells: DistinctCells) -> dict[str, object] | None:
        """Return the decimal mark, where nearly all cells are numbers."""
        decimal = _decimal_of(cells.known)
        if decimal is None or numbers_in_text(cells.known, decimal).isna().all():
            return None  # such as 6.03.2024, which has the marks of a number and is none
        return {"decimal": decimal}

    @classmethod
    def notes(cls, columns: Mapping[str, Self], frame: pd.DataFrame) -> list[Note]:
        """Return what a user should know of it."""
        return [Note.on("numbers in text", columns)]


def _decimal_of(distinct: pd.Series) -> str | None:
    """Return the decimal mark of numbers that are written as text, None where the cells are no numbers."""
    if len(distinct) < 2 or distinct.str.isdigit().all():
        return None  # the reader left these digits as text: they are codes
    distinct = _without_unit(distinct)
    is_number = distinct.str.match(_NUMBER_TEXT)
    if is_number.mean() < NEARLY_ALL or distinct.str.match(r"^0\d").any():
        return None  # words or codes
    numbers = distinct[is_number].str.replace(_BLANK_IN_NUMBER, "", regex=True)
    if (numbers.str.count(_VERSION.pattern) > 0).mean() > 0.5:
        return None  # such as 1.2.3: versions, addresses, lists
    has_comma, has_point = numbers.str.contains(",", regex=False), numbers.str.contains(".", regex=False)
    last_is_comma = numbers.str.rfind(",") > numbers.str.rfind(".")
    if (has_comma & has_point).any():
        return "," if last_is_comma[has_comma & has_point].mean() > 0.5 else "."
    if has_comma.any():
        return "." if _are_groups(numbers[has_comma], ",") else ","
    return "," if has_point.any() and _are_groups(numbers[has_point], r"\.") else "."


def _without_unit(distinct: pd.Series) -> pd.Series:
    """Return the numbers before a unit, such as km or mg, where nearly all cells have the same one."""
    parts = distinct.str.extract(_WITH_UNIT)
    units = parts[1].value_counts()
    if len(units) != 1 or units.iloc[0] < NEARLY_ALL * len(distinct):
        return distinct
    return parts[0].fillna(distinct)


def _are_groups(numbers: pd.Series, mark: str) -> bool:
    """Return whether `mark` stands before three digits everywhere, and so between groups of them."""
    return bool(numbers.str.contains(rf"^\D*\d{{1,3}}(?:{mark}\d{{3}})+\D*$", regex=True).all())
