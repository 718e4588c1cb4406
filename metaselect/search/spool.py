"""A `Dataset` in the memory of this process, as an entry of a collection that its child processes can read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from metaselect.data import CollectionEntry, Dataset
from metaselect.experiments import hand_over, take_over

__all__ = ["SpooledDataset", "spool"]


@dataclass(frozen=True)
class SpooledDataset(CollectionEntry):
    """A dataset that this process wrote for its children, in a private folder.

    Attributes
    ----------
    name, path, target, task, origin, source, license, format, group, time
        As of `CollectionEntry`; the path is as of `hand_over`.
    """

    def read(self) -> Dataset:
        """Return the Dataset."""
        dataset: Dataset = take_over(self.path)
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
    path = hand_over(dataset, folder)
    return SpooledDataset(dataset.name, path, dataset.target, dataset.task, dataset.origin, format=None)
