"""The index of a table becomes columns where it says something: it has a name, or is a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import pandas as pd

from metaselect.data.notes import Note
from metaselect.data.reading.repairs.repair import TableRepair

__all__ = ["IndexColumns"]

_TIMES = (pd.DatetimeIndex, pd.PeriodIndex, pd.TimedeltaIndex)


def with_index(table: pd.DataFrame, names: tuple[str, ...]) -> pd.DataFrame:
    """Return the table with its index as columns of these names, in front of the others."""
    return table.reset_index(names=list(names)) if table.index.nlevels == len(names) else table


@dataclass(frozen=True)
class IndexColumns(TableRepair):
    """Columns made of the index of a Parquet file.

    Attributes
    ----------
    names : tuple of str
        What they are called.
    """

    names: tuple[str, ...]
    function = staticmethod(with_index)

    @classmethod
    def find(cls, table: pd.DataFrame) -> Self | None:
        """Return the names of an index that says something."""
        index = table.index
        levels = [index.get_level_values(i) for i in range(index.nlevels)]
        are_times = [isinstance(level, _TIMES) for level in levels]
        if not any(are_times) and all(level.name is None for level in levels):
            return None
        names = [
            str(level.name) if level.name is not None else "time" if is_time else f"level_{i}"
            for i, (level, is_time) in enumerate(zip(levels, are_times, strict=True))
        ]
        taken = set(map(str, table.columns))
        return cls(tuple(f"{name} (index)" if name in taken else name for name in names))

    def notes_on(self, table: pd.DataFrame) -> list[Note]:
        """Return what a user should know of it.

        Parameters
        ----------
        table : DataFrame
            The whole table, its index as it was.
        """
        is_time = table.index.nlevels == 1 and isinstance(table.index, _TIMES)
        if is_time and len(table) > 1 and table.index.is_monotonic_increasing:
            return [Note.on("rows in time order", self.names)]
        return [Note.on("index is kept", self.names)]
