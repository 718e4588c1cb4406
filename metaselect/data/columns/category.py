"""Columns of categories, which is what everything else is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from metaselect.data.columns.column_type import ColumnType
from metaselect.data.columns.distinct import as_text
from metaselect.data.notes import Note

__all__ = ["Category"]

_MANY_CATEGORIES = 30


@dataclass(frozen=True)
class Category(ColumnType):
    """A column of names, truth values, pandas categories or mixtures: each distinct value is a category, by its text.

    Examples
    --------
    >>> Category().clean(pd.Series([True, None], name="member"))["member"].tolist()
    ['True', nan]
    """

    kind = "categorical"
    becomes = "category"

    @classmethod
    def recognize(cls, column: pd.Series) -> Category:
        """Return the type of any column."""
        return cls()

    def represent(self, column: pd.Series) -> dict[str, pd.Series]:
        """Return each value as its text, NaN where it is missing."""
        return {column.name: as_text(column)}

    @classmethod
    def notes(cls, columns: Mapping[str, ColumnType], frame: pd.DataFrame, cleaned: pd.DataFrame) -> list[Note]:
        """Return the columns in which most rows are a category of their own."""
        names = [name for name in columns if _is_mostly_distinct(frame[name])]
        if not names:
            return []
        return [Note.on("mostly distinct", names)]


def _is_mostly_distinct(column: pd.Series) -> bool:
    try:
        n_distinct = column.nunique()
    except TypeError:  # lists and the like
        n_distinct = column.map(str).nunique()
    return n_distinct > _MANY_CATEGORIES and n_distinct > 0.5 * column.count()
