"""Lines and tables that fit the terminal; in a pipe they are always the same."""

from __future__ import annotations

import shutil
import textwrap
import unicodedata
from collections.abc import Sequence

from metaselect.exceptions import escape

__all__ = ["line_width", "render_table", "wrap_line"]

# Of a pipe or a wide terminal, and what any terminal is taken to have.
_WIDEST, _NARROWEST = 120, 40
_INDENT_OF_TABLES = 2
_NARROWEST_TEXT = 20
_INDENT_BELOW = "     "


def line_width() -> int:
    """Return how many characters a line may have: as many as the terminal has, 120 at most and in a pipe."""
    return min(max(shutil.get_terminal_size((_WIDEST, 0)).columns, _NARROWEST), _WIDEST)


def render_table(header: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[int] = ()) -> str:
    """Return rows of text in columns, each as wide as its widest cell; columns in `numeric` are flushed right.

    Where a line would be too long for the terminal, text in the last columns goes on below itself, or stands below the
    row; many columns of numbers become several tables, one below the other.

    Parameters
    ----------
    header : sequence of str
        Names of the columns, as many as each row has cells.
    rows : sequence of sequence of str
        The cells.
    numeric : sequence of int
        Indices of columns of numbers; none by default.

    Examples
    --------
    >>> print(render_table(["name", "n"], [["iris", "150"], ["zoo", "99"]], numeric=[1]))
    name    n
    iris  150
    zoo    99
    """
    table = [[escape(cell) for cell in row] for row in (header, *rows)]
    widths = [max(_width(row[column]) for row in table) for column in range(len(header))]
    width = line_width() - _INDENT_OF_TABLES
    if _total(widths) <= width:
        return "\n".join(_line(row, widths, numeric) for row in table)
    if len(header) - 1 not in numeric:
        if _total(widths[:-1]) + 2 <= width - _NARROWEST_TEXT:
            return "\n".join(_hanging(row, widths, numeric, width) for row in table)
        for n_beside in range(len(header) - 1, 0, -1):
            if n_beside in numeric:
                break
            if _total(widths[:n_beside]) <= width:
                return "\n".join(_with_text_below(row, n_beside, widths, numeric, width) for row in table)
    return "\n\n".join(_parts_of_columns(table, widths, numeric, width))


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + 2 * (len(widths) - 1)


def _line(row: Sequence[str], widths: Sequence[int], numeric: Sequence[int]) -> str:
    cells = []
    for column, (cell, width) in enumerate(zip(row, widths, strict=True)):
        blanks = " " * (width - _width(cell))
        cells.append(blanks + cell if column in numeric else cell + blanks)
    return "  ".join(cells).rstrip()


def _width(text: str) -> int:
    """Return how many places of a terminal a text takes: two for each sign of Chinese, none for an accent."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _hanging(row: Sequence[str], widths: Sequence[int], numeric: Sequence[int], width: int) -> str:
    """Return a row whose last cell goes on below itself."""
    start = _total(widths[:-1]) + 2
    text = wrap_line(row[-1], width - start, indent="").replace("\n", "\n" + " " * start)
    beside = _line(row[:-1], widths[:-1], numeric)
    return f"{beside}{' ' * (start - _width(beside))}{text}".rstrip()


def _with_text_below(
    row: Sequence[str], n_beside: int, widths: Sequence[int], numeric: Sequence[int], width: int
) -> str:
    """Return a row whose last cells stand in a line of their own below the others."""
    below = "; ".join(cell for cell in row[n_beside:] if cell.strip())
    text = wrap_line(below, width - len(_INDENT_BELOW), indent="").replace("\n", "\n" + _INDENT_BELOW)
    beside = _line(row[:n_beside], widths[:n_beside], numeric)
    return f"{beside}\n{_INDENT_BELOW}{text}" if below else beside


def _parts_of_columns(
    table: Sequence[Sequence[str]], widths: Sequence[int], numeric: Sequence[int], width: int
) -> list[str]:
    """Return tables that have the first column in common, and of the others as many as fit."""
    parts, start = [], 1
    while start < len(widths):
        end = start + 1
        while end < len(widths) and _total([widths[0], *widths[start : end + 1]]) <= width:
            end += 1
        columns = [0, *range(start, end)]
        flushed_right = [i for i, column in enumerate(columns) if column in numeric]
        parts.append(
            "\n".join(
                _line([row[column] for column in columns], [widths[column] for column in columns], flushed_right)
                for row in table
            )
        )
        start = end
    return parts


def wrap_line(text: str, width: int | None = None, *, indent: str = "  ") -> str:
    """Return `text` in lines that fit the terminal, all but the first indented.

    Parameters
    ----------
    text : str
        One paragraph.
    width : int, optional
        Characters of a line; `line_width()` when not given. A longer word stays whole.
    indent : str
        What all lines but the first begin with; two blanks by default.

    Examples
    --------
    >>> print(wrap_line("known: it did better on 61 % of the datasets", 29))
    known: it did better on
      61 % of the datasets
    """
    text = escape(text).replace(" %", "\0%")  # a number and its unit stay on one line
    lines = textwrap.fill(
        text, width or line_width(), subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return lines.replace("\0%", " %")
