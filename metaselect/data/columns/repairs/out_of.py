"""Scores such as `4.2/10` are their first number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import pandas as pd

from metaselect.data.columns.repairs.cell_repair import CellRepair
from metaselect.data.columns.repairs.distinct_cells import NEARLY_ALL, DistinctCells
from metaselect.data.notes import Note

__all__ = ["OutOf"]

_SCORE = r"^\s*([+-]?\d+(?:[.,]\d+)?)\s*/\s*(\d+)\s*$"
_YEARS = range(1900, 2101)


def scores_out_of(cells: pd.Series, most: int) -> pd.Series:
    """Return the scores in cells such as `4.2/10`, as if all were out of `most`; NaN where there is none."""
    cells = cells.str.replace(",", ".", regex=False)
    parts = cells.str.extract(r"^\s*([+-]?\d+(?:\.\d+)?)\s*/\s*(\d+)\s*$").astype(float)
    return parts[0] / parts[1].where(parts[1] > 0) * most


@dataclass(frozen=True)
class OutOf(CellRepair):
    """Columns of scores, with what they are out of."""

    function = staticmethod(scores_out_of)
    comment = "scores"
    makes_numbers = True

    @staticmethod
    def find_in(cells: DistinctCells) -> dict[str, object] | None:
        """Return what nearly all cells are out of, where it is the same and no year."""
        known = cells.known
        if len(known) < 2 or not known.str.contains("/", regex=False).mean() >= NEARLY_ALL:
            return None
        out_of = known.str.extract(_SCORE)[1].value_counts()
        if len(out_of) == 0 or out_of.iloc[0] < NEARLY_ALL * len(known) or int(out_of.index[0]) in (0, *_YEARS):
            return None
        return {"most": int(out_of.index[0])}

    @classmethod
    def notes(cls, columns: Mapping[str, Self], frame: pd.DataFrame) -> list[Note]:
        """Return what a user should know of it."""
        return [Note.on("scores", columns, most=[found.arguments["most"] for found in columns.values()])]
