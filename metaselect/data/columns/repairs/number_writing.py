"""How one column writes its numbers: found from its distinct cells, to be read by `numbers_in_text`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from metaselect.data.columns.repairs.grouped_digits import are_grouped_by_points
from metaselect.data.columns.repairs.number_cells import BLANKS, NumberCells, NumberPart
from metaselect.data.columns.repairs.number_grammar import numbers_in_text
from metaselect.data.columns.repairs.number_words import words_around
from metaselect.data.columns.repairs.units import is_money, opposite_signs

__all__ = ["are_codes", "find_writing"]

# A column is of numbers when nearly all of its cells are; the rest is noise, and becomes missing.
_NEARLY_ALL = 0.95
_MOST = 0.8
# A column of fewer distinct whole numbers is a scale, on which marks such as + and < have a place of their own.
_FEW_NUMBERS = 20
_LONGEST_NUMBER = 15
# Before an exponent no mark groups digits.
_EXPONENT_BEHIND_COMMA = re.compile(r"[^0-9]?[0-9],[0-9]+[eE][^0-9]?[0-9]")
_FEWEST_OF_PHONE = 7
_FEWEST_OF_SPACED_CODE = 9
_TYPING_ERRORS = 0.02
_LETTER = re.compile("[AC-JLN-Zac-jln-z]")  # k, m and b may be suffixes
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d|2100")


def find_writing(cells: NumberCells, *, is_certain: bool = False, decimal: str | None = None) -> dict[str, Any] | None:
    """Return the arguments with which `numbers_in_text` reads a column, None where it is no column of numbers.

    Parameters
    ----------
    cells : NumberCells
        Its distinct cells.
    is_certain : bool
        Whether it is known to hold numbers, so that whatever stands around them is let be; False by default.
    decimal : {".", ","}, optional
        The decimal mark where it is known, for cells such as 1,234 that do not say it.

    Examples
    --------
    >>> writing = find_writing(NumberCells({"€ 1.234,50": 1, "€ 3,5 Mio.": 1, "€ 12,00": 1}))
    >>> writing["decimal"], writing["units"]
    (',', {'€': 1.0})
    """
    if len(cells.rows) < (1 if is_certain else 2) or not cells.parts:
        return None
    if not is_certain and (len(cells.parts) < _MOST * len(cells.rows) or are_codes(cells) or _are_marks(cells)):
        return None
    writing: dict[str, Any] = {}
    if (mark := _decimal_mark(cells, decimal)) != ".":
        writing["decimal"] = mark
    if (words := words_around(cells, is_certain)) is None:
        return None
    writing |= words
    if _brackets_negate(cells):
        writing["brackets_negate"] = True
    return writing if is_certain or _reads_nearly_all(cells, writing) else None


def _reads_nearly_all(cells: NumberCells, writing: dict[str, Any]) -> bool:
    """Return whether nearly all cells are numbers: of the distinct ones, or of many rows with many numbers."""
    numbers = numbers_in_text(pd.Series([*cells.rows], dtype=object), **writing)
    n_distinct, share = numbers.nunique(), numbers.notna().mean()
    if n_distinct < 2:
        return False
    if share >= _NEARLY_ALL:
        return True
    # In few rows there may be other units, and beside many numbers several words.
    unread = [text for text, number in zip(cells.rows, numbers, strict=True) if np.isnan(number)]
    n_rows_unread = sum(cells.rows[text] for text in unread)
    are_other_units = all(text in cells.parts for text in unread)
    are_many = n_distinct >= _FEW_NUMBERS and share >= _MOST
    return n_rows_unread <= (1 - _NEARLY_ALL) * sum(cells.rows.values()) and (are_many or are_other_units)


def are_codes(cells: NumberCells) -> bool:
    """Return whether digits are no quantities: postal codes, long codes, telephone numbers, numbers of houses.

    Parameters
    ----------
    cells : NumberCells
        Distinct cells of a column.
    """
    parts = list(cells.parts.values())
    whole = [part.digits for part in parts if part.is_plain and part.is_whole]
    if any(len(digits) > 1 and digits[0] == "0" for digits in whole):
        return True
    if sum(len(digits) > _LONGEST_NUMBER for digits in whole) > len(whole) / 2 or _are_phones(parts):
        return True
    # 12, 12A and 14B are numbers of houses.
    lettered = [
        part for part in parts if part.is_whole and not part.has_blank_behind and _LETTER.fullmatch(part.behind)
    ]
    share = sum(part.n_rows for part in lettered if part.behind not in "kKmMbB") / cells.n_rows
    are_houses = 1 - _NEARLY_ALL < share < _NEARLY_ALL
    return are_houses and opposite_signs({word.casefold() for word in cells.behind}) is None


def _are_phones(parts: Sequence[NumberPart]) -> bool:
    n_digits = [len(re.sub("[^0-9]", "", part.digits)) for part in parts]
    has_plus = [part.sign == "+" and not set(part.digits) & {".", ","} for part in parts]
    n_with_plus = sum(n >= _FEWEST_OF_PHONE and plus for n, plus in zip(n_digits, has_plus, strict=True))
    n_spaced = sum(bool(set(part.digits) & set(BLANKS)) for part in parts)
    are_of_one_length = len(set(n_digits)) == 1 and n_digits[0] >= _FEWEST_OF_SPACED_CODE
    return n_with_plus > len(parts) / 2 or (n_spaced > 0.9 * len(parts) and are_of_one_length)


def _are_marks(cells: NumberCells) -> bool:
    """Return whether marks such as + and < have a place of their own among few whole numbers: 1, 2, 3+ or 1-, 1, 1+."""
    parts = list(cells.parts.values())
    has_more = any("+" in part.last_mark for part in parts)
    has_less = any(part.is_negated for part in parts)
    if has_more and has_less:
        return True
    has_bound = has_more or has_less or any(set(part.mark) & set("<>≤≥") for part in parts)
    return len(parts) <= _FEW_NUMBERS and has_bound and all(part.is_whole for part in parts)


def _decimal_mark(cells: NumberCells, known: str | None) -> str:
    """Return the decimal mark by the cells that leave no doubt, then by what is usual."""
    marked = [part.digits for part in cells.parts.values() if "." in part.digits or "," in part.digits]
    if not marked:
        return known or "."
    has_comma = any("," in digits for digits in marked)
    if has_comma and any(_EXPONENT_BEHIND_COMMA.match(text) for text in cells.rows):
        return ","
    are_plain = all(part.is_plain and part.digits.count(".") < 2 for part in cells.parts.values())
    if are_plain and are_grouped_by_points(cells.rows):
        return ","
    if are_plain and not has_comma and known != ",":
        return "."
    texts = pd.Series(marked, dtype=object)
    by_point, by_comma = (numbers_in_text(texts, mark).notna().to_numpy() for mark in ".,")
    n_point, n_comma, n_in_doubt = (
        (by_point & ~by_comma).sum(),
        (by_comma & ~by_point).sum(),
        (by_point & by_comma).sum(),
    )
    # One typing error among many numbers in groups of three is none of their decimal marks.
    if n_comma > n_point:
        return "." if known != "," and n_comma < _TYPING_ERRORS * n_in_doubt else ","
    if n_point:
        return "," if known == "," and n_point < _TYPING_ERRORS * n_in_doubt else "."
    if known or not n_in_doubt or has_comma:
        return known or "."
    # 1.200 beside 300 is 1200, where 1.234 alone may be 1.234; money has no thousandths.
    n_small = sum(part.is_whole and len(part.digits) <= 3 for part in cells.parts.values())
    return "," if n_small >= 0.05 * len(cells.parts) or cells.money else "."


def _brackets_negate(cells: NumberCells) -> bool:
    """Return whether brackets mean a minus, as in accounts: around some of the numbers, and not around years."""
    alone = [part for part in cells.parts.values() if not part.before or is_money(part.before)]
    inside = [part.digits for part in alone if part.is_in_brackets]
    return 0 < len(inside) < len(alone) and not all(map(_YEAR.fullmatch, inside))
