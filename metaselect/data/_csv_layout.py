"""Where the rows of a text table begin, and whether the first of them names the columns."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

__all__ = ["count_lines_before", "find_codes", "find_comment", "has_header"]

_COMMENTS = ("#", "%")
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?")
_NO_VALUE = ("", "?", "NA", "NaN", "-")
_MOST_LINES_BEFORE = 20
# On fewer rows nearly anything may repeat: a header is what files usually have.
_FEWEST_ROWS = 5


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
    usual, n_usual = Counter(widths).most_common(1)[0] if widths else (0, 0)
    if usual < 2 or n_usual < 0.8 * len(widths):
        return 0
    before = next(i for i, width in enumerate(widths) if width >= usual)
    # A line of one cell less than the table is a header that lacks the name of the row numbers.
    is_title = all(width < usual - 1 or width == 1 for width in widths[:before])
    return before if before <= _MOST_LINES_BEFORE and is_title else 0


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
        below = [row[i] for row in body if i < len(row) and row[i] not in _NO_VALUE]
        if not below or cell in _NO_VALUE:
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
    """Return the columns of digits of which some begin with a zero that a number would lose.

    Examples
    --------
    >>> find_codes(["zip", "n"], [["01234", "0"], ["12345", "12"]])
    ('zip',)
    """
    codes = []
    for i, name in enumerate(names):
        cells = [row[i] for row in rows if i < len(row) and row[i] not in _NO_VALUE]
        if cells and all(map(str.isdigit, cells)) and any(re.fullmatch(r"0\d+", cell) for cell in cells):
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
