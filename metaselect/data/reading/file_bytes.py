"""The bytes of a file, decompressed, block by block."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import re
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Literal, Protocol

from metaselect.data.reading.foreign_errors import errors_of_ours
from metaselect.exceptions import Hint, UnreadableFileError

__all__ = [
    "BLOCK_BYTES",
    "COMPRESSIONS",
    "blocks",
    "check_is_file",
    "holds_more_than",
    "only_member",
    "split_lines",
    "start_of",
]

BLOCK_BYTES = 200_000
# Lines may be long: those of a table of twenty thousand columns are.
_FEWEST_LINES = 30
_MOST_BYTES_OF_START = 100 * BLOCK_BYTES


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


_Opener = Callable[[Path, Literal["rb"]], AbstractContextManager[_Readable]]


def _open_zip(path: Path, _: Literal["rb"]) -> IO[bytes]:
    """Open the only file in an archive."""
    return zipfile.ZipFile(path).open(only_member(path))


def only_member(path: Path) -> str:
    """Return the name of the only file in an archive."""
    with zipfile.ZipFile(path) as archive:
        members = [name for name in archive.namelist() if not name.endswith("/")]
    if len(members) != 1:
        raise UnreadableFileError(f"{path.name} holds {len(members)} files; expected one table, so unpack it first")
    return members[0]


# A path has lost one of the two slashes.
_ADDRESS = re.compile(r"[a-z][a-z0-9+]+:/", re.IGNORECASE)
_OPENERS: dict[str, _Opener] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open, ".zip": _open_zip}
COMPRESSIONS = tuple(_OPENERS)


def blocks(path: Path) -> Iterator[bytes]:
    """Yield the content of a file, decompressed, `BLOCK_BYTES` at a time."""
    check_is_file(path)
    opener: _Opener = _OPENERS.get(path.suffix.lower(), open)
    with errors_of_ours(path), opener(path, "rb") as file:
        while block := file.read(BLOCK_BYTES):
            yield block


def check_is_file(path: Path) -> None:
    """Raise an UnreadableFileError if there is no such file, or it is a folder, a pipe or a device."""
    if not os.path.exists(path):  # unlike path.exists(), False for a name that is too long
        if _ADDRESS.match(str(path)):
            raise UnreadableFileError(f"{path} is an address, not a file; download it, then give the file")
        raise UnreadableFileError(f"there is no file {path}; check the path")
    mode = os.stat(path).st_mode
    if stat.S_ISDIR(mode):
        raise UnreadableFileError(f"{path} is a folder; expected a file")
    if not stat.S_ISREG(mode):
        raise UnreadableFileError(
            f"{path} is no file but a pipe or a device, which cannot be read twice",
            hint=Hint("standard input", "write it to a file, and give that as path="),
        )


def start_of(path: Path) -> bytes:
    """Return the first blocks of a file, enough to hold some lines."""
    raw = b""
    for block in blocks(path):
        raw += block
        if len(raw) >= _MOST_BYTES_OF_START or raw.count(b"\n") + raw.count(b"\r") >= _FEWEST_LINES:
            break
    return raw


def holds_more_than(path: Path, n_bytes: int) -> bool:
    """Return whether a file holds more than so many bytes, which of a compressed one shows by decompressing it.

    Parameters
    ----------
    path : Path
        Of the file, which may be compressed.
    n_bytes : int
        Decompressed.
    """
    if path.suffix.lower() not in COMPRESSIONS:
        return path.stat().st_size > n_bytes
    n_seen = 0
    for block in blocks(path):
        n_seen += len(block)
        if n_seen > n_bytes:
            return True
    return False


def split_lines(text: str) -> list[str]:
    """Return the lines of a text: only line feeds and carriage returns end one, as parsers of tables have it.

    `str.splitlines` also ends lines at vertical tabs, form feeds, separators of records and others, which stand inside
    cells.

    Examples
    --------
    >>> split_lines("a\\x0bb,c\\r\\n1,2\\r3,4\\n")
    ['a\\x0bb,c', '1,2', '3,4']
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines if lines[-1] else lines[:-1]
