"""The bytes of a file, decompressed, block by block."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Literal, Protocol

from metaselect.exceptions import DatasetError

__all__ = ["BLOCK_BYTES", "COMPRESSIONS", "blocks", "holds_more_than", "start_of"]

BLOCK_BYTES = 200_000
# Lines may be long: those of a table of twenty thousand columns are.
_FEWEST_LINES = 30
_MOST_BYTES_OF_START = 100 * BLOCK_BYTES


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


_Opener = Callable[[Path, Literal["rb"]], AbstractContextManager[_Readable]]


def _open_zip(path: Path, _: Literal["rb"]) -> IO[bytes]:
    """Open the only file in an archive."""
    archive = zipfile.ZipFile(path)
    members = [name for name in archive.namelist() if not name.endswith("/")]
    if len(members) != 1:
        raise DatasetError(f"{path.name} holds {len(members)} files; expected one table, so unpack it first")
    return archive.open(members[0])


_OPENERS: dict[str, _Opener] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open, ".zip": _open_zip}
COMPRESSIONS = tuple(_OPENERS)


def blocks(path: Path) -> Iterator[bytes]:
    """Yield the content of a file, decompressed, `BLOCK_BYTES` at a time."""
    opener: _Opener = _OPENERS.get(path.suffix.lower(), open)
    try:
        with opener(path, "rb") as file:
            while block := file.read(BLOCK_BYTES):
                yield block
    except FileNotFoundError:
        raise DatasetError(f"there is no file {path}; check the path") from None
    except IsADirectoryError:
        raise DatasetError(f"{path} is a folder; expected a file") from None
    except (OSError, EOFError, lzma.LZMAError, zipfile.BadZipFile) as error:
        raise DatasetError(f"{path.name} cannot be read: {error}") from error


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
