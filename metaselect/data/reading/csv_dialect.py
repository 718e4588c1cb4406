"""What delimits the cells of a text table, what stands around and inside them, and how it writes numbers."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from metaselect.data.columns.repairs.grouped_digits import are_grouped_by_points
from metaselect.data.reading.missing import MISSING_SPELLINGS

__all__ = ["CsvDialect", "find_decimal", "find_dialect"]

_DELIMITERS = (",", ";", "\t", "|", ":", "^", "~", " ")
# These stand inside cells as well (times, words), so that they delimit only where none of the others does.
_RARE_DELIMITERS = (":", "^", "~", " ")
_IS_DECIMAL_POINT = re.compile(r"[+-]?(?:\d*\.(?:\d{1,2}|\d{4,})|\d{4,}\.\d+|0?\.\d+)")


@dataclass(frozen=True)
class CsvDialect:
    """How lines are split into cells.

    Attributes
    ----------
    delimiter : str
        One character; a blank stands for any number of blanks and tabs.
    quote : str
        The mark around cells that hold a delimiter.
    escape : str, optional
        The sign before a quote inside a cell, where it is not doubled.
    """

    delimiter: str
    quote: str = '"'
    escape: str | None = None

    def cells(self, lines: Sequence[str]) -> Iterator[list[str]]:
        """Yield the cells of each line, up to a cell that is too long for the csv module; a sample may end there.

        Parameters
        ----------
        lines : sequence of str
            The lines; a cell in quotes may go over several of them.
        """
        yield from (cells for _, cells in self.records(lines))

    def records(self, lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
        """Yield the cells of each line as `cells` does, with the number of the line in which they begin, from 0."""
        if self.delimiter == " ":
            lines = [" ".join(re.split(r"[ \t]+", line.strip(" \t"))) for line in lines]
        reader = csv.reader(
            [f"{line}\n" for line in lines],
            delimiter=self.delimiter,
            quotechar=self.quote,
            escapechar=self.escape,
            skipinitialspace=True,
        )
        start = 0
        try:
            for cells in reader:
                yield start, cells
                start = reader.line_num
        except csv.Error:
            return

    def n_skipped(self, lines: Sequence[str], *, end_with_returns: bool = False) -> int:
        """Return how many lines pandas is to skip to pass by these: those inside of a quoted cell do not count.

        Parameters
        ----------
        lines : sequence of str
            The first lines of a file.
        end_with_returns : bool
            Whether lines end with carriage returns alone: then pandas skips an empty one together with its neighbor.
        """
        if end_with_returns:
            return _n_skipped_returns(lines, self.quote)
        n_lines, is_inside = 0, False
        for line in lines:
            n_lines += not is_inside
            is_inside ^= line.count(self.quote) % 2 == 1
        return n_lines

    def widths(self, lines: Sequence[str]) -> list[int]:
        """Return the number of cells of each line."""
        return [len(row) for row in self.cells(lines)]


def _n_skipped_returns(lines: Sequence[str], quote: str) -> int:
    """Try it: how pandas counts empty lines that end with carriage returns depends on those before them."""
    mark = "\x01"
    text = "".join(f"{line}\r" for line in [*lines, mark])
    for n_skipped in range(len(lines)):
        try:
            rows = pd.read_csv(io.StringIO(text), skiprows=n_skipped, header=None, sep="\x02", quotechar=quote, nrows=1)
        except ValueError:  # an open quote
            continue
        if rows.iloc[0, 0] == mark:
            return n_skipped
    return len(lines)


def find_dialect(lines: Sequence[str], delimiter: str | None = None) -> CsvDialect:
    """Return how lines are split into cells.

    Parameters
    ----------
    lines : sequence of str
        The first lines of a file.
    delimiter : str, optional
        What delimits cells, where the file says so; found when not given.

    Examples
    --------
    >>> find_dialect(["name;size", "'a;b';1,5", "'c;d';2,5"])
    CsvDialect(delimiter=';', quote="'", escape=None)
    """
    delimiter = delimiter or _delimiter(lines)
    plain = CsvDialect(delimiter, _quote(lines, delimiter))
    if not any('\\"' in line for line in lines):
        return plain
    escaped = CsvDialect(plain.delimiter, plain.quote, "\\")
    return escaped if len(set(escaped.widths(lines))) < len(set(plain.widths(lines))) else plain


def _delimiter(lines: Sequence[str]) -> str:
    """The character that splits most lines into the same number, above one, of cells."""

    def agreement(delimiter: str) -> tuple[bool, float, int]:
        widths = CsvDialect(delimiter).widths(lines)
        # The first line may be a title, so the number of cells that counts is the one that most lines have.
        several = Counter(width for width in widths if width > 1).most_common(1) or [(1, 0)]
        usual, n_usual = several[0]
        share = n_usual / max(1, len(widths))
        if delimiter in _RARE_DELIMITERS:
            return False, share if share > 0.9 and len(lines) > 2 else 0.0, usual
        return n_usual > 0, share, usual

    return max(_DELIMITERS, key=agreement)


def _quote(lines: Sequence[str], delimiter: str) -> str:
    """Return the single quote where it stands around cells of most lines and the double one around none."""
    mark = re.escape(delimiter)
    around = {quote: re.compile(rf"(^|{mark})\s*{quote}[^{quote}]*{quote}\s*({mark}|$)") for quote in "'\""}
    n_single, n_double = (sum(bool(pattern.search(line)) for line in lines) for pattern in around.values())
    return "'" if n_single > len(lines) / 2 and not n_double else '"'


def find_decimal(rows: Sequence[Sequence[str]], delimiter: str) -> str:
    """Return the decimal mark, a point or a comma, for which there is more evidence.

    Parameters
    ----------
    rows : sequence of sequences of str
        Rows of values, split into cells.
    delimiter : str
        Between cells; a comma there is no decimal mark.
    """
    if delimiter == ",":
        return "."
    cells = [cell for row in rows for cell in row]
    columns = itertools.zip_longest(*rows, fillvalue="")
    if not any(map(_IS_DECIMAL_POINT.fullmatch, cells)) and any(map(_are_grouped_by_points, columns)):
        return ","
    return "," if _evidence_for_decimal(",", ".", cells) > _evidence_for_decimal(".", ",", cells) else "."


def _are_grouped_by_points(cells: Iterable[str]) -> bool:
    return are_grouped_by_points({cell.strip() for cell in cells}.difference(MISSING_SPELLINGS))


def _evidence_for_decimal(mark: str, other: str, cells: list[str]) -> int:
    """Return how many cells hold `mark` as decimal mark; one that also groups digits by three leaves no doubt."""
    mark, other = re.escape(mark), re.escape(other)
    exponent = r"([eE][+-]?\d+)?"
    # Three digits after a mark may be a group of them.
    certain = re.compile(rf"[+-]?\d+{mark}(\d{{1,2}}|\d{{4,}})|[+-]?\d{{4,}}{mark}\d+|[+-]?0{mark}\d+")
    plain = re.compile(rf"[+-]?\d+{mark}\d+{exponent}")
    grouped = re.compile(rf"[+-]?\d{{1,3}}({other}\d{{3}})+{mark}\d+")
    weights = ((plain, 1), (certain, 100), (grouped, 1000))
    return sum(weight for cell in cells for pattern, weight in weights if pattern.fullmatch(cell))
