"""Things are handed to the processes of this call, and back, in files of a private folder.

These are pickles, the only ones that are read anywhere: no file is read here that somebody else may have written.
"""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any
from uuid import uuid4

__all__ = ["hand_over", "take_over"]


def hand_over(thing: object, folder: Path, path: Path | None = None) -> Path:
    """Write a thing for another process of this call, and return the file.

    Parameters
    ----------
    thing : object
        Of types that the other process can import.
    folder : Path
        As of `tempfile.TemporaryDirectory`: nobody but this user can write there.
    path : Path, optional
        The file; a new one in the folder when not given.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     take_over(hand_over([1, 2], Path(folder)))
    [1, 2]
    """
    path = path or folder / uuid4().hex
    with path.open("wb") as file:
        pickle.dump(thing, file, protocol=pickle.HIGHEST_PROTOCOL)
    return path


def take_over(path: Path) -> Any:
    """Return what another process of this call has handed over.

    Parameters
    ----------
    path : Path
        As of `hand_over`.
    """
    # It executes what it reads: a file in a private folder, which a process of this very call wrote a moment ago.
    with path.open("rb") as file:
        return pickle.load(file)
