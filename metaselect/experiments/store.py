"""`Store`: one SQLite file that holds what was evaluated and can be written to again after any interruption.

Every finished evaluation is a committed row keyed by (dataset, configuration), so that a process killed at any instant
loses no finished one and repeats none.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from metaselect.evaluation import INFRASTRUCTURE_STATUSES, Evaluation
from metaselect.exceptions import Hint, StoreError
from metaselect.learners import Configuration

try:
    import fcntl
except ImportError:  # no POSIX
    fcntl = None  # type: ignore[assignment]  # the one value that says so

__all__ = ["Store"]

# Rows of fewer training rows are in a table of their own: every other query means evaluations at full size.
_SCHEMA = """
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS datasets (name TEXT PRIMARY KEY, description TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS configurations (id TEXT PRIMARY KEY, description TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS evaluations (
    dataset TEXT NOT NULL, configuration TEXT NOT NULL, status TEXT NOT NULL, fold_scores TEXT NOT NULL,
    fit_seconds REAL, predict_seconds REAL, n_train_rows INTEGER, n_test_rows INTEGER, error TEXT NOT NULL,
    resampling TEXT NOT NULL DEFAULT '', peak_megabytes REAL,
    PRIMARY KEY (dataset, configuration)
);
CREATE TABLE IF NOT EXISTS learning_curves (
    dataset TEXT NOT NULL, configuration TEXT NOT NULL, train_share REAL NOT NULL, status TEXT NOT NULL,
    fold_scores TEXT NOT NULL, fit_seconds REAL, predict_seconds REAL, n_train_rows INTEGER, n_test_rows INTEGER,
    error TEXT NOT NULL, resampling TEXT NOT NULL, peak_megabytes REAL,
    PRIMARY KEY (dataset, configuration, train_share)
);
"""
# The table of learning curves is newer than the version and no reason to raise it: whoever does not know it reads all
# the rest as ever.
_SCHEMA_VERSION = 2
# What is new since schema version 1.
_COLUMNS_SINCE_1 = ("resampling TEXT NOT NULL DEFAULT ''", "peak_megabytes REAL")
_COLUMNS = (
    "dataset",
    "configuration",
    "status",
    "fold_scores",
    "fit_seconds",
    "predict_seconds",
    "n_train_rows",
    "n_test_rows",
    "error",
    "resampling",
    "peak_megabytes",
)
_CURVE_COLUMNS = (*_COLUMNS[:2], "train_share", *_COLUMNS[2:])
_MEASURED = ("fit_seconds", "predict_seconds", "peak_megabytes")


class Store:
    """The evaluations of a collection, in the SQLite file at `path`; made when it does not exist.

    Parameters
    ----------
    path : path-like
        The file, in a folder that exists.
    must_exist : bool
        Raise StoreError rather than make a new file.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, Store(f"{folder}/runs.sqlite") as store:
    ...     store.write_evaluation(Evaluation("iris", "ridge-1234", "failed", error="ValueError: no"))
    ...     store.read_evaluations()["status"].tolist()
    ['failed']
    """

    def __init__(self, path: str | Path, *, must_exist: bool = False):
        self.path = Path(path)
        if must_exist and not self.path.is_file():
            raise StoreError(
                f"there is no store {self.path}", hint=Hint("make store", "make one with Store and run_batch")
            )
        if not self.path.parent.is_dir():
            raise StoreError(
                f"the folder {self.path.parent} for the store {self.path.name} does not exist; create it first"
            )
        try:
            # The threads that hand out work ask what is done already: one connection, one at a time.
            self._connection = sqlite3.connect(self.path, timeout=60, check_same_thread=False)
            self._lock = threading.Lock()
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.executescript(_SCHEMA)
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{self.path} cannot be used as a store: {error}") from error
        self._check_version()

    def _check_version(self) -> None:
        version = self.read_settings().get("schema_version")
        if version is None:
            self.write_settings({"schema_version": _SCHEMA_VERSION})
        elif version == 1:
            self._upgrade()
        elif version != _SCHEMA_VERSION:
            raise StoreError(f"{self.path} has schema version {version}, this metaselect writes {_SCHEMA_VERSION}")

    def _upgrade(self) -> None:
        """Add what schema version 1 lacked, or find that another process has just done so."""
        with self._lock, self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            present = {row[1] for row in self._connection.execute("PRAGMA table_info(evaluations)")}
            for column in _COLUMNS_SINCE_1:
                if column.split()[0] not in present:
                    self._connection.execute(f"ALTER TABLE evaluations ADD COLUMN {column}")
        self.write_settings({"schema_version": _SCHEMA_VERSION})

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @contextmanager
    def presence(self) -> Iterator[bool]:
        """Yield whether no other process is in such a block for this store; the system forgets a process that ends."""
        if fcntl is None:
            yield True
            return
        # Beside the file: closing a second handle of the store itself would release SQLite's own locks.
        with self.path.with_name(f"{self.path.name}-lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                is_alone = True
            except OSError:
                is_alone = False
            yield is_alone

    def read_settings(self) -> dict[str, Any]:
        """Return the settings under which the evaluations were made."""
        rows = self._read("SELECT name, value FROM settings")
        return {name: json.loads(value) for name, value in rows}

    def write_settings(self, settings: Mapping[str, object]) -> None:
        """Record settings."""
        rows = [(name, json.dumps(value)) for name, value in settings.items()]
        self._write("INSERT OR REPLACE INTO settings VALUES (?, ?)", rows)

    def write_configurations(self, configurations: Iterable[Configuration]) -> None:
        """Record what the ids of configurations mean."""
        rows = [(configuration.id, json.dumps(configuration.to_dict())) for configuration in configurations]
        self._write("INSERT OR IGNORE INTO configurations VALUES (?, ?)", rows)

    def read_configurations(self) -> dict[str, Configuration]:
        """Return the configurations by id."""
        rows = self._read("SELECT id, description FROM configurations ORDER BY rowid")
        return {id_: Configuration(**json.loads(description)) for id_, description in rows}

    def write_dataset(self, name: str, description: Mapping[str, object]) -> None:
        """Record what is known of a dataset: task, origin, sizes, dummy scores, metafeatures.

        Parameters
        ----------
        name : str
            What evaluations call it.
        description : mapping
            As of `describe_collection`, with where it is from; must be plain data.
        """
        self._write("INSERT OR REPLACE INTO datasets VALUES (?, ?)", [(name, json.dumps(description))])

    def read_datasets(self) -> dict[str, dict[str, Any]]:
        """Return the descriptions of the datasets by name."""
        rows = self._read("SELECT name, description FROM datasets ORDER BY name")
        return {name: json.loads(description) for name, description in rows}

    def write_evaluation(self, evaluation: Evaluation) -> None:
        """Record one evaluation, committed when this returns; it replaces an earlier row of the same pair.

        A row of infrastructure, which says nothing of the learner, replaces none.
        """
        otherwise = "IGNORE" if evaluation.status in INFRASTRUCTURE_STATUSES else "REPLACE"
        self._write(*_insertion(evaluation, otherwise))

    def write_all(
        self,
        settings: Mapping[str, object],
        datasets: Mapping[str, Mapping[str, object]],
        configurations: Iterable[Configuration],
        evaluations: Iterable[Evaluation],
    ) -> None:
        """Record all of this or nothing; it replaces earlier rows of the same keys.

        Parameters
        ----------
        settings : mapping of str to object
            As of `read_settings`.
        datasets : mapping of str to mapping
            Descriptions by name.
        configurations : iterable of Configuration
            What the ids in the evaluations mean.
        evaluations : iterable of Evaluation
            On all training rows and on shares of them.
        """
        insertions = [_insertion(evaluation, "REPLACE") for evaluation in evaluations]
        rows = {
            "INSERT OR REPLACE INTO settings VALUES (?, ?)": settings.items(),
            "INSERT OR REPLACE INTO datasets VALUES (?, ?)": datasets.items(),
            "INSERT OR IGNORE INTO configurations VALUES (?, ?)": [(c.id, c.to_dict()) for c in configurations],
        }
        with self._writing() as connection:
            for statement, pairs in rows.items():
                connection.executemany(statement, [(name, json.dumps(value)) for name, value in pairs])
            for statement, values in insertions:
                connection.executemany(statement, values)

    def finished(self, without: Collection[str] = ()) -> set[tuple[str, str]]:
        """Return the (dataset, configuration) pairs that have a row, except those with a status in `without`."""
        rows = self._read("SELECT dataset, configuration, status FROM evaluations")
        return {(dataset, configuration) for dataset, configuration, status in rows if status not in without}

    def finished_curves(self, without: Collection[str] = ()) -> set[tuple[str, str, float]]:
        """Return the (dataset, configuration, share of the training rows) that have a row, as `finished` does."""
        rows = self._read("SELECT dataset, configuration, train_share, status FROM learning_curves")
        return {tuple(key) for *key, status in rows if status not in without}

    def status(self, dataset: str, configuration: str, train_share: float = 1.0) -> str | None:
        """Return the status of one evaluation, None where it has no row.

        Parameters
        ----------
        dataset, configuration : str
            Name of the dataset and id of the configuration.
        train_share : float
            Share of the training rows that it learned from, all by default.
        """
        key = "dataset = ? AND configuration = ?"
        if train_share == 1.0:
            rows = self._read(f"SELECT status FROM evaluations WHERE {key}", (dataset, configuration))
        else:
            rows = self._read(
                f"SELECT status FROM learning_curves WHERE {key} AND train_share = ?",
                (dataset, configuration, train_share),
            )
        return rows[0][0] if rows else None

    def read_evaluations(self) -> pd.DataFrame:
        """Return one row per evaluation on all training rows; `fold_scores` holds dictionaries."""
        return self._frame("evaluations", _COLUMNS)

    def read_learning_curves(self) -> pd.DataFrame:
        """Return one row per evaluation on a share of the training rows, with `train_share` as its third column."""
        return self._frame("learning_curves", _CURVE_COLUMNS)

    def read_all_evaluations(self) -> list[Evaluation]:
        """Return all evaluations, on all training rows and on shares of them."""
        evaluations = []
        for frame in (self.read_evaluations(), self.read_learning_curves()):
            for row in frame.to_dict("records"):
                scores = {metric: tuple(folds) for metric, folds in row.pop("fold_scores").items()}
                evaluations.append(Evaluation(**row, fold_scores=scores))
        return evaluations

    def _frame(self, table: str, columns: tuple[str, ...]) -> pd.DataFrame:
        rows = self._read(f"SELECT {', '.join(columns)} FROM {table} ORDER BY dataset, configuration")
        frame = pd.DataFrame(rows, columns=list(columns))
        frame["fold_scores"] = [json.loads(text) for text in frame["fold_scores"]]
        # SQLite keeps NaN as NULL, and a column of nothing else would have no type.
        return frame.astype(dict.fromkeys(_MEASURED, float))

    def _read(self, query: str, values: tuple = ()) -> list[tuple]:
        try:
            with self._lock:
                return self._connection.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{self.path} cannot be read: {error}") from error

    def _write(self, statement: str, rows: list[tuple]) -> None:
        """Write rows, committed together when this returns."""
        with self._writing() as connection:
            connection.executemany(statement, rows)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Yield the connection in a transaction, which is committed at the end of the block or undone."""
        try:
            with self._lock, self._connection:
                yield self._connection
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{self.path} cannot be written: {error}") from error


def _insertion(evaluation: Evaluation, otherwise: str) -> tuple[str, list[tuple]]:
    """Return the statement and the row that record an evaluation."""
    table, columns = ("evaluations", _COLUMNS) if evaluation.train_share == 1.0 else ("learning_curves", _CURVE_COLUMNS)
    values = {**vars(evaluation), "fold_scores": json.dumps(evaluation.fold_scores)}
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT OR {otherwise} INTO {table} ({', '.join(columns)}) VALUES ({marks})"
    return statement, [tuple(values[column] for column in columns)]
