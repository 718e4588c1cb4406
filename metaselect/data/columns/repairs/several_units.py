"""Amounts such as `5 ft 11 in`, `5'11"` or `6 lb 3 oz` become one number, in the larger unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import pandas as pd

from metaselect.data.columns.repairs.cell_repair import CellRepair
from metaselect.data.columns.repairs.distinct_cells import NEARLY_ALL, DistinctCells
from metaselect.data.notes import Note
from metaselect.data.words import SMALLER_UNITS

__all__ = ["SeveralUnits"]

_ENOUGH = 2000
# One unit alone may be anything: several in one cell tell amounts from codes.
_SHARE_OF_SEVERAL_UNITS = 0.2


def amounts_by_units(cells: pd.Series, units: dict[str, float], last: str) -> pd.Series:
    """Return the amounts in cells such as `5 ft 11 in`; NaN elsewhere. The `last` unit may be left out, as in 5'11."""
    texts = cells.str.strip().str.lower().str.replace(r"(?<=\d),(?=\d)", ".", regex=True)
    words = "|".join(sorted(units, key=len, reverse=True))
    area = r"(?!.*(?:[a-z][23]|(?<![a-z])k?m\s?[23])$)"  # or a volume, such as 120 m2
    texts = texts.str.replace(rf"^{area}(\d+\s*(?:{words})\.?\s*\d+(?:\.\d+)?)$", rf"\1 {last}", regex=True)
    amount = rf"(\d+(?:\.\d+)?)[\s-]*({words})(?![^\W\d_])\.?"
    texts = texts.where(texts.str.fullmatch(rf"(?:{amount}[\s,-]*(?:(?:and|und|et|y) )?)+", na=False))
    amounts = texts.str.extractall(amount)
    factors = amounts[1].map(units).astype(float)
    total = (amounts[0].astype(float) * factors).groupby(level=0).sum()
    is_in_order = (factors.groupby(level=0).diff().fillna(-1) < 0).groupby(level=0).all()
    return total.where(is_in_order).reindex(texts.index).astype(float).round(12)


@dataclass(frozen=True)
class SeveralUnits(CellRepair):
    """Columns of amounts of which many are written by two units, a larger and a smaller one."""

    function = staticmethod(amounts_by_units)
    comment = "amounts in several units"
    makes_numbers = True

    @staticmethod
    def find_in(cells: DistinctCells) -> dict[str, object] | None:
        """Return the units, where nearly all cells are amounts in some of the same kind, and many in two."""
        known = cells.known
        some = known.iloc[:: len(known) // _ENOUGH + 1]
        if len(known) < 2 or some.str.match(r"\d").mean() < NEARLY_ALL:
            return None
        for larger, smaller, ratio in SMALLER_UNITS:
            units = dict.fromkeys(larger, 1.0) | dict.fromkeys(smaller, 1 / ratio)
            several = amounts_by_units(some, units, smaller[0])
            is_several = some.str.count(r"\d+(?:[.,]\d+)?") > 1
            if several.notna().mean() >= NEARLY_ALL and is_several.mean() >= _SHARE_OF_SEVERAL_UNITS:
                return {"units": units, "last": smaller[0]}
        return None

    @classmethod
    def notes(cls, columns: Mapping[str, Self], frame: pd.DataFrame) -> list[Note]:
        """Return what a user should know of it."""
        notes = []
        for name, found in columns.items():
            units: dict[str, float] = dict(found.arguments["units"])  # type: ignore[call-overload]  # a mapping
            last = str(found.arguments["last"])
            notes.append(Note.on("units", [name], main=next(iter(units)), scaled={last: units[last]}))
        return notes
