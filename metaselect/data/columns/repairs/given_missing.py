"""Values that the user says stand for missing ones, such as -999, are missing."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from metaselect.data.columns.repairs.cell_repair import CellRepair
from metaselect.data.columns.repairs.distinct_cells import DistinctCells

__all__ = ["GivenMissing"]


def without_marks(column: pd.Series, marks: tuple) -> pd.Series:
    """Return a column in which cells that are one of the marks, as numbers, as dates or as text, are missing."""
    is_category = isinstance(column.dtype, pd.CategoricalDtype)
    cells = pd.Series(column.cat.categories) if is_category else column
    numbers = pd.to_numeric(pd.Series(marks, dtype=object), errors="coerce").dropna().tolist()
    if pd.api.types.is_datetime64_any_dtype(cells.dtype):
        dates = pd.to_datetime(pd.Series(marks, dtype=object).map(str), format="mixed", errors="coerce", utc=True)
        is_mark = pd.to_datetime(cells, utc=True).isin(dates.dropna())
    elif pd.api.types.is_numeric_dtype(cells.dtype):
        is_mark = cells.isin(numbers)
    else:
        texts = cells.map(str, na_action="ignore").astype(object).str.strip()
        is_mark = texts.isin([str(mark) for mark in marks])
        is_mark |= pd.to_numeric(texts, errors="coerce").isin(numbers)
    if is_category:
        return column.cat.remove_categories(cells[is_mark].tolist())
    return column.mask(is_mark) if is_mark.any() else column


@dataclass(frozen=True)
class GivenMissing(CellRepair):
    """Columns with values that stand for missing ones, whatever their type."""

    function = staticmethod(without_marks)
    comment = "values that stand for missing ones"
    is_for_text_alone = False

    @staticmethod
    def find_in(cells: DistinctCells) -> dict[str, object] | None:
        """Return nothing: only a user can say it."""
        return None

    def apply(self, column: pd.Series) -> pd.Series:
        """Return the cells with these missing; `column` is not changed."""
        found: pd.Series = self.function(column, **self.arguments)  # type: ignore[arg-type]  # as they were given
        return found
