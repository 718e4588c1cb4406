"""`LazyTable`: the learning curves of a knowledge base, which few ask for and advice does not need."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cached_property

import pandas as pd

__all__ = ["LazyTable"]


class LazyTable:
    """A table with a column `dataset` that is made when it is first asked for, and kept then.

    Parameters
    ----------
    make : callable
        Returns the DataFrame. A function of a module, so that what holds the table can be sent to another process.
    *arguments : object
        What `make` is called with.

    Examples
    --------
    >>> curves = LazyTable(pd.DataFrame, {"dataset": ["iris", "wine"], "accuracy": [0.9, 0.8]})
    >>> curves.select(["wine"]).rename({"wine": "dataset-1"}).frame
         dataset  accuracy
    0  dataset-1       0.8
    """

    def __init__(self, make: Callable[..., pd.DataFrame], *arguments: object):
        self._make = make
        self._arguments = arguments

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The table itself."""
        return self._make(*self._arguments)

    def select(self, names: Collection[str]) -> LazyTable:
        """Return the rows of some datasets."""
        return LazyTable(_selected, self, names)

    def rename(self, names: Mapping[str, str]) -> LazyTable:
        """Return the table with other names of the datasets, by the names of today."""
        return LazyTable(_renamed, self, names)


def _selected(table: LazyTable, names: Collection[str]) -> pd.DataFrame:
    return table.frame[table.frame["dataset"].isin(names)].reset_index(drop=True)


def _renamed(table: LazyTable, names: Mapping[str, str]) -> pd.DataFrame:
    return table.frame.assign(dataset=table.frame["dataset"].map(names).astype(str))
