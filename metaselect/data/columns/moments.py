"""The moments in a column of dates, and their parts.

These functions need pandas and NumPy alone: the script that a recommendation prints has them as they stand here.
"""

from __future__ import annotations

import numpy as np
import pandas as pd


def moments_in(
    column: pd.Series, written: str = "text", is_day_first: bool = False, last_year: int | None = None
) -> pd.Series:
    """Return the moments in a column, without time zone (as UTC); NaT where a cell holds none.

    They are written as "text", as "times" of day, or in numbers: as "yyyymmdd", or as "days", "seconds" or
    "milliseconds" since 1970. Years of two digits are at most `last_year`.
    """
    if isinstance(column.dtype, pd.PeriodDtype):
        column = column.dt.to_timestamp()
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        moments = pd.to_datetime(column, utc=True)
    elif pd.api.types.is_numeric_dtype(column.dtype):
        numbers = pd.Series(column.to_numpy(dtype=float, na_value=np.nan), index=column.index)
        numbers = numbers.where(np.isfinite(numbers))
        if written == "yyyymmdd":
            texts = numbers.map("{:.0f}".format, na_action="ignore")
            moments = pd.to_datetime(texts, format="%Y%m%d", errors="coerce")
        else:
            unit = {"seconds": "s", "milliseconds": "ms"}.get(written, "D")
            moments = pd.to_datetime(numbers, unit=unit, errors="coerce")
    else:
        texts = column.map(str, na_action="ignore").astype(object)
        texts = texts.where(texts.notna(), None).str.strip()
        texts = "1970-01-01 " + texts if written == "times" else texts
        moments = pd.to_datetime(texts, format="mixed", dayfirst=is_day_first, errors="coerce", utc=True)
    moments = moments.dt.tz_localize(None)
    if last_year is not None:
        moments = moments.mask(moments.dt.year > last_year, moments - pd.DateOffset(years=100))
    moments = moments.dt.as_unit("us")
    return moments.where(moments.dt.year <= 2261)  # later ones, such as 9999-12-31, stand for "no end"


def part_of(moments: pd.Series, part: str) -> np.ndarray:
    """Return a part of moments as numbers, (n_rows,), NaN where there is none.

    Parts are "days" since 1970, "year", "month" (from 1), "weekday" (0 is Monday), "hour" (with fractions), and with
    " sin" or " cos" the place of the last three on a circle.
    """
    if part == "days":
        return ((moments - pd.Timestamp(0).as_unit("us")) / pd.Timedelta(days=1)).to_numpy(dtype=float)
    if part == "year":
        return moments.dt.year.to_numpy(dtype=float)
    name, _, wave = part.partition(" ")
    if name == "month":
        place, round_trip = moments.dt.month - 1, 12
    elif name == "weekday":
        place, round_trip = moments.dt.day_of_week, 7
    else:
        place, round_trip = moments.dt.hour + moments.dt.minute / 60 + moments.dt.second / 3600, 24
    place = place.to_numpy(dtype=float)
    if not wave:
        return place + 1 if name == "month" else place
    angle = 2 * np.pi * place / round_trip
    return np.sin(angle) if wave == "sin" else np.cos(angle)
