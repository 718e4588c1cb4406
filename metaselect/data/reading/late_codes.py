"""Columns of digits that turn out to be codes below the first lines: some begin with a zero, or are too long."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from metaselect.data.reading.csv_file import CsvFile
from metaselect.data.reading.csv_format import CsvFormat
from metaselect.data.reading.csv_layout import are_codes
from metaselect.data.reading.file_bytes import blocks

__all__ = ["find_late_codes"]

_LONG = 10**15
# What may be cut between two blocks is looked at with so many bytes of both.
_SEAM = 100


def find_late_codes(path: Path, format: CsvFormat, table: pd.DataFrame) -> pd.DataFrame | None:
    """Return the columns of codes that were parsed as numbers, as text; None where there are none.

    The file is only looked at again where it has columns of whole numbers, and only parsed again, these alone, where
    somewhere a cell is of digits that begin with a zero.

    Parameters
    ----------
    path : Path
        Of the file.
    format : CsvFormat
        How it is written.
    table : DataFrame
        As it was parsed.
    """
    places = [i for i in range(table.shape[1]) if _may_be_codes(table.iloc[:, i])]
    is_long = any(table.iloc[:, i].max() >= _LONG for i in places)
    if not places or not (is_long or _has_zeros_at_the_start(path, format)):
        return None
    text = CsvFile(path, format).read_as_text(places)
    found = [name for name in text if are_codes(text[name].dropna().unique())]
    return text[found] if found else None


def _may_be_codes(column: pd.Series) -> bool:
    """Return whether a column is of whole numbers, none below zero and one of two digits."""
    if column.dtype.kind not in "iuf":
        return False
    # The first rule most columns out.
    return _are_whole(column.iloc[:100]) and column.max() > 9 and column.min() >= 0 and _are_whole(column)


def _are_whole(column: pd.Series) -> bool:
    if column.dtype.kind != "f":
        return True
    values = column.to_numpy()
    known = values[np.isfinite(values)]
    return bool((known == np.floor(known)).all())


def _has_zeros_at_the_start(path: Path, format: CsvFormat) -> bool:
    """Return whether a cell is of digits alone, of which the first is a zero; also where nobody can say."""
    if format.encoding.startswith(("utf-16", "utf-32")):
        return True
    ends = b"\n\r\"' \t" + format.delimiter.encode("ascii", "replace")
    code = re.compile(rb"[%b]0[0-9]+[%b]" % (re.escape(ends), re.escape(ends)))
    signs = [end for end in (format.delimiter.encode("ascii", "replace"), b"\n", b"\r", b'"') if end in ends]
    rest = b"\n"
    for block in blocks(path):
        if code.search(rest + block[:_SEAM]) or (_holds_zero_and_digit(block, signs) and code.search(block)):
            return True
        rest = (rest + block[-_SEAM:])[-_SEAM:]
    return code.search(rest + b"\n") is not None


def _holds_zero_and_digit(cells: bytes, signs: Sequence[bytes]) -> bool:
    """Return whether one of some signs stands before a zero and, it seems, a digit; much faster than a pattern."""
    letters = np.frombuffer(cells, dtype=np.uint8)
    before, zero, behind = letters[:-2], letters[1:-1], letters[2:]
    # Each look at all letters takes time, and one is for all signs up to the comma, with others that stand for nothing.
    found = before <= ord(",")
    for sign in signs:
        if sign > b",":
            found |= before == sign[0]
    found &= zero == ord("0")
    found &= behind >= ord("0")
    if not found.any():
        return False
    places = np.flatnonzero(found)
    return bool((np.isin(before[places], [sign[0] for sign in signs]) & (behind[places] <= ord("9"))).any())
