"""Where metaselect keeps what a user taught it and what it can find out again; and how files are written whole."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

__all__ = ["cache_folder", "data_folder", "write_atomically"]


def data_folder() -> Path:
    """Return the user's data folder of metaselect, which may not exist yet.

    The environment variable METASELECT_DATA_DIR, or the place that the platform has for data of applications.
    """
    chosen = os.environ.get("METASELECT_DATA_DIR")
    return Path(chosen).expanduser() if chosen else platformdirs.user_data_path("metaselect", appauthor=False)


def cache_folder() -> Path:
    """Return the user's cache folder of metaselect, which may not exist yet.

    The environment variable METASELECT_CACHE_DIR, or the place that the platform has for caches.
    """
    chosen = os.environ.get("METASELECT_CACHE_DIR")
    return Path(chosen).expanduser() if chosen else platformdirs.user_cache_path("metaselect", appauthor=False)


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
