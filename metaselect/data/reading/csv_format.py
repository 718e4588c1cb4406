"""How a text table is written: encoding, delimiter, decimal mark, where its header is; found from its first part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from metaselect.data.reading.csv_dialect import find_decimal, find_dialect, find_thousands
from metaselect.data.reading.csv_layout import CsvLayout, find_codes, find_comment, find_layout
from metaselect.data.reading.encodings import find_encoding
from metaselect.data.reading.file_bytes import BLOCK_BYTES, holds_more_than, start_of
from metaselect.data.reading.file_signatures import sniff_signature
from metaselect.data.reading.limits import LIMITS, ReadingLimits
from metaselect.data.reading.missing import MISSING_SPELLINGS
from metaselect.exceptions import DatasetError

__all__ = ["CsvFormat", "detect_csv_format"]

_SAMPLE_LINES = 200


@dataclass(frozen=True)
class CsvFormat:
    """How a text table is written.

    Attributes
    ----------
    encoding : str
        Name of a Python codec.
    delimiter : str
        One character; a blank stands for any number of blanks and tabs.
    decimal : str
        `"."` or `","`.
    missing : tuple of str
        Spellings of a missing value; the empty cell among them.
    thousands : str, optional
        Mark between groups of three digits.
    comment : str, optional
        Lines that start with it are no rows.
    n_lines_before : int
        Lines before the header, or before the first row where there is none.
    names : tuple of str
        Names of the columns of a file without a header; empty where it has one.
    codes : tuple of str
        Columns whose digits are no numbers, as some begin with a zero or are longer than numbers can hold: postal
        codes, identifiers.
    is_partly_broken : bool
        Whether a few bytes do not fit the encoding; they become the replacement character.
    quote : str
        The mark around cells that hold a delimiter.
    escape : str, optional
        The sign before a quote inside a cell, where it is not doubled.
    is_large : bool
        Whether it holds more than `LARGE_BYTES`, decompressed.
    """

    encoding: str = "utf-8"
    delimiter: str = ","
    decimal: str = "."
    missing: tuple[str, ...] = MISSING_SPELLINGS
    thousands: str | None = None
    comment: str | None = None
    n_lines_before: int = 0
    names: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    is_partly_broken: bool = False
    quote: str = '"'
    escape: str | None = None
    is_large: bool = False

    def read_csv_arguments(self) -> dict[str, object]:
        """Return the keyword arguments with which `pandas.read_csv` reads such a file.

        Examples
        --------
        >>> CsvFormat(delimiter=";").read_csv_arguments()["sep"]
        ';'
        """
        arguments = {
            "sep": r"\s+" if self.delimiter == " " else self.delimiter,
            "decimal": self.decimal,
            "encoding": self.encoding,
            "keep_default_na": False,
            "na_values": list(self.missing),
            "skipinitialspace": True,
            "low_memory": False,
        }
        if self.quote != '"':
            arguments["quotechar"] = self.quote
        if self.escape:
            arguments["escapechar"] = self.escape
        if self.is_partly_broken:
            arguments["encoding_errors"] = "replace"
        if self.thousands:
            arguments["thousands"] = self.thousands
        if self.comment:
            arguments["comment"] = self.comment
        if self.n_lines_before:
            arguments["skiprows"] = self.n_lines_before
        if self.names:
            arguments |= {"header": None, "names": list(self.names)}
        if self.codes:
            arguments["dtype"] = dict.fromkeys(self.codes, "str")
        return arguments


def detect_csv_format(path: str | Path, limits: ReadingLimits = LIMITS) -> CsvFormat:
    """Return how the text table at `path` is written.

    The encoding is found from the whole file, or the first 512 MiB of it; the rest from its first 200 lines.

    Parameters
    ----------
    path : path-like
        Of the file, which may be compressed.
    limits : ReadingLimits
        From how many bytes on it is large; `LIMITS` by default.

    Raises
    ------
    DatasetError
        If the file cannot be read or holds nothing.
    """
    path = Path(path)
    raw = start_of(path)
    _check_is_text(path, raw)
    encoding, is_partly_broken = find_encoding(path, raw)
    first = _first_lines(path, raw, encoding)
    dialect = find_dialect(first.lines, first.delimiter)
    layout = find_layout(dialect, first.lines)
    if layout is None:
        raise DatasetError(
            f"the first line of {path.name} holds a cell too long for a name; give its columns short names"
        )
    decimal = find_decimal(layout.body, dialect.delimiter)
    return CsvFormat(
        encoding,
        dialect.delimiter,
        decimal,
        thousands=find_thousands(layout.body, decimal),
        comment=first.comment,
        n_lines_before=first.n_lines_before(layout),
        names=layout.names,
        codes=find_codes(layout.names or layout.header, layout.body),
        is_partly_broken=is_partly_broken,
        quote=dialect.quote,
        escape=dialect.escape,
        is_large=holds_more_than(path, limits.text_bytes),
    )


def _check_is_text(path: Path, raw: bytes) -> None:
    if not raw.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise DatasetError(f"{path.name} is empty; expected a header line and rows below it")
    if (what := sniff_signature(raw)) is not None:
        raise DatasetError(f"{path.name} is no text table: it {what}")


@dataclass(frozen=True)
class _FirstLines:
    """Lines of a file that are neither empty nor comments, with their numbers in the file, from 0."""

    lines: Sequence[str]
    numbers: Sequence[int]
    comment: str | None
    delimiter: str | None  # what the file itself says

    def n_lines_before(self, layout: CsvLayout) -> int:
        """Return how many lines of the file are to be skipped; empty ones and comments at the top need not be."""
        if layout.lacks_a_name:
            return self.numbers[layout.n_before] + 1  # names are given, so the header is skipped too
        return self.numbers[layout.n_before] if layout.n_before or self.delimiter else 0


def _first_lines(path: Path, raw: bytes, encoding: str) -> _FirstLines:
    text = raw.decode(encoding, errors="replace")
    if "\0" in text:
        raise DatasetError(f"{path.name} holds zero bytes, so it is no text table; save it as CSV in UTF-8")
    # The sample may end inside a line, which would look like a short row.
    lines = text.splitlines()[:-1] if len(raw) % BLOCK_BYTES == 0 else text.splitlines()
    comment = find_comment(lines)
    numbered = [
        (i, line) for i, line in enumerate(lines) if line.strip() and not (comment and line.startswith(comment))
    ]
    # Excel's own way of saying what delimits.
    told = re.fullmatch(r'"?sep=(.)"?', numbered[0][1].strip("\r\n ")) if len(numbered) > 1 else None
    numbers, rows = zip(*numbered[bool(told) :][:_SAMPLE_LINES], strict=True)
    return _FirstLines(rows, numbers, comment, told[1] if told else None)
