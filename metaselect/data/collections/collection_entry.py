"""`CollectionEntry`: one dataset of a collection, not yet read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from metaselect.data.dataset import Dataset
from metaselect.data.dataset_from_file import read_dataset
from metaselect.data.reading.csv_format import CsvFormat

__all__ = ["CollectionEntry"]

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
        The file to be read.
    source, license : str
        Where the table comes from and under which terms; empty where the manifest does not say.
    format : CsvFormat, optional
        How the file is written; found out when None.
    group, time : str
        Columns that say which rows belong together, and when they were; empty where there is none. Folds respect them.
    """

    name: str
    path: Path
    target: str
    task: str
    origin: str
    source: str = ""
    license: str = ""
    format: CsvFormat | None = _FORMAT
    group: str = ""
    time: str = ""

    @property
    def roles(self) -> dict[str, str]:
        """What the group and the time are there for."""
        return {column: role for role in ("group", "time") if (column := getattr(self, role))}

    def read(self) -> Dataset:
        """Return the Dataset."""
        return read_dataset(
            self.path,
            self.target,
            task=self.task,
            name=self.name,
            origin=self.origin,
            format=self.format,
            roles=self.roles or None,
        )
