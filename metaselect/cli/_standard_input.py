"""Standard input as a file, for commands that read a table: a table is looked at more than once."""

from __future__ import annotations

import atexit
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from metaselect.exceptions import DatasetError, MetaSelectError

__all__ = ["CALLED", "STANDARD_INPUT", "called_standard_input", "save_standard_input"]

STANDARD_INPUT = "-"
# In messages, and as the name of the dataset.
CALLED = "standard input"
# What the name of a file would say, by the bytes that it begins with.
_SUFFIXES = {
    b"\x1f\x8b": ".csv.gz",
    b"BZh": ".csv.bz2",
    b"\xfd7zXZ": ".csv.xz",
    b"PK\x03\x04": ".csv.zip",
    b"PAR1": ".parquet",
    b"ARROW1": ".feather",
}
_WORDS = {b"@relation": ".arff", b"[{": ".json", b'{"': ".json", b"[[": ".json"}


def save_standard_input() -> str:
    """Return the path of a file with what standard input holds; it is gone when the command ends.

    Raises
    ------
    DatasetError
        If nothing is piped in.
    """
    import shutil  # here, not above: few tables are piped in, and --help needs none of it
    import tempfile

    if sys.stdin is None or sys.stdin.closed or sys.stdin.isatty():
        raise DatasetError("nothing is piped into standard input; give a file, or pipe one in: cat FILE | ...")
    folder = tempfile.mkdtemp(prefix="metaselect-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    source = getattr(sys.stdin, "buffer", None)
    path = Path(folder, "standard_input")
    with path.open("wb") as file:
        if source is None:  # replaced by a text, as in a notebook
            file.write(sys.stdin.read().encode())
        else:
            shutil.copyfileobj(source, file, 2**20)
    return str(path.rename(path.with_name(path.name + _suffix(path))))


@contextmanager
def called_standard_input(path: str) -> Iterator[str]:
    """Yield the path that `save_standard_input` returned; errors raised meanwhile call it standard input."""
    try:
        yield path
    except MetaSelectError as error:
        error.message = error.message.replace(path, CALLED).replace(Path(path).name, CALLED)
        raise


def _suffix(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4096)
        file.seek(0)
        is_workbook = start.startswith(b"PK") and b"xl/" in file.read(2**22)
    if is_workbook:
        return ".xlsx"
    for first, suffix in _SUFFIXES.items():
        if start.startswith(first):
            return suffix
    words = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    # Comments stand above the first word of an ARFF file.
    word = b"\n".join(line for line in words.split(b"\n") if line[:1] != b"%").lstrip().lower()
    found = next((suffix for first, suffix in _WORDS.items() if word.replace(b" ", b"").startswith(first)), ".csv")
    return ".jsonl" if found == ".json" and word.startswith(b"{") and b"}\n{" in start.replace(b"\r", b"") else found
