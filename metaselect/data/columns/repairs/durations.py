"""Durations such as `2h 50m`, `41:03:27`, `PT2H10M` or `1 days 02:00:00` become seconds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import pandas as pd

from metaselect.data.columns.repairs.cell_repair import CellRepair
from metaselect.data.columns.repairs.distinct_cells import NEARLY_ALL, DistinctCells
from metaselect.data.notes import Note
from metaselect.data.time_words import DURATION_NAMES, DURATION_UNITS
from metaselect.data.words import any_of

__all__ = ["Durations"]

_SECONDS = {"week": 604_800, "day": 86_400, "hour": 3_600, "minute": 60, "second": 1, "millisecond": 0.001}
_UNITS = {
    word: _SECONDS[unit]
    for of_language in DURATION_UNITS.values()
    for unit, words in of_language.items()
    for word in words
}
# Units of one letter stand behind sizes and codes too: several in one cell tell durations from these.
_SHARE_OF_SEVERAL_UNITS = 0.2
_AMOUNT = re.compile(r"\d\s*([^\W\d_]+)")
_CLOCK = re.compile(r"^[+-]?(\d+):(\d{2})(?::(\d{2}))?([.,]\d+)?$")
_HOURS_OF_A_DAY = 24
_FEWEST_CLOCKS = 20
_BEGINNING = re.compile(r"[+-]?(?:\d|P(?:\d|T\d))", re.IGNORECASE)
_ENOUGH = 2000
_SAMPLING_ERROR = 0.02
_NAMED_LIKE_A_DURATION = re.compile(any_of(DURATION_NAMES), re.IGNORECASE)


def seconds_on_clocks(texts: pd.Series) -> pd.Series:
    """Return the seconds in `1:07:00`, `36:01`, `1:27.452`, `1 days 02:00:00` or `-1 day, 23:00:00`; NaN elsewhere."""
    pattern = (
        r"^([+-])?(?:(\d+) days?,? |(\d+):(?=\d+:\d+:))?[+]?(?:(\d+):)?(\d+):([0-5]\d(?:\.\d+)?)$|^([+-]?\d+) days?$"
    )
    parts = texts.str.extract(pattern)
    sign = parts[0].map({"-": -1.0}).astype(float).fillna(1.0)
    days, more_days, hours, minutes, seconds = (parts[i].astype(float).fillna(0) for i in range(1, 6))
    clock = more_days * 86_400 + hours * 3_600 + minutes * 60 + seconds
    # Of -1 day, 23:00:00 the days are negative and the clock is not.
    total = sign * days * 86_400 + clock.where(parts[1].notna(), sign * clock)
    return total.where(parts[5].notna(), parts[6].astype(float) * 86_400)


def seconds_in_iso(texts: pd.Series) -> pd.Series:
    """Return the seconds in durations of ISO 8601 such as `PT2H10M` or `P1DT2H`; NaN elsewhere."""
    number = r"(?:(\d+(?:\.\d+)?)"
    parts = texts.str.extract(rf"^([+-])?p(?=.*\d){number}w)?{number}d)?(?:t{number}h)?{number}m)?{number}s)?)?$")
    amounts = parts[[1, 2, 3, 4, 5]].astype(float) * [604_800, 86_400, 3_600, 60, 1]
    return amounts.sum(axis=1, min_count=1) * parts[0].map({"-": -1.0}).astype(float).fillna(1.0)


def seconds_by_units(texts: pd.Series, units: dict[str, float]) -> pd.Series:
    """Return the seconds in amounts such as `2h 50m` or `1 day and 3 hours`; NaN where there are others, or none."""
    texts = texts.str.replace(r"(?<=\dh)(\d{1,2})$", r" \1 min", regex=True)  # 2h10
    words = "|".join(sorted(units, key=len, reverse=True))
    amount = rf"(\d+(?:\.\d+)?)\s*({words})(?![^\W\d_])\.?"
    texts = texts.where(texts.str.fullmatch(rf"(?:{amount}[ ,]*(?:(?:and|und|et|y) )?)+", na=False))
    amounts = texts.str.extractall(amount)
    each = amounts[0].astype(float) * amounts[1].map(units).astype(float)
    is_repeated = amounts[1].map(units).groupby(level=0).nunique() < amounts[1].groupby(level=0).size()  # 2d 3d
    return each.groupby(level=0).sum().mask(is_repeated).reindex(texts.index).astype(float)


def seconds_in_text(cells: pd.Series, units: dict[str, float]) -> pd.Series:
    """Return the seconds in cells that hold durations; NaN where there are none, as in a number without a unit."""
    if pd.api.types.is_timedelta64_dtype(cells.dtype):
        return cells.dt.total_seconds()
    texts = cells.str.strip().str.lower().str.replace(r"(?<=\d),(?=\d)", ".", regex=True)
    seconds = seconds_on_clocks(texts).fillna(seconds_in_iso(texts))
    return seconds.fillna(seconds_by_units(texts, units)) if units else seconds


@dataclass(frozen=True)
class Durations(CellRepair):
    """Columns of durations, with the seconds in each unit where units are named."""

    function = staticmethod(seconds_in_text)
    helpers = (seconds_on_clocks, seconds_in_iso, seconds_by_units)
    comment = "durations in seconds"
    makes_numbers = True

    @staticmethod
    def find_in(cells: DistinctCells) -> dict[str, object] | None:
        """Return the units, where nearly all cells are durations, and neither times of day nor sizes."""
        known = cells.known
        some = known.iloc[:: len(known) // _ENOUGH + 1]  # of long columns, most are ruled out by a few of their cells
        if len(known) < 2 or some.str.match(_BEGINNING).mean() < NEARLY_ALL:
            return None
        if seconds_in_text(some, dict(_UNITS)).notna().mean() < NEARLY_ALL - _SAMPLING_ERROR:
            return None
        clocks, units = known.str.extract(_CLOCK).dropna(subset=[0]), _units_of(known)
        if len(clocks) >= NEARLY_ALL * len(known):
            units = {}
            if not _are_durations(clocks, str(cells.column.name)):
                return None
        return {"units": units} if seconds_in_text(known, units).notna().mean() >= NEARLY_ALL else None

    @classmethod
    def notes(cls, columns: Mapping[str, Self], frame: pd.DataFrame) -> list[Note]:
        """Return what a user should know of it."""
        return [Note.on("durations", columns)]


def _units_of(known: pd.Series) -> dict[str, float]:
    """Return the seconds in units, where many cells name several of them, or where they differ and are no letters."""
    named = known.str.lower().str.findall(_AMOUNT)
    words = set(named.explode().dropna())
    are_clear = len({_UNITS.get(word) for word in words}) > 1 and all(len(word) > 1 for word in words - {"h"})
    if are_clear or (named.str.len() > 1).mean() >= _SHARE_OF_SEVERAL_UNITS or known.str.match(r"\d+h\d{2}$").any():
        return dict(_UNITS)
    return {}


def _are_durations(clocks: pd.DataFrame, name: str) -> bool:
    """Return whether what stands between colons is no time of day: it is too long for one, or the column is called so.

    Parameters
    ----------
    clocks : DataFrame of shape (n_cells, 4)
        Hours or minutes, the next two parts of them, and fractions.
    """
    is_short = clocks[2].isna()
    too_long = clocks[0].astype(float) >= _HOURS_OF_A_DAY
    has_fraction = (is_short & clocks[3].notna()).any()
    # Times of day with seconds have two digits of hours, or reach 10:00:00.
    are_short = len(clocks) >= _FEWEST_CLOCKS and not is_short.any() and (clocks[0].str.len() == 1).all()
    return bool(too_long.any() or has_fraction or are_short or _NAMED_LIKE_A_DURATION.search(name))
