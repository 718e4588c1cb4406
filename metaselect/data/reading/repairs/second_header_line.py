"""The second line of a file may belong to its header: below a question, the answers that can be ticked."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import pandas as pd

from metaselect.data.notes import Note
from metaselect.data.reading.repairs.column_names import clean_names
from metaselect.data.reading.repairs.extra_rows import numbers_where_all_are
from metaselect.data.reading.repairs.repair import TableRepair
from metaselect.data.reading.row_sample import WholeTable

__all__ = ["SecondHeaderLine", "is_unnamed"]

_FEWEST_ROWS = 5
_FEWEST_UNNAMED = 3
_SHARE_UNNAMED = 0.3
_SHARE_OF_NAMES = 0.8


def without_first_row(table: pd.DataFrame, names: tuple[str, ...]) -> pd.DataFrame:
    """Return the table without its first row, which became part of the names of columns."""
    return table.iloc[1:].set_axis(list(names), axis=1).apply(numbers_where_all_are)


def is_unnamed(name: object) -> bool:
    """Return whether a column had no name in the file, so that pandas made one."""
    return re.fullmatch(r"Unnamed: \d+", str(name)) is not None


@dataclass(frozen=True)
class SecondHeaderLine(TableRepair):
    """Names of columns made of two lines.

    Attributes
    ----------
    names : tuple of str
        Names of all columns, such as `Which have you seen?: Film A`.
    """

    names: tuple[str, ...]
    function = staticmethod(without_first_row)
    helpers = (numbers_where_all_are,)

    @classmethod
    def find(cls, table: pd.DataFrame) -> Self | None:
        """Return the names, where the first line leaves many columns without one and the second fills these."""
        unnamed = [is_unnamed(name) for name in table.columns]
        if len(table) < _FEWEST_ROWS or sum(unnamed) < max(_FEWEST_UNNAMED, _SHARE_UNNAMED * len(unnamed)):
            return None
        second, below = table.iloc[0], table.iloc[1:]
        filled = [_names_column(second[name], below[name]) for name in table.columns[unnamed]]
        return cls(_joined(table.columns, second.tolist(), unnamed)) if np.mean(filled) >= _SHARE_OF_NAMES else None

    def apply_to_counts(self, whole: WholeTable) -> WholeTable:
        """Return the counts under the new names, with one row less."""
        whole = whole.renamed(dict(zip(whole.n_missing, self.names, strict=True)))
        return replace(whole, n_rows=whole.n_rows - 1)

    def note(self) -> Note:
        """Return what a user should know of it."""
        return Note.on("second header line")


def _names_column(cell: object, below: pd.Series) -> bool:
    """Return whether a cell differs from all below it, or is the only one: that of a box to be ticked."""
    return isinstance(cell, str) and (below.nunique() == 1 or not (below == cell).any())


def _joined(first: pd.Index, second: list[object], unnamed: list[bool]) -> tuple[str, ...]:
    """Return the names of two lines, where a name of the first stands for the columns without one behind it too."""
    names, last = [], ""
    for i, (name, cell) in enumerate(zip(first, second, strict=True)):
        last = last if unnamed[i] else str(name)
        has_group = unnamed[i] or (i + 1 < len(unnamed) and unnamed[i + 1])
        names.append(f"{last}: {cell}" if has_group and isinstance(cell, str) and cell.strip() else last)
    cleaned = clean_names(pd.Series(names, dtype=object)).tolist()
    return tuple(f"{name} ({i})" if cleaned.index(name) < i else name for i, name in enumerate(cleaned))
