"""Where the rows of a text table begin, and whether the first of them names the columns."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from metaselect.data.reading.csv_dialect import CsvDialect
from metaselect.data.reading.missing import MISSING_SPELLINGS

__all__ = [
    "CsvLayout",
    "count_lines_before",
    "count_padded_titles",
    "find_codes",
    "find_comment",
    "find_layout",
    "has_header",
    "lacks_name_of_row_names",
]

_COMMENTS = ("#", "%")
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?")
_MOST_LINES_BEFORE = 20
_SHORT = 10
# A float64 keeps so many.
_MOST_DIGITS = 15
# On fewer rows nearly anything may repeat: a header is what files usually have.
_FEWEST_ROWS = 5


@dataclass(frozen=True)
class CsvLayout:
    """Where header and rows are among the lines of a text table.

    Attributes
    ----------
    n_before : int
        How many lines come before the header, or before the first row where there is no header.
    header : sequence of str
        The cells of the first line that is used, as they are written.
    names : tuple of str
        Names of columns that the header does not give: all, or that of the names of rows; empty where it gives all.
    body : sequence of sequences of str
        The rows below, split into cells without blanks around them.
    lacks_a_name : bool
        Whether the header has one name less than there are columns.
    """

    n_before: int
    header: Sequence[str]
    names: tuple[str, ...]
    body: Sequence[Sequence[str]]
    lacks_a_name: bool = False


def find_layout(dialect: CsvDialect, lines: Sequence[str]) -> CsvLayout | None:
    """Return where header and rows are; None where the first line cannot be split into cells.

    Parameters
    ----------
    dialect : CsvDialect
        How lines are split.
    lines : sequence of str
        The first lines of a file, without empty ones and comments.
    """
    n_before = count_lines_before(dialect.widths(lines))
    rows = list(dialect.cells(lines[n_before:]))
    if not rows:
        return None
    stripped = [[cell.strip() for cell in row] for row in rows]
    n_titles = count_padded_titles(stripped)
    n_before, header, stripped = n_before + n_titles, rows[n_titles], stripped[n_titles:]
    if lacks_name_of_row_names(stripped):
        return CsvLayout(n_before, header, ("Unnamed: 0", *stripped[0]), stripped[1:], lacks_a_name=True)
    if has_header(stripped):
        return CsvLayout(n_before, header, (), stripped[1:])
    return CsvLayout(n_before, header, tuple(f"column_{i}" for i in range(1, len(header) + 1)), stripped)


def find_comment(lines: Sequence[str]) -> str | None:
    """Return the sign with which lines of comment start, None where there are none.

    The first line must be one: a sign that shows up later may be part of a value.

    Examples
    --------
    >>> find_comment(["# measured in May", "a,b", "1,2"]), find_comment(["#,name", "1,x"])
    ('#', None)
    """
    if len(lines) < 2 or lines[0][:1] not in _COMMENTS:
        return None
    sign = lines[0][0]
    # "#" may be the name of the first column, a number of the row.
    is_name = re.match(rf"{re.escape(sign)}\s*[,;\t|]", lines[0])
    return None if is_name else sign


def count_lines_before(widths: Sequence[int]) -> int:
    """Return how many lines come before the table: titles and the like, of fewer cells than nearly all lines have.

    Parameters
    ----------
    widths : sequence of int
        Number of cells of each line.

    Examples
    --------
    >>> count_lines_before([1, 1, *[4] * 20]), count_lines_before([3, 3, 3])
    (2, 0)
    """
    is_short = len(widths) < _SHORT
    # In a short file titles may be as many as rows: the table is what is widest, and titles have one cell.
    usual = max(widths, default=0) if is_short else Counter(widths).most_common(1)[0][0]
    if usual < 2:
        return 0
    before = next(i for i, width in enumerate(widths) if width >= usual)
    if sum(width == usual for width in widths[before:]) < 0.8 * (len(widths) - before):
        return 0
    # A line of one cell less than the table is a header that lacks the name of the row numbers.
    is_title = all(width == 1 or (width < usual - 1 and not is_short) for width in widths[:before])
    return before if before <= _MOST_LINES_BEFORE and is_title else 0


def count_padded_titles(rows: Sequence[Sequence[str]]) -> int:
    """Return how many rows at the top are titles of as many cells as the table, as spreadsheets write them.

    Nothing is behind their first cell, and names of columns come below them.

    Examples
    --------
    >>> rows = [["31", "Rome"], ["27", "Oslo"]]
    >>> count_padded_titles([["May", ""], ["", ""], ["age", "city"], *rows]), count_padded_titles([["age", ""], *rows])
    (2, 0)
    """
    n_titles = next((i for i, row in enumerate(rows) if any(cell not in MISSING_SPELLINGS for cell in row[1:])), 0)
    if not 0 < n_titles <= _MOST_LINES_BEFORE:
        return 0
    names = [cell for cell in rows[n_titles] if cell not in MISSING_SPELLINGS]
    is_padded = all(len(row) == len(rows[n_titles]) for row in rows[:n_titles])
    are_names = is_padded and len(names) > 1 and not any(map(_is_number, names)) and has_header(rows[n_titles:])
    return n_titles if are_names else 0


def lacks_name_of_row_names(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the first row has one cell less than all others, as R writes tables with names of rows.

    Names of rows are all different, and words or counted up from 0 or 1: otherwise the file is merely irregular.

    Examples
    --------
    >>> rows = [["Rome", "1", "2"], ["Oslo", "3", "4"], ["Bern", "5", "6"], ["Kyiv", "7", "8"], ["Lima", "9", "0"]]
    >>> lacks_name_of_row_names([["x", "y"], *rows]), lacks_name_of_row_names([["name", "x", "y"], *rows])
    (True, False)
    """
    first, body = rows[0], rows[1:]
    if len(body) < _FEWEST_ROWS or any(len(row) != len(first) + 1 for row in body):
        return False
    names, is_delimiter_at_end = [row[0] for row in body], all(row[-1] == "" for row in body)
    is_counted = all(map(str.isdigit, names)) and int(names[0]) in (0, 1) and _is_series(names)
    return not is_delimiter_at_end and len(set(names)) == len(names) and (is_counted or not any(map(_is_number, names)))


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the first row holds names.

    It does not where it is of the same kind as what is below it: numbers above numbers and nowhere a word above
    numbers; or, without any column of numbers, words that come back in the same column.

    Parameters
    ----------
    rows : sequence of sequences of str
        The first lines of a file, split into cells.

    Examples
    --------
    >>> rows = [["31", "Rome"], ["27", "Oslo"], ["27", "Rome"]] * 3
    >>> has_header([["age", "city"], *rows]), has_header(rows)
    (True, False)
    """
    first, body = rows[0], rows[1:]
    if len(body) < _FEWEST_ROWS:
        return True
    words_above_numbers = numbers_above_numbers = repeated = n_of_words = 0
    for i, cell in enumerate(first):
        below = [row[i] for row in body if i < len(row) and row[i] not in MISSING_SPELLINGS]
        if not below or cell in MISSING_SPELLINGS:
            continue
        if sum(map(_is_number, below)) > 0.9 * len(below):
            numbers_above_numbers += _is_number(cell)
            words_above_numbers += not _is_number(cell)
        else:
            n_of_words += 1
            repeated += cell in below
    if words_above_numbers or _is_series([cell for cell in first if _is_number(cell)]):
        return True
    if numbers_above_numbers:
        return False
    return repeated < max(1, n_of_words / 2)


def find_codes(names: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the columns of digits of which some begin with a zero, or are so long, that a number would lose some.

    Parameters
    ----------
    names : sequence of str
        Names of the columns; codes are not looked for where a name occurs twice.
    rows : sequence of sequences of str
        Rows of values, split into cells.

    Examples
    --------
    >>> find_codes(["zip", "n"], [["01234", "0"], ["12345", "12"]])
    ('zip',)
    """
    codes = []
    for i, name in enumerate(names):
        cells = [row[i] for row in rows if i < len(row) and row[i] not in MISSING_SPELLINGS]
        is_lost = any(re.fullmatch(r"0\d+", cell) or len(cell) > _MOST_DIGITS for cell in cells)
        if is_lost and all(map(str.isdigit, cells)):
            codes.append(name)
    return tuple(codes) if len(set(names)) == len(names) else ()


def _is_number(cell: str) -> bool:
    return _NUMBER.fullmatch(cell) is not None


def _is_series(cells: Sequence[str]) -> bool:
    """Names may be years or numbers of columns: whole numbers that grow by one."""
    if len(cells) < 3 or not all(cell.isdigit() for cell in cells):
        return False
    numbers = [int(cell) for cell in cells]
    return all(b - a == 1 for a, b in itertools.pairwise(numbers))
