"""The file of a `Store`: opened only where it is one, watched, and read from media that cannot be written to."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from metaselect.exceptions import StoreError, shorten

__all__ = ["StoreFile"]

_SECONDS_TO_WAIT = 60
# What SQLite keeps for itself.
_OWN_OF_SQLITE = "sqlite_"


class StoreFile:
    """A SQLite file with the tables of a store, made where it does not exist.

    Parameters
    ----------
    path : Path
        The file, in a folder that exists.
    schema : str
        Statements that make the tables where they do not exist.

    Attributes
    ----------
    connection : sqlite3.Connection
        To the file; to a copy in memory where the file cannot be written to.
    is_read_only : bool
        Whether it is a copy.

    Raises
    ------
    StoreError
        If the file is something else than a store.
    """

    def __init__(self, path: Path, schema: str):
        self._path = path
        if path.exists() and not path.is_file():
            raise StoreError(f"{path} cannot be used as a store: it is no file")
        try:
            self.is_read_only = not _can_be_written(path)
            self.connection = _copy_in_memory(path) if self.is_read_only else _open(path)
            # What an editor or another program wrote there is for those who read it to judge.
            self.connection.text_factory = lambda text: text.decode("utf-8", "backslashreplace")
            _check_tables(self.connection, path, schema)
            if not self.is_read_only:
                self.connection.execute("PRAGMA journal_mode=WAL")
            self.connection.executescript(schema)
        except sqlite3.Error as error:
            raise StoreError(f"{path} cannot be used as a store: {error}") from error
        except OSError as error:
            raise StoreError(f"{path} cannot be used as a store: {error.strerror}") from error
        self._identity = None if self.is_read_only else _identity(path)

    def check_is_there(self) -> None:
        """Raise StoreError where the file was removed or replaced: what is written would go nowhere."""
        if self._identity is not None and _identity(self._path) != self._identity:
            raise StoreError(
                f"{self._path} was removed or replaced while it was in use: what is evaluated cannot be stored; "
                "put it back, or begin with a new store"
            )


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _can_be_written(path: Path) -> bool:
    """Return whether a file can be changed, and others made beside it, as SQLite does."""
    try:
        if path.exists():
            with path.open("r+b"):
                pass
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError:
        return not path.exists()  # the error in making it says more
    return True


def _open(path: Path) -> sqlite3.Connection:
    # The threads that hand out work ask what is done already: one connection, one at a time.
    return sqlite3.connect(path, timeout=_SECONDS_TO_WAIT, check_same_thread=False)


def _copy_in_memory(path: Path) -> sqlite3.Connection:
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        # The last rows are in the log, which SQLite reads only where it may write beside it.
        with tempfile.TemporaryDirectory() as folder:
            for file in (path, log):
                shutil.copyfile(file, Path(folder, file.name))
            return _read_whole(Path(folder, path.name), "mode=rw")
    return _read_whole(path, "mode=ro&immutable=1")


def _read_whole(path: Path, how: str) -> sqlite3.Connection:
    memory = sqlite3.connect(":memory:", check_same_thread=False)
    with closing(sqlite3.connect(f"file:{quote(os.fspath(path.absolute()))}?{how}", uri=True)) as source:
        source.backup(memory)
    return memory


def _check_tables(connection: sqlite3.Connection, path: Path, schema: str) -> None:
    """Refuse a file of another program, or one that would do more than keep what is written to it."""
    rows = connection.execute("SELECT type, name FROM sqlite_master").fetchall()
    present = {name: kind for kind, name in rows if not str(name).startswith(_OWN_OF_SQLITE) and kind != "index"}
    with closing(sqlite3.connect(":memory:")) as model:
        model.executescript(schema)
        ours = [name for (name,) in model.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        known = {name: _keys(model, name) for name in ours}
    foreign = [name for name, kind in present.items() if name not in known or kind != "table"]
    changed = [name for name in present if name in known and not known[name] <= _keys(connection, name)]
    if foreign or changed:
        raise StoreError(
            f"{path} cannot be used as a store: it is a SQLite file of something else, with {shorten(present, 5)}; "
            "choose another path"
        )


def _keys(connection: sqlite3.Connection, table: str) -> set[str]:
    """Return the columns by which a table tells rows apart, those that every version of it has."""
    return {str(row[1]) for row in connection.execute(f"PRAGMA table_info({table})") if row[5]}
