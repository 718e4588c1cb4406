"""Marks of footnotes at the end of cells, such as `[2]`, go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

from metaselect.data.columns.repairs.cell_repair import CellRepair
from metaselect.data.columns.repairs.distinct_cells import DistinctCells
from metaselect.data.notes import Note
from metaselect.data.reading.missing import MISSING_SPELLINGS

__all__ = ["Footnotes"]


def without_footnotes(cells: pd.Series, missing: tuple[str, ...]) -> pd.Series:
    """Return cells without marks such as `[2]` at their end; what then spells a missing value is missing."""
    cells = cells.str.strip().str.replace(r"(?:\s*\[\w{1,3}\])+$", "", regex=True)
    return cells.replace(list(missing), np.nan)


@dataclass(frozen=True)
class Footnotes(CellRepair):
    """Columns with marks of footnotes."""

    function = staticmethod(without_footnotes)
    comment = "footnotes"

    @staticmethod
    def find_in(cells: DistinctCells) -> dict[str, object] | None:
        """Without the marks some cells become the same as others; a code in brackets would tell them apart."""
        if not cells.known.str.endswith("]").any():
            return None
        n_without = without_footnotes(cells.known, ()).nunique()
        return {"missing": MISSING_SPELLINGS} if n_without < len(cells.known) else None

    @classmethod
    def notes(cls, columns: Mapping[str, Self], frame: pd.DataFrame) -> list[Note]:
        """Return what a user should know of it."""
        return [Note.on("footnotes", columns)]
