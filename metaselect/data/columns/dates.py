"""Dates and times: how a column writes them, and which of their parts vary and so become columns of numbers.

| part                     | is                                                           |
|--------------------------|--------------------------------------------------------------|
| days                     | days since 1970, with fractions                              |
| year                     | the year                                                     |
| month, weekday, hour     | from 1, from 0 for Monday, with fractions: what trees split  |
| month sin, month cos     | the month as a place on a circle: December is beside January |
| weekday sin, weekday cos | the day of the week, likewise                                |
| hour sin, hour cos       | the time of day, likewise                                    |

All is decided when a column is first seen and kept in a `DateColumn`: rows seen later never change it.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd

from metaselect.data.columns.distinct import MANY_ROWS, is_plain_text, some_distinct

__all__ = [
    "CYCLES",
    "LAST_YEAR",
    "LAST_YEAR_OF_PANDAS",
    "DateColumn",
    "expand_dates",
    "find_date_column",
    "is_date",
    "moments_of",
]

# A column is taken for dates when nearly all of its cells are; the rest is noise, and becomes missing.
_NEARLY_ALL = 0.95
# Of as many different numbers of eight digits, one at least would be no date if they were something else.
_FEWEST_NUMBERS = 10
_DAY = (
    r"(?:[A-Za-z]{3,9}\.?,? )?(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
    r"|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})"
    r"|\d{1,2}[- ][A-Za-z]{3,9}\.?[- ,]+(?:\d{4}|\d{2})"
    r"|[A-Za-z]{3,9}\.? \d{1,2},? \d{4})"
)
_MONTH = r"(?:19|20)\d{2}[-/](?:0[1-9]|1[0-2])|[A-Za-z]{3,9}\.?[- ](?:19|20)\d{2}"
_TIME = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?"
_ZONE = r"(?: ?(?:Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?))?"
_DATE_TEXT = re.compile(rf"^(?:{_DAY}(?:(?:,? |T){_TIME}{_ZONE})?|{_MONTH})$")
_TIME_TEXT = re.compile(rf"^{_TIME}$")
_SHORT_YEAR = re.compile(r"^\d{1,2}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ,]+(\d{2})(?!\d)")
# Later ones stand for "no end"; many versions of pandas know none.
LAST_YEAR = 2261
# How pandas reads a year of two digits: 69 is 1969 and 68 is 2068.
LAST_YEAR_OF_PANDAS = 2068
# What is written by two digits is hardly later.
_LAST_YEAR_OF_DATA = 2040

# What goes round, and how many of its unit make a round.
CYCLES = {"month": 12, "weekday": 7, "hour": 24}


@dataclass(frozen=True)
class DateColumn:
    """How a column writes dates, and what is made of them.

    Attributes
    ----------
    parts : tuple of str
        See the table of this module; at least one.
    written : {"text", "times", "days", "yyyymmdd", "seconds", "milliseconds"}
        As dates in text; as times of day in text; as numbers: days, such as 20260131, seconds or milliseconds since
        1970. What has a type for dates needs no rule.
    is_day_first : bool
        Whether in text the day comes before the month.
    last_year : int
        Years of two digits are at most this.
    """

    parts: tuple[str, ...]
    written: str = "text"
    is_day_first: bool = False
    last_year: int = LAST_YEAR_OF_PANDAS

    def describe(self) -> str:
        """Return the parts in words.

        Examples
        --------
        >>> DateColumn(("days", "month sin", "month cos")).describe()
        'days and month'
        """
        names = list(dict.fromkeys(part.split()[0] for part in self.parts))
        return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def is_date(column: pd.Series) -> bool:
    """Return whether a column holds dates or times: by its type, or as it is written.

    Nearly all of its texts must be written like dates, or all of its numbers like 20260131.

    Examples
    --------
    >>> is_date(pd.Series(["2026-01-31", "2026-02-28"])), is_date(pd.Series(["31/1/26 10:30", None, "28/2/26 11:00"]))
    (True, True)
    >>> is_date(pd.Series(["1.2.3", "10.4"])), is_date(pd.Series([2024, 2025]))
    (False, False)
    """
    if pd.api.types.is_numeric_dtype(column.dtype):
        return _is_calendar(column.dropna())
    return _has_type_for_dates(column) or _written_in_text(column) is not None


def _has_type_for_dates(column: pd.Series) -> bool:
    if pd.api.types.is_datetime64_any_dtype(column.dtype) or isinstance(column.dtype, pd.PeriodDtype):
        return bool(column.notna().any())
    return column.dtype == object and pd.api.types.infer_dtype(column, skipna=True) in (
        "date",
        "datetime",
        "datetime64",
        "time",
        "period",
    )


def _written_in_text(column: pd.Series) -> str | None:
    if not is_plain_text(column):
        return None
    texts, n_distinct, _ = some_distinct(column)
    if n_distinct < 2:
        return None
    for written, pattern in (("text", _DATE_TEXT), ("times", _TIME_TEXT)):
        if texts.str.match(pattern).mean() >= _NEARLY_ALL:
            return written
    return None


def find_date_column(column: pd.Series) -> DateColumn | None:
    """Return how a column that is known to hold dates writes them and what varies; None where there is no date.

    Examples
    --------
    >>> find_date_column(pd.Series(["2026-01-31", "2026-01-30", None])).parts
    ('days', 'weekday', 'weekday sin', 'weekday cos')
    >>> find_date_column(pd.Series(["x", "y"]))
    """
    if _has_type_for_dates(column):
        is_time = pd.api.types.infer_dtype(column, skipna=True) == "time"
        date = DateColumn((), "times" if is_time else "text")
        moments = moments_of(column, date)
    elif pd.api.types.is_numeric_dtype(column.dtype):
        date = DateColumn((), _written_in_numbers(column.dropna()))
        moments = moments_of(column, date)
    else:
        texts, _, _ = some_distinct(column.map(str, na_action="ignore"))
        written = "times" if texts.str.match(_TIME_TEXT).mean() >= _NEARLY_ALL else "text"
        date = DateColumn((), written, _is_day_first(texts), _last_year(texts))
        moments = moments_of(texts, date)
    moments = moments.dropna()
    if moments.empty:
        return None
    return DateColumn(_varying(moments, date.written), date.written, date.is_day_first, date.last_year)


def _varying(moments: pd.Series, written: str) -> tuple[str, ...]:
    parts = [] if written == "times" else ["days"]
    if written != "times" and moments.dt.year.nunique() > 1:
        parts.append("year")
    has_days = moments.dt.day.nunique() > 1 or moments.dt.day.iloc[0] > 1  # else months, which have no day of the week
    for name in CYCLES:
        if name == "weekday" and not has_days:
            continue
        if _of_cycle(moments, name).nunique() > 1:
            parts += [name, f"{name} sin", f"{name} cos"]
    return tuple(parts) or ("days",)


def _written_in_numbers(numbers: pd.Series) -> str:
    size = float(numbers.abs().median()) if len(numbers) else 0.0
    if _is_calendar(numbers, fewest=1):
        return "yyyymmdd"
    return "days" if size < 1e6 else "seconds" if size < 1e11 else "milliseconds"


def _is_calendar(numbers: pd.Series, fewest: int = _FEWEST_NUMBERS) -> bool:
    """Return whether all of at least `fewest` different numbers are such as 20260131."""
    if pd.api.types.is_bool_dtype(numbers.dtype) or len(numbers) == 0:
        return False
    if not 1900_01_01 <= float(numbers.min()) <= float(numbers.max()) <= 2100_12_31:
        return False
    distinct = pd.Series(numbers.unique()).astype(float)
    if len(distinct) < fewest or (distinct % 1 != 0).any():
        return False
    return bool(pd.to_datetime(distinct.map("{:.0f}".format), format="%Y%m%d", errors="coerce").notna().all())


def moments_of(column: pd.Series, date: DateColumn) -> pd.Series:
    """Return the moments in a column, without time zone (as UTC).

    NaT where a cell holds none, or one like 9999-12-31, which stands for "no end".
    """
    moments = _moments(column, date).dt.as_unit("us")
    return moments.where(moments.dt.year <= LAST_YEAR)


def _moments(column: pd.Series, date: DateColumn) -> pd.Series:
    if isinstance(column.dtype, pd.PeriodDtype):
        column = column.dt.to_timestamp()
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return pd.to_datetime(column, utc=True).dt.tz_localize(None)
    if pd.api.types.is_numeric_dtype(column.dtype):
        return _moments_in_numbers(column, date.written)
    texts = column.map(str, na_action="ignore").astype(object)
    texts = texts.where(texts.notna(), None).str.strip()
    if date.written == "times":
        texts = "1970-01-01 " + texts
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        moments = pd.to_datetime(texts, format="mixed", dayfirst=date.is_day_first, errors="coerce", utc=True)
    moments = moments.dt.tz_localize(None)
    if date.last_year < LAST_YEAR_OF_PANDAS:
        moments = moments.mask(moments.dt.year > date.last_year, moments - pd.DateOffset(years=100))
    return moments


def _moments_in_numbers(column: pd.Series, written: str) -> pd.Series:
    numbers = pd.Series(column.to_numpy(dtype=float, na_value=np.nan), index=column.index)
    numbers = numbers.where(np.isfinite(numbers))
    if written == "yyyymmdd":
        return pd.to_datetime(numbers.map("{:.0f}".format, na_action="ignore"), format="%Y%m%d", errors="coerce")
    unit = {"seconds": "s", "milliseconds": "ms"}.get(written, "D")
    return pd.to_datetime(numbers, unit=unit, errors="coerce")


def expand_dates(column: pd.Series, date: DateColumn) -> dict[str, np.ndarray]:
    """Return the parts of the dates in a column, each of shape (n_rows,), NaN where there is no date.

    Examples
    --------
    >>> expand_dates(pd.Series(["1970-01-02", None]), DateColumn(("days", "year")))
    {'days': array([ 1., nan]), 'year': array([1970.,   nan])}
    """
    if len(column) >= MANY_ROWS and column.dtype.kind == "O":
        codes, values = pd.factorize(column)
        if len(values) < MANY_ROWS:  # few of so many cells are different
            parts = expand_dates(pd.Series(values, dtype=object), date)
            return {part: np.append(numbers, np.nan)[codes] for part, numbers in parts.items()}
    moments = moments_of(column, date)
    return {part: _part(moments, part) for part in date.parts}


def _part(moments: pd.Series, part: str) -> np.ndarray:
    if part == "days":
        return ((moments - pd.Timestamp(0).as_unit("us")) / pd.Timedelta(days=1)).to_numpy(dtype=float)
    if part == "year":
        return moments.dt.year.to_numpy(dtype=float)
    if part in CYCLES:
        return _of_cycle(moments, part).to_numpy(dtype=float) + (part == "month")
    name, wave = part.split()
    angle = 2 * np.pi * _of_cycle(moments, name).to_numpy(dtype=float) / CYCLES[name]
    return np.sin(angle) if wave == "sin" else np.cos(angle)


def _of_cycle(moments: pd.Series, name: str) -> pd.Series:
    if name == "month":
        return moments.dt.month - 1
    if name == "weekday":
        return moments.dt.day_of_week
    return moments.dt.hour + moments.dt.minute / 60 + moments.dt.second / 3600


def _is_day_first(texts: pd.Series) -> bool:
    """Return whether a first number above 12 shows that days come first, and no second one that months do."""
    parts = texts.str.extract(r"^(\d{1,2})[-/.](\d{1,2})[-/.]").dropna().astype(int)
    return bool((parts[0] > 12).sum() > (parts[1] > 12).sum())


def _last_year(texts: pd.Series) -> int:
    """Return the last of the hundred years that years of two digits stand for.

    These lie as close together as they can: the widest gap on the circle of a hundred is between last and first.
    """
    years = np.unique(texts.str.extract(_SHORT_YEAR)[0].dropna().astype(int))
    if len(years) == 0:
        return LAST_YEAR_OF_PANDAS
    gaps = np.diff([*years, years[0] + 100])
    widest = int(np.argmax(gaps))
    last = int(years[widest])
    century = 2000 if 2000 + last <= _LAST_YEAR_OF_DATA else 1900
    return min(century + last + int(gaps[widest]) // 2, LAST_YEAR_OF_PANDAS)
