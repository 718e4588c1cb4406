"""A suite or a list of tasks of OpenML as a collection, read through the `openml` package (extra `openml`)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from metaselect.data.collections.collection_entry import CollectionEntry
from metaselect.data.dataset import Dataset
from metaselect.data.tasks import is_classification
from metaselect.exceptions import DatasetError, MissingBackendError, first_line

__all__ = ["PREFIX", "OpenMLEntry", "read_openml_collection"]

PREFIX = "openml:"


@dataclass(frozen=True)
class OpenMLEntry(CollectionEntry):
    """One task of OpenML, not yet downloaded; its `path` is no file but the place of the task at OpenML.

    Attributes
    ----------
    task_id : int
        Its number at OpenML.
    """

    task_id: int = 0

    def read(self) -> Dataset:
        """Return the Dataset, downloaded unless the `openml` package has it already."""
        openml = _import_openml()
        try:
            dataset = openml.tasks.get_task(self.task_id).get_dataset(download_data=True)
            X, y, _, _ = dataset.get_data(target=self.target, dataset_format="dataframe")
        except _failures(openml) as error:
            raise DatasetError(f"task {self.task_id} of OpenML cannot be read: {first_line(error)}") from error
        # The labels that are declared may be more than those that occur, so the kind of classification is looked at.
        task = "classification" if is_classification(self.task) else self.task
        return Dataset.from_arrays(_dense(X), y, name=self.name, task=task, origin=self.origin, target=self.target)


def read_openml_collection(source: str) -> list[CollectionEntry]:
    """Return the entries of `openml:suite/ID` or `openml:tasks/ID,ID,...`; no data is downloaded yet.

    The origin is the name of the dataset, which its versions at OpenML share.

    Raises
    ------
    DatasetError
        If the source is written otherwise, OpenML does not answer, or a task is neither classification nor regression.
    MissingBackendError
        If the `openml` package is not installed.
    """
    kind, _, value = source.removeprefix(PREFIX).partition("/")
    ids = [part.strip() for part in value.split(",") if part.strip()]
    is_tasks = kind == "tasks" and ids and all(part.isdecimal() for part in ids)
    if not is_tasks and not (kind == "suite" and len(ids) == 1):
        raise DatasetError(f"source {source!r} is not understood; use openml:suite/99 or openml:tasks/3,31")
    openml = _import_openml()
    try:
        if kind == "suite":
            suite = openml.study.get_suite(int(ids[0]) if ids[0].isdecimal() else ids[0])
            ids = suite.tasks or []
        entries = [_describe(openml, int(task_id)) for task_id in dict.fromkeys(ids)]
    except DatasetError:
        raise
    except _failures(openml) as error:
        raise DatasetError(f"{source} cannot be read from OpenML: {first_line(error)}") from error
    if not entries:
        raise DatasetError(f"{source} lists no task")
    return _with_unique_names(entries)


def _import_openml():
    try:
        import openml
    except ImportError:
        raise MissingBackendError(
            "collections of OpenML need the package openml, which is not installed; "
            "install it with: pip install 'metaselect[openml]'"
        ) from None
    return openml


def _failures(openml) -> tuple[type[Exception], ...]:
    """What the package raises for wrong ids, wrong kinds of study, and a server or a network that does not answer."""
    return (openml.exceptions.PyOpenMLError, OSError, ValueError, AssertionError)


def _describe(openml, task_id: int) -> OpenMLEntry:
    task = openml.tasks.get_task(task_id)
    task_name = _task(task_id, task)  # before its target is asked for: a task of another type has none
    dataset = task.get_dataset(download_data=False)
    return OpenMLEntry(
        name=str(dataset.name),
        path=Path("openml", "tasks", str(task_id)),
        target=str(task.target_name),
        task=task_name,
        origin=str(dataset.name),
        source=f"OpenML task {task_id}, dataset {task.dataset_id}",
        license=dataset.licence or "",
        task_id=task_id,
    )


def _task(task_id: int, task) -> str:
    task_type = str(task.task_type)
    if task_type == "Supervised Regression":
        return "regression"
    if task_type == "Supervised Classification":
        return "binary" if len(task.class_labels or ()) == 2 else "multiclass"
    raise DatasetError(
        f"task {task_id} of OpenML is of type {task_type}; expected supervised classification or regression"
    )


def _with_unique_names(entries: list[OpenMLEntry]) -> list[CollectionEntry]:
    times = Counter(entry.name for entry in entries)
    return [
        replace(entry, name=f"{entry.name}-{entry.task_id}") if times[entry.name] > 1 else entry for entry in entries
    ]


def _dense(X: pd.DataFrame) -> pd.DataFrame:
    return X.apply(lambda column: column.sparse.to_dense() if isinstance(column.dtype, pd.SparseDtype) else column)
