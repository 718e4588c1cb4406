"""Errors of spreadsheets, such as `#REF!`, in columns of words are missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

from metaselect.data.columns.repairs.cell_repair import CellRepair
from metaselect.data.columns.repairs.distinct_cells import DistinctCells
from metaselect.data.columns.repairs.number_cells import ERROR_TEXT
from metaselect.data.notes import Note

__all__ = ["ErrorTexts"]


def without_error_texts(cells: pd.Series, errors: tuple[str, ...]) -> pd.Series:
    """Return cells of which those are missing that are errors of a spreadsheet."""
    return cells.replace(list(errors), np.nan)


@dataclass(frozen=True)
class ErrorTexts(CellRepair):
    """Columns with errors of spreadsheets."""

    function = staticmethod(without_error_texts)
    comment = "errors of spreadsheets"

    @staticmethod
    def find_in(cells: DistinctCells) -> dict[str, object] | None:
        """Return which errors are in the column."""
        may_be = cells.texts[cells.texts.str.startswith(("#", "Err:"), na=False)]
        errors = sorted(may_be[may_be.str.fullmatch(ERROR_TEXT)])
        return {"errors": tuple(errors)} if errors else None

    @classmethod
    def notes(cls, columns: Mapping[str, Self], frame: pd.DataFrame) -> list[Note]:
        """Return how many cells are missing for it."""
        n_cells = [
            int(frame[name].astype(object).isin(repair.arguments["errors"]).sum())  # type: ignore[arg-type]  # a tuple
            for name, repair in columns.items()
        ]
        return [Note.on("error texts", columns, n_cells=n_cells)]
