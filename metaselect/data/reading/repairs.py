"""What is put right in a table after it was parsed: blanks, empty rows, numbers that are written as text.

`find_repairs` looks, `apply_repairs` does; between them stands a `Repairs`, from which a script can be written that
does the same without metaselect.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import pandas as pd

from metaselect.data.columns.distinct import distinct_texts, is_text_or_folded, map_distinct
from metaselect.data.reading.missing import MISSING_SPELLINGS
from metaselect.exceptions import shorten

__all__ = [
    "FOOTNOTE",
    "IN_BRACKETS",
    "MINUS",
    "NUMBER_MARKS",
    "UNIT",
    "UNITS_FOR_PANDAS",
    "Repairs",
    "apply_repairs",
    "find_repairs",
]

# A column is taken for what nearly all of its cells are; the rest is noise, and becomes missing.
_NEARLY_ALL = 0.95
# In fewer rows, a row unlike the others is nothing to wonder at.
_FEWEST_ROWS = 10
_CURRENCY = r"(?:[$€£¥₹]|USD|EUR|GBP|CHF|Rs\.?)"
_NUMBER_TEXT = re.compile(
    rf"^\(?[+\u2212-]?\s*{_CURRENCY}?\s*[+\u2212-]?\d[\d.,'\u00a0\u202f ]*\s*(?:{_CURRENCY}|%|[kKmM])?\)?$"
)
_BLANK_IN_NUMBER = re.compile(r"(?<=\d)[ '\u00a0\u202f](?=\d{3}(?:\D|$))")
# One mark twice, the second not before three digits.
_VERSION = re.compile(r"\d(?P<mark>[ .,]+)\d*(?P=mark)\d{1,2}(?:\D|$)")
_WITH_UNIT = re.compile(r"^([+-]?\d[\d.,\u00a0\u202f ]*?)\s*([A-Za-zµ°²³/]{1,8})$")
# All that is not part of the number itself.
NUMBER_MARKS = r"[^0-9.+-]"
# What typesetters put before a negative number.
MINUS = "\u2212"
# How accountants write a negative number.
IN_BRACKETS = r"^\((.*)\)$"
# Days, hours, minutes and seconds, in this order.
_DURATION = re.compile(
    r"^(?=\d)(?:\d+(?:\.\d+)?\s*d(?:ays?)?\s*)?(?:\d+(?:\.\d+)?\s*h(?:(?:ou)?rs?)?\s*)?"
    r"(?:\d+(?:\.\d+)?\s*m(?:in(?:ute)?s?)?\s*)?(?:\d+(?:\.\d+)?\s*s(?:ec(?:ond)?s?)?)?$",
    re.IGNORECASE,
)
# Several units in one cell tell durations from sizes and codes.
_SHARE_OF_SEVERAL_UNITS = 0.2
# Without one, `pandas.to_timedelta` takes a number for nanoseconds.
UNIT = "[dhms]"
# Spellings that `pandas.to_timedelta` does not take, and those that it does.
UNITS_FOR_PANDAS = {r"(?<=hr|in|ec)s": "", r"(?<=\d)\s*d(?![a-z])": "day"}
FOOTNOTE = r"(?:\s*\[\w{1,3}\])+$"
# How the first cell of a row below a table begins that sums it up.
_TOTAL = re.compile(r"(grand |sub)?total|sums?$|summe|gesamt|average$|mean$|somme|totale?s?$", re.IGNORECASE)
# Columns of more values are names or texts, in which case may matter.
_MOST_CATEGORIES = 100


@dataclass(frozen=True)
class Repairs:
    """What is to be put right.

    Attributes
    ----------
    subtitles : tuple of str
        Names of all columns, where the second line of the file belongs to the header.
    extra_rows : tuple of int
        Positions of rows that are no data: units below the header, the header once more, totals at the end.
    names : dict of str to str
        Columns by the name they get.
    empty : tuple of str
        Columns without a name and without a value.
    empty_rows : bool
        Whether there are rows without a value.
    blanks : tuple of str
        Columns of text with blanks around their cells.
    footnotes : tuple of str
        Columns with marks such as `[2]` at the end of cells.
    numbers : dict of str to str
        Columns of numbers with currency, percent or grouping marks or a unit, with their decimal mark.
    durations : tuple of str
        Columns such as `2h 50m`, which become seconds.
    spellings : dict of str to dict
        Columns of categories some of which differ by case or inner blanks alone: rare spellings, and the usual one.
    """

    subtitles: tuple[str, ...] = ()
    extra_rows: tuple[int, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    empty: tuple[str, ...] = ()
    empty_rows: bool = False
    blanks: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)
    durations: tuple[str, ...] = ()
    spellings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def notes(self) -> list[str]:
        """Return what a user should know of it, in sentences."""
        notes = []
        if self.subtitles:
            notes.append("the second line of the file belongs to the header, and the names of columns hold both")
        if self.extra_rows:
            one = len(self.extra_rows) == 1
            what = "1 row that is" if one else f"{len(self.extra_rows)} rows that are"
            notes.append(f"{what} no data (units, the header once more, or totals) {'is' if one else 'are'} left out")
        if self.footnotes:
            notes.append(f"marks such as [2] at the end of cells are left out in {shorten(self.footnotes)}")
        if self.numbers:
            notes.append(f"numbers are read out of text in {shorten(self.numbers)}")
        if self.durations:
            notes.append(f"durations become seconds: {shorten(self.durations)}")
        if self.spellings:
            notes.append(f"values that differ by case or blanks alone are taken for one in {shorten(self.spellings)}")
        return notes


def find_repairs(table: pd.DataFrame) -> Repairs:
    """Return what should be put right in a table as it was parsed.

    Examples
    --------
    >>> table = pd.DataFrame({"price ": ["$1,200", "$300"], "day": ["2026-01-31", "2026-02-28"]})
    >>> find_repairs(table).names, find_repairs(table).numbers
    ({'price ': 'price'}, {'price': '.'})
    """
    subtitles = _subtitles(table)
    if subtitles:
        table = table.iloc[1:].set_axis(list(subtitles), axis=1)
        table = table.apply(_as_numbers_where_all_are)
    extra_rows = _extra_rows(table)
    if extra_rows:
        table = _without_rows(table, extra_rows)
    names = {name: new for name, new in zip(table.columns, _clean_names(table.columns), strict=True) if name != new}
    table = table.rename(columns=names) if names else table
    empty = [name for name in table if re.fullmatch(r"Unnamed: \d+", name) and table[name].isna().all()]
    text = {name: distinct_texts(table[name]) for name in table.columns if is_text_or_folded(table[name])}
    blanks, footnotes, numbers, durations, spellings = [], [], {}, [], {}
    for name, cells in text.items():
        stripped = cells.str.strip()
        if not stripped.equals(cells):
            blanks.append(name)
        distinct = pd.Series(stripped[~stripped.isin(MISSING_SPELLINGS)].unique())
        if distinct.str.contains(FOOTNOTE).any() and _is_footnote(distinct):
            footnotes.append(name)
            distinct = distinct.str.replace(FOOTNOTE, "", regex=True)
            stripped = stripped.str.replace(FOOTNOTE, "", regex=True)
            if name not in blanks:
                blanks.append(name)  # a cell of nothing but a mark is empty without it
        distinct = distinct[distinct != ""].astype(object)
        if (decimal := _decimal_of(distinct)) is not None:
            numbers[name] = decimal
        elif _are_durations(distinct):
            durations.append(name)
        elif 2 <= len(distinct) <= _MOST_CATEGORIES and (rare := _rare_spellings(table[name], stripped)):
            spellings[name] = rare
    return Repairs(
        tuple(subtitles),
        extra_rows,
        names,
        tuple(empty),
        _has_empty_rows(table),
        tuple(blanks),
        tuple(footnotes),
        numbers,
        tuple(durations),
        spellings,
    )


def apply_repairs(table: pd.DataFrame, repairs: Repairs) -> pd.DataFrame:
    """Return a table with everything put right; `table` is not changed.

    Examples
    --------
    >>> table = pd.DataFrame({"price ": ["$1,200", "$300"], "city": ["Rome ", "Oslo"]})
    >>> apply_repairs(table, find_repairs(table)).values.tolist()
    [[1200, 'Rome'], [300, 'Oslo']]
    """
    if repairs.subtitles:
        table = table.iloc[1:].set_axis(list(repairs.subtitles), axis=1).apply(_as_numbers_where_all_are)
    if repairs.extra_rows:
        table = _without_rows(table, repairs.extra_rows)
    table = table.rename(columns=dict(repairs.names)) if repairs.names else table.copy(deep=False)
    table = table.drop(columns=list(repairs.empty)) if repairs.empty else table
    for name in repairs.footnotes:
        table[name] = map_distinct(table[name], _without_footnotes)
    for name in repairs.blanks:
        table[name] = map_distinct(
            table[name], lambda cells: cells.str.strip().replace(list(MISSING_SPELLINGS), np.nan)
        )
    for name, decimal in repairs.numbers.items():
        table[name] = map_distinct(table[name], partial(numbers_in_text, decimal=decimal))
    for name in repairs.durations:
        table[name] = map_distinct(table[name], seconds_in_text)
    for name, usual in repairs.spellings.items():
        table[name] = map_distinct(table[name], lambda cells, usual=usual: cells.replace(dict(usual)))
    return table.dropna(how="all").reset_index(drop=True) if repairs.empty_rows else table


def _without_rows(table: pd.DataFrame, rows: tuple[int, ...]) -> pd.DataFrame:
    """Without these rows, columns may be numbers that were text before."""
    return table.drop(index=table.index[list(rows)]).reset_index(drop=True).apply(_as_numbers_where_all_are)


def _extra_rows(table: pd.DataFrame) -> tuple[int, ...]:
    """Return the positions of rows that are no data."""
    if len(table) < _FEWEST_ROWS:
        return ()
    text = [name for name in table.columns if is_text_or_folded(table[name])]
    if not text:
        return ()
    rows = set()
    if len(text) == table.shape[1]:  # a header among the rows makes text of every column
        is_header = np.ones(len(table), dtype=bool)
        for name in text:
            is_header &= (table[name] == name).to_numpy(dtype=bool, na_value=False)
        rows.update(np.flatnonzero(is_header).tolist())
    if _are_units(table, text):
        rows.add(0)
    last = table.iloc[-1, 0]
    if isinstance(last, str) and _TOTAL.match(last.strip()) and not (table.iloc[:-1, 0] == last).any():
        rows.add(len(table) - 1)
    return tuple(sorted(rows))


def _are_units(table: pd.DataFrame, text: list[str]) -> bool:
    """Return whether the first row has words or nothing above all columns of numbers, and a word above one of them."""
    start = table.head(_FEWEST_ROWS).iloc[1:]
    if len(text) < table.shape[1] and table.drop(columns=text).iloc[0].notna().any():
        return False  # a number
    above_numbers = [name for name in text if _holds_numbers(start[name])]
    if not above_numbers or any(_holds_numbers(table[name].head(1)) for name in above_numbers):
        return False
    words = [name for name in above_numbers if isinstance(table[name].iloc[0], str)]
    return any(_holds_numbers(table[name].iloc[1:]) for name in words)


def _holds_numbers(column: pd.Series) -> bool:
    known = column.dropna().astype(object)
    return len(known) > 0 and bool(pd.to_numeric(known, errors="coerce").notna().all())


def _without_footnotes(column: pd.Series) -> pd.Series:
    return column.str.strip().str.replace(FOOTNOTE, "", regex=True)


def _without_blanks(column: pd.Series) -> pd.Series:
    return column.str.strip().replace(list(MISSING_SPELLINGS), np.nan)


def numbers_in_text(column: pd.Series, decimal: str) -> pd.Series:
    """Return the numbers in cells such as `$1,200` or `12 %`; NaN where there is none."""
    column = column.str.strip().str.replace(IN_BRACKETS, r"-\1", regex=True).str.replace(MINUS, "-", regex=False)
    if decimal == ",":
        column = column.str.replace(".", "", regex=False).str.replace(",", ".", regex=False)
    return pd.to_numeric(column.str.replace(NUMBER_MARKS, "", regex=True), errors="coerce")


def seconds_in_text(column: pd.Series) -> pd.Series:
    """Return the seconds in cells such as `2h 50m`; NaN where there are none, as in a number without a unit."""
    column = column.str.lower()
    column = column.where(column.str.contains(UNIT, na=False))
    for theirs, ours in UNITS_FOR_PANDAS.items():
        column = column.str.replace(theirs, ours, regex=True)
    return pd.to_timedelta(column, errors="coerce").dt.total_seconds()


def _has_empty_rows(table: pd.DataFrame) -> bool:
    """Column by column: rarely is more than the first few needed to see that no row is empty."""
    is_empty = np.ones(len(table), dtype=bool)
    for name in table.columns:
        is_empty &= table[name].isna().to_numpy()
        if not is_empty.any():
            return False
    return True


def _as_numbers_where_all_are(column: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(column.dtype):
        return column
    if isinstance(column.dtype, pd.CategoricalDtype):
        is_number = _holds_numbers(pd.Series(column.cat.remove_unused_categories().cat.categories))
        return pd.to_numeric(column.astype(object)) if is_number else column
    numbers = pd.to_numeric(column, errors="coerce")
    return numbers if numbers.notna().eq(column.notna()).all() else column


def _clean_names(columns: pd.Index) -> list[str]:
    """Return names without blanks, line breaks and final colons, made unique."""
    cleaned = [re.sub(r"\s+", " ", str(name)).strip().removesuffix(":").strip() or str(name) for name in columns]
    return cleaned if len(set(cleaned)) == len(cleaned) else [str(name) for name in columns]


def _subtitles(table: pd.DataFrame) -> list[str]:
    """Return names made of two lines, where the first leaves many columns without one and the second fills these."""
    unnamed = [re.fullmatch(r"Unnamed: \d+", str(name)) is not None for name in table.columns]
    if len(table) < 5 or sum(unnamed) < max(3, 0.3 * len(unnamed)):
        return []
    second, below = table.iloc[0], table.iloc[1:]
    filled = [
        _names_column(cell, below[name])
        for name, cell, is_unnamed in zip(table.columns, second, unnamed, strict=True)
        if is_unnamed
    ]
    if np.mean(filled) < 0.8:
        return []
    names, last = [], ""
    for i, (name, cell, is_unnamed) in enumerate(zip(table.columns, second, unnamed, strict=True)):
        last = last if is_unnamed else str(name)
        has_group = is_unnamed or (i + 1 < len(unnamed) and unnamed[i + 1])
        names.append(f"{last}: {cell}" if has_group and isinstance(cell, str) and cell.strip() else last)
    return [f"{name} ({i})" if names.index(name) < i else name for i, name in enumerate(names)]


def _names_column(cell: object, below: pd.Series) -> bool:
    """Return whether a cell differs from all below it, or is the only one: that of a box to be ticked."""
    return isinstance(cell, str) and (below.nunique() == 1 or not (below == cell).any())


def _is_footnote(distinct: pd.Series) -> bool:
    """Without the marks some cells become the same as others; a code in brackets would tell them apart."""
    without = distinct.str.replace(FOOTNOTE, "", regex=True)
    return without.nunique() < len(distinct)


def _rare_spellings(column: pd.Series, stripped: pd.Series) -> dict[str, str]:
    """Return the usual spelling of each value that has another; single letters keep their case, but for y and n.

    `stripped` are the distinct texts of the column, in the order of `distinct_texts`, as they are after other repairs.
    """
    n_rows = column.value_counts().reindex(distinct_texts(column)).to_numpy()
    counts = pd.Series(n_rows).groupby(stripped.to_numpy()).sum()
    values = sorted(counts.index, key=lambda value: (-counts[value], value))
    folded = [re.sub(r"\s+", " ", value).casefold() for value in values]
    if not set(folded) <= {"y", "n", "t", "f"} and any(len(value) == 1 for value in folded):
        return {}
    usual: dict[str, str] = {}
    for value, key in zip(values, folded, strict=True):
        usual.setdefault(key, value)
    return {value: usual[key] for value, key in zip(values, folded, strict=True) if usual[key] != value}


def _decimal_of(distinct: pd.Series) -> str | None:
    """Return the decimal mark of numbers that are written as text, None where the cells are no numbers."""
    if len(distinct) and distinct.str.isdigit().all():
        return None  # the reader left these digits as text: they are codes
    distinct = _without_unit(distinct)
    if not _nearly_all(distinct, _NUMBER_TEXT) or distinct.str.match(r"^0\d").any():
        return None  # words or codes
    numbers = distinct[distinct.str.match(_NUMBER_TEXT)].str.replace(_BLANK_IN_NUMBER, "", regex=True)
    if (numbers.str.count(_VERSION.pattern) > 0).mean() > 0.5:
        return None  # such as 1.2.3: versions, addresses, lists
    has_comma, has_point = numbers.str.contains(",", regex=False), numbers.str.contains(".", regex=False)
    last_is_comma = numbers.str.rfind(",") > numbers.str.rfind(".")
    if (has_comma & has_point).any():
        return "," if last_is_comma[has_comma & has_point].mean() > 0.5 else "."
    if has_comma.any():
        return "." if _are_groups(numbers[has_comma], ",") else ","
    return "," if has_point.any() and _are_groups(numbers[has_point], r"\.") else "."


def _are_durations(distinct: pd.Series) -> bool:
    if not _nearly_all(distinct, _DURATION):
        return False
    return bool((distinct.str.count(r"\d\s*[a-zA-Z]") > 1).mean() >= _SHARE_OF_SEVERAL_UNITS)


def _without_unit(distinct: pd.Series) -> pd.Series:
    """Return the numbers before a unit, such as km or mg, where nearly all cells have the same one."""
    if len(distinct) < 2:
        return distinct
    parts = distinct.str.extract(_WITH_UNIT)
    units = parts[1].value_counts()
    if len(units) != 1 or units.iloc[0] < _NEARLY_ALL * len(distinct):
        return distinct
    return parts[0].fillna(distinct)


def _are_groups(numbers: pd.Series, mark: str) -> bool:
    """Return whether `mark` stands before three digits everywhere, and so between groups of them."""
    return bool(numbers.str.contains(rf"^\D*\d{{1,3}}(?:{mark}\d{{3}})+\D*$", regex=True).all())


def _nearly_all(distinct: pd.Series, pattern: re.Pattern) -> bool:
    if len(distinct) < 2:
        return False
    return bool(distinct.str.match(pattern).mean() >= _NEARLY_ALL)
