"""How one column writes its numbers: found from its distinct cells, to be read by `numbers_in_text`."""

from __future__ import annotations

from typing import Any

import pandas as pd

from metaselect.data.columns.repairs.number_cells import BLANKS, NumberCells
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
_FEWEST_OF_PHONE = 7


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
    >>> texts = pd.Series(["€ 1.234,50", "€ 3,5 Mio.", "€ 12,00"])
    >>> writing = find_writing(NumberCells(texts, pd.Series([1, 1, 1])))
    >>> writing["decimal"], writing["units"], numbers_in_text(texts, **writing).tolist()
    (',', {'€': 1.0}, [1234.5, 3500000.0, 12.0])
    """
    if len(cells.texts) < (1 if is_certain else 2) or cells.parts.empty:
        return None
    if not is_certain and (len(cells.parts) < _MOST * len(cells.texts) or are_codes(cells) or _are_marks(cells)):
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
    numbers = numbers_in_text(cells.texts, **writing)
    is_number = numbers.notna()
    if numbers.nunique() < 2:
        return False
    if is_number.mean() >= _NEARLY_ALL:
        return True
    # In few rows there may be other units, and beside many numbers several words.
    share_of_rows = cells.rows[is_number].sum() / cells.rows.sum()
    are_words = ~is_number & ~cells.texts.index.isin(cells.parts.index)
    are_many = numbers.nunique() >= _FEW_NUMBERS and is_number.mean() >= _MOST
    return bool(share_of_rows >= _NEARLY_ALL and (are_many or not are_words.any()))


def are_codes(cells: NumberCells) -> bool:
    """Return whether digits are no quantities: postal codes, long codes, telephone numbers, numbers of houses.

    Parameters
    ----------
    cells : NumberCells
        Distinct cells of a column.
    """
    parts = cells.parts
    digits, whole = parts["digits"], parts["digits"][parts["is_plain"] & parts["is_whole"]]
    if whole.str.match("0[0-9]").any() or (whole.str.len() > _LONGEST_NUMBER).mean() > 0.5:
        return True
    n_digits = digits.str.count("[0-9]")
    has_plus = (parts["sign"] == "+") & (n_digits >= _FEWEST_OF_PHONE) & ~digits.str.contains("[.,]", regex=True)
    is_spaced = digits.str.contains(f"[{BLANKS}]", regex=True)
    if has_plus.mean() > 0.5 or (is_spaced.mean() > 0.9 and n_digits.nunique() == 1 and n_digits.iloc[0] >= 9):
        return True
    # 12, 12A and 14B are numbers of houses.
    is_lettered = parts["behind"].str.fullmatch("[A-Za-z]") & ~parts["has_blank_behind"] & parts["is_whole"]
    n_lettered = parts["rows"][is_lettered & ~parts["behind"].isin([*"kKmMbB"])].sum()
    is_usual = n_lettered <= (1 - _NEARLY_ALL) * parts["rows"].sum() or n_lettered >= _NEARLY_ALL * parts["rows"].sum()
    return not is_usual and opposite_signs(parts["behind"].str.casefold().unique()) is None


def _are_marks(cells: NumberCells) -> bool:
    """Return whether marks such as + and < have a place of their own among few whole numbers: 1, 2, 3+ or 1-, 1, 1+."""
    parts = cells.parts
    has_more = parts["last_mark"].str.contains("+", regex=False)
    if has_more.any() and parts["is_negated"].any():
        return True
    is_bound = has_more | parts["is_negated"] | parts["mark"].str.contains("[<>≤≥]", regex=True)
    return len(parts) <= _FEW_NUMBERS and bool(parts["is_whole"].all() and is_bound.any())


def _decimal_mark(cells: NumberCells, known: str | None) -> str:
    """Return the decimal mark by the cells that leave no doubt, then by what is usual."""
    digits = cells.parts["digits"]
    if known != "," and cells.parts["is_plain"].all() and pd.to_numeric(digits, errors="coerce").notna().all():
        return "."
    by_point, by_comma = (numbers_in_text(digits, mark).notna() for mark in ".,")
    n_point, n_comma = int((by_point & ~by_comma).sum()), int((by_comma & ~by_point).sum())
    has_point, has_comma = digits.str.contains(".", regex=False), digits.str.contains(",", regex=False)
    in_doubt = by_point & by_comma & (has_point | has_comma)
    if n_comma > n_point:
        # One typing error among many numbers in groups of three is none of their decimal marks.
        return "." if known != "," and n_comma < 0.02 * (in_doubt & has_comma).sum() else ","
    if n_point:
        return "," if known == "," and n_point < 0.02 * (in_doubt & has_point).sum() else "."
    if known or not in_doubt.any():
        return known or "."
    if has_comma.any() or not has_point.any():
        return "."
    # 1.200 beside 300 is 1200, where 1.234 alone may be 1.234; money has no thousandths.
    has_small = (~has_point & (digits.str.len() <= 3)).mean() >= 0.05
    return "," if has_small or cells.is_money else "."


def _brackets_negate(cells: NumberCells) -> bool:
    """Return whether brackets mean a minus, as in accounts: around some of the numbers, and not around years."""
    are_alone = cells.parts["before"].map(lambda word: not word or is_money(word))
    inside = cells.parts["is_in_brackets"][are_alone]
    if not inside.any() or inside.all():
        return False
    return not cells.parts["digits"][are_alone][inside].str.fullmatch(r"1[5-9]\d\d|20\d\d|2100").all()
