"""Which words stand around the numbers of a column, and what they mean: suffixes, units, currencies, signs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from metaselect.data.columns.repairs.number_cells import NumberCells
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
_OUT_OF = r"(?:/|(?:out )?of|von|sur|de|su)\s*[1-9]\d*(?:\.0)?(?:\s[^\W\d]{1,12})?"
_UNIT = re.compile(rf"\D{{1,25}}|\D{{0,10}}m\^?[23]|{_OUT_OF}|\D{{0,20}}/\s?[1-9]\d{{0,2}}\s?\D{{1,8}}")
# Behind a number, these make no quantity of it: the first of several, a time of day.
_NO_UNITS = {"st", "nd", "rd", "th", "am", "pm", "a.m", "p.m", "uhr", "o'clock"}
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
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
    powers = _powers_behind(cells)
    behind = _units_behind(cells, is_certain) if powers is None else _money_behind(cells)
    if behind is None:
        return None
    units = _words_before(cells, is_certain) | behind
    if len(cells.money) > 1 and not is_certain:  # amounts in another currency cannot be added
        main = max(cells.money, key=lambda key: (cells.money[key], key))
        units = {word: factor for word, factor in units.items() if not is_money(word) or money_key(word) == main}
    found: dict[str, Any] = {"powers": powers} if powers else {}
    return found | {"units": units} if units else found


def _money_behind(cells: NumberCells) -> dict[str, float]:
    """Return the currencies that stand behind suffixes, or in their place."""
    money = {split[1] if (split := power_and_unit(word)) else word for word in cells.behind}
    return {word: 1.0 for word in sorted(money) if is_money(word) or word == "%"}


def _words_before(cells: NumberCells, is_certain: bool) -> dict[str, float]:
    words = sorted({part.before for part in cells.parts.values()} - {""})
    if (signs := opposite_signs({unit_key(word) for word in words})) is not None:
        return {word: signs[unit_key(word)] for word in words}
    if is_certain:
        return dict.fromkeys(words[:_MOST_UNITS], 1.0)
    with_marks = {part.before for part in cells.parts.values() if not part.is_whole}
    return {
        word: 1.0 for word in words if is_money(word) and (word.casefold() not in _DOUBTFUL_MONEY or word in with_marks)
    }


def _units_behind(cells: NumberCells, is_certain: bool) -> dict[str, float] | None:
    """Return the units behind numbers and their factors, None where there are too many for one quantity."""
    rows = {word: n_rows for word, n_rows in cells.behind.items() if is_certain or _UNIT.fullmatch(word)}
    keys = {word: unit_key(word) for word in rows}
    if not is_certain and set(keys.values()) & _NO_UNITS:
        return None
    if (signs := opposite_signs(set(keys.values()))) is not None:
        return {word: signs[key] for word, key in keys.items()}
    n_unmarked = cells.n_rows - sum(cells.behind.values())
    are_footnotes = _are_footnotes(cells, list(rows)) and 2 * n_unmarked >= cells.n_rows
    if not rows or are_footnotes or all(map(is_money, rows)):
        return dict.fromkeys(rows, 1.0)
    if (share := _share_of_one(cells, rows, keys)) is not None:
        return dict.fromkeys(rows, share)
    rows_of_keys: Counter[str] = Counter()
    for word, n_rows in rows.items():
        rows_of_keys[keys[word]] += n_rows
    main = max(rows_of_keys, key=lambda key: (rows_of_keys[key], key))
    factors = {main: 1.0} | factors_of(main, [key for key in rows_of_keys if key != main])
    units = {word: factors[key] for word, key in keys.items() if key in factors}
    if is_certain:
        return dict.fromkeys(list(keys)[:_MOST_UNITS], 1.0) | units
    n_read = sum(rows[word] for word in units) + n_unmarked
    return units if n_read >= _NEARLY_ALL * cells.n_rows else None


def _share_of_one(cells: NumberCells, rows: dict[str, int], keys: dict[str, str]) -> float | None:
    """Return what a per cent is worth beside shares of one, such as 0.05 beside 5 %; None where it is not so."""
    if set(keys.values()) != {"%"}:
        return None
    plain = _values_of(part.digits for part in cells.parts.values() if not part.behind)
    marked = _values_of(part.digits for part in cells.parts.values() if part.behind)
    are_shares = len(plain) > 1 and plain[-1] <= 1 and plain[len(plain) // 2] % 1 > 0
    return 0.01 if are_shares and marked and marked[len(marked) // 2] > 1 else None


def _values_of(digits: Iterable[str]) -> list[float]:
    return sorted(float(text.replace(",", ".")) for text in digits if _PLAIN.fullmatch(text))


def _powers_behind(cells: NumberCells) -> dict[str, int] | None:
    """Return the exponents of the suffixes of a column, None where what is behind its numbers are units."""
    splits = {word: split for word in cells.behind if (split := power_and_unit(word))}
    n_rows = sum(n_rows for word, n_rows in cells.behind.items() if word in splits or is_money(word))
    if not splits or n_rows < _NEARLY_ALL * sum(cells.behind.values()):
        return None
    suffixes = {suffix for suffix, _ in splits.values()}
    is_clear = _is_clear(cells, next(iter(splits)), *suffixes) if len(suffixes) == 1 else not suffixes <= {*"lmtg"}
    return powers_of_ten(suffixes) or None if is_clear or cells.money else None


def _is_clear(cells: NumberCells, written: str, suffix: str) -> bool:
    """Return whether the one suffix of a column is no unit."""
    if suffix in ("l", "cr", "mi", "md", "mil"):
        return False
    unmarked = [part for part in cells.parts.values() if not part.behind]
    if suffix in ("m", "t", "b", "g"):
        return written[0] in "MB" or any(len(re.sub("[^0-9]", "", part.digits)) >= 4 for part in unmarked)
    # Kelvin stand behind a blank.
    return written != "K" or bool(unmarked) or not all(part.has_blank_behind for part in cells.parts.values())


def _are_footnotes(cells: NumberCells, words: list[str]) -> bool:
    """Return whether letters behind some numbers refer to notes: small, and not as those of 12a, which is a house."""
    if not all(_FOOTNOTE.fullmatch(word) for word in words):
        return False
    marked = [part for part in cells.parts.values() if part.behind]
    are_apart = all(part.has_blank_behind or part.behind.startswith("(") for part in marked)
    return are_apart or not all(part.is_whole for part in marked)
