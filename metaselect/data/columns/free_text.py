"""Which columns hold free text, to be read by its words, rather than names of categories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from metaselect.data.columns.column_type import ColumnType
from metaselect.data.columns.distinct import as_text, is_folded, is_plain_text, of_rows, some_distinct
from metaselect.data.notes import Note

__all__ = ["FreeText"]

_FEWEST_WORDS = 3.0
_FEWEST_DISTINCT = 20
_SHARE_OF_DISTINCT = 0.4
# Words of a text come back in others; the parts of names and addresses seldom do.
_SHARE_OF_SHARED_WORDS = 0.55
_BEGINNING = 300
# What items of a list stand between, and how many lists there are to an item at least: of codes and names of places
# and people most parts occur once.
_SEPARATORS = ",;|→"
_SHARE_OF_LISTS = 0.5
_LISTS_PER_ITEM = 3
# Scripts that put no blanks between words: about two signs make one.
_SIGNS = r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]"
_SIGNS_OF_A_WORD = 2


@dataclass(frozen=True)
class FreeText(ColumnType):
    """A column of free text, to be read by its words.

    That is when its distinct values, at least 20 and two in five of all, have three words or more on average, and most
    of these words occur in several of them. Lists of items that come back in other lists are text, too.

    Attributes
    ----------
    why : Note
        What shows it; `str` of it says it.

    Examples
    --------
    >>> FreeText.recognize(pd.Series([f"the {i}th film was as good as the one before" for i in range(40)]))
    FreeText(why=Note(kind='several words', columns=(), details={'n_words': 10.0, 'n_distinct': 40}))
    >>> FreeText.recognize(pd.Series(["United States of America", "United Kingdom"] * 20))
    >>> print(FreeText.recognize(pd.Series([f"{a},{b}" for a in "abcdefgh" for b in "abcdefgh"])).why)
    lists of items, 8 in all
    """

    kind = "text"
    becomes = "text"

    why: Note = field(default_factory=lambda: Note.on("as you said"))

    @classmethod
    def recognize(cls, column: pd.Series) -> FreeText | None:
        """Return the type of a column of free text."""
        why = _what_shows_it(column)
        return None if why is None else cls(why)

    def represent(self, column: pd.Series) -> dict[str, pd.Series]:
        """Return each text as it is, NaN where it is missing."""
        return {column.name: of_rows(column, column.cat.categories) if is_folded(column) else as_text(column)}

    @classmethod
    def notes(cls, columns: Mapping[str, ColumnType], frame: pd.DataFrame, cleaned: pd.DataFrame) -> list[Note]:
        """Return how models see these columns."""
        return [Note.on("free text", columns)]


def _what_shows_it(column: pd.Series) -> Note | None:
    """Return why a column is free text, None where it is not."""
    if not is_plain_text(column):
        return None
    texts, n_distinct, n_values = some_distinct(column)
    if n_distinct < _FEWEST_DISTINCT:
        return None
    if (n_items := _count_items(texts)) is not None:
        return Note.on("lists", n_items=n_items)
    if n_distinct <= _SHARE_OF_DISTINCT * n_values:
        return None
    if texts.str.contains(r"[^\W\d_]").mean() <= 0.5:
        return None  # such as telephone numbers
    n_words = float((texts.str.count(r"\s+") + texts.str.count(_SIGNS) / _SIGNS_OF_A_WORD).mean()) + 1
    if n_words < _FEWEST_WORDS or _share_of_shared_words(texts) < _SHARE_OF_SHARED_WORDS:
        return None
    return Note.on("several words", n_words=n_words, n_distinct=n_distinct)


def _count_items(texts: pd.Series) -> int | None:
    """Return how many items the values list, None where they are no lists."""
    for separator in _SEPARATORS:
        if texts.str.contains(separator, regex=False).mean() >= _SHARE_OF_LISTS:
            items = texts.str.split(separator, regex=False).explode().str.strip()
            n_items = items[items != ""].nunique()
            return n_items if 1 < n_items <= len(texts) / _LISTS_PER_ITEM else None
    return None


def _share_of_shared_words(texts: pd.Series) -> float:
    """Share of the words at the beginning of texts, each once a text, that other texts have too."""
    texts = texts.str.slice(0, _BEGINNING)
    if texts.str.contains(_SIGNS).mean() > 0.5:
        words = texts.map(list).explode()
    else:
        words = texts.str.lower().str.findall(r"\w+").explode()
    words = pd.DataFrame({"text": words.index, "word": words.to_numpy()}).dropna().drop_duplicates()
    counts = words["word"].value_counts()
    return float(counts[counts > 1].sum() / max(counts.sum(), 1))
