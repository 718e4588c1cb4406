"""From which size on a table is sampled, and how many of its rows stand for all."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LIMITS", "ReadingLimits"]


@dataclass(frozen=True)
class ReadingLimits:
    """How much is held in memory.

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

    def rows_of_sample(self, n_columns: int) -> int:
        """Return how many rows of a large table stand for all."""
        return min(self.sample_rows, max(1_000, self.sample_cells // n_columns))

    def rows_of_part(self, n_columns: int) -> int:
        """Return how many rows are in memory at a time."""
        return max(100, self.cells_of_part // n_columns)


LIMITS = ReadingLimits()
