"""Blanks around the cells of a column go, and what spells a missing value without them is missing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from metaselect.data.columns.repairs.cell_repair import CellRepair
from metaselect.data.columns.repairs.distinct_cells import DistinctCells
from metaselect.data.reading.missing import missing_spellings_beside

__all__ = ["Blanks"]


def without_blanks(cells: pd.Series, missing: tuple[str, ...]) -> pd.Series:
    """Return cells without blanks around them; what then spells a missing value is missing."""
    return cells.str.strip().replace(list(missing), np.nan)


@dataclass(frozen=True)
class Blanks(CellRepair):
    """Columns with blanks around their cells, or cells that spell a missing value."""

    function = staticmethod(without_blanks)
    comment = "blanks around text"

    @staticmethod
    def find_in(cells: DistinctCells) -> dict[str, object] | None:
        """Return which spellings of a missing value are looked for, where any cell has one or blanks around it."""
        stripped = cells.texts.str.strip()
        missing = missing_spellings_beside(stripped)
        is_clean = stripped.equals(cells.texts) and not stripped.isin(missing).any()
        return None if is_clean else {"missing": missing}
