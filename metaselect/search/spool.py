"""A `Dataset` in the memory of this process, as an entry of a collection that its child processes can read."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path

from metaselect.data import CollectionEntry, Dataset

__all__ = ["SpooledDataset", "spool"]


@dataclass(frozen=True)
class SpooledDataset(CollectionEntry):
    """A dataset that this process wrote for its children, in a private folder.

    Attributes
    ----------
    name, path, target, task, origin, source, license, format, group, time
        As of `CollectionEntry`; the path is that of a pickle, which nobody else wrote.
    """

    def read(self) -> Dataset:
        """Return the Dataset."""
        with self.path.open("rb") as file:
            dataset: Dataset = pickle.load(file)
        return dataset


def spool(dataset: Dataset, folder: Path) -> SpooledDataset:
    """Write a dataset for the children of this process.

    Parameters
    ----------
    dataset : Dataset
        Of any size.
    folder : Path
        Private to this process.
    """
    path = folder / "dataset"
    with path.open("wb") as file:
        pickle.dump(dataset, file, protocol=pickle.HIGHEST_PROTOCOL)
    return SpooledDataset(dataset.name, path, dataset.target, dataset.task, dataset.origin, format=None)
