"""Lines and tables that fit a terminal, and are the same when they are piped."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

__all__ = ["render_table", "wrap_line"]

_WIDTH = 120
_WIDTH_OF_TABLES = 118  # they may be indented
_NARROWEST_TEXT = 20


def render_table(header: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[int] = ()) -> str:
    """Return rows of text in columns, each as wide as its widest cell; columns in `numeric` are flushed right.

    Where a line would be too long for a terminal, text in the last column goes on below itself.

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
    table = [list(header), *[list(row) for row in rows]]
    widths = [max(len(row[column]) for row in table) for column in range(len(header))]
    lines = (
        "  ".join(
            cell.rjust(width) if column in numeric else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in table
    )
    start = sum(widths[:-1]) + 2 * (len(widths) - 1)
    if len(header) - 1 in numeric or start > _WIDTH_OF_TABLES - _NARROWEST_TEXT:
        return "\n".join(line.rstrip() for line in lines)
    return "\n".join(line[:start].rstrip() if not line[start:].strip() else _hanging(line, start) for line in lines)


def _hanging(line: str, start: int) -> str:
    """Return a line whose text from `start` on goes on below itself."""
    text = wrap_line(line[start:].rstrip(), _WIDTH_OF_TABLES - start, indent="")
    return line[:start] + text.replace("\n", "\n" + " " * start)


def wrap_line(text: str, width: int = _WIDTH, *, indent: str = "  ") -> str:
    """Return `text` in lines that fit a terminal, all but the first indented.

    Parameters
    ----------
    text : str
        One paragraph.
    width : int
        Characters of a line; 120 by default. A longer word stays whole.
    indent : str
        What all lines but the first begin with; two blanks by default.

    Examples
    --------
    >>> print(wrap_line("known: it did better on 61 % of the datasets", 29))
    known: it did better on
      61 % of the datasets
    """
    text = text.replace(" %", "\0%")  # a number and its unit stay on one line
    lines = textwrap.fill(text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return lines.replace("\0%", " %")
