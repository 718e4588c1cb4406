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
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
import pandas as pd

from metaselect.data.columns.column_type import ColumnType
from metaselect.data.columns.distinct import MANY_ROWS, is_text, some_distinct
from metaselect.data.columns.moments import in_english, moments_in, part_of
from metaselect.data.columns.number_notes import notes_on_sentinel_dates, notes_on_unread_dates
from metaselect.data.notes import Note
from metaselect.data.time_words import DATE_WORDS

__all__ = ["DateColumn", "is_date", "is_date_text"]

# A column is taken for dates when nearly all of its cells are; the rest is noise, and becomes missing.
_NEARLY_ALL = 0.95
# One of as many different texts may be none all the same, such as 9999-12-31 for "no end".
_ONE_MAY_BE_NONE = 2
# Names of months and days, and the words between them, in two languages are fewer.
_MOST_WORDS = 80
# Of as many different numbers of eight digits, one at least would be no date if they were something else.
_FEWEST_NUMBERS = 10
_SOME = 1000
_FIRST_DAY = 1900_01_01
_NAME = r"[A-Za-z]{3,9}\.?"
_DAY = (
    rf"(?:{_NAME},? +)?(?:\d{{4}}(?P<first>[-/.])\d{{1,2}}(?P=first)\d{{1,2}}"
    r"|\d{1,2}(?P<second>[-/.])\d{1,2}(?P=second)(?:\d{4}|\d{2})"
    rf"|\d{{1,2}}[-/ ]?{_NAME}[-/ ,]*(?:\d{{4}}|\d{{2}})"
    rf"|\d{{4}}[-/ ]{_NAME}[-/ ]\d{{1,2}}"
    rf"|{_NAME} \d{{1,2}},? \d{{4}})"
)
_MONTH = rf"(?:19|20)\d{{2}}[-/](?:0[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])/(?:19|20)\d{{2}}|{_NAME}[- ](?:19|20)\d{{2}}"
_QUARTER = r"(?:19|20)\d{2}-?Q[1-4]"
_TIME = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?"
_ZONE = r"(?: ?(?:Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?))?"
_COMPACT = r"(?:19|20)\d{6}(?:T| )\d{4}(?:\d{2}(?:\.\d+)?)?"
_DATE_TEXT = re.compile(
    rf"^(?:(?:{_TIME},? )?{_DAY}(?:(?:,? |T){_TIME}{_ZONE})?|{_COMPACT}{_ZONE}"
    rf"|{_NAME} {_NAME} \d{{1,2}} {_TIME}{_ZONE} \d{{4}}|{_MONTH}|{_QUARTER})$"
)
# Such as Jan-19, which may be a day.
_MONTH_OF_SHORT_YEAR = re.compile(
    r"^(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)[-/. ']{0,2}(\d\d)$",
    re.IGNORECASE,
)
_FEWEST_MONTHS = 3
_MOST_YEARS = 15
_LAST_DAY = 31
_WEEK_TEXT = re.compile(r"^\d{4}-?W(?:0[1-9]|[1-4]\d|5[0-3])(?:-?[1-7])?$", re.IGNORECASE)
# Such as 1.4.13, which is a version more often than a day, if nothing speaks for a day.
_SHORT_DOTTED = re.compile(r"^\d{1,2}\.\d{1,2}\.\d{2}$")
_IS_OF_A_CALENDAR = re.compile(r"^(?:0\d|1[3-9]|[2-9]\d)\.|^\d{1,2}\.(?:0\d|1[3-9]|[2-9]\d)\.")
_DAY_AND_MONTH = re.compile(rf"^(?:{_NAME},? +)?(\d{{1,2}})([-/.])(\d{{1,2}})[-/.]")
# What must be put into words that pandas knows: months of other languages, 3rd, 3. and quarters.
_OTHER_WORDS = re.compile(
    r"\d(?:st|nd|rd|th|er|[ºª°])(?:\W|$)|\d\. |^Q[1-4]|[^\W\d_] {2}|  \d| of |\d\s?[年년]|/\d{4}:", re.IGNORECASE
)
_TIME_TEXT = re.compile(rf"^{_TIME}$")
_SHORT_YEAR = re.compile(r"^\d{1,2}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ,]+(\d{2})(?!\d)")
# How pandas reads a year of two digits: 69 is 1969 and 68 is 2068.
_LAST_YEAR_OF_PANDAS = 2068
# What is written by two digits is hardly later.
_LAST_YEAR_OF_DATA = 2040

