"""`ColumnType`: what a column is taken for, decided once and kept, and what models see of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Self

import numpy as np
import pandas as pd

from metaselect.data.columns.repairs.rules import Repairs, apply_cell_repairs
from metaselect.data.columns.storage import as_stored_by_numpy
from metaselect.data.notes import Note

__all__ = ["ColumnType"]


@dataclass(frozen=True)
class ColumnType(ABC):
    """What one column is taken for; what was decided when it was first seen holds for rows seen later.

    A new type is a subclass in a file of its own, and an entry of `COLUMN_TYPES` in `kinds.py`.

    Attributes
    ----------
    kind : str
        Its name, for users: `"numeric"`, `"categorical"`, `"text"`, `"date"` or `"empty"`.
    becomes : {"number", "category", "text", "nothing"}
        What models see of such a column.
    repairs : tuple of CellRepair
        What is put right in its cells first, where they are text.
    """

    kind: ClassVar[str]
    becomes: ClassVar[str]

    repairs: Repairs = field(default=(), kw_only=True, repr=False)

    @classmethod
    @abstractmethod
    def recognize(cls, column: pd.Series) -> ColumnType | None:
        """Return the type of a column that looks like it, None for any other column."""

    @classmethod
    def choose(cls, column: pd.Series) -> ColumnType | None:
        """Return the type of a column that a user says is of it, None where it holds no such value."""
        return cls() if column.notna().any() else None

    def names(self, name: str) -> list[str]:
        """Return the names of the columns that a column called `name` becomes."""
        return [name]

    def put_right(self, column: pd.Series) -> pd.Series:
        """Return the cells of a column as they are understood: with everything put right where they are text."""
        cells = as_stored_by_numpy(column)
        return apply_cell_repairs(cells, self.repairs) if self.repairs else cells

    def clean(self, column: pd.Series) -> dict[str, np.ndarray | pd.Series]:
        """Return the columns that a column becomes, by their names: float64, or text, NaN where missing."""
        return self.represent(self.put_right(column))

    @abstractmethod
    def represent(self, column: pd.Series) -> dict[str, np.ndarray | pd.Series]:
        """Return what `clean` does, of cells that were put right."""

    @classmethod
    def notes(cls, columns: Mapping[str, Self], frame: pd.DataFrame, cleaned: pd.DataFrame) -> list[Note]:
        """Return what users are told of the columns of this type.

        Parameters
        ----------
        columns : mapping of str to ColumnType
            All of this type, at least one.
        frame, cleaned : DataFrame of shape (n_rows, n_columns)
            The table before and after cleaning.
        """
        return []
