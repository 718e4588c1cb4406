"""Text tables of which each line is one cell in quotes, as spreadsheets save a column that holds whole lines."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from metaselect.data.reading.csv_dialect import find_dialect

__all__ = ["are_quoted_lines", "unquoted_line", "unquoted_lines"]

_QUOTED = re.compile(r'"((?:[^"]|"")*)"\s*')
_NEARLY_ALL = 0.9


def unquoted_lines(path: Path, encoding: str) -> io.StringIO:
    """Return the text in a file of which each line is a cell in quotes, without these.

    Parameters
    ----------
    path : Path
        Of the file, which may be compressed.
    encoding : str
        Name of a Python codec.
    """
    lines = pd.read_csv(path, header=None, names=["line"], sep="\x01", dtype=str, encoding=encoding, na_filter=False)
    return io.StringIO("\n".join(lines["line"]))


def unquoted_line(line: str) -> str:
    """Return a line without the quotes around it, where there are any.

    Examples
    --------
    >>> unquoted_line('"1,""Smith, Ann"",3"'), unquoted_line("a title")
    ('1,"Smith, Ann",3', 'a title')
    """
    found = _QUOTED.fullmatch(line)
    return line if found is None else found[1].replace('""', '"')


def are_quoted_lines(lines: Sequence[str]) -> bool:
    """Return whether nearly all lines are one cell in quotes and hold equally many cells within.

    Parameters
    ----------
    lines : sequence of str
        The first lines of a file.

    Examples
    --------
    >>> are_quoted_lines(['"a,b"', '"1,2"', '"3,4"']), are_quoted_lines(['"a","b"', '"1","2"'])
    (True, False)
    """
    n_quoted = sum(_QUOTED.fullmatch(line) is not None for line in lines)
    if len(lines) < 2 or n_quoted < _NEARLY_ALL * len(lines):  # names, and a row below them
        return False
    within = [unquoted_line(line) for line in lines]
    (width, n_rows), *_ = Counter(find_dialect(within).widths(within)).most_common(1)
    return width > 1 and n_rows >= _NEARLY_ALL * len(lines)
