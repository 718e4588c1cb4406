"""Where metaselect keeps what a user taught it and what it can find out again; and how files are written whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import platformdirs

__all__ = ["cache_folder", "data_folder", "is_known", "opened_atomically", "write_atomically"]


def data_folder() -> Path:
    """Return the user's data folder of metaselect, which may not exist yet.

    The environment variable METASELECT_DATA_DIR, or the place that the platform has for data of applications.
    """
    return _chosen("METASELECT_DATA_DIR") or platformdirs.user_data_path("metaselect", appauthor=False)


def cache_folder() -> Path:
    """Return the user's cache folder of metaselect, which may not exist yet.

    The environment variable METASELECT_CACHE_DIR, or the place that the platform has for caches; one for temporary
    files where no home folder is known.
    """
    folder = _chosen("METASELECT_CACHE_DIR") or platformdirs.user_cache_path("metaselect", appauthor=False)
    return folder if is_known(folder) else Path(tempfile.gettempdir()) / "metaselect"


def is_known(folder: Path) -> bool:
    """Return whether a folder is a real one, and not in a home folder that is not known."""
    return not folder.parts[:1] or not folder.parts[0].startswith("~")


def _chosen(variable: str) -> Path | None:
    """Return the folder that an environment variable names, None where it is not set."""
    chosen = os.environ.get(variable)
    return Path(os.path.expanduser(chosen)) if chosen else None


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a file so that at any instant it is the old one or the new one, and no reader sees half of it.

    The content is written to a hidden file beside it, which then takes its place; other processes may do the same.

    Parameters
    ----------
    path : Path
        In a folder that exists.
    content : str or bytes
        Text is written as UTF-8, its line ends as they are.

    Raises
    ------
    OSError
        If it cannot be written; the old file is as it was, and nothing is left beside it.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_atomically(Path(folder, "notes.txt"), "one line")
    ...     [file.name for file in Path(folder).iterdir()]
    ['notes.txt']
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_bytes(content.encode() if isinstance(content, str) else content)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def opened_atomically(path: Path) -> Iterator[TextIO]:
    """Open a file for text that is written bit by bit, so that it is the old one until all is written.

    Parameters
    ----------
    path : Path
        In a folder that exists. Text is written as UTF-8, its line ends as they are.

    Raises
    ------
    OSError
        If it cannot be written; then, and after any other error, the old file is as it was, and nothing is left.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with opened_atomically(Path(folder, "notes.txt")) as file:
    ...         count = file.write("one line")
    ...     Path(folder, "notes.txt").read_text()
    'one line'
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("w", encoding="utf-8", newline="") as file:
            yield file
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
