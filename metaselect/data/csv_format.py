"""How a text table is written: encoding, delimiter and decimal mark, found from its first part."""

from __future__ import annotations

import bz2
import codecs
import csv
import gzip
import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from metaselect.exceptions import DatasetError

__all__ = ["MISSING_SPELLINGS", "CsvFormat", "detect_csv_format"]

# The word None is not here: in real tables it is as often a category ("no treatment") as a missing value.
MISSING_SPELLINGS = ("", "?", "-", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "-nan", "NULL", "null", "<NA>")

_DELIMITERS = (",", ";", "\t", "|")
_OPENERS = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
_SAMPLE_BYTES = 200_000
_SAMPLE_LINES = 200


@dataclass(frozen=True)
class CsvFormat:
    """How a text table is written.

    Attributes
    ----------
    encoding : str
        Name of a Python codec.
    delimiter : str
        One character.
    decimal : str
        `"."` or `","`.
    missing : tuple of str
        Spellings of a missing value; the empty cell among them.
    """

    encoding: str = "utf-8"
    delimiter: str = ","
    decimal: str = "."
    missing: tuple[str, ...] = MISSING_SPELLINGS

    def read_csv_arguments(self) -> dict[str, object]:
        """Return the keyword arguments with which `pandas.read_csv` reads such a file.

        Examples
        --------
        >>> CsvFormat(delimiter=";").read_csv_arguments()["sep"]
        ';'
        """
        return {
            "sep": self.delimiter,
            "decimal": self.decimal,
            "encoding": self.encoding,
            "keep_default_na": False,
            "na_values": list(self.missing),
            "skipinitialspace": True,
            "low_memory": False,
        }


def detect_csv_format(path: str | Path) -> CsvFormat:
    """Return how the text table at `path` is written: encoding by the whole file, the rest by its first 200 lines.

    Raises
    ------
    DatasetError
        If the file cannot be read or holds nothing.
    """
    path = Path(path)
    raw = next(_blocks(path), b"")
    if not raw.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise DatasetError(f"{path.name} is empty; expected a header line and rows below it")
    encoding = _encoding(path, raw)
    text = raw.decode(encoding, errors="replace")
    if "\0" in text:
        raise DatasetError(f"{path.name} holds zero bytes, so it is no text table; save it as CSV in UTF-8")
    # The sample may end inside a line, which would look like a short row.
    lines = text.splitlines()[:-1] if len(raw) == _SAMPLE_BYTES else text.splitlines()
    lines = [line for line in lines if line.strip()][:_SAMPLE_LINES]
    delimiter = _delimiter(lines)
    return CsvFormat(encoding, delimiter, _decimal(lines, delimiter))


def _blocks(path: Path) -> Iterator[bytes]:
    """Yield the content of a file, decompressed, the sample first."""
    opener = _OPENERS.get(path.suffix, open)
    try:
        with opener(path, "rb") as file:
            while block := file.read(_SAMPLE_BYTES):
                yield block
    except FileNotFoundError:
        raise DatasetError(f"there is no file {path}; check the path") from None
    except IsADirectoryError:
        raise DatasetError(f"{path} is a folder; expected a file") from None
    except (OSError, EOFError, lzma.LZMAError) as error:
        raise DatasetError(f"{path.name} cannot be read: {error}") from error


def _encoding(path: Path, start: bytes) -> str:
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # The whole file is looked at, as the first letter that is not ASCII may come late; this is fast beside parsing.
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for block in _blocks(path):
            decoder.decode(block)
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"


def _cells(lines: list[str], delimiter: str) -> Iterator[list[str]]:
    """Yield the cells of each line, up to a cell that is too long for the csv module; a sample may end there."""
    try:
        yield from csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    except csv.Error:
        return


def _delimiter(lines: list[str]) -> str:
    """The character that splits most lines into the same number, above one, of cells."""

    def agreement(delimiter: str) -> tuple[float, int]:
        widths = [len(row) for row in _cells(lines, delimiter)]
        first = widths[0] if widths else 1
        return (sum(width == first for width in widths) / len(widths) if first > 1 else 0.0, first)

    return max(_DELIMITERS, key=agreement)


def _decimal(lines: list[str], delimiter: str) -> str:
    if delimiter == ",":
        return "."
    cells = [cell.strip() for row in _cells(lines[1:], delimiter) for cell in row]
    n_commas = sum(bool(re.fullmatch(r"[+-]?\d+,\d+", cell)) for cell in cells)
    n_points = sum(bool(re.fullmatch(r"[+-]?\d+\.\d+", cell)) for cell in cells)
    return "," if n_commas > n_points else "."
