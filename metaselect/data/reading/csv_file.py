"""`CsvFile`: a text table and how it is written, read at once or part by part."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from metaselect.data.reading.csv_format import CsvFormat
from metaselect.data.reading.foreign_errors import errors_of_ours
from metaselect.data.reading.large_files import TableInParts
from metaselect.data.reading.limits import ReadingLimits
from metaselect.data.reading.quoted_lines import unquoted_lines
from metaselect.exceptions import Hint, UnreadableFileError, first_line

__all__ = ["CsvFile"]

# So many rows are read to see whether a delimiter stands behind the last cell of each.
_FIRST_ROWS = 100
_MORE_CELLS = "its rows have more cells than its header"


@dataclass(frozen=True)
class CsvFile:
    """A text table.

    Attributes
    ----------
    path : Path
        Where it is.
    format : CsvFormat
        How it is written.
    """

    path: Path
    format: CsvFormat

    def read(self) -> pd.DataFrame:
        """Return the table as its format has it, with nothing put right."""
        arguments = self.format.read_csv_arguments() | {"index_col": False}
        with self._errors_of_ours():
            try:
                return pd.read_csv(self._source(), **arguments | {"low_memory": True})
            except pd.errors.DtypeWarning:
                # Part by part, which is faster, a column came out as numbers here and text there.
                return pd.read_csv(self._source(), **arguments)
            except pd.errors.ParserWarning:
                return self._read_with_a_cell_at_the_end(arguments)

    def read_as_text(self, places: Sequence[int]) -> pd.DataFrame:
        """Return some columns of the table as text.

        Parameters
        ----------
        places : sequence of int
            Which, from 0 on.
        """
        arguments = self.format.read_csv_arguments() | {"index_col": False, "usecols": list(places), "dtype": "str"}
        with self._errors_of_ours(), warnings.catch_warnings():
            warnings.simplefilter("ignore", pd.errors.ParserWarning)  # was dealt with when the whole was read
            return pd.read_csv(self._source(), **arguments)

    def in_parts(self, limits: ReadingLimits) -> TableInParts:
        """Return the table as one that is read part by part.

        Parameters
        ----------
        limits : ReadingLimits
            How many cells are in memory at a time.
        """
        arguments = self.format.read_csv_arguments() | {"encoding_errors": "replace", "index_col": False}
        with self._errors_of_ours():
            try:
                head = pd.read_csv(self._source(), **arguments, nrows=_FIRST_ROWS)
            except pd.errors.ParserWarning:
                arguments |= self._with_a_cell_at_the_end()
                head = pd.read_csv(self._source(), **arguments, nrows=_FIRST_ROWS)
        n_rows = limits.rows_of_part(head.shape[1])

        def open_parts(as_text: Sequence[object]) -> Iterator[pd.DataFrame]:
            dtypes = dict.fromkeys([*self.format.codes, *as_text], "str")
            with (
                self._errors_of_ours(),
                pd.read_csv(self._source(), **arguments | {"dtype": dtypes}, chunksize=n_rows) as parts,
            ):
                yield from map(self._without_empty_end, parts)

        return TableInParts(self._without_empty_end(head).columns, open_parts)

    def _source(self) -> Path | io.StringIO:
        """Return what pandas is to read: the file, or its text without the quotes around lines."""
        return unquoted_lines(self.path, self.format.encoding) if self.format.has_quoted_lines else self.path

    @contextmanager
    def _errors_of_ours(self):
        """Turn what pandas raises into errors of our own; its warnings of odd lines and types are raised too."""
        try:
            with errors_of_ours(self.path), warnings.catch_warnings():
                warnings.simplefilter("error", pd.errors.ParserWarning)
                warnings.simplefilter("error", pd.errors.DtypeWarning)
                yield
        except UnreadableFileError as error:
            if isinstance(error.__cause__, pd.errors.EmptyDataError):
                raise UnreadableFileError(
                    f"{self.path.name} is empty; expected a header line and rows below it"
                ) from None
            if isinstance(error.__cause__, pd.errors.ParserError):
                reason = first_line(error.__cause__).replace("Error tokenizing data. C error: ", "").strip()
                raise self._irregular(reason) from None
            raise

    def _read_with_a_cell_at_the_end(self, arguments: dict[str, object]) -> pd.DataFrame:
        """Read rows that have one cell more than the header, which is an empty one behind a last delimiter."""
        try:
            return self._without_empty_end(pd.read_csv(self._source(), **arguments | self._with_a_cell_at_the_end()))
        except (pd.errors.ParserError, pd.errors.ParserWarning):
            raise self._irregular(_MORE_CELLS) from None

    def _with_a_cell_at_the_end(self) -> dict[str, object]:
        header = pd.read_csv(self._source(), **self.format.read_csv_arguments(), index_col=False, nrows=0)
        names = list(self.format.names or header.columns)
        return {"header": None, "names": [*names, ""], "skiprows": self.format.n_lines_before + (not self.format.names)}

    def _without_empty_end(self, table: pd.DataFrame) -> pd.DataFrame:
        if "" not in table.columns:
            return table
        if table[""].notna().any():
            raise self._irregular(_MORE_CELLS)
        return table.drop(columns="")

    def _irregular(self, reason: str) -> UnreadableFileError:
        if self.format.delimiter == " ":
            return UnreadableFileError(
                f"{self.path.name} seems to have columns of fixed width, with blanks inside of cells ({reason}); save "
                "it with a separator that is in no cell",
                hint=Hint("layout of text", "or say separator= or skip_lines="),
            )
        return UnreadableFileError(
            f"{self.path.name} is not a regular table separated by {self.format.delimiter!r}: {reason}; "
            "give every row as many cells as the header",
            hint=Hint("layout of text", "or say separator= or skip_lines="),
        )
