"""`NumberCells`: the distinct cells of a column, split at the number that each holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

import pandas as pd

from metaselect.data.columns.repairs.units import is_money, money_key, power_and_unit
from metaselect.data.words import MISSING_BESIDE_NUMBERS

__all__ = ["BLANKS", "ERROR_TEXT", "NumberCells", "stand_for_nothing"]

_MINUS = "\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d-"
BLANKS = " \u00a0\u2007\u2009\u202f"
# Arabic, Persian, Indian and full-width digits.
_AS_ASCII = {first + i: str(i) for first in (0x660, 0x6F0, 0x966, 0xFF10) for i in range(10)} | {0x66B: "."}
_MARKS = r"(?:(?:[<>≤≥≈~±'’*†‡§=\"]|(?i:ca\.?|c\.|circa|approx\.?|about|around|etwa|rund|env\.|environ|aprox\.))\s*)*"
_PARTS = re.compile(
    rf"(?P<head>[^0-9]*?)(?P<digits>(?:(?<![A-Za-z])[.,])?[0-9](?:[0-9.,'’{BLANKS}]*[0-9])?)"
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
ERROR_TEXT = r"#[¡¿]?[^\W\d_]+(?:/0)?[!?]|#(?:N/?A|N/?D|NV|NB|YOK|Н/Д|SAKNAS!|####*)|Err:\d{3}|#{3,}"
_MISSING_WORDS = frozenset(word for words in MISSING_BESIDE_NUMBERS.values() for word in words)


def stand_for_nothing(texts: pd.Series) -> pd.Series:
    """Return which texts say that there is no number: errors of spreadsheets, and words such as `no data`.

    Examples
    --------
    >>> stand_for_nothing(pd.Series(["#DIV/0!", "DK", "#WERT!", "see note 3"])).tolist()
    [True, True, True, False]
    """
    folded = texts.str.casefold().str.strip("()[]<> ")
    return texts.str.fullmatch(ERROR_TEXT).fillna(False) | folded.isin(_MISSING_WORDS) | texts.isin(_MISSING_WORDS)


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
        """Of each cell that holds a number, its digits, what is around them, and in how many rows it is.

        `before` and `behind` are words, suffixes and units; `mark` and `last_mark` such as < and *; `sign` is before
        the digits.
        """
        split_head, split_tail = lru_cache(None)(_split_head), lru_cache(None)(_split_tail)
        found, index = [], []
        for place, text in self.texts.items():
            match = _PARTS.fullmatch(text if text.isascii() else text.translate(_AS_ASCII))
            head, tail = (split_head(match["head"]), split_tail(match["tail"])) if match else (None, None)
            if match and head and tail:
                digits, is_plain = match["digits"], not match["head"] and not match["tail"]
                has_blank = match["tail"][:1].isspace()
                found.append((digits, *head, *tail, is_plain, digits.isdigit(), has_blank, _is_apart(match)))
                index.append(place)
        names = ["digits", "mark", "sign", "before", "is_in_brackets", "behind", "is_negated", "last_mark"]
        names += ["is_plain", "is_whole", "has_blank_behind", "is_apart"]
        parts = pd.DataFrame(found, index=index, columns=names)
        return parts.assign(rows=self.rows.reindex(parts.index))

    @cached_property
    def money(self) -> pd.Series:
        """A key for the currency of each cell that holds a number; empty where there is none."""
        keys = {word: money_key(word) for word in self.words if is_money(word)}
        splits = {word: split[1] for word in self.words if (split := power_and_unit(word))}
        keys |= {word: money_key(unit) for word, unit in splits.items() if is_money(unit)}
        pairs = zip(self.parts["before"], self.parts["behind"], strict=True)
        return pd.Series([keys.get(before) or keys.get(behind, "") for before, behind in pairs], index=self.parts.index)

    @cached_property
    def words(self) -> set[str]:
        """What is around the digits."""
        return {*self.parts["before"].unique(), *self.parts["behind"].unique()} - {""}

    @property
    def is_money(self) -> bool:
        """Whether any is an amount of money."""
        return bool((self.money != "").any())


def _is_apart(match: re.Match[str]) -> bool:
    """Return whether there is a blank or the like between a number and words."""
    before, behind = match["head"][-1:], match["tail"][:1]
    return (not before or before.isspace() or before in ":=(<>~") and not behind.isalnum() and behind not in ("-", "_")


def _split_head(head: str) -> tuple[str, str, str, bool] | None:
    found = _HEAD.fullmatch(head)
    if found is None:
        return None
    sign = found["sign"] or found["inner"] or found["late"] or ""
    return found["marks"], sign, found["word"], bool(found["open"] or found["late_open"])


def _split_tail(tail: str) -> tuple[str, bool, str] | None:
    found = _TAIL.fullmatch(tail)
    if found is None:
        return None
    word = found["word"] or ""
    word = f"{word})" if "(" in word and found["close"] else word
    return word, bool(found["sign"] or found["late"]), found["marks"]
