"""Which rows at the top of a table are titles, which name the columns, and which only describe them.

Surveys write the questions below the names, or the kinds of answers below the questions; statistical offices write
groups of columns above their names; exports begin with lines about themselves. All of this is decided by the first rows
alone, split into cells, before a table is parsed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from metaselect.data.reading.missing import MISSING_SPELLINGS
from metaselect.data.words import KINDS_OF_ANSWERS

__all__ = ["HeaderLines", "distinct_names", "find_header_lines", "is_number", "is_unnamed"]

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?")
_MOMENT = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T].*)?|\d{1,2}:\d{2}(:\d{2})?(\.\d+)?")
_YEAR = re.compile(r"\b(1[89]|20)\d\d\b")
# What a survey tool writes below the questions.
_IMPORT = re.compile(r"\{\s*['\"]+ImportId['\"]+")
_ANSWERS = {word for words in KINDS_OF_ANSWERS.values() for word in words}
_MOST_TITLES = 20
_MOST_HEADER_LINES = 4
# In fewer rows below, a row unlike the others is nothing to wonder at.
_FEWEST_ROWS = 5
_FEWEST_UNNAMED = 2
_SHARE_UNNAMED = 0.3
_SHARE_OF_NAMES = 0.8
_LONG = 60


@dataclass(frozen=True)
class HeaderLines:
    """What the rows at the top of a table are.

    Attributes
    ----------
    n_titles : int
        Rows of several cells that say something about the table, above its header.
    n_names : int
        Rows below these that hold names, one or more.
    n_descriptions : int
        Rows below these that hold questions, units and the like.
    names : tuple of str
        Names made of several rows; empty where the only row with names has them as they are.
    """

    n_titles: int = 0
    n_names: int = 1
    n_descriptions: int = 0
    names: tuple[str, ...] = ()

    @property
    def n_rows(self) -> int:
        """How many rows are above the first row of values."""
        return self.n_titles + self.n_names + self.n_descriptions


def find_header_lines(rows: Sequence[Sequence[str]], *, has_titles: bool | None = None) -> HeaderLines:
    """Return what the rows at the top of a table are.

    Parameters
    ----------
    rows : sequence of sequences of str
        The first rows, split into cells without blanks around them.
    has_titles : bool, optional
        False where the first row is known to be no title; found out when not given.

    Examples
    --------
    >>> rows = [[town, n, n] for town, n in zip("abcdef", "123456")]
    >>> find_header_lines([["", "Women", ""], ["City", "young", "old"], *rows]).names
    ('City', 'Women: young', 'Women: old')
    >>> find_header_lines([["City", "Men", "Women"], ["", "Response", "Response"], *rows])
    HeaderLines(n_titles=0, n_names=1, n_descriptions=1, names=())
    """
    n_titles = 0 if has_titles is False else _count_titles(rows)
    rows = rows[n_titles:]
    if not rows:
        return HeaderLines()
    n_names = next((n for n in range(2, _MOST_HEADER_LINES + 1) if _are_names(rows, n)), 1)
    if n_names == 1 and has_titles is not False and _is_line_of_labels(rows):
        n_titles, rows = n_titles + 1, rows[1:]
    n_descriptions = _count_descriptions(rows[n_names:])
    names = distinct_names(_joined(rows[:n_names])) if n_names > 1 else ()
    return HeaderLines(n_titles, n_names, n_descriptions, names)


def distinct_names(cells: Sequence[str]) -> tuple[str, ...]:
    """Return names as pandas makes them of a header: those without one are numbered, and those that come twice.

    Examples
    --------
    >>> distinct_names(["a", "", "a"])
    ('a', 'Unnamed: 1', 'a.1')
    """
    seen: Counter[str] = Counter()
    names: list[str] = []
    for i, cell in enumerate(cells):
        name = first = cell or f"Unnamed: {i}"
        while name in names:
            seen[first] += 1
            name = f"{first}.{seen[first]}"
        names.append(name)
    return tuple(names)


def is_number(cell: str) -> bool:
    """Return whether a cell is written as a number."""
    return _NUMBER.fullmatch(cell) is not None


def is_unnamed(name: object) -> bool:
    """Return whether a column had no name in the file, so that one was made."""
    return re.fullmatch(r"Unnamed: \d+", str(name)) is not None


def _is_empty(cell: str) -> bool:
    return cell in MISSING_SPELLINGS


def _filled(row: Sequence[str]) -> list[int]:
    return [i for i, cell in enumerate(row) if not _is_empty(cell)]


def _is_line_of_labels(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the first row labels groups of columns, one for two or more, and the second names all of them."""
    if len(rows) < 2 + 2 * _FEWEST_ROWS:
        return False
    labels, names, *below = rows
    repeats = [i for i, cell in enumerate(labels) if i and (_is_empty(cell) or cell == labels[i - 1])]
    if not repeats or _is_empty(labels[0]) or len(labels) != len(names) or any(map(_is_value, labels)):
        return False
    if len(_filled(names)) < len(names) or len(set(names)) < len(names) or any(map(_is_value, names)):
        return False
    columns = [_column(below, i) for i in range(len(names))]
    hold_numbers = any(len(column) > 1 and all(map(is_number, column)) for column in columns)
    return hold_numbers and all(name not in column for name, column in zip(names, columns, strict=True))


