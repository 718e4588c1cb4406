"""Names of columns with blanks, line breaks or a colon around them lose these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

import pandas as pd

from metaselect.data.columns.frames import name_of
from metaselect.data.reading.repairs.repair import TableRepair
from metaselect.data.reading.row_sample import WholeTable

__all__ = ["ColumnNames", "clean_names", "with_tidy_names"]


def clean_names(names: pd.Series) -> pd.Series:
    """Return names without blanks around them, repeated blanks, line breaks and a final colon, letters in one form."""
    names = names.str.normalize("NFC")
    return names.str.replace(r"\s+", " ", regex=True).str.strip().str.removesuffix(":").str.strip()


def with_names(table: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Return the table with columns called by new names."""
    return table.set_axis([names.get(name, name) for name in table.columns], axis=1)


@dataclass(frozen=True)
class ColumnNames(TableRepair):
    """Columns that are called otherwise.

    Attributes
    ----------
    names : mapping of object to str
        New names by those in the file, which are not text in every one.
    """

    names: Mapping[object, str]
    function = staticmethod(with_names)

    @classmethod
    def of(cls, columns: Iterable[object]) -> Self:
        """Return the new names of columns, which are text and as different from each other as those in the file."""
        old = pd.Series([name_of(name) for name in columns], dtype=object)
        cleaned = clean_names(old)
        new = cleaned.where(cleaned != "", old)
        new = new if new.is_unique else old
        return cls({name: to for name, to in zip(columns, new, strict=True) if name != to})

    @classmethod
    def find(cls, table: pd.DataFrame) -> Self | None:
        """Return the new names, where there are any."""
        found = cls.of(table.columns)
        return found if found.names else None

    def apply_to_counts(self, whole: WholeTable) -> WholeTable:
        """Return the counts under the new names."""
        return whole.renamed(self.names)


def with_tidy_names(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose columns are called as those of a file are that is read.

    Examples
    --------
    >>> list(with_tidy_names(pd.DataFrame({" age ": [31], "city:": ["Rome"]})))
    ['age', 'city']
    """
    return ColumnNames.of(table.columns).apply(table)
