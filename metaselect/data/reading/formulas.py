"""Formulas of a workbook of which no values are stored: programs that write workbooks often compute nothing."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from metaselect.data.reading.foreign_errors import errors_of_ours

__all__ = ["column_number", "formulas_without_values"]

_WITHOUT_VALUE = (
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})[0-9]+"[^>]*>\s*'
    rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
# No formula is longer.
_LONGEST_CELL = 10_000


def formulas_without_values(path: Path, member: str) -> tuple[int, ...]:
    """Return the numbers, from 0 on, of the columns of a sheet that hold formulas of which no values are stored.

    Parameters
    ----------
    path : Path
        Of the workbook.
    member : str
        Name of the sheet's file within it.
    """
    columns: set[bytes] = set()
    with errors_of_ours(path, f"as {path.suffix}"), zipfile.ZipFile(path) as archive, archive.open(member) as file:
        rest = b""
        while block := file.read(2**20):
            content = rest + block
            if b"<f" in content or b":f" in content:
                columns.update(re.findall(_WITHOUT_VALUE, content))
            rest = content[-_LONGEST_CELL:]
    return tuple(sorted(column_number(letters) - 1 for letters in columns))


def column_number(letters: bytes) -> int:
    """Return the number of a column of a sheet from its letters.

    Examples
    --------
    >>> column_number(b"A"), column_number(b"AB")
    (1, 28)
    """
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number
