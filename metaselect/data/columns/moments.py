"""The moments in a column of dates, and their parts.

These functions need pandas and NumPy alone: the script that a recommendation prints has them as they stand here.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

# Days of a calendar with a time of day: what pandas reads slowly where it is not told how they are written.
_DAY_AND_TIME = re.compile(
    r"[0-9]{1,2}([-/.])([0-9]{1,2}|[A-Za-z]{3})\1[0-9]{4} [0-9]{1,2}:[0-9]{2}(:[0-9]{2})?(?:( ?)[AaPp][Mm])?"
)


def in_english(texts: pd.Series, words: dict[str, str]) -> pd.Series:
    """Return dates as pandas reads them: with other words in place of `words`, and days and quarters as it has them."""
    texts = texts.str.replace(r"^(\d{4})\s?[年년]\s?(\d\d?)\s?[月월]\s?(\d\d?)\s?[日일号號]", r"\1-\2-\3", regex=True)
    texts = texts.str.replace(r"^(\d{4})\s?[年년]\s?(\d\d?)\s?[月월]$", r"\2/\1", regex=True)
    texts = texts.str.replace(r"^\[?(\d\d?/[^\W\d_]+/\d{4}):(\d\d:\d\d:\d\d[^\]]*)\]?$", r"\1 \2", regex=True)
    texts = texts.str.replace(r"[^\W\d_]+", lambda match: words.get(match[0].lower(), match[0]), regex=True)
    texts = texts.str.replace(r"(?<=\d)(?:(?:st|nd|rd|th|er|[ºª])\b|°|\.(?=\s*[^\W\d_]))", " ", regex=True)
    texts = texts.str.replace(r"(?<=\d\.) (?=\d)", "", regex=True)  # 3. 4. 2020
    texts = texts.str.replace(r"^Q([1-4])[ /-]?(\d{4})$", r"\2Q\1", regex=True)
    texts = texts.str.replace(r"\s+(?:\.$|(?=,))", "", regex=True)
    return texts.str.replace(r"\s+", " ", regex=True).str.strip(" ,")


def moments_in(
    column: pd.Series,
    written: str = "text",
    is_day_first: bool = False,
    last_year: int | None = None,
    words: dict[str, str] | None = None,
) -> pd.Series:
    """Return the moments in a column, without time zone (as UTC); NaT where a cell holds none.

    They are written as "text", in which others stand for `words`, as "months" such as Jan-19, as ISO "weeks", as
    "times" of day, or in numbers: as "yyyymmdd", perhaps with "hhmm" or "hhmmss", or as "days", "seconds" or
    "milliseconds" since 1970. Years of two digits are at most `last_year`.
    """
    if isinstance(column.dtype, pd.PeriodDtype):
        column = column.dt.to_timestamp()
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        moments = pd.to_datetime(column, utc=True)
    elif pd.api.types.is_numeric_dtype(column.dtype):
        numbers = pd.Series(column.to_numpy(dtype=float, na_value=np.nan), index=column.index)
        numbers = numbers.where(np.isfinite(numbers))
        if written == "text":  # and in later rows as numbers, each of which says itself how it is written
            is_calendar = numbers.between(1900_01_01, 2101_01_01)
            moments = moments_in(numbers.where(is_calendar), "yyyymmdd")
            moments = moments.fillna(moments_in(numbers.where(~is_calendar), "days"))
        elif written.startswith("yyyymmdd"):
            texts = numbers.map("{:.0f}".format, na_action="ignore")
            moments = pd.to_datetime(texts, format="%Y%m%d%H%M%S"[: len(written) - 2], errors="coerce")
        else:
            unit = {"seconds": "s", "milliseconds": "ms"}.get(written, "D")
            moments = pd.to_datetime(numbers, unit=unit, errors="coerce")
    else:
        texts = column.map(str, na_action="ignore").astype(object)
        texts = texts.where(texts.notna(), None).str.strip()
        if written == "weeks":
            weeks = texts.str.upper().str.replace("-", "", regex=False)
            weeks = weeks.where(weeks.str.len() == len("2024W053"), weeks + "1")  # a week begins on Monday
            moments = pd.to_datetime(weeks, format="%GW%V%u", errors="coerce", utc=True)
        else:
            texts = texts if words is None else in_english(texts, words)
            texts = "1970-01-01 " + texts if written == "times" else texts
            if written == "months":
                texts = texts.str.replace(r"^([A-Za-z]+)[-/. ']*(\d\d)$", r"\1 20\2", regex=True)
            if is_day_first:
                # Where the year comes first, the month is next, whatever comes first in other cells.
                year_first = r"(?<![0-9/.-])(?:[0-9]{4}[-/.][0-9]|(?:19|20)[0-9]{6}(?![0-9]))"
                begins_with_year = texts.str.contains(year_first, na=False)
                moments = moments_in_text(texts.mask(begins_with_year), is_day_first)
                if begins_with_year.any():
                    moments = moments.fillna(moments_in_text(texts.where(begins_with_year)))
            else:
                moments = moments_in_text(texts)
    moments = moments.dt.tz_localize(None)
    if last_year is not None:
        moments = moments.mask(moments.dt.year > last_year, moments - pd.DateOffset(years=100))
    moments = moments.dt.as_unit("us")
    return moments.where(moments.dt.year <= 2261)  # later ones, such as 9999-12-31, stand for "no end"


def moments_in_text(texts: pd.Series, is_day_first: bool = False) -> pd.Series:
    """Return the moments in texts, however each is written, as UTC; NaT where there is none.

    Those written like some of the first are read together, which is much faster.
    """
    moments = pd.Series(pd.NaT, index=texts.index).dt.tz_localize("UTC").dt.as_unit("us")
    for format in dict.fromkeys(format_of_moment(text, is_day_first) for text in texts.dropna().iloc[:20]):
        if format is not None:
            rest = texts.where(moments.isna() & ~texts.str.contains(":6", regex=False, na=False))  # no leap seconds
            found = pd.to_datetime(rest, format=format, errors="coerce", utc=True)
            moments = moments.fillna(found.dt.as_unit("us"))
    rest = texts.where(moments.isna())
    if rest.notna().any():
        found = pd.to_datetime(rest, format="mixed", dayfirst=is_day_first, errors="coerce", utc=True)
        moments = moments.fillna(found.dt.as_unit("us"))
    return moments


def format_of_moment(text: str, is_day_first: bool) -> str | None:
    """Return how a day with a time is written, such as "%d/%m/%Y %H:%M"; None where it is written in another way."""
    shape = _DAY_AND_TIME.fullmatch(text)
    if shape is None:
        return None
    sign, middle, has_seconds, blank = shape.groups()
    day = ("%d", "%b", "%Y") if middle.isalpha() else ("%d", "%m", "%Y") if is_day_first else ("%m", "%d", "%Y")
    seconds = ":%S" if has_seconds else ""
    time = f"%H:%M{seconds}" if blank is None else f"%I:%M{seconds}{blank}%p"
    return f"{sign.join(day)} {time}"


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
        seconds = moments.dt.second + moments.dt.microsecond / 1e6
        place, round_trip = moments.dt.hour + moments.dt.minute / 60 + seconds / 3600, 24
    place = place.to_numpy(dtype=float)
    if not wave:
        return place + 1 if name == "month" else place
    angle = 2 * np.pi * place / round_trip
    return np.sin(angle) if wave == "sin" else np.cos(angle)
