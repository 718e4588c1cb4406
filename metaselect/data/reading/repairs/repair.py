"""`Repair`: one thing that is put right in a table after it was parsed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

import pandas as pd

from metaselect.data.notes import Note
from metaselect.data.reading.row_sample import WholeTable

__all__ = ["Repair", "TableRepair"]


class Repair(ABC):
    """What was found to be put right by one rule.

    Attributes
    ----------
    function : callable
        What puts it right. A script prints its source, so it needs pandas (as pd) and NumPy (as np) alone, what it
        calls being among the helpers.
    helpers : tuple of callable
        Functions that `function` calls.
    leaves_rows_out : bool
        Whether it is about rows of this one file: another of its kind has others.
    """

    function: ClassVar[Callable[..., pd.DataFrame]]
    helpers: ClassVar[tuple[Callable, ...]] = ()
    leaves_rows_out: ClassVar[bool] = False

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


def _call(function: Callable, first: str, arguments: Mapping[str, object]) -> str:
    return f"{function.__name__}({', '.join([first, *(f'{name}={value!r}' for name, value in arguments.items())])})"
