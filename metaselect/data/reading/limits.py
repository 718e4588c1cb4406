"""How much is read of a file: from which size on it is sampled, and beyond which bounds it is refused."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import Self

from metaselect.exceptions import Hint, UnreadableFileError

__all__ = ["LIMITS", "ReadingLimits"]

_BOUNDS = ("line_bytes", "columns", "sheet_cells", "whole_bytes", "times_unpacked", "manifest_bytes")


@dataclass(frozen=True)
class ReadingLimits:
    """How much is held in memory, and what is refused.

    Attributes
    ----------
    text_bytes : int
        A text table of more, decompressed, is sampled while it is read: in memory it takes about as much, and copies
        of it again. 512 MiB by default.
    cells : int
        The same of files that say how many cells they hold: as many numbers take 512 MiB.
    cells_for_advice : int
        More than these tell advice nothing that a sample does not.
    sample_rows : int
        Rows of a sample.
    sample_cells : int
        Cells of a sample, which has fewer rows where there are many columns.
    cells_of_part : int
        Cells in memory at a time, while a file is read part by part.
    line_bytes : int
        A text table with a longer line is refused.
    columns : int
        A table of more is refused.
    sheet_cells : int
        A sheet of a workbook is refused if it is wider times longer than this, however few cells are filled.
    whole_bytes : int
        A file that can only be read whole, such as JSON, is refused if it holds more, decompressed. 2 GiB by default.
    times_unpacked : int
        A compressed file of more than `text_bytes`, decompressed, is refused if that is so many times its size.
    manifest_bytes : int
        A list of the files of a collection is refused if it is longer.

    Examples
    --------
    >>> ReadingLimits().rows_of_sample(30), ReadingLimits().rows_of_sample(20_000)
    (100000, 1000)
    """

    text_bytes: int = 512 * 2**20
    cells: int = 2**26
    cells_for_advice: int = 2**24
    sample_rows: int = 100_000
    sample_cells: int = 20_000_000
    cells_of_part: int = 1_000_000
    line_bytes: int = 64 * 2**20
    columns: int = 100_000
    sheet_cells: int = 2**26
    whole_bytes: int = 2 * 2**30
    times_unpacked: int = 250
    manifest_bytes: int = 64 * 2**20

    def rows_of_sample(self, n_columns: int) -> int:
        """Return how many rows of a large table stand for all."""
        return min(self.sample_rows, max(1_000, self.sample_cells // n_columns))

    def rows_of_part(self, n_columns: int) -> int:
        """Return how many rows are in memory at a time."""
        return max(100, self.cells_of_part // n_columns)

    def lifted(self) -> Self:
        """Return limits by which nothing is refused; what is large is sampled all the same."""
        return replace(self, **dict.fromkeys(_BOUNDS, sys.maxsize))

    def check(self, bound: str, value: int, what: str) -> None:
        """Raise an error if a value is beyond a bound.

        Parameters
        ----------
        bound : str
            Name of the attribute.
        value : int
            What was counted in a file.
        what : str
            Begins the error: what has so much of what.

        Examples
        --------
        >>> ReadingLimits().check("columns", 200_000, "wide.csv has 200000 columns")
        Traceback (most recent call last):
        ...
        metaselect.exceptions.UnreadableFileError: wide.csv has 200000 columns, beyond the limit ...
        """
        most = getattr(self, bound)
        if value > most:
            raise UnreadableFileError(
                f"{what}, beyond the limit of {most} ({bound})",
                hint=Hint("no limits", "give no_limits=True to read it all the same"),
            )


LIMITS = ReadingLimits()
