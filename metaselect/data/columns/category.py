"""Columns of categories, which is what everything else is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from metaselect.data.columns.column_type import ColumnType
from metaselect.data.columns.distinct import distinct_values, is_folded, of_rows
from metaselect.data.columns.labels import forms_of, labels_in
from metaselect.data.notes import Note

__all__ = ["Category"]

_MANY_CATEGORIES = 30


@dataclass(frozen=True)
class Category(ColumnType):
    """A column of names, truth values, pandas categories or mixtures: each distinct value is a category.

    A value is the same category however it is stored: 1, 1.0, "1" and True are one, unless two of them are told apart
    where the column is first seen.

    Attributes
    ----------
    forms : mapping of str to str, optional
        The category of texts and usual forms that are not a category themselves; see `labels.py`. None where each text
        is its own category.

    Examples
    --------
    >>> Category().clean(pd.Series([True, None], name="member"))["member"].tolist()
    ['True', nan]
    >>> column = pd.Series(pd.Categorical([1, 2, 1], [1, 2]), name="ward")
    >>> Category.recognize(column).clean(pd.Series([1.0, None, "2"], name="ward"))["ward"].tolist()
    ['1', nan, '2']
    """

    kind = "categorical"
    becomes = "category"

    forms: Mapping[str, str] | None = field(default=None, repr=False, compare=False)

    @classmethod
    def recognize(cls, column: pd.Series) -> Category:
        """Return the type of any column."""
        return cls(forms_of(distinct_values(column)))

    @classmethod
    def choose(cls, column: pd.Series) -> Category | None:
        """Return the type of a column that holds a value."""
        return cls.recognize(column) if column.notna().any() else None

    def represent(self, column: pd.Series) -> dict[str, pd.Series]:
        """Return the category of each value as its text, NaN where it is missing."""
        if not is_folded(column):
            return {column.name: labels_in(column, self.forms)}
        return {column.name: of_rows(column, labels_in(pd.Series(column.cat.categories, dtype=object), self.forms))}

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
