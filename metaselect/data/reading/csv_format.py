"""How a text table is written: encoding, delimiter, decimal mark, where its header is; found from its first part."""

from __future__ import annotations

import bz2
import codecs
import csv
import gzip
import itertools
import lzma
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from metaselect.data.reading.csv_layout import (
    count_lines_before,
    count_padded_titles,
    find_codes,
    find_comment,
    has_header,
    lacks_name_of_row_names,
)
from metaselect.data.reading.file_signatures import what_it_is
from metaselect.data.reading.missing import MISSING_SPELLINGS
from metaselect.exceptions import DatasetError

__all__ = ["LARGE_BYTES", "CsvFormat", "detect_csv_format", "start_of"]

# A text table of more, decompressed, is sampled: in memory it takes about as much, and copies of it again.
LARGE_BYTES = 512 * 2**20

_DELIMITERS = (",", ";", "\t", "|", ":", "^", "~", " ")
# These stand inside cells as well (times, words), so that they delimit only where none of the others does.
_RARE_DELIMITERS = (":", "^", "~", " ")


def _open_zip(path: Path, _: str):
    """Open the only file in an archive."""
    archive = zipfile.ZipFile(path)
    members = [name for name in archive.namelist() if not name.endswith("/")]
    if len(members) != 1:
        raise DatasetError(f"{path.name} holds {len(members)} files; expected one table, so unpack it first")
    return archive.open(members[0])


_OPENERS = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open, ".zip": _open_zip}
_NOT_IN_WINDOWS = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
_INSIDE_WORDS = re.compile(rb"(?<=[A-Za-z])[\x80-\xff]+(?=[A-Za-z])")
# What bytes of another encoding often turn into, and real words seldom hold.
_LETTERS_SELDOM_SEEN = "ªºƒˆŽžŠšŸıﬁﬂΩπµ"
_SAMPLE_BYTES = 200_000
_SAMPLE_LINES = 200
# Lines may be long: those of a table of twenty thousand columns are.
_FEWEST_LINES = 30
_MOST_SAMPLE_BYTES = 100 * _SAMPLE_BYTES


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


def detect_csv_format(path: str | Path) -> CsvFormat:
    """Return how the text table at `path` is written.

    The encoding is found from the whole file, or the first 512 MiB of it; the rest from its first 200 lines.

    Raises
    ------
    DatasetError
        If the file cannot be read or holds nothing.
    """
    path = Path(path)
    raw = start_of(path)
    if not raw.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise DatasetError(f"{path.name} is empty; expected a header line and rows below it")
    if (what := what_it_is(raw)) is not None:
        raise DatasetError(f"{path.name} is no text table: it {what}")
    encoding, is_partly_broken = _encoding(path, raw)
    text = raw.decode(encoding, errors="replace")
    if "\0" in text:
        raise DatasetError(f"{path.name} holds zero bytes, so it is no text table; save it as CSV in UTF-8")
    # The sample may end inside a line, which would look like a short row.
    lines = text.splitlines()[:-1] if len(raw) % _SAMPLE_BYTES == 0 else text.splitlines()
    comment = find_comment(lines)
    numbered = [
        (i, line) for i, line in enumerate(lines) if line.strip() and not (comment and line.startswith(comment))
    ]
    # Excel's own way of saying what delimits.
    told = re.fullmatch(r'"?sep=(.)"?', numbered[0][1].strip("\r\n ")) if len(numbered) > 1 else None
    if told:
        del numbered[0]
    numbers, lines = zip(*numbered[:_SAMPLE_LINES], strict=True)
    delimiter = told[1] if told else _delimiter(lines)
    quote, escape = _quote(lines, delimiter), None
    if any('\\"' in line for line in lines):
        with_escape, without = ({len(row) for row in _cells(lines, delimiter, quote, e)} for e in ("\\", None))
        escape = "\\" if len(with_escape) < len(without) else None
    first = count_lines_before([len(row) for row in _cells(lines, delimiter, quote, escape)])
    rows = list(_cells(lines[first:], delimiter, quote, escape))
    if not rows:
        raise DatasetError(
            f"the first line of {path.name} holds a cell too long for a name; give its columns short names"
        )
    stripped = [[cell.strip() for cell in row] for row in rows]
    n_titles = count_padded_titles(stripped)
    first, rows, stripped = first + n_titles, rows[n_titles:], stripped[n_titles:]
    n_before = numbers[first] if first or told else 0
    names, body = (), stripped[1:]
    if lacks_name_of_row_names(stripped):
        names, n_before = ("Unnamed: 0", *stripped[0]), numbers[first] + 1
    elif not has_header(stripped):
        names, body = tuple(f"column_{i}" for i in range(1, len(rows[0]) + 1)), stripped
    decimal = _decimal(body, delimiter)
    return CsvFormat(
        encoding,
        delimiter,
        decimal,
        thousands=_thousands(body, decimal),
        comment=comment,
        n_lines_before=n_before,
        names=names,
        codes=find_codes(names or rows[0], body),
        is_partly_broken=is_partly_broken,
        quote=quote,
        escape=escape,
        is_large=_is_large(path),
    )


