"""How a text table is written: encoding, delimiter, decimal mark, where its header is; found from its first part."""

from __future__ import annotations

import codecs
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from metaselect.data.reading.csv_dialect import CsvDialect, find_decimal, find_dialect
from metaselect.data.reading.csv_layout import TableLayout, find_codes, find_comment, find_layout
from metaselect.data.reading.encodings import Encoding, find_encoding
from metaselect.data.reading.file_bytes import BLOCK_BYTES, COMPRESSIONS, blocks, holds_more_than, split_lines, start_of
from metaselect.data.reading.file_signatures import sniff_signature
from metaselect.data.reading.foreign_errors import errors_of_ours
from metaselect.data.reading.limits import ReadingLimits
from metaselect.data.reading.missing import MISSING_SPELLINGS, missing_spellings_beside
from metaselect.data.reading.quoted_lines import are_quoted_lines, unquoted_line
from metaselect.data.reading.reading_options import ReadingOptions
from metaselect.exceptions import Hint, UnreadableFileError

__all__ = ["CsvFormat", "detect_csv_format"]

_SAMPLE_LINES = 200
_BLANKS = " \t"


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
    is_encoding_guessed : bool
        Whether other encodings would do as well.
    quote : str
        The mark around cells that hold a delimiter.
    escape : str, optional
        The sign before a quote inside a cell, where it is not doubled.
    is_large : bool
        Whether it holds more than `LARGE_BYTES`, decompressed.
    has_quoted_lines : bool
        Whether each line is one cell in quotes, within which the others say how it is written.
    n_title_lines, n_name_lines, n_description_lines : int
        How many lines of several cells are titles, name the columns, and say what they hold; see `HeaderLines`.
    """

    encoding: str = "utf-8"
    delimiter: str = ","
    decimal: str = "."
    missing: tuple[str, ...] = MISSING_SPELLINGS
    comment: str | None = None
    n_lines_before: int = 0
    names: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    is_partly_broken: bool = False
    is_encoding_guessed: bool = False
    quote: str = '"'
    escape: str | None = None
    is_large: bool = False
    has_quoted_lines: bool = False
    n_title_lines: int = 0
    n_name_lines: int = 1
    n_description_lines: int = 0

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
            **({} if self.has_quoted_lines else {"encoding": self.encoding}),
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
        if self.comment:
            arguments["comment"] = self.comment
        if self.n_lines_before:
            arguments["skiprows"] = self.n_lines_before
        if self.names:
            arguments |= {"header": None, "names": list(self.names)}
        if self.codes:
            arguments["dtype"] = dict.fromkeys(self.codes, "str")
        return arguments


def detect_csv_format(path: str | Path, options: ReadingOptions | None = None) -> CsvFormat:
    """Return how the text table at `path` is written.

    The encoding is found from the whole file, or the first 512 MiB of it; the rest from its first 200 lines.

    Parameters
    ----------
    path : path-like
        Of the file, which may be compressed.
    options : ReadingOptions, optional
        What is known of it, and what is refused; nothing is known when not given.

    Raises
    ------
    DatasetError
        If the file cannot be read, holds nothing, or more than the limits allow.
    """
    path, options = Path(path), options or ReadingOptions()
    raw = start_of(path)
    _check_is_text(path, raw)
    found = _encoding(path, raw, options)
    first = _first_lines(path, raw, found.name, options)
    if has_quoted_lines := are_quoted_lines(first.lines):
        first = replace(
            first,
            lines=[unquoted_line(line) for line in first.lines],
            all_lines=[unquoted_line(line) for line in first.all_lines],
        )
    dialect = find_dialect(first.lines, options.separator or first.delimiter)
    records = list(dialect.records(first.lines))
    if not records:
        raise UnreadableFileError(
            f"the first line of {path.name} holds a cell too long for a name; give its columns short names"
        )
    layout = find_layout([cells for _, cells in records], begins_with_names=options.skip_lines is not None)
    options.limits.check("columns", len(layout.header), f"{path.name} has {len(layout.header)} columns")
    n_lines_before, comment = first.lines_before(records, layout, dialect)
    decimal = options.decimal or find_decimal(layout.body, dialect.delimiter)
    return CsvFormat(
        found.name,
        dialect.delimiter,
        decimal,
        missing_spellings_beside(cell for row in layout.body for cell in row),
        comment=comment,
        n_lines_before=n_lines_before,
        names=layout.names,
        codes=find_codes(layout.names or layout.header, layout.body),
        is_partly_broken=found.is_partly_broken,
        is_encoding_guessed=found.is_guessed,
        quote=dialect.quote,
        escape=dialect.escape,
        is_large=_is_large(path, options.limits),
        has_quoted_lines=has_quoted_lines,
        n_title_lines=layout.lines.n_titles,
        n_name_lines=layout.lines.n_names,
        n_description_lines=layout.lines.n_descriptions,
    )


def _encoding(path: Path, raw: bytes, options: ReadingOptions) -> Encoding:
    if options.encoding is None:
        return find_encoding(path, raw, options.limits)
    decoder = codecs.getincrementaldecoder(options.encoding)()
    try:
        with errors_of_ours(path, f"as {options.encoding}"):
            for block in itertools.islice(blocks(path), 1_000):
                decoder.decode(block)
    except UnreadableFileError as error:
        if isinstance(error.__cause__, UnicodeError):
            raise UnreadableFileError(
                error.message, hint=Hint("other encoding", "give another encoding=, or none to have it found out")
            ) from None
        raise
    return Encoding(options.encoding)


def _is_large(path: Path, limits: ReadingLimits) -> bool:
    is_large = holds_more_than(path, limits.text_bytes)
    if is_large and path.suffix.lower() in COMPRESSIONS:
        times = limits.text_bytes // max(1, path.stat().st_size)
        limits.check("times_unpacked", times, f"{path.name} unpacks to more than {times} times its size")
    return is_large


def _check_is_text(path: Path, raw: bytes) -> None:
    if not raw.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise UnreadableFileError(f"{path.name} is empty; expected a header line and rows below it")
    if (what := sniff_signature(raw)) is not None:
        raise UnreadableFileError(f"{path.name} is no text table: it {what}")


@dataclass(frozen=True)
class _FirstLines:
    """Lines of a file that are neither empty nor comments, with their numbers in the file, from 0."""

    lines: Sequence[str]
    numbers: Sequence[int]
    comment: str | None
    delimiter: str | None  # what the file itself says
    all_lines: Sequence[str]
    n_skipped: int  # as the user said
    end_with_returns: bool

    def lines_before(
        self, records: Sequence[tuple[int, list[str]]], layout: TableLayout, dialect: CsvDialect
    ) -> tuple[int, str | None]:
        """Return how many lines pandas is to skip, and the sign of comments that are left, None where there are none.

        Empty lines at the top need not be skipped. A sign of comments also ends a cell that holds it, so it is better
        to skip comments where all are at the top.
        """
        line = records[layout.n_before][0] if layout.n_before < len(records) else len(self.lines)
        number = self.numbers[line] if line < len(self.numbers) else len(self.all_lines)
        skipped, used = self.all_lines[self.n_skipped : number], self.all_lines[number:]
        can_skip = not any(dialect.quote in comment for comment in skipped)
        has_more = any(line.startswith(self.comment) for line in used) if self.comment else False
        comment = self.comment if has_more or not can_skip else None
        if not (layout.n_before or self.delimiter or self.n_skipped or self.comment != comment):
            return 0, comment
        return dialect.n_skipped(self.all_lines[:number], end_with_returns=self.end_with_returns), comment


def _first_lines(path: Path, raw: bytes, encoding: str, options: ReadingOptions) -> _FirstLines:
    with errors_of_ours(path):
        text = raw.decode(encoding, errors="replace")
    if "\0" in text:
        raise UnreadableFileError(
            f"{path.name} holds zero bytes, so it is no text table; save it as CSV in UTF-8",
            hint=Hint("encoding", "or say encoding="),
        )
    # The sample may end inside a line, which would look like a short row.
    lines = split_lines(text)
    lines = lines[:-1] if len(raw) % BLOCK_BYTES == 0 and len(lines) > 1 else lines
    n_skipped = options.skip_lines or 0
    if n_skipped >= len(lines):
        raise UnreadableFileError(
            f"{path.name} has {len(lines)} lines in its first part; of {n_skipped} skipped lines nothing would be left",
            hint=Hint("fewer lines to skip", "say fewer skip_lines="),
        )
    used = lines[n_skipped:]
    comment = find_comment([line for line in used if line.strip(_BLANKS)])
    numbered = [
        (n_skipped + i, line)
        for i, line in enumerate(used)
        if line.strip(_BLANKS) and not (comment and line.startswith(comment))
    ]
    # Excel's own way of saying what delimits.
    told = re.fullmatch(r'"?sep=(.)"?', numbered[0][1].strip(_BLANKS)) if len(numbered) > 1 else None
    numbered = numbered[bool(told) :][:_SAMPLE_LINES]
    if not numbered:
        raise UnreadableFileError(f"{path.name} is empty; expected a header line and rows below it")
    numbers, rows = zip(*numbered, strict=True)
    return _FirstLines(rows, numbers, comment, told[1] if told else None, lines, n_skipped, "\n" not in text)
