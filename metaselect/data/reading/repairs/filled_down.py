"""A label that stands once, above the empty cells of its rows, belongs to all of them: cells merged downwards."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

from metaselect.data.notes import Note
from metaselect.data.reading.repairs.repair import TableRepair

__all__ = ["FilledDown"]

_FEWEST_ROWS = 10
_FEWEST_LABELS = 2
_FEWEST_MISSING = 0.4
_MOST_MISSING_BESIDE = 0.2
_MOST_SIDE_BY_SIDE = 0.2


def filled_down(table: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """Return the table with the empty cells of some columns filled by the last one above that is not."""
    return table.assign(**{name: table[name].ffill() for name in columns})


@dataclass(frozen=True)
class FilledDown(TableRepair):
    """Columns at the left of a table whose labels stand for the rows below them too.

    Attributes
    ----------
    columns : tuple of str
        Their names.
    """

    columns: tuple[str, ...]
    function = staticmethod(filled_down)

    @classmethod
    def find(cls, table: pd.DataFrame) -> Self | None:
        """Return the columns at the left in which a few labels stand above empty cells, all else being filled."""
        if len(table) < _FEWEST_ROWS or not table.iloc[0].notna().any():
            return None
        columns: list[str] = []
        for name in table.columns[:-2]:
            if not _is_of_labels(table[name], is_within=bool(columns)):
                break
            columns.append(name)
        if not columns or table.drop(columns=columns).isna().mean().max() > _MOST_MISSING_BESIDE:
            return None
        return cls(tuple(columns))

    def note(self) -> Note:
        """Return what a user should know of it."""
        return Note.on("filled down", self.columns)


def _is_of_labels(column: pd.Series, is_within: bool) -> bool:
    """Return whether each label of a column stands once, with empty cells below it."""
    is_known = column.notna().to_numpy()
    if not is_known[0] or column.dtype.kind == "b":
        return False
    if np.mean(~is_known) < _FEWEST_MISSING or is_known.sum() < _FEWEST_LABELS:
        return False
    known = column[is_known]
    if column.dtype.kind == "f" and (known != known.round()).any():
        return False  # measurements
    if not all(isinstance(value, Hashable) for value in known):
        return False  # arrays and lists
    n_side_by_side = int((is_known[1:] & is_known[:-1]).sum())
    # Within a label of the column before, those of this one come back.
    is_distinct = not known.duplicated().any()
    return n_side_by_side <= _MOST_SIDE_BY_SIDE * len(known) and (is_distinct or is_within)
