"""`CellRepair`: one thing that is put right in the cells of a column of text."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Self

import pandas as pd

from metaselect.data.columns.distinct import map_distinct
from metaselect.data.columns.repairs.distinct_cells import DistinctCells
from metaselect.data.notes import Note

__all__ = ["CellRepair"]


@dataclass(frozen=True)
class CellRepair(ABC):
    """Puts the cells of a column of text right, equal cells alike: `function(column, **arguments)`.

    Attributes
    ----------
    arguments : mapping of str to object
        The keyword arguments of `function` for the column.
    function : callable
        What puts it right. A script prints its source, so it needs pandas (as pd) and NumPy (as np) alone, what it
        calls being among the helpers.
    helpers : tuple of callable
        Functions that `function` calls.
    comment : str
        What a script says of it.
    makes_numbers : bool
        Whether numbers are made of the cells.
    is_for_text_alone : bool
        Whether cells that are no text are left as they are.
    """

    arguments: Mapping[str, object]
    function: ClassVar[Callable[..., pd.Series]]
    helpers: ClassVar[tuple[Callable, ...]] = ()
    comment: ClassVar[str]
    makes_numbers: ClassVar[bool] = False
    is_for_text_alone: ClassVar[bool] = True

    @staticmethod
    @abstractmethod
    def find_in(cells: DistinctCells) -> dict[str, object] | None:
        """Return the arguments with which a column of these cells is put right, None where there is nothing to do."""

    @classmethod
    def notes(cls, columns: Mapping[str, Self], frame: pd.DataFrame) -> list[Note]:
        """Return what a user should know of it.

        Parameters
        ----------
        columns : mapping of str to CellRepair
            All of this rule, at least one, by the names of their columns.
        frame : DataFrame of shape (n_rows, n_columns)
            The table before anything was put right.
        """
        return []

    def apply(self, column: pd.Series) -> pd.Series:
        """Return the cells with this put right; `column` is not changed."""
        return map_distinct(column, partial(self.function, **self.arguments)).rename(column.name)
