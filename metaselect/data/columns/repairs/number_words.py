"""Which words stand around the numbers of a column, and what they mean: suffixes, units, currencies, signs."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from metaselect.data.columns.repairs.number_cells import BLANKS, NumberCells
from metaselect.data.columns.repairs.units import (
    factors_of,
    is_money,
    money_key,
    opposite_signs,
    power_and_unit,
    powers_of_ten,
    unit_key,
)

__all__ = ["words_around"]

_NEARLY_ALL = 0.95
_MOST_UNITS = 50
# What may be a unit: words, or what a number is out of, such as the /10 of 7.5/10.
_OUT_OF = r"(?:/|(?:out )?of|von|sur)\s*[1-9]\d*"
_UNIT = re.compile(rf"\D{{1,25}}|\D{{0,10}}m\^?[23]|{_OUT_OF}|\D{{0,20}}/\s?[1-9]\d{{0,2}}\s?\D{{1,8}}")
# Behind a number, these make no quantity of it: the first of several, a time of day.
_NO_UNITS = {"st", "nd", "rd", "th", "am", "pm", "a.m", "p.m", "uhr", "o'clock"}
_FOOTNOTE = re.compile(r"[a-z]{1,2}|\([a-zA-Z0-9]{1,3}\)")
# Signs of money that begin many a code, too.
_DOUBTFUL_MONEY = {"r", "br", "re", "bs", "c", "p.", "s/", "s/.", "b/."}


def words_around(cells: NumberCells, is_certain: bool) -> dict[str, Any] | None:
    """Return which suffixes and units are read, None where there are too many units for one quantity.

    Parameters
    ----------
    cells : NumberCells
        Distinct cells of a column.
    is_certain : bool
        Whether it is known to hold numbers, so that whatever stands around them is let be.
    """
    rows = cells.parts["rows"].groupby(cells.parts["behind"]).sum().astype(int).drop("", errors="ignore")
    powers = _powers_behind(cells, rows)
    behind = _units_behind(cells, rows, is_certain) if powers is None else _money_behind(list(rows.index))
    if behind is None:
        return None
    units = _words_before(cells, is_certain) | behind
    n_rows_of_money = cells.parts["rows"].groupby(cells.money[cells.money != ""]).sum()
    if len(n_rows_of_money) > 1 and not is_certain:  # amounts in another currency cannot be added
        main = n_rows_of_money.idxmax()
        units = {word: factor for word, factor in units.items() if not is_money(word) or money_key(word) == main}
    found: dict[str, Any] = {"powers": powers} if powers else {}
    return found | {"units": units} if units else found


def _money_behind(words: list[str]) -> dict[str, float]:
    """Return the currencies that stand behind suffixes, or in their place."""
    money = {split[1] if (split := power_and_unit(word)) else word for word in words}
    return {word: 1.0 for word in sorted(money) if is_money(word) or word == "%"}


def _words_before(cells: NumberCells, is_certain: bool) -> dict[str, float]:
    words = sorted(word for word in cells.parts["before"].unique() if word)
    if (signs := opposite_signs({unit_key(word) for word in words})) is not None:
        return {word: signs[unit_key(word)] for word in words}
    if is_certain:
        return dict.fromkeys(words[:_MOST_UNITS], 1.0)
    with_marks = cells.parts["digits"].str.contains(rf"[.,'{BLANKS}]", regex=True)
    return {
        word: 1.0
        for word in words
        if is_money(word)
        and (word.casefold() not in _DOUBTFUL_MONEY or with_marks[cells.parts["before"] == word].any())
    }


def _units_behind(cells: NumberCells, rows: pd.Series, is_certain: bool) -> dict[str, float] | None:
    """Return the units behind numbers and their factors, None where there are too many for one quantity."""
    rows = rows[[bool(is_certain or _UNIT.fullmatch(word)) for word in rows.index]]
    if rows.empty:
        return {}
    keys = {word: unit_key(word) for word in rows.index}
    if not is_certain and set(keys.values()) & _NO_UNITS:
        return None
    if (signs := opposite_signs(set(keys.values()))) is not None:
        return {word: signs[key] for word, key in keys.items()}
    n_all, n_unmarked = cells.parts["rows"].sum(), cells.parts["rows"][cells.parts["behind"] == ""].sum()
    if _are_footnotes(cells, list(rows.index)) and 2 * n_unmarked >= n_all:
        return dict.fromkeys(rows.index, 1.0)
    if all(is_money(word) for word in rows.index):
        return dict.fromkeys(rows.index, 1.0)
    rows_of_keys = rows.groupby(keys).sum().sort_index().sort_values(ascending=False, kind="stable")
    main = rows_of_keys.index[0]
    factors = {main: 1.0} | factors_of(main, rows_of_keys.index[1:])
    units = {word: factors[key] for word, key in keys.items() if key in factors}
    if is_certain:
        return dict.fromkeys(list(keys)[:_MOST_UNITS], 1.0) | units
    n_read = sum(int(rows[word]) for word in units) + n_unmarked
    return units if n_read >= _NEARLY_ALL * n_all else None


def _powers_behind(cells: NumberCells, rows: pd.Series) -> dict[str, int] | None:
    """Return the exponents of the suffixes of a column, None where what is behind its numbers are units."""
    splits = {word: split for word in rows.index if (split := power_and_unit(word))}
    n_rows = sum(int(rows[word]) for word in rows.index if word in splits or is_money(word))
    if not splits or n_rows < _NEARLY_ALL * rows.sum():
        return None
    suffixes = {suffix for suffix, _ in splits.values()}
    is_clear = _is_clear(cells, next(iter(splits)), *suffixes) if len(suffixes) == 1 else not suffixes <= {*"lmtg"}
    return powers_of_ten(suffixes) or None if is_clear or cells.is_money else None


def _is_clear(cells: NumberCells, written: str, suffix: str) -> bool:
    """Return whether the one suffix of a column is no unit."""
    if suffix in ("l", "cr", "mi", "md", "mil"):
        return False
    unmarked = cells.parts["digits"][cells.parts["behind"] == ""]
    if suffix in ("m", "t", "b", "g"):
        return written[0] in "MB" or bool((unmarked.str.count("[0-9]") >= 4).any())
    # Kelvin stand behind a blank.
    return written != "K" or len(unmarked) > 0 or not cells.parts["has_blank_behind"].all()


def _are_footnotes(cells: NumberCells, words: list[str]) -> bool:
    """Return whether letters behind some numbers refer to notes: small, and not as those of 12a, which is a house."""
    if not words or not all(_FOOTNOTE.fullmatch(word) for word in words):
        return False
    marked = cells.parts["behind"] != ""
    return bool(
        not cells.parts["is_whole"][marked].all()
        or (cells.parts["has_blank_behind"][marked] | cells.parts["behind"][marked].str.startswith("(")).all()
    )