def start_of(path: Path) -> bytes:
    """Return the first part of a file, long enough to hold some lines."""
    raw = b""
    for block in _blocks(path):
        raw += block
        if len(raw) >= _MOST_SAMPLE_BYTES or raw.count(b"\n") + raw.count(b"\r") >= _FEWEST_LINES:
            break
    return raw


def _is_large(path: Path) -> bool:
    """Decide by the size, which of a compressed file is known by decompressing it."""
    if path.suffix.lower() not in _OPENERS:
        return path.stat().st_size > LARGE_BYTES
    n_bytes = 0
    for block in _blocks(path):
        n_bytes += len(block)
        if n_bytes > LARGE_BYTES:
            return True
    return False


def _blocks(path: Path) -> Iterator[bytes]:
    """Yield the content of a file, decompressed, the sample first."""
    opener = _OPENERS.get(path.suffix.lower(), open)
    try:
        with opener(path, "rb") as file:
            while block := file.read(_SAMPLE_BYTES):
                yield block
    except FileNotFoundError:
        raise DatasetError(f"there is no file {path}; check the path") from None
    except IsADirectoryError:
        raise DatasetError(f"{path} is a folder; expected a file") from None
    except (OSError, EOFError, lzma.LZMAError, zipfile.BadZipFile) as error:
        raise DatasetError(f"{path.name} cannot be read: {error}") from error


def _encoding(path: Path, start: bytes) -> tuple[str, bool]:
    """Return the encoding, and whether a few bytes do not fit it."""
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", False
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", False
    # Without a mark at its start, UTF-16 shows by the zero bytes of its many ASCII letters.
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = start[offset::2]
        if len(half) > 10 and half.count(0) > 0.7 * len(half):
            return encoding, False
    return _encoding_of_bytes(path)


def _encoding_of_bytes(path: Path) -> tuple[str, bool]:
    # The whole file is looked at, as the first letter that is not ASCII may come late; this is fast beside parsing.
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    n_broken = n_letters = 0
    is_windows, words = True, bytearray()
    for block in itertools.islice(_blocks(path), LARGE_BYTES // _SAMPLE_BYTES):
        text = decoder.decode(block)
        if text.isascii():
            continue
        n_broken += text.count("\ufffd")
        n_letters += len(text) - len(text.encode("ascii", "ignore")) - text.count("\ufffd")
        if n_broken:
            is_windows = is_windows and not any(byte in block for byte in _NOT_IN_WINDOWS)
            words += b" ".join(_INSIDE_WORDS.findall(block))
    if n_broken <= n_letters / 10:
        return "utf-8", n_broken > 0
    if _n_letters(words, "mac_roman") > _n_letters(words, "cp1252"):
        return "mac_roman", False
    return "cp1252" if is_windows else "latin-1", False


def _n_letters(between_letters: bytearray, encoding: str) -> int:
    """Return how many of these bytes, which stand between ASCII letters, are letters that words are made of."""
    text = between_letters.decode(encoding, errors="replace")
    return sum(letter.isalpha() and letter not in _LETTERS_SELDOM_SEEN for letter in text if not letter.isascii())


def _cells(lines: Sequence[str], delimiter: str, quote: str = '"', escape: str | None = None) -> Iterator[list[str]]:
    """Yield the cells of each line, up to a cell that is too long for the csv module; a sample may end there."""
    if delimiter == " ":
        lines = [" ".join(line.split()) for line in lines]
    try:
        yield from csv.reader(lines, delimiter=delimiter, quotechar=quote, escapechar=escape, skipinitialspace=True)
    except csv.Error:
        return


def _delimiter(lines: Sequence[str]) -> str:
    """The character that splits most lines into the same number, above one, of cells."""

    def agreement(delimiter: str) -> tuple[bool, float, int]:
        widths = [len(row) for row in _cells(lines, delimiter)]
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


def _decimal(rows: list[list[str]], delimiter: str) -> str:
    if delimiter == ",":
        return "."
    cells = [cell for row in rows for cell in row]
    return "," if _evidence_for_decimal(",", ".", cells) > _evidence_for_decimal(".", ",", cells) else "."


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


def _thousands(rows: list[list[str]], decimal: str) -> str | None:
    """Return the mark that groups digits by three everywhere it is between digits, if any."""
    mark = "." if decimal == "," else ","
    numbers = [cell for row in rows for cell in row if re.fullmatch(r"[+-]?\d[\d.,]*", cell) and mark in cell]
    grouped = rf"[+-]?\d{{1,3}}({re.escape(mark)}\d{{3}})+({re.escape(decimal)}\d+)?"
    return mark if numbers and all(re.fullmatch(grouped, number) for number in numbers) else None
