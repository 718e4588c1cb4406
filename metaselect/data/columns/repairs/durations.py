"""Durations such as `2h 50m` become seconds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import pandas as pd

from metaselect.data.columns.repairs.cell_repair import CellRepair
from metaselect.data.columns.repairs.distinct_cells import DistinctCells
from metaselect.data.notes import Note
from metaselect.data.words import DURATION_UNITS, any_of

__all__ = ["Durations"]

_AMOUNTS = [rf"(?:\d+(?:\.\d+)?\s*{any_of({'en': words})})?" for words in DURATION_UNITS["en"].values()]
# Days, hours, minutes and seconds, in this order.
_DURATION = re.compile(r"^(?=\d)" + r"\s*".join(_AMOUNTS) + "$", re.IGNORECASE)
# Several units in one cell tell durations from sizes and codes.
_SHARE_OF_SEVERAL_UNITS = 0.2


def seconds_in_text(cells: pd.Series) -> pd.Series:
    """Return the seconds in cells such as `2h 50m`; NaN where there are none, as in a number without a unit."""
    cells = cells.str.lower()
    cells = cells.where(cells.str.contains("[dhms]", na=False))  # a number alone would be nanoseconds for pandas
    cells = cells.str.replace(r"(?<=hr|in|ec)s", "", regex=True)  # pandas knows hr and no hrs
    cells = cells.str.replace(r"(?<=\d)\s*d(?![a-z])", "day", regex=True)
    return pd.to_timedelta(cells, errors="coerce").dt.total_seconds()


@dataclass(frozen=True)
class Durations(CellRepair):
    """Columns of durations."""

    function = staticmethod(seconds_in_text)
    comment = "durations in seconds"
    makes_numbers = True

    @staticmethod
    def find_in(cells: DistinctCells) -> dict[str, object] | None:
        """Return that there is something to do, where nearly all cells are durations and many name several units."""
        if not cells.nearly_all_match(_DURATION):
            return None
        has_several = cells.known.str.count(r"\d\s*[a-zA-Z]") > 1
        return {} if has_several.mean() >= _SHARE_OF_SEVERAL_UNITS else None

    @classmethod
    def notes(cls, columns: Mapping[str, Self], frame: pd.DataFrame) -> list[Note]:
        """Return what a user should know of it."""
        return [Note.on("durations", columns)]
