"""Names of several levels become one text each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import pandas as pd

from metaselect.data.notes import Note
from metaselect.data.reading.repairs.repair import TableRepair

__all__ = ["JoinedNames"]


def with_joined_names(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with the levels of the names of columns joined by a colon."""
    return table.set_axis([": ".join(str(level) for level in name if str(level)) for name in table.columns], axis=1)


@dataclass(frozen=True)
class JoinedNames(TableRepair):
    """Names that are no longer of several levels."""

    function = staticmethod(with_joined_names)

    @classmethod
    def find(cls, table: pd.DataFrame) -> Self | None:
        """Return what there is to do, None where names have one level and are no tuples."""
        are_joined = table.columns.nlevels > 1 or any(isinstance(name, tuple) for name in table.columns)
        return cls() if are_joined and all(isinstance(name, tuple) for name in table.columns) else None

    def note(self) -> Note:
        """Return what a user should know of it."""
        return Note.on("joined names")
