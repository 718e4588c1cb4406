"""`PredictionStore`: the out-of-fold predictions of a `Store`, in a SQLite file beside it."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from metaselect.exceptions import StoreError, first_line
from metaselect.experiments._packed_array import PackedArrayError, pack, unpack
from metaselect.experiments._store_file import StoreFile

__all__ = ["PredictionStore"]

_logger = logging.getLogger(__name__)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS predictions (
    dataset TEXT NOT NULL, configuration TEXT NOT NULL, round INTEGER NOT NULL, packed BLOB NOT NULL,
    PRIMARY KEY (dataset, configuration, round)
);
"""


class PredictionStore:
    """Out-of-fold predictions by dataset and configuration; the file is made by the first that are written.

    They are a file of their own because they take a hundred times as much as scores: who sends a store to somebody, or
    reads its scores, can do without.

    Parameters
    ----------
    path : Path
        The SQLite file.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     predictions = PredictionStore(Path(folder, "runs-predictions.sqlite"))
    ...     predictions.write("iris", "ridge-1234", [np.array([0.5, -1.0], dtype=np.float16)])
    ...     kept = predictions.read("iris", "ridge-1234")
    ...     predictions.close()
    >>> kept
    (array([ 0.5, -1. ], dtype=float16),)
    """

    def __init__(self, path: Path):
        self.path = path
        self._opened: StoreFile | None = None
        self._lock = threading.Lock()

    def close(self) -> None:
        """Close the file."""
        if self._opened is not None:
            self._opened.connection.close()
            self._opened = None

    def write(self, dataset: str, configuration: str, rounds: Sequence[np.ndarray]) -> None:
        """Record the predictions of one evaluation, committed when this returns; earlier ones are replaced.

        Parameters
        ----------
        dataset, configuration : str
            Name of the dataset and id of the configuration.
        rounds : list of ndarray of float16
            As of `keep_predictions`.
        """
        rows = [(dataset, configuration, number, pack(values)) for number, values in enumerate(rounds)]
        file = self._file()
        if file.is_read_only:
            raise StoreError(f"{self.path} cannot be written, only read; copy it to a folder where you may write")
        try:
            with self._lock, file.connection as connection:
                connection.execute(f"DELETE FROM predictions WHERE {_KEY}", (dataset, configuration))
                connection.executemany("INSERT INTO predictions VALUES (?, ?, ?, ?)", rows)
        except (sqlite3.Error, UnicodeEncodeError) as error:
            raise StoreError(f"{self.path} cannot be written: {first_line(error)}") from error

    def read(self, dataset: str, configuration: str) -> tuple[np.ndarray, ...]:
        """Return the predictions of each round of folds; none where there are none, or they are damaged.

        Parameters
        ----------
        dataset, configuration : str
            Name of the dataset and id of the configuration.
        """
        rows = self._read(f"SELECT packed FROM predictions WHERE {_KEY} ORDER BY round", (dataset, configuration))
        try:
            return tuple(unpack(packed) for (packed,) in rows)
        except (PackedArrayError, TypeError) as error:
            _logger.warning("%s: %s of %s on %s; left out", self.path, first_line(error), configuration, dataset)
            return ()

    def finished(self) -> set[tuple[str, str]]:
        """Return the (dataset, configuration) pairs that there are predictions of."""
        return set(self._read("SELECT DISTINCT dataset, configuration FROM predictions"))

    def _read(self, query: str, values: Iterable = ()) -> list[tuple]:
        if not self.path.exists():
            return []
        file = self._file()
        try:
            with self._lock:
                return file.connection.execute(query, tuple(values)).fetchall()
        except sqlite3.Error as error:
            raise StoreError(f"{self.path} cannot be read: {first_line(error)}") from error

    def _file(self) -> StoreFile:
        if self._opened is None:
            self._opened = StoreFile(self.path, _SCHEMA)
        self._opened.check_is_there()
        return self._opened


_KEY = "dataset = ? AND configuration = ?"
