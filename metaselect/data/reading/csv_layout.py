"""Where the rows of a text table begin, and whether the first of them names the columns."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from metaselect.data.reading.header_lines import HeaderLines, distinct_names, find_header_lines, is_number
from metaselect.data.reading.missing import MISSING_SPELLINGS

__all__ = [
    "TableLayout",
    "are_codes",
    "count_lines_before",
    "count_padded_titles",
    "find_codes",
    "find_comment",
    "find_layout",
    "has_header",
    "lacks_name_of_row_names",
]

_COMMENTS = ("#", "%")
_MOST_LINES_BEFORE = 20
_SHORT = 10
# A float64 keeps so many.
_MOST_DIGITS = 15
_TELEPHONE = re.compile(r"\+[0-9]{7,}")
# On fewer rows nearly anything may repeat: a header is what files usually have.
_FEWEST_ROWS = 5


@dataclass(frozen=True)
class TableLayout:
    """Where header and rows are among the first rows of a file.

    Attributes
    ----------
    n_before : int
        How many rows come before the header, or before the first row of values where the names are given here.
    header : sequence of str
        The names as they are written, or those that are given here.
    names : tuple of str
        Names of columns that the header does not give as they are; empty where it does.
    body : sequence of sequences of str
        The rows below, split into cells without blanks around them.
    lines : HeaderLines
        What the rows at the top are.
    """

    n_before: int
    header: Sequence[str]
    names: tuple[str, ...]
    body: Sequence[Sequence[str]]
    lines: HeaderLines


def find_layout(rows: Sequence[Sequence[str]], *, begins_with_names: bool = False) -> TableLayout:
    """Return where header and rows are.

    Parameters
    ----------
    rows : sequence of sequences of str
        The first rows of a file, at least one, split into cells.
    begins_with_names : bool
        Whether the first row is known to hold names; found out when not given.
    """
    stripped = [[cell.strip() for cell in row] for row in rows]
    n_before = 0 if begins_with_names else count_lines_before([len(row) for row in rows])
    n_before += 0 if begins_with_names else count_padded_titles(stripped[n_before:])
    stripped = stripped[n_before:]
    if lacks_name_of_row_names(stripped):
        names = ("Unnamed: 0", *stripped[0])
        return TableLayout(n_before + 1, names, names, stripped[1:], HeaderLines())
    lines = find_header_lines(stripped, has_titles=False if begins_with_names else None)
    body = stripped[lines.n_rows :]
    first = lines.names or stripped[lines.n_titles]
    if lines.names or lines.n_descriptions or begins_with_names or has_header([first, *body]):
        if lines.names or lines.n_descriptions:
            names = lines.names or distinct_names(first)
            return TableLayout(n_before + lines.n_rows, names, names, body, lines)
        return TableLayout(n_before + lines.n_titles, rows[n_before + lines.n_titles], (), body, lines)
    names = tuple(f"column_{i}" for i in range(1, len(first) + 1))
    return TableLayout(n_before, names, names, stripped, HeaderLines(n_names=0))


def find_comment(lines: Sequence[str]) -> str | None:
    """Return the sign with which lines of comment start, None where there are none.

    The first line must be one: a sign that shows up later may be part of a value. A line that begins with a sign may as
    well name the columns, the first of which is called `#`, `%fat` or `#sold`: it has as many cells as the lines below.

    Examples
    --------
    >>> find_comment(["# measured in May", "a,b", "1,2"]), find_comment(["#,name", "1,x"])
    ('#', None)
    >>> find_comment(["%fat,#sold", "1,2", "3,4"])
    """
    if len(lines) < 2 or lines[0][:1] not in _COMMENTS:
        return None
    sign = lines[0][0]
    others = [line for line in lines if not line.startswith(sign)]
    if len(others) < len(lines) / 2 and len(lines) > 2 * _MOST_LINES_BEFORE:
        return None  # a mark of values
    commented = list(itertools.takewhile(lambda line: line.startswith(sign), lines))
    return None if len(commented) == 1 and _names_columns(commented[0], others) else sign


def _names_columns(line: str, others: Sequence[str]) -> bool:
    """Return whether a line that begins with the sign of comments has as many cells as the lines below."""
    for delimiter in ",;\t|":
        cells = [cell.strip(" \"'") for cell in line.split(delimiter)]
        if len(cells) > 1 and all(other.count(delimiter) == len(cells) - 1 for other in others[:_SHORT]):
            is_told = re.match(r".\s", line) is not None and not is_number(others[0].split(delimiter)[0].strip())
            return all(cells) and not is_told
    return False


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
    are_names = is_padded and len(names) > 1 and not any(map(is_number, names)) and has_header(rows[n_titles:])
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
    is_counted = all(map(str.isdecimal, names)) and int(names[0]) in (0, 1) and _is_series(names)
    return not is_delimiter_at_end and len(set(names)) == len(names) and (is_counted or not any(map(is_number, names)))


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
        if sum(map(is_number, below)) > 0.9 * len(below):
            numbers_above_numbers += is_number(cell)
            words_above_numbers += not is_number(cell)
        else:
            n_of_words += 1
            repeated += cell in below
    if words_above_numbers or _is_series([cell for cell in first if is_number(cell)]):
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
    columns = [[row[i] for row in rows if i < len(row) and row[i] not in MISSING_SPELLINGS] for i in range(len(names))]
    codes = [name for name, cells in zip(names, columns, strict=True) if are_codes(cells)]
    return tuple(codes) if len(set(names)) == len(names) else ()


def are_codes(cells: Iterable[str]) -> bool:
    """Return whether cells are digits of which some begin with a zero, or are so many, that a number would lose some.

    So are telephone numbers with a plus.

    Examples
    --------
    >>> are_codes(["01234", "12345"]), are_codes(["0", "12"]), are_codes(["01", "1.5"]), are_codes(["+4930123456"])
    (True, False, False, True)
    """
    cells = [cell.strip() for cell in cells]
    if cells and all(_TELEPHONE.fullmatch(cell) for cell in cells):
        return True
    is_lost = any(re.fullmatch(r"0[0-9]+", cell) or len(cell) > _MOST_DIGITS for cell in cells)
    return is_lost and all(cell.isascii() and cell.isdecimal() for cell in cells)


def _is_series(cells: Sequence[str]) -> bool:
    """Names may be years or numbers of columns: whole numbers that grow by one."""
    if len(cells) < 3 or not all(cell.isdecimal() for cell in cells):
        return False
    numbers = [int(cell) for cell in cells]
    return all(b - a == 1 for a, b in itertools.pairwise(numbers))
