"""A folder of datasets and the table that describes them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from metaselect.data.csv_format import CsvFormat
from metaselect.data.dataset import Dataset
from metaselect.data.readers import read_dataset
from metaselect.data.tasks import TASKS
from metaselect.exceptions import DatasetError, shorten

__all__ = ["CollectionEntry", "read_collection"]

_COLUMNS = ("name", "file", "target", "task")
# Collections are clean UTF-8 files in which only the empty cell is missing; "None" or "?" there is a category.
_FORMAT = CsvFormat(missing=("",))


@dataclass(frozen=True)
class CollectionEntry:
    """One dataset of a collection, not yet read.

    Attributes
    ----------
    name, target, task, origin : str
        As in `Dataset`.
    path : Path
    source, licence : str
        Where the table comes from and under which terms; empty where the manifest does not say.
    """

    name: str
    path: Path
    target: str
    task: str
    origin: str
    source: str = ""
    licence: str = ""

    def read(self) -> Dataset:
        """Return the Dataset."""
        return read_dataset(self.path, self.target, task=self.task, name=self.name, origin=self.origin, format=_FORMAT)


def read_collection(folder: str | Path) -> list[CollectionEntry]:
    """Return the entries of the collection in `folder`, as listed in its `manifest.csv`.

    The manifest has the columns name, file, target and task, and may have family (the origin that variants of one
    source share), source and license_or_origin.

    Raises
    ------
    DatasetError
        If there is no manifest, it lacks a column, a name occurs twice, or a task is unknown.
    """
    path = Path(folder) / "manifest.csv"
    if not path.is_file():
        raise DatasetError(f"{folder} has no manifest.csv; expected a table with the columns {', '.join(_COLUMNS)}")
    try:
        manifest = pd.read_csv(path, dtype=str, keep_default_na=False, index_col=False)
    except (OSError, ValueError) as error:  # pandas' parser errors are ValueErrors
        raise DatasetError(f"{path} cannot be read: {error}") from error
    missing = [column for column in _COLUMNS if column not in manifest.columns]
    if missing:
        raise DatasetError(f"{path} lacks the column {', '.join(missing)}; it has {shorten(manifest.columns)}")
    twice = manifest["name"][manifest["name"].duplicated()]
    if len(twice):
        raise DatasetError(f"{path} lists {shorten(twice)} twice; names must be unique")
    unknown = sorted(set(manifest["task"]) - set(TASKS))
    if unknown:
        raise DatasetError(f"{path} has the task {shorten(unknown)}; use {', '.join(TASKS)}")
    return [
        CollectionEntry(
            name=row["name"],
            path=Path(folder) / row["file"],
            target=row["target"],
            task=row["task"],
            origin=row.get("family") or row["name"],
            source=row.get("source", ""),
            licence=row.get("license_or_origin", ""),
        )
        for row in manifest.to_dict("records")
    ]
