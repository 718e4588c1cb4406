"""Rows without a value go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

from metaselect.data.reading.repairs.repair import TableRepair

__all__ = ["EmptyRows"]


def without_empty_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that hold a value in any column."""
    return table.dropna(how="all").reset_index(drop=True)


@dataclass(frozen=True)
class EmptyRows(TableRepair):
    """Rows that are left out, however many there are."""

    function = staticmethod(without_empty_rows)
    leaves_rows_out = True

    @classmethod
    def find(cls, table: pd.DataFrame) -> Self | None:
        """Column by column: rarely is more than the first few needed to see that no row is empty."""
        is_empty = np.ones(len(table), dtype=bool)
        for name in table.columns:
            is_empty &= table[name].isna().to_numpy()
            if not is_empty.any():
                return None
        return cls()