def _count_titles(rows: Sequence[Sequence[str]]) -> int:
    """Return how many rows at the top have a few cells that are neither names nor labels of groups of columns."""
    for i, row in enumerate(rows[: _MOST_TITLES + 1]):
        filled = _filled(row)
        if len(row) < 3 or len(rows) < i + 1 + _FEWEST_ROWS or not _may_be_title(row, filled, rows[i + 1 :]):
            return i if i and len(filled) >= 0.8 * len(row) else 0
        below = next((other for other in rows[i + 1 :] if len(_filled(other)) >= 0.8 * len(other)), None)
        if below is None or any(map(is_number, below)) or len(below) != len(row) or _is_of_groups(row, filled, below):
            return 0
    return 0


def _may_be_title(row: Sequence[str], filled: Sequence[int], below: Sequence[Sequence[str]]) -> bool:
    """Return whether few cells of a row are filled; or a date is among them, and the row below names the columns."""
    if len(filled) <= len(row) / 2:
        return True
    has_date = any(_MOMENT.search(row[i]) or row[i].endswith(":") for i in filled)
    names, *values = below
    are_names = len(_filled(names)) == len(row) and not any(map(_is_value, names))
    return has_date and are_names and len(values) >= 2 * _FEWEST_ROWS and _describes(names, values)


def _is_of_groups(row: Sequence[str], filled: Sequence[int], names: Sequence[str]) -> bool:
    """Return whether the cells of a row are labels, each for several of the columns that are named below it."""
    if not filled:
        return False
    if len(set(names)) < len(names):  # names that come back need their labels
        return True
    if any(_is_value(row[i]) for i in filled):
        return False
    if any(_is_empty(names[i]) for i in filled):  # which it names
        return True
    widths = [end - start for start, end in zip(filled, [*filled[1:], len(row)], strict=True)]
    return filled[0] > 0 or (len(filled) > 1 and min(widths) > 1)


def _is_value(cell: str) -> bool:
    """Return whether a cell says something about a table rather than to name columns."""
    is_moment = is_number(cell) or _MOMENT.search(cell) is not None or _YEAR.search(cell) is not None
    return is_moment or cell.endswith(":") or len(cell) > _LONG


def _are_names(rows: Sequence[Sequence[str]], n_names: int) -> bool:
    """Return whether many columns have no name yet in all rows but the last of so many, which has one for these."""
    *above, last = rows[:n_names]
    below = rows[n_names:]
    if len(below) < _FEWEST_ROWS or len(rows) < n_names or any(any(map(is_number, row)) for row in above[1:]):
        return False
    unnamed = [i for i in range(len(rows[0])) if all(_is_empty(_at(row, i)) for row in above)]
    if any(len(_unnamed(row)) < max(_FEWEST_UNNAMED, _SHARE_UNNAMED * len(row)) for row in above):
        return False
    unnamed = unnamed if len(unnamed) >= _FEWEST_UNNAMED else _unnamed(above[-1])
    # Columns without names and values stand beside many a table.
    pairs = [(_at(last, i), _column(below, i)) for i in unnamed]
    pairs = [(cell, column) for cell, column in pairs if column or not _is_empty(cell)]
    return len(pairs) >= _FEWEST_UNNAMED and sum(
        _names_column(cell, column) for cell, column in pairs
    ) >= _SHARE_OF_NAMES * len(pairs)


