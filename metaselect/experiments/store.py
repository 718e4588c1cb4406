"""`Store`: one SQLite file that holds what was evaluated and can be written to again after any interruption.

Every finished evaluation is a committed row keyed by (dataset, configuration), so that a process killed at any instant
loses no finished one and repeats none.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from metaselect.evaluation import INFRASTRUCTURE_STATUSES, Evaluation
from metaselect.exceptions import Hint, StoreError, first_line
from metaselect.experiments._store_file import StoreFile
from metaselect.experiments._store_rows import RowError, configuration_in_row, dataset_in_row, evaluation_in_row
from metaselect.experiments.prediction_store import PredictionStore
from metaselect.learners import Configuration

try:
    import fcntl
except ImportError:  # no POSIX
    fcntl = None  # type: ignore[assignment]  # the one value that says so

__all__ = ["Store"]

_logger = logging.getLogger(__name__)
_Kept = TypeVar("_Kept")

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
# What an id means does not change; a row that is damaged is replaced, at its place.
_INSERT_CONFIGURATION = (
    "INSERT INTO configurations VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET description = excluded.description"
)
_CURVE_COLUMNS = (*_COLUMNS[:2], "train_share", *_COLUMNS[2:])
# Of SQLite, of its text and of its numbers: names of files need be no text.
_REFUSALS = (sqlite3.Error, UnicodeEncodeError, OverflowError)
_MEASURED = ("fit_seconds", "predict_seconds", "peak_megabytes")


class Store:
    """The evaluations of a collection, in the SQLite file at `path`; made when it does not exist.

    A row that is damaged is named in a warning to the log and left out, as if it had never been written. A file that
    cannot be written to can be read. Predictions are in a file beside it, `runs-predictions.sqlite` for `runs.sqlite`.

    Parameters
    ----------
    path : path-like
        The file, in a folder that exists.
    must_exist : bool
        Raise StoreError rather than make a new file.

    Attributes
    ----------
    path : Path
        The file.
    predictions : PredictionStore
        Out-of-fold predictions of the evaluations.

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
        self.predictions = PredictionStore(self.path.with_stem(f"{self.path.stem}-predictions"))
        self._file = StoreFile(self.path, _SCHEMA)
        self._connection = self._file.connection
        self._lock = threading.Lock()
        self._damaged: set[str] = set()
        self._check_version()

    def _check_version(self) -> None:
        version = self.read_settings().get("schema_version")
        if version is None and not self._file.is_read_only:
            self.write_settings({"schema_version": _SCHEMA_VERSION})
        elif version == 1:
            self._upgrade()
        elif version not in (None, _SCHEMA_VERSION):
            raise StoreError(f"{self.path} has schema version {version}, this metaselect writes {_SCHEMA_VERSION}")

    def _upgrade(self) -> None:
        """Add what schema version 1 lacked, or find that another process has just done so."""
        with self._lock, self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            present = {row[1] for row in self._connection.execute("PRAGMA table_info(evaluations)")}
            for column in _COLUMNS_SINCE_1:
                if column.split()[0] not in present:
                    self._connection.execute(f"ALTER TABLE evaluations ADD COLUMN {column}")
            self._connection.execute(
                "INSERT OR REPLACE INTO settings VALUES ('schema_version', ?)", (json.dumps(_SCHEMA_VERSION),)
            )

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        """Close the file, and that of the predictions."""
        self._connection.close()
        self.predictions.close()

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
        """Return the settings under which the evaluations were made.

        Raises
        ------
        StoreError
            If they are damaged: without them nothing in the store can be compared with anything.
        """
        settings = {}
        for name, value in self._read("SELECT name, value FROM settings"):
            try:
                settings[str(name)] = json.loads(value)
            except (TypeError, ValueError, RecursionError) as error:
                raise StoreError(
                    f"{self.path} is damaged: its setting {name} is {first_line(repr(value), 60)}"
                ) from error
        if not isinstance(settings.get("batch", {}), dict):
            raise StoreError(f"{self.path} is damaged: its settings are no settings")
        return settings

    def write_settings(self, settings: Mapping[str, object]) -> None:
        """Record settings."""
        rows = [(name, json.dumps(value)) for name, value in settings.items()]
        self._write("INSERT OR REPLACE INTO settings VALUES (?, ?)", rows)

    def write_configurations(self, configurations: Iterable[Configuration]) -> None:
        """Record what the ids of configurations mean."""
        rows = [(configuration.id, json.dumps(configuration.to_dict())) for configuration in configurations]
        self._write(_INSERT_CONFIGURATION, rows)

    def read_configurations(self) -> dict[str, Configuration]:
        """Return the configurations by id."""
        rows = self._read("SELECT id, description FROM configurations ORDER BY rowid")
        return self._intact("configuration", rows, configuration_in_row)

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
        return self._intact("dataset", rows, dataset_in_row)

    def write_evaluation(self, evaluation: Evaluation) -> None:
        """Record one evaluation, committed when this returns; it replaces an earlier row of the same pair.

        A row of infrastructure, which says nothing of the learner, replaces none. Predictions come first: a row says
        that all of it is there.
        """
        if evaluation.out_of_fold:
            self.predictions.write(evaluation.dataset, evaluation.configuration, evaluation.out_of_fold)
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
            _INSERT_CONFIGURATION: [(c.id, c.to_dict()) for c in configurations],
        }
        with self._writing() as connection:
            for statement, pairs in rows.items():
                connection.executemany(statement, [(name, json.dumps(value)) for name, value in pairs])
            for statement, values in insertions:
                connection.executemany(statement, values)

    def finished(self, without: Collection[str] = ()) -> set[tuple[str, str]]:
        """Return the (dataset, configuration) pairs that have a row, except those with a status in `without`."""
        rows = self._rows("evaluations", _COLUMNS)
        return {(row.dataset, row.configuration) for row in rows if row.status not in without}

    def finished_curves(self, without: Collection[str] = ()) -> set[tuple[str, str, float]]:
        """Return the (dataset, configuration, share of the training rows) that have a row, as `finished` does."""
        rows = self._rows("learning_curves", _CURVE_COLUMNS)
        return {(row.dataset, row.configuration, row.train_share) for row in rows if row.status not in without}

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
            rows = self._rows("evaluations", _COLUMNS, key, (dataset, configuration))
        else:
            key = f"{key} AND train_share = ?"
            rows = self._rows("learning_curves", _CURVE_COLUMNS, key, (dataset, configuration, train_share))
        return rows[0].status if rows else None

    def read_evaluations(self) -> pd.DataFrame:
        """Return one row per evaluation on all training rows; `fold_scores` holds dictionaries."""
        return self._frame("evaluations", _COLUMNS)

    def read_learning_curves(self) -> pd.DataFrame:
        """Return one row per evaluation on a share of the training rows, with `train_share` as its third column."""
        return self._frame("learning_curves", _CURVE_COLUMNS)

    def read_all_evaluations(self) -> list[Evaluation]:
        """Return all evaluations, on all training rows and on shares of them."""
        return [*self._rows("evaluations", _COLUMNS), *self._rows("learning_curves", _CURVE_COLUMNS)]

    def _frame(self, table: str, columns: tuple[str, ...]) -> pd.DataFrame:
        rows = [
            {
                **{name: vars(row)[name] for name in columns},
                "fold_scores": {metric: list(folds) for metric, folds in row.fold_scores.items()},
            }
            for row in self._rows(table, columns)
        ]
        # A column of nothing would have no type.
        return pd.DataFrame(rows, columns=list(columns)).astype(dict.fromkeys(_MEASURED, float))

    def _rows(
        self, table: str, columns: tuple[str, ...], condition: str = "TRUE", values: tuple = ()
    ) -> list[Evaluation]:
        query = f"SELECT {', '.join(columns)} FROM {table} WHERE {condition} ORDER BY dataset, configuration"
        evaluations = []
        for row in self._read(query, values):
            try:
                evaluations.append(evaluation_in_row(dict(zip(columns, row, strict=True))))
            except RowError as error:
                self._warn_once(f"the evaluation of {row[1]} on {row[0]}", error)
        return evaluations

    def _intact(self, what: str, rows: list[tuple], read: Callable[[object, object], _Kept]) -> dict[str, _Kept]:
        """Return what was kept by its name, without what is damaged."""
        intact = {}
        for name, text in rows:
            try:
                intact[str(name)] = read(name, text)
            except RowError as error:
                self._warn_once(f"the {what} {name}", error)
        return intact

    def _warn_once(self, which: str, error: RowError) -> None:
        which = first_line(which)
        if which not in self._damaged:
            self._damaged.add(which)
            _logger.warning("%s: %s is damaged and left out: %s", self.path, which, error)

    def _read(self, query: str, values: tuple = ()) -> list[tuple]:
        self._file.check_is_there()
        try:
            with self._lock:
                return self._connection.execute(query, values).fetchall()
        except _REFUSALS as error:
            raise StoreError(f"{self.path} cannot be read: {first_line(error)}") from error

    def _write(self, statement: str, rows: list[tuple]) -> None:
        """Write rows, committed together when this returns."""
        with self._writing() as connection:
            connection.executemany(statement, rows)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Yield the connection in a transaction, which is committed at the end of the block or undone."""
        if self._file.is_read_only:
            raise StoreError(f"{self.path} cannot be written, only read; copy it to a folder where you may write")
        self._file.check_is_there()
        try:
            with self._lock, self._connection:
                yield self._connection
        except _REFUSALS as error:
            raise StoreError(f"{self.path} cannot be written: {first_line(error)}") from error


def _insertion(evaluation: Evaluation, otherwise: str) -> tuple[str, list[tuple]]:
    """Return the statement and the row that record an evaluation."""
    table, columns = ("evaluations", _COLUMNS) if evaluation.train_share == 1.0 else ("learning_curves", _CURVE_COLUMNS)
    values = {**vars(evaluation), "fold_scores": json.dumps(evaluation.fold_scores)}
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT OR {otherwise} INTO {table} ({', '.join(columns)}) VALUES ({marks})"
    return statement, [tuple(values[column] for column in columns)]
