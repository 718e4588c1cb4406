"""How one column writes its numbers: found from its distinct cells, to be read by `numbers_in_text`."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from metaselect.data.columns.repairs.number_grammar import numbers_in_text
from metaselect.data.columns.repairs.units import (
    factors_of,
    is_money,
    money_key,
    opposite_signs,
    power_and_unit,
    powers_of_ten,
    unit_key,
)
from metaselect.data.words import MISSING_BESIDE_NUMBERS

__all__ = ["NumberCells", "find_writing", "stand_for_nothing"]

# A column is of numbers when nearly all of its cells are; the rest is noise, and becomes missing.
_NEARLY_ALL = 0.95
# So many distinct cells show how a column writes its numbers.
_ENOUGH = 2000
# A column of fewer distinct whole numbers is a scale, on which marks such as + and < have a place of their own.
_FEW_NUMBERS = 20
_LONGEST_NUMBER = 15
_MOST_UNITS = 50
_MINUS = "\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d-"
_BLANKS = " \u00a0\u2007\u2009\u202f"
# Arabic, Persian, Indian and full-width digits.
_AS_ASCII = {first + i: str(i) for first in (0x660, 0x6F0, 0x966, 0xFF10) for i in range(10)} | {0x66B: "."}
_MARKS = r"(?:(?:[<>≤≥≈~±'’*†‡§=\"]|(?i:ca\.?|c\.|circa|approx\.?|about|around|etwa|rund|env\.|environ|aprox\.))\s*)*"
_PARTS = re.compile(
    rf"(?P<head>[^0-9]*?)(?P<digits>(?:(?<![A-Za-z])[.,])?[0-9](?:[0-9.,'’{_BLANKS}]*[0-9])?)"
    rf"(?:[eE][+{_MINUS}]?[0-9]+|\s*[x×·*]\s*10(?:\^[+{_MINUS}]?[0-9]+|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+))?(?P<tail>.*)",
    re.DOTALL,
)
_HEAD = re.compile(
    rf"(?P<marks>{_MARKS})(?P<sign>[+{_MINUS}])?\s*(?P<open>\()?\s*(?P<inner>[+{_MINUS}])?\s*"
    rf"(?P<word>.*?)\s*(?P<late_open>\()?\s*(?P<late>[+{_MINUS}])?\s*"
)
_TAIL = re.compile(
    rf"(?:[.,][—{_MINUS}]{{1,2}}(?![0-9]))?\s*(?P<sign>[{_MINUS}](?!\s*[0-9]))?\s*(?:[¹²³⁴⁵⁶⁷⁸⁹]+|(?P<word>.*?))\s*(?P<close>\))?\s*(?P<late>[{_MINUS}])?"
    rf"(?:\s*(?:±|\+/?-)\s*[0-9].*)?(?P<marks>(?:\s*(?:[*†‡§¶+\"]|\[\w{{1,3}}\]))*)"
)
# What may be a unit: words, or what a number is out of, such as the /10 of 7.5/10.
_UNIT = re.compile(r"[^\d]{1,25}|[^\d]{0,10}m\^?[23]|(?:/|(?:out )?of|von|sur)\s*[1-9]\d*|[^\d]{0,20}/\s?[1-9]\d{0,2}\s?[^\d]{1,8}")
# Behind a number, these make no quantity of it: the first of several, a time of day.
_NO_UNITS = {"st", "nd", "rd", "th", "am", "pm", "a.m", "p.m", "uhr", "o'clock"}
_FOOTNOTE = re.compile(r"[a-z]{1,2}|\([a-zA-Z0-9]{1,3}\)")
# Signs of money that begin many a code, too.
_DOUBTFUL_MONEY = {"r", "br", "re", "bs", "c", "p.", "s/", "s/.", "b/."}
_ERROR_TEXT = r"#[¡¿]?[^\W\d_]+(?:/0)?[!?]|#(?:N/?A|N/?D|NV|NB|YOK|Н/Д|SAKNAS!|####*)|Err:\d{3}|#{3,}"
_MISSING_WORDS = frozenset(word for words in MISSING_BESIDE_NUMBERS.values() for word in words)


def stand_for_nothing(texts: pd.Series) -> pd.Series:
    """Return which texts say that there is no number: errors of spreadsheets, and words such as `no data`.

    Examples
    --------
    >>> stand_for_nothing(pd.Series(["#DIV/0!", "DK", "#WERT!", "see note 3"])).tolist()
    [True, True, True, False]
    """
    folded = texts.str.casefold().str.strip("()[]<> ")
    return texts.str.fullmatch(_ERROR_TEXT).fillna(False) | folded.isin(_MISSING_WORDS) | texts.isin(_MISSING_WORDS)


@dataclass(frozen=True, eq=False)
class NumberCells:
    """Distinct cells of a column, split at the number that each holds.

    Attributes
    ----------
    texts : Series of shape (n_distinct,)
        Without blanks around them, and without those that stand for nothing.
    rows : Series of shape (n_distinct,)
        In how many rows each is.
    """

    texts: pd.Series
    rows: pd.Series

    @cached_property
    def parts(self) -> pd.DataFrame:
        """What is before, in and behind the number of each cell that holds one: `head`, `digits`, `tail`, `rows`."""
        found = self.texts.map(lambda text: _PARTS.fullmatch(text if text.isascii() else text.translate(_AS_ASCII)))
        found = found[found.notna()]
        parts = pd.DataFrame([match.groupdict() for match in found], index=found.index, columns=["head", "digits", "tail"])
        return parts.assign(rows=self.rows.reindex(parts.index))

    @cached_property
    def heads(self) -> dict[str, dict[str, str | None]]:
        """The parts of what is before numbers."""
        return {head: match.groupdict() for head in self.parts["head"].unique() if (match := _HEAD.fullmatch(head))}

    @cached_property
    def tails(self) -> dict[str, dict[str, str | None]]:
        """The parts of what is behind numbers."""
        tails = {tail: match.groupdict() for tail in self.parts["tail"].unique() if (match := _TAIL.fullmatch(tail))}
        for tail in tails.values():
            word = (tail["word"] or "").strip()
            tail["word"] = f"{word})" if "(" in word and tail["close"] else word
        return tails

    def of_head(self, part: str) -> pd.Series:
        """Return a part of what is before the number, for each cell that holds one; empty where there is none."""
        return self.parts["head"].map({head: parts[part] or "" for head, parts in self.heads.items()}).fillna("?")

    def of_tail(self, part: str) -> pd.Series:
        """Return a part of what is behind the number, for each cell that holds one; empty where there is none."""
        return self.parts["tail"].map({tail: parts[part] or "" for tail, parts in self.tails.items()}).fillna("?")

    @cached_property
    def before(self) -> pd.Series:
        """The word or sign before the number of each cell that holds one."""
        return self.of_head("word")

    @cached_property
    def behind(self) -> pd.Series:
        """The word, suffix or unit behind the number of each cell that holds one."""
        return self.of_tail("word")

    @cached_property
    def are_negated(self) -> pd.Series:
        """Whether a minus is behind the number."""
        return (self.of_tail("sign") != "") | (self.of_tail("late") != "")

    @cached_property
    def are_in_brackets(self) -> pd.Series:
        """Whether the number is in round brackets."""
        return (self.of_head("open") != "") | (self.of_head("late_open") != "")

    @cached_property
    def are_plain(self) -> pd.Series:
        """Whether there is nothing but digits and their marks."""
        return (self.parts["head"] == "") & (self.parts["tail"] == "")

    @cached_property
    def are_whole(self) -> pd.Series:
        """Whether there are digits alone."""
        return self.parts["digits"].str.isdigit()

    @property
    def is_money(self) -> bool:
        """Whether any is an amount of money."""
        words = [*self.before.unique(), *self.behind.unique()]
        return any(is_money(word) for word in words) or any(
            (split := power_and_unit(word)) and split[1] and is_money(split[1]) for word in words
        )


def find_writing(cells: NumberCells, *, is_certain: bool = False, decimal: str | None = None) -> dict[str, object] | None:
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
    if not is_certain and (len(cells.parts) < _NEARLY_ALL * len(cells.texts) * 0.9 or _are_codes(cells)):
        return None
    writing: dict[str, object] = {}
    if (mark := _decimal_mark(cells, decimal)) != ".":
        writing["decimal"] = mark
    if (words := _words_around(cells, is_certain)) is None:
        return None
    writing |= words
    if _brackets_negate(cells):
        writing["brackets_negate"] = True
    return writing if is_certain or _reads_nearly_all(cells, writing) else None


def _reads_nearly_all(cells: NumberCells, writing: dict[str, object]) -> bool:
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
    return share_of_rows >= _NEARLY_ALL and (not are_words.any() or (numbers.nunique() >= _FEW_NUMBERS and is_number.mean() >= 0.8))


def _are_codes(cells: NumberCells) -> bool:
    """Return whether digits are no quantities: postal codes, telephone numbers, places on a scale of marks."""
    digits, rows = cells.parts["digits"], cells.parts["rows"]
    whole = digits[cells.are_plain & cells.are_whole]
    if whole.str.match("0[0-9]").any() or (whole.str.len() > _LONGEST_NUMBER).mean() > 0.5:
        return True
    n_digits = digits.str.replace(r"\D", "", regex=True).str.len()
    is_spaced = digits.str.contains(rf"[{_BLANKS}]", regex=True)
    has_plus = (cells.of_head("sign") == "+") & ~digits.str.contains("[.,]", regex=True)
    if (has_plus & (n_digits >= 7)).mean() > 0.5 or (is_spaced.mean() > 0.9 and n_digits.nunique() == 1 and n_digits.iloc[0] >= 9):
        return True
    has_more, has_less = cells.of_tail("marks").str.contains("+", regex=False), cells.are_negated
    is_bound = has_more | cells.of_head("marks").str.contains("[<>≤≥]", regex=True)
    is_scale = len(digits) <= _FEW_NUMBERS and bool(cells.are_whole.all())
    if (has_more.any() and has_less.any()) or (is_scale and (is_bound.any() or has_less.any())):
        return True
    # 12, 12A and 14B are numbers of houses.
    is_lettered = cells.behind.str.fullmatch("[A-Za-z]") & ~cells.parts["tail"].str.match(r"\s") & cells.are_whole
    is_suffix = cells.behind.str.fullmatch("[kKmMbB]")
    n_lettered = rows[is_lettered & ~is_suffix].sum()
    return bool(0.05 * rows.sum() < n_lettered < _NEARLY_ALL * rows.sum() and not opposite_signs({*cells.behind.str.casefold()} - {""}))


def _decimal_mark(cells: NumberCells, known: str | None) -> str:
    """Return the decimal mark by the cells that leave no doubt, then by what is usual."""
    digits = cells.parts["digits"]
    if cells.are_plain.all() and pd.to_numeric(digits, errors="coerce").notna().all():
        return "."
    by_point, by_comma = (numbers_in_text(digits, mark).notna() for mark in ".,")
    n_point, n_comma = int((by_point & ~by_comma).sum()), int((by_comma & ~by_point).sum())
    has_point, has_comma = digits.str.contains(".", regex=False), digits.str.contains(",", regex=False)
    in_doubt = by_point & by_comma & (has_point | has_comma)
    if n_comma > n_point:
        # One typing error among many numbers in groups of three is none of their decimal marks.
        return "." if known != "," and n_comma < 0.02 * (in_doubt & has_comma).sum() else ","
    if n_point or not in_doubt.any():
        return known or "." if not n_point else "."
    if known:
        return known
    if has_comma.any() or not has_point.any():
        return "."
    # 1.200 beside 300 is 1200, where 1.234 alone may be 1.234; money has no thousandths.
    has_small = (~has_point & (digits.str.len() <= 3)).mean() >= 0.05
    return "," if has_small or cells.is_money else "."


def _words_around(cells: NumberCells, is_certain: bool) -> dict[str, object] | None:
    """Return which suffixes and units are read, None where there are too many units for one quantity."""
    before = _words_before(cells, is_certain)
    rows = cells.parts["rows"].groupby(cells.behind).sum().astype(int).drop(["", "?"], errors="ignore")
    powers = _powers_behind(cells, list(rows.index))
    if powers is not None:
        parts = {word: split[1] if (split := power_and_unit(word)) else word for word in rows.index}
        behind: dict[str, float] | None = {word: 1.0 for word in sorted(set(parts.values())) if word}
        money = cells.behind.map(parts).fillna("")
    else:
        behind = _units_behind(cells, rows, is_certain)
        money = cells.behind
    if behind is None:
        return None
    units = before | behind
    if not is_certain and (units_of_money := _of_one_currency(cells, units, money)) is not None:
        units = units_of_money
    found: dict[str, object] = {"powers": powers} if powers else {}
    return found | {"units": units} if units else found


def _words_before(cells: NumberCells, is_certain: bool) -> dict[str, float]:
    words = sorted(word for word in cells.before.unique() if word and word != "?")
    if (signs := opposite_signs({unit_key(word) for word in words})) is not None:
        return {word: signs[unit_key(word)] for word in words}
    if is_certain:
        return dict.fromkeys(words[:_MOST_UNITS], 1.0)
    with_marks = cells.parts["digits"].str.contains(rf"[.,'{_BLANKS}]", regex=True)
    return {
        word: 1.0
        for word in words
        if is_money(word) and (word.casefold() not in _DOUBTFUL_MONEY or with_marks[cells.before == word].any())
    }


def _of_one_currency(cells: NumberCells, units: dict[str, float], behind: pd.Series) -> dict[str, float] | None:
    """Return the units without currencies other than that of most rows, to which their amounts cannot be added."""
    spelled = cells.before.where(cells.before.map(is_money), behind.where(behind.map(is_money), ""))
    keys = spelled.map(money_key)
    rows = cells.parts["rows"].groupby(keys[keys != ""]).sum()
    if len(rows) < 2:
        return None
    return {word: factor for word, factor in units.items() if not is_money(word) or money_key(word) == rows.idxmax()}


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
    n_all, n_unmarked = cells.parts["rows"].sum(), cells.parts["rows"][cells.behind == ""].sum()
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


def _powers_behind(cells: NumberCells, words: list[str]) -> dict[str, int] | None:
    """Return the exponents of the suffixes of a column, None where what is behind its numbers are units."""
    splits = {word: power_and_unit(word) for word in words}
    suffixes = {split[0] for split in splits.values() if split}
    if not suffixes or any(split is None and not is_money(word) for word, split in splits.items()):
        return None
    powers, money = powers_of_ten(suffixes), cells.is_money
    if len(suffixes) == 1:
        (suffix,) = suffixes
        (spelled, *_) = [word for word, split in splits.items() if split]
        numbers = pd.to_numeric(cells.parts["digits"][cells.behind == ""].str.replace(r"\D", "", regex=True))
        if suffix in ("l", "cr", "mi", "md", "mil"):
            is_suffix = money
        elif suffix in ("m", "t", "b", "g"):
            is_suffix = money or spelled[0] in "MB" or (numbers >= 1000).any()
        elif spelled == "K":  # kelvin stand behind a blank
            is_suffix = money or (cells.behind == "").any() or not cells.parts["tail"].str.match(r"\s").all()
        else:
            is_suffix = True
        return powers if is_suffix else None
    if suffixes <= {"l", "m", "t", "g"} and not money:
        return None
    return powers if suffixes <= set(powers) else None


def _are_footnotes(cells: NumberCells, words: list[str]) -> bool:
    """Return whether letters behind some numbers refer to notes: small, and not as those of 12a, which is a house."""
    if not words or not all(_FOOTNOTE.fullmatch(word) for word in words):
        return False
    marked = cells.behind != ""
    return bool(
        not cells.are_whole[marked].all()
        or cells.parts["tail"][marked].str.match(r"\s|\(").all()
        or len(Counter(words)) == 1
    )


def _brackets_negate(cells: NumberCells) -> bool:
    """Return whether brackets mean a minus, as in accounts: around some of the numbers, and not around years."""
    are_alone = cells.before.map(lambda word: not word or is_money(word))
    inside = cells.are_in_brackets[are_alone]
    if not inside.any() or inside.all():
        return False
    return not cells.parts["digits"][are_alone][inside].str.fullmatch(r"1[5-9]\d\d|20\d\d|2100").all()