def _unnamed(row: Sequence[str]) -> list[int]:
    return [i for i, cell in enumerate(row) if _is_empty(cell)]


def _names_column(cell: str, below: Sequence[str]) -> bool:
    """Return whether a cell differs from all below it, or is the only one: that of a box to be ticked."""
    if _is_empty(cell) or (is_number(cell) and any(map(is_number, below))):
        return False
    return len(set(below)) == 1 or cell not in below


def _joined(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the names of several rows, where a label stands for the columns without one behind it too."""
    n_columns = len(rows[0])
    *above, last = [
        ["" if _is_empty(_at(row, i)) else _at(row, i).rstrip(": ") for i in range(n_columns)] for row in rows
    ]
    names = []
    labels: list[str] = [""] * len(above)
    for i in range(n_columns):
        stands_for_more = False
        for level, row in enumerate(above):
            if row[i]:
                labels[level:] = [row[i], *[""] * (len(above) - level - 1)]
            stands_for_more |= bool(labels[level]) and (not row[i] or (i + 1 < n_columns and not row[i + 1]))
        parts = [*labels, last[i] if stands_for_more or not any(labels) else ""]
        names.append(": ".join(part for part in parts if part))
    return names


def _count_descriptions(rows: Sequence[Sequence[str]]) -> int:
    """Return how many rows below the names hold no values."""
    top = rows[: _MOST_HEADER_LINES - 1]
    imports = [i for i, row in enumerate(top) if _share(row, lambda cell: _IMPORT.match(cell) is not None) > 0.5]
    n_rows = imports[-1] + 1 if imports else 0
    while n_rows < _MOST_HEADER_LINES - 1 and len(rows) > n_rows + 1 and _describes(rows[n_rows], rows[n_rows + 1 :]):
        n_rows += 1
    return n_rows


def _share(row: Sequence[str], is_so) -> float:
    filled = [cell for cell in row if not _is_empty(cell)]
    return sum(map(is_so, filled)) / len(filled) if filled else 0.0


def _describes(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Return whether a row tells of the columns what they hold: it is unlike the rows below wherever it can be."""
    if _share(row, lambda cell: cell.lower() in _ANSWERS) > 0.5 and not _comes_back(row, below):
        return True
    if len(below) < 2 * _FEWEST_ROWS:
        return False
    signs = [_unlike(cell, _column(below, i)) for i, cell in enumerate(row) if not _is_empty(cell)]
    if -1.0 in signs:
        return False
    # A text that may be of any kind, or a word that may only be rare, asks for more than one sign beside it.
    return sum(signs) >= 1.5 or (sum(signs) >= 1.0 and 0.0 not in signs)


def _comes_back(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    return any(cell in _column(below, i) for i, cell in enumerate(row) if not _is_empty(cell))


def _unlike(cell: str, below: Sequence[str]) -> float:
    """Return 1 where a cell cannot be of the same kind as those below it, -1 where it is, between where nobody knows.

    A word that comes up once among words that come back says a little: two columns of these are needed.
    """
    if not below:
        return 0.5
    for is_of_kind in (is_number, lambda cell: _MOMENT.fullmatch(cell) is not None):
        if sum(map(is_of_kind, below)) > 0.9 * len(below):
            return -1.0 if any(map(str.isdigit, cell)) and not re.search(r"[^\W\d]", cell) else 1.0
    if cell in below:
        return -1.0
    n_distinct = len(set(below))
    return 0.5 if n_distinct <= max(2, len(below) / 5) else 0.0


def _at(row: Sequence[str], i: int) -> str:
    return row[i] if i < len(row) else ""


def _column(rows: Sequence[Sequence[str]], i: int) -> list[str]:
    return [row[i] for row in rows if i < len(row) and not _is_empty(row[i])]
