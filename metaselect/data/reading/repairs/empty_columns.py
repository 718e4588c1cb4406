"""Columns without a name and without a value go: spreadsheets leave them beside a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import pandas as pd

from metaselect.data.reading.header_lines import is_unnamed
from metaselect.data.reading.repairs.repair import TableRepair

__all__ = ["EmptyColumns"]


def without_columns(table: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """Return the table without some columns."""
    return table.drop(columns=list(columns), errors="ignore")


@dataclass(frozen=True)
class EmptyColumns(TableRepair):
    """Columns that are left out.

    Attributes
    ----------
    columns : tuple of str
        Their names.
    """

    columns: tuple[str, ...]
    function = staticmethod(without_columns)

    @classmethod
    def find(cls, table: pd.DataFrame) -> Self | None:
        """Return the columns without a name and without a value."""
        columns = tuple(name for name in table.columns if is_unnamed(name) and table[name].isna().all())
        return cls(columns) if columns else None
