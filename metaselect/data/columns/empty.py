"""Columns without any value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from metaselect.data.columns.column_type import ColumnType
from metaselect.data.columns.number import has_number, is_number
from metaselect.data.notes import Note

__all__ = ["Empty"]


@dataclass(frozen=True)
class Empty(ColumnType):
    """A column without one finite or non-missing value, which is left out.

    Examples
    --------
    >>> Empty.recognize(pd.Series([None, None])), Empty.recognize(pd.Series([1.0, None]))
    (Empty(), None)
    """

    kind = "empty"
    becomes = "nothing"

    @classmethod
    def recognize(cls, column: pd.Series) -> Empty | None:
        """Return the type of a column without a value."""
        has_value = has_number(column) if is_number(column) else column.notna().any()
        return None if has_value else cls()

    def names(self, name: str) -> list[str]:
        """Return that it becomes no column."""
        return []

    def represent(self, column: pd.Series) -> dict[str, pd.Series]:
        """Return no column."""
        return {}

    @classmethod
    def notes(cls, columns: Mapping[str, ColumnType], frame: pd.DataFrame, cleaned: pd.DataFrame) -> list[Note]:
        """Return which columns are left out."""
        return [Note.on("empty columns", columns)]
