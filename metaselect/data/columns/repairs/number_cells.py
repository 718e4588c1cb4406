"""`NumberCells`: the distinct cells of a column, split at the number that each holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from metaselect.data.columns.repairs.units import is_money, money_key, power_and_unit
from metaselect.data.words import MISSING_BESIDE_NUMBERS

__all__ = ["BLANKS", "ERROR_TEXT", "NumberCells", "stands_for_nothing"]

_MINUS = "\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d-"
BLANKS = " \u00a0\u2007\u2009\u202f"
# Arabic, Persian, Indian and full-width digits.
_AS_ASCII = {first + i: str(i) for first in (0x660, 0x6F0, 0x966, 0xFF10) for i in range(10)} | {0x66B: "."}
_MARKS = r"(?:(?:[<>≤≥≈~±'’*†‡§=\"]|(?i:ca\.?|c\.|circa|approx\.?|about|around|etwa|rund|env\.|environ|aprox\.))\s*)*"
# Long patterns are compiled when they are first used, as most tables need none of them.
_PARTS = (
    rf"(?P<head>[^0-9]*?)(?P<digits>(?:(?<![A-Za-z])[.,])?[0-9](?:[0-9.,'’{BLANKS}]*[0-9])?)"
    rf"(?:[eE][+{_MINUS}]?[0-9]+|\s*[x×·*]\s*10(?:\^[+{_MINUS}]?[0-9]+|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+))?(?P<tail>.*)"
)
_HEAD = (
    rf"(?P<marks>{_MARKS})(?P<sign>[+{_MINUS}])?\s*(?P<open>\()?\s*(?P<inner>[+{_MINUS}])?\s*"
    rf"(?P<word>.*?)\s*(?P<late_open>\()?\s*(?P<late>[+{_MINUS}])?\s*"
)
_TAIL = (
    rf"(?:(?:[.,]|\s*/)[—={_MINUS}]{{1,2}}(?![0-9]))?\s*(?P<sign>[{_MINUS}](?!\s*[0-9]))?\s*(?:[¹²³⁴⁵⁶⁷⁸⁹]+|(?P<word>.*?))\s*(?P<close>\))?\s*(?P<late>[{_MINUS}])?"
    r"(?:\s*(?:±|\+/?-)\s*[0-9].*|\s+[(\[][^()\[\]A-Za-z]*[0-9][^()\[\]A-Za-z]*[)\]])?"
    rf"(?P<marks>(?:\s*(?:[*†‡§¶+\"]|\[\w{{1,3}}\]))*)"
)
# Those of spreadsheets, and of programs written in C for Windows.
ERROR_TEXT = (
    r"#[¡¿]?[^\W\d_]+(?:/0)?[!?]|#(?:N/?A|N/?D|NV|NB|YOK|Н/Д|SAKNAS!|####*)|Err:\d{3}|#{3,}"
    r"|[+-]?1\.#(?:IND|INF|[QS]?NAN)0*"
)
_MISSING_WORDS = frozenset(word for words in MISSING_BESIDE_NUMBERS.values() for word in words)


def stands_for_nothing(text: str) -> bool:
    """Return whether a text says that there is no number: an error of a spreadsheet, or a word such as `no data`.

    Examples
    --------
    >>> [stands_for_nothing(text) for text in ("#DIV/0!", "DK", "#WERT!", "see note 3")]
    [True, True, True, False]
    """
    if text in _MISSING_WORDS or text.casefold().strip("()[]<> ") in _MISSING_WORDS:
        return True
    return ("#" in text or text.startswith("Err:")) and re.fullmatch(ERROR_TEXT, text) is not None


class NumberPart(NamedTuple):
    """One distinct cell, split at the number that it holds.

    `before` and `behind` are words, suffixes and units; `mark` and `last_mark` are such as < and *; `sign` is before
    the digits; `n_rows` have the cell.
    """

    digits: str
    mark: str
    sign: str
    before: str
    is_in_brackets: bool
    behind: str
    is_negated: bool
    last_mark: str
    is_plain: bool
    has_blank_behind: bool
    is_apart: bool
    n_rows: int

    @property
    def is_whole(self) -> bool:
        """Whether there are digits alone, and no marks between them."""
        return self.digits.isdigit()


@dataclass(frozen=True, eq=False)
class NumberCells:
    """Distinct cells of a column, with the number that each holds.

    Attributes
    ----------
    rows : mapping of str to int
        In how many rows each cell is, without blanks around it; those that stand for nothing are left out.
    """

    rows: Mapping[str, int]

    @classmethod
    def of(cls, rows: Mapping[str, int]) -> NumberCells:
        """Return the cells of a column, those left out that stand for nothing."""
        return cls({text: n_rows for text, n_rows in rows.items() if not stands_for_nothing(text)})

    @cached_property
    def parts(self) -> dict[str, NumberPart]:
        """The parts of each cell that holds a number."""
        split_head, split_tail = lru_cache(None)(_split_head), lru_cache(None)(_split_tail)
        split = re.compile(_PARTS, re.DOTALL).fullmatch
        parts = {}
        for text, n_rows in self.rows.items():
            match = split(text if text.isascii() else text.translate(_AS_ASCII))
            head, tail = (split_head(match["head"]), split_tail(match["tail"])) if match else (None, None)
            if match and head and tail:
                is_plain = not match["head"] and not match["tail"]
                has_blank = match["tail"][:1].isspace()
                parts[text] = NumberPart(match["digits"], *head, *tail, is_plain, has_blank, _is_apart(match), n_rows)
        return parts

    @cached_property
    def n_rows(self) -> int:
        """Rows in which there is a number."""
        return sum(part.n_rows for part in self.parts.values())

    @cached_property
    def behind(self) -> dict[str, int]:
        """What is behind numbers, in alphabetical order, in how many rows each."""
        counts: Counter[str] = Counter()
        for part in self.parts.values():
            counts[part.behind] += part.n_rows
        return {word: counts[word] for word in sorted(counts) if word}

    @cached_property
    def money(self) -> dict[str, int]:
        """The currencies, by a key for each, in how many rows each."""
        words = {*self.behind, *(part.before for part in self.parts.values())}
        splits = {word: split[1] for word in words if (split := power_and_unit(word))}
        keys = {word: money_key(unit) for word, unit in splits.items() if is_money(unit)}
        keys |= {word: money_key(word) for word in words if is_money(word)}
        counts: Counter[str] = Counter()
        for part in self.parts.values():
            if key := keys.get(part.before) or keys.get(part.behind):
                counts[key] += part.n_rows
        return dict(counts)


def _is_apart(match: re.Match[str]) -> bool:
    """Return whether there is a blank or the like between a number and words."""
    before, behind = match["head"][-1:], match["tail"][:1]
    joints = ("-", "_", "/", ".")
    is_apart_behind = not behind.isalnum() and behind not in joints
    is_rate = behind == "/" and is_money(match["head"].strip())  # such as $12/hr
    return not before.isalnum() and before not in joints and (is_apart_behind or is_rate)


def _split_head(head: str) -> tuple[str, str, str, bool] | None:
    found = re.fullmatch(_HEAD, head)
    if found is None:
        return None
    sign = found["sign"] or found["inner"] or found["late"] or ""
    return found["marks"], sign, found["word"], bool(found["open"] or found["late_open"])


def _split_tail(tail: str) -> tuple[str, bool, str] | None:
    found = re.fullmatch(_TAIL, tail)
    if found is None:
        return None
    word = found["word"] or ""
    word = f"{word})" if "(" in word and found["close"] else word
    return word, bool(found["sign"] or found["late"]), found["marks"]
