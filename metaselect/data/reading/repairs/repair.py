"""`Repair`: one thing that is put right in a table after it was parsed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar, Self

import pandas as pd

from metaselect.data.columns.distinct import map_distinct
from metaselect.data.notes import Note
from metaselect.data.reading.repairs.distinct_cells import DistinctCells
from metaselect.data.reading.row_sample import WholeTable

__all__ = ["CellRepair", "Repair", "TableRepair"]


class Repair(ABC):
    """What was found to be put right by one rule.

    Attributes
    ----------
    function : callable
        What puts it right. A script prints its source, so it needs pandas (as pd) and NumPy (as np) alone, what it
        calls being among the helpers.
    helpers : tuple of callable
        Functions that `function` calls.
    """

    function: ClassVar[Callable[..., pd.DataFrame | pd.Series]]
    helpers: ClassVar[tuple[Callable, ...]] = ()

    @abstractmethod
    def apply(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the table with this put right; `table` is not changed."""

    def apply_to_counts(self, whole: WholeTable) -> WholeTable:
        """Return what was counted in all rows, under the names and labels that this leads to."""
        return whole

    def note(self) -> Note | None:
        """Return what a user should know of it, None where there is nothing worth saying."""
        return None

    @property
    def functions(self) -> tuple[Callable, ...]:
        """The functions that the lines of a script call."""
        return (*self.helpers, self.function)

    @abstractmethod
    def lines(self) -> list[str]:
        """Return the lines of a script that do to the table `data` what `apply` does."""


@dataclass(frozen=True)
class TableRepair(Repair):
    """Puts rows or names of columns right: `function(table, **fields)`, the fields being those of the subclass."""

    @classmethod
    @abstractmethod
    def find(cls, table: pd.DataFrame) -> Self | None:
        """Return what there is to do in a table, None where there is nothing."""

    def apply(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the table with this put right; `table` is not changed."""
        return self.function(table, **vars(self))

    def lines(self) -> list[str]:
        """Return the line of a script that does to the table `data` what `apply` does."""
        return [f"data = {_call(self.function, 'data', vars(self))}"]


@dataclass(frozen=True)
class CellRepair(Repair):
    """Puts the cells of some columns of text right, equal cells alike: `function(column, **arguments)`.

    Attributes
    ----------
    columns : mapping of str to dict
        The keyword arguments of `function` for each column.
    comment : str
        What a script says of it.
    """

    columns: Mapping[str, Mapping[str, object]]
    comment: ClassVar[str]

    @staticmethod
    @abstractmethod
    def find_in(cells: DistinctCells) -> dict[str, object] | None:
        """Return the arguments with which a column of these cells is put right, None where there is nothing to do."""

    def apply(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the table with this put right; `table` is not changed."""
        table = table.copy(deep=False)
        for name, arguments in self.columns.items():
            table[name] = map_distinct(table[name], partial(self.function, **arguments))
        return table

    def apply_to_counts(self, whole: WholeTable) -> WholeTable:
        """Return the counts with the classes called as they are now; numbers are no classes that can be counted."""
        if whole.target is None or whole.target not in self.columns or not whole.class_counts:
            return whole
        labels = self.function(pd.Series([str(label) for label in whole.class_counts]), **self.columns[whole.target])
        if pd.api.types.is_numeric_dtype(labels.dtype):
            return replace(whole, class_counts=None)
        n_rows = pd.Series(list(whole.class_counts.values()))
        return replace(whole, class_counts=n_rows.groupby(labels.to_numpy(dtype=object)).sum().to_dict())

    def lines(self) -> list[str]:
        """Return the lines of a script that do to the table `data` what `apply` does, a loop for equal arguments."""
        lines, remaining = [], dict(self.columns)
        while remaining:
            arguments = next(iter(remaining.values()))
            names = [name for name, others in remaining.items() if others == arguments]
            remaining = {name: others for name, others in remaining.items() if name not in names}
            call = _call(self.function, "data[name]", arguments)
            lines += [f"for name in {names!r}:  # {self.comment}", f"    data[name] = {call}"]
        return lines


def _call(function: Callable, first: str, arguments: Mapping[str, object]) -> str:
    return f"{function.__name__}({', '.join([first, *(f'{name}={value!r}' for name, value in arguments.items())])})"