# What goes round.
_CYCLES = ("month", "weekday", "hour")


@dataclass(frozen=True)
class DateColumn(ColumnType):
    """A column of dates or times: how it writes them, and what is made of them.

    Attributes
    ----------
    parts : tuple of str
        See the table of this module; at least one.
    written : str
        As dates in `"text"`, `"months"` such as Jan-19, ISO `"weeks"` or `"times"` of day; as numbers: `"yyyymmdd"`,
        which `"hhmm"` or `"hhmmss"` may follow, `"days"`, `"seconds"` or `"milliseconds"` since 1970. What has a type
        for dates needs no rule.
    is_day_first : bool
        Whether in text the day comes before the month.
    last_year : int, optional
        Years of two digits are at most this; None where they are as pandas reads them, 1969 to 2068.
    words : mapping of str to str, optional
        What to read in place of words such as names of months; None where pandas knows all.
    is_ambiguous : bool
        Whether no cell shows that the day, or the month, comes first.
    """

    kind = "date"
    becomes = "number"
    parts: tuple[str, ...]
    written: str = "text"
    is_day_first: bool = False
    last_year: int | None = None
    words: Mapping[str, str] | None = None
    is_ambiguous: bool = field(default=False, repr=False, compare=False)

    @classmethod
    def recognize(cls, column: pd.Series) -> DateColumn | None:
        """Return the type of a column that holds dates or times, by its type or as they are written.

        Examples
        --------
        >>> DateColumn.recognize(pd.Series(["2026-01-31", "2026-01-30", None])).parts
        ('days', 'weekday', 'weekday sin', 'weekday cos')
        """
        if not _looks_like_dates(column):
            return None
        found = cls.choose(column)
        if found is None or not is_text(column):
            return found
        texts, _, _ = some_distinct(column)
        n_none = int(found.moments(texts).isna().sum())
        return found if n_none <= max((1 - _NEARLY_ALL) * len(texts), len(texts) > _ONE_MAY_BE_NONE) else None

    @classmethod
    def choose(cls, column: pd.Series) -> DateColumn | None:
        """Return how a column that is known to hold dates writes them and what varies; None where there is no date.

        Examples
        --------
        >>> DateColumn.choose(pd.Series([1.7e9, 1.8e9])).written
        'seconds'
        >>> DateColumn.choose(pd.Series(["x", "y"]))
        """
        cells = column
        if _has_type_for_dates(column):
            date = cls((), "times" if pd.api.types.infer_dtype(column, skipna=True) == "time" else "text")
        elif pd.api.types.is_numeric_dtype(column.dtype):
            date = cls((), _written_in_numbers(column.dropna()))
        else:
            cells, _, _ = some_distinct(column if is_text(column) else column.map(str, na_action="ignore"))
            words = _words_for(cells)
            plain = cells if words is None else in_english(cells, dict(words))
            is_day_first, is_ambiguous = _order_in(plain)
            date = cls((), _written_so(plain) or "text", is_day_first, _last_year(plain), words, is_ambiguous)
        moments = date.moments(cells).dropna()
        return None if moments.empty else replace(date, parts=_varying(moments, date.written))

    def moments(self, column: pd.Series) -> pd.Series:
        """Return the moments in a column, without time zone (as UTC); NaT where a cell holds none."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            words = None if self.words is None else dict(self.words)
            return moments_in(column, self.written, self.is_day_first, self.last_year, words)

    def expand(self, column: pd.Series) -> dict[str, np.ndarray]:
        """Return the parts of the dates in a column, each of shape (n_rows,), NaN where there is no date.

        Examples
        --------
        >>> DateColumn(("days", "year")).expand(pd.Series(["1970-01-02", None]))
        {'days': array([ 1., nan]), 'year': array([1970.,   nan])}
        """
        if len(column) >= MANY_ROWS and column.dtype.kind == "O":
            codes, values = pd.factorize(column)
            if len(values) < MANY_ROWS:  # few of so many cells are different
                parts = self.expand(pd.Series(values, dtype=object))
                return {part: np.append(numbers, np.nan)[codes] for part, numbers in parts.items()}
        moments = self.moments(column)
        return {part: part_of(moments, part) for part in self.parts}

    @staticmethod
    def part_name(name: str, part: str) -> str:
        """Return what the column of a part of the dates in column `name` is called.

        Examples
        --------
        >>> DateColumn.part_name("when", "month sin")
        'when: month sin'
        """
        return f"{name}: {part}"

    def names(self, name: str) -> list[str]:
        """Return the names of the columns that its parts become."""
        return [self.part_name(name, part) for part in self.parts]

    def represent(self, column: pd.Series) -> dict[str, np.ndarray]:
        """Return the parts as float64."""
        return {self.part_name(column.name, part): numbers for part, numbers in self.expand(column).items()}

    @classmethod
    def notes(cls, columns: Mapping[str, Self], frame: pd.DataFrame, cleaned: pd.DataFrame) -> list[Note]:
        """Return the parts that the first few columns become, dates that seem to stand for missing ones, and doubts."""
        names = {name: date.part_name(name, "days") for name, date in columns.items() if "days" in date.parts}
        days = {name: cleaned[part].to_numpy() for name, part in names.items()}
        first = {name: cleaned[date.part_name(name, date.parts[0])] for name, date in columns.items()}
        notes = [
            Note.on("dates", columns, parts=[date.parts for date in columns.values()]),
            *notes_on_unread_dates({name: frame[name] for name in columns}, first),
            *notes_on_sentinel_dates(frame, days),
        ]
        for is_day_first in (False, True):
            unclear = [
                name for name, date in columns.items() if date.is_ambiguous and date.is_day_first == is_day_first
            ]
            notes += [Note.on("ambiguous dates", unclear, is_day_first=is_day_first)] if unclear else []
        return notes


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
    return DateColumn.recognize(column) is not None


def is_date_text(column: pd.Series) -> bool:
    """Return whether a column holds dates written as text, which are no numbers whatever marks they have.

    Times of day are left out: what looks like one may be a duration.
    """
    return _written_in_text(column) in ("text", "months", "weeks") and DateColumn.recognize(column) is not None


def _looks_like_dates(column: pd.Series) -> bool:
    if pd.api.types.is_numeric_dtype(column.dtype):
        # The first rule nearly all columns out.
        first = column.iloc[:_SOME]
        if column.dtype.kind in "iuf" and (first.to_numpy(dtype=float, na_value=np.nan) < _FIRST_DAY).any():
            return False
        some = first.dropna()
        are_dates = some.empty or _calendar_of(some, fewest=1) is not None
        return are_dates and _calendar_of(column.dropna()) is not None
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
    if not is_text(column):
        return None
    texts, n_distinct, _ = some_distinct(column)
    if n_distinct < 2:
        return None
    words = _words_for(texts)
    return _written_so(texts if words is None else in_english(texts, words))


def _written_so(texts: pd.Series) -> str | None:
    for written, pattern in (("text", _DATE_TEXT), ("times", _TIME_TEXT), ("weeks", _WEEK_TEXT)):
        if texts.str.match(pattern).mean() >= _NEARLY_ALL:
            are_versions = written == "text" and texts.str.match(_SHORT_DOTTED).mean() >= _NEARLY_ALL
            return None if are_versions and not texts.str.match(_IS_OF_A_CALENDAR).any() else written
    return "months" if _are_months_of_years(texts) else None


def _are_months_of_years(texts: pd.Series) -> bool:
    """Return whether texts such as Jan-19 are months of years: these are few and next to each other, or are no days."""
    if texts.str.match(_MONTH_OF_SHORT_YEAR).mean() < _NEARLY_ALL:
        return False
    parts = texts.str.extract(_MONTH_OF_SHORT_YEAR).dropna()
    years = np.unique(parts[1].astype(int))
    if years[0] == 0 or years[-1] > _LAST_DAY:
        return True
    n_years = int(years[-1] - years[0]) + 1
    return n_years == len(years) <= _MOST_YEARS and parts[0].str.lower().nunique() >= _FEWEST_MONTHS


def _words_for(texts: pd.Series) -> dict[str, str] | None:
    """Return what to read in place of words of other languages than English; None where pandas knows all there are."""
    found = set(texts.str.lower().str.findall(r"[^\W\d_]+").explode().dropna())
    if len(found) > _MOST_WORDS or not texts.str.contains(r"\d", regex=True).mean() >= _NEARLY_ALL:
        return None
    words: dict[str, str] = {}
    while hits := max((found & set(table) - set(words) for table in DATE_WORDS.values()), key=len):
        words |= next(table for table in DATE_WORDS.values() if hits <= set(table))
    return words if words or texts.str.contains(_OTHER_WORDS).any() else None


def _varying(moments: pd.Series, written: str) -> tuple[str, ...]:
    parts = [] if written == "times" else ["days"]
    if written != "times" and moments.dt.year.nunique() > 1:
        parts.append("year")
    has_days = moments.dt.day.nunique() > 1 or moments.dt.day.iloc[0] > 1  # else months, which have no day of the week
    for name in _CYCLES:
        if name == "weekday" and not has_days:
            continue
        if len(np.unique(part_of(moments, name))) > 1:
            parts += [name, f"{name} sin", f"{name} cos"]
    return tuple(parts) or ("days",)


def _written_in_numbers(numbers: pd.Series) -> str:
    size = float(numbers.abs().median()) if len(numbers) else 0.0
    if (written := _calendar_of(numbers, fewest=1)) is not None:
        return written
    return "days" if size < 1e6 else "seconds" if size < 1e11 else "milliseconds"


def _calendar_of(numbers: pd.Series, fewest: int = _FEWEST_NUMBERS) -> str | None:
    """Return how dates are written in all of at least `fewest` different numbers such as 20260131, None in others."""
    if pd.api.types.is_bool_dtype(numbers.dtype) or len(numbers) == 0:
        return None
    low, high = float(numbers.min()), float(numbers.max())
    factors = {"yyyymmdd": 1, "yyyymmddhhmm": 1e4, "yyyymmddhhmmss": 1e6}
    written = next((name for name, x in factors.items() if _FIRST_DAY * x <= low <= high <= 2101_01_01 * x), None)
    if written is None:
        return None
    distinct = pd.Series(numbers.unique()).astype(float)
    if len(distinct) < fewest or (distinct % 1 != 0).any():
        return None
    return written if moments_in(distinct, written).notna().all() else None


def _order_in(texts: pd.Series) -> tuple[bool, bool]:
    """Return whether the day comes before the month, and whether nothing but a habit says so.

    A number above 12 is a day. Where there is none, dates with points are taken to be written with the day first.
    """
    parts = texts.str.extract(_DAY_AND_MONTH).dropna()
    if parts.empty:
        return False, False
    first, second = parts[0].astype(int), parts[2].astype(int)
    n_first, n_second = int((first > 12).sum()), int((second > 12).sum())
    if n_first != n_second:
        return n_first > n_second, False
    has_points = bool((parts[1] == ".").mean() > 0.5)
    return has_points, not has_points and not first.equals(second)


def _last_year(texts: pd.Series) -> int | None:
    """Return the last of the hundred years that years of two digits stand for, None where it is as pandas reads them.

    These lie as close together as they can: the widest gap on the circle of a hundred is between last and first.
    """
    found = texts.str.extract(_SHORT_YEAR)[0].fillna(texts.str.extract(_MONTH_OF_SHORT_YEAR)[1])
    years = np.unique(found.dropna().astype(int))
    if len(years) == 0:
        return None
    gaps = np.diff([*years, years[0] + 100])
    widest = int(np.argmax(gaps))
    last = int(years[widest])
    century = 2000 if 2000 + last <= _LAST_YEAR_OF_DATA else 1900
    year = century + last + int(gaps[widest]) // 2
    return year if year < _LAST_YEAR_OF_PANDAS else None
