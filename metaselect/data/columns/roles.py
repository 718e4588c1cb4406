"""What each column is for: something to predict from, and of which kind, or nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain

import numpy as np
import pandas as pd

from metaselect.data.columns.column_type import ColumnType
from metaselect.data.columns.date import DateColumn
from metaselect.data.columns.distinct import MANY_ROWS, unfolded
from metaselect.data.columns.empty import Empty
from metaselect.data.columns.free_text import FreeText
from metaselect.data.columns.kinds import KINDS, find_type
from metaselect.data.columns.number import Number, to_floats
from metaselect.data.notes import Note
from metaselect.data.target_column import same_name
from metaselect.data.words import GROUP_NAMES, IDENTIFIER_NAMES, SCALES, TRUTH_VALUES, any_of
from metaselect.exceptions import ConfigurationError, DatasetError, did_you_mean, shorten
from metaselect.seeding import rng_from

__all__ = [
    "DROPPED_ROLES",
    "ROLE_CHOICES",
    "ColumnRole",
    "assign_roles",
    "check_roles",
    "find_role",
    "is_named_like_a_group",
    "said_roles",
]

# What a user may say of a column.
ROLE_CHOICES = (*KINDS, "identifier", "group", "time", "drop")
# Roles of columns that are left out, in words.
DROPPED_ROLES = {
    "identifier": "identifiers",
    "constant": "constant columns",
    "empty": "columns with only missing values",
    "group": "group identifiers",
    "drop": "asked for",
}

_FEW_ROWS = 30
# A name of rows may come twice, as some rows do.
_MOSTLY_DISTINCT = 0.95
_VERSION = re.compile(r"v?\d{1,4}\.\d{1,4}\.\d{1,4}", re.IGNORECASE)
# Of a long column so many rows are looked at, and these roles are believed then.
_LOOKED_AT = 20_000
_CLEAR_FROM_A_PART = ("numeric", "categorical", "ordinal", "date")
_NAMED_LIKE_AN_ID = re.compile(
    rf"(^|[_ .-]){any_of(IDENTIFIER_NAMES)}([_ .-]|$)|(?-i:(?<=[a-z])(ID|Id)$)|^Unnamed: \d+$|^$", re.I
)
_NAMED_LIKE_A_GROUP = re.compile(rf"{any_of(GROUP_NAMES)}.{{0,3}}(id|no|nr|num|number|key|code)?$", re.I)
_TRUTH = tuple(chain(*TRUTH_VALUES.values()))
_SCALES = tuple(map(set, chain(*SCALES.values())))


@dataclass(frozen=True)
class ColumnRole:
    """What a column is taken for.

    Attributes
    ----------
    role : str
        numeric, boolean, date, ordinal, categorical, text; or one that is left out: identifier, group, constant, empty,
        drop.
    why : Note
        What shows it; `str` of it says it.
    type : ColumnType, optional
        What its cells are; None where nobody has looked.
    """

    role: str
    why: Note
    type: ColumnType | None = field(default=None, repr=False, compare=False)

    @property
    def is_said(self) -> bool:
        """Whether somebody has said so, and nobody had to look."""
        return self.why.kind == "as you said"

    def cells_of(self, column: pd.Series) -> pd.Series:
        """Return the cells of the column as they are understood; see `ColumnType.put_right`."""
        return column if self.type is None else self.type.put_right(column)


def find_role(column: pd.Series, column_type: ColumnType | None = None) -> ColumnRole:
    """Return what a column is taken for.

    Parameters
    ----------
    column : Series of shape (n_rows,)
        With a name.
    column_type : ColumnType, optional
        What its cells are; found out when not given.

    Examples
    --------
    >>> find_role(pd.Series(["yes", "no", "no"], name="member")).role
    'boolean'
    >>> find_role(pd.Series(range(1, 41), name="id"))
    ColumnRole(role='identifier', why=Note(kind='numbered rows', columns=(), details={}))
    """
    column_type = column_type or find_type(column)
    return replace(_role_of(column_type.put_right(column), column_type), type=column_type)


def _role_of(column: pd.Series, column_type: ColumnType) -> ColumnRole:
    values = unfolded(column.dropna())
    try:
        n_distinct = values.nunique()
    except TypeError:  # lists and the like
        values = values.map(str)
        n_distinct = values.nunique()
    if n_distinct == 0:
        return ColumnRole("empty", Note.on("no value"))
    if n_distinct == 1 and len(values) == len(column):
        return ColumnRole("constant", Note.on("always one value", value=str(values.iloc[0])))
    if n_distinct == 1:
        return ColumnRole("boolean", Note.on("one value or none"))
    if (
        pd.api.types.is_bool_dtype(column.dtype)
        or {str(value).strip().lower() for value in values.unique()[:5]} in _TRUTH
    ):
        return ColumnRole("boolean", Note.on("yes or no"))
    if isinstance(column_type, DateColumn):
        return ColumnRole(column_type.kind, Note.on("dates or times", parts=column_type.parts))
    if isinstance(column_type, FreeText):
        return ColumnRole(column_type.kind, column_type.why)
    if isinstance(column_type, Number):
        return _role_of_numbers(str(column.name), values, n_distinct)
    return _role_of_text(str(column.name), values.map(str), n_distinct)


def is_named_like_a_group(name: str) -> bool:
    """Return whether a column is called as those are that say which rows belong together.

    Examples
    --------
    >>> is_named_like_a_group("patient_id"), is_named_like_a_group("patience")
    (True, False)
    """
    return bool(_NAMED_LIKE_A_GROUP.search(name) and _NAMED_LIKE_AN_ID.search(name))


def _role_of_numbers(name: str, values: pd.Series, n_distinct: int) -> ColumnRole:
    numbers = to_floats(values)
    if not np.all(numbers == np.round(numbers)) or len(values) < _FEW_ROWS:
        return ColumnRole("numeric", Note.on("distinct numbers", n_distinct=n_distinct))
    # A number that counts up may be a time that matters: the name must say that it is none.
    if n_distinct > _MOSTLY_DISTINCT * len(values) and _NAMED_LIKE_AN_ID.search(name):
        return ColumnRole("identifier", Note.on("numbered rows"))
    if is_named_like_a_group(name) and 2 * n_distinct <= len(values):
        return ColumnRole("group", Note.on("numbered groups", n_distinct=n_distinct))
    return ColumnRole("numeric", Note.on("distinct whole numbers", n_distinct=n_distinct))


def _role_of_text(name: str, values: pd.Series, n_distinct: int) -> ColumnRole:
    distinct = pd.Series(values.unique()).str.strip()
    is_mostly_distinct = len(values) >= _FEW_ROWS and n_distinct > _MOSTLY_DISTINCT * len(values)
    if is_mostly_distinct and not distinct.str.fullmatch(_VERSION).all():
        return ColumnRole("identifier", Note.on("named rows", n_distinct=n_distinct, n_rows=len(values)))
    if (why := _order_of(distinct)) is not None:
        return ColumnRole("ordinal", why)
    if is_named_like_a_group(name) and 2 * n_distinct <= len(values):
        return ColumnRole("group", Note.on("named groups", n_distinct=n_distinct))
    return ColumnRole("categorical", Note.on("distinct texts", n_distinct=n_distinct))


def _order_of(distinct: pd.Series) -> Note | None:
    """Return which order the values have, None where none shows."""
    lowered = set(distinct.str.lower())
    if any(len(lowered & scale) >= 3 and len(lowered - scale) <= 1 for scale in _SCALES):
        return Note.on("well-known scale")
    is_code = distinct.str.match(r"0\d").any()
    if 3 <= len(distinct) <= 20 and not is_code and distinct.str.match(r"[<>]?=?\s*[$€£]?\s*\d+").mean() > 0.8:
        return Note.on("numbers first")
    return None


def check_roles(chosen: object) -> None:
    """Refuse what is no mapping of columns to roles.

    Raises
    ------
    ConfigurationError
        If it is not a mapping, or None.
    """
    if not isinstance(chosen, Mapping | None):
        raise ConfigurationError(f"roles is {chosen!r:.60}; expected a mapping such as {{'customer': 'group'}}")


def assign_roles(frame: pd.DataFrame, chosen: Mapping[str, str]) -> dict[str, ColumnRole]:
    """Return the role of each column of a table.

    Parameters
    ----------
    frame : DataFrame of shape (n_rows, n_columns)
        A table as read, without its target.
    chosen : mapping of str to str
        What the user says of some columns, one of `ROLE_CHOICES` each; the others are looked at.

    Raises
    ------
    DatasetError
        If there is no such column, or one holds no number although it is to be numeric.
    ConfigurationError
        If a role cannot be chosen.
    """
    said = said_roles(frame, chosen)
    return {name: said[name] if name in said else _role_of_any(frame[name]) for name in frame}


def said_roles(frame: pd.DataFrame, chosen: Mapping[str, str]) -> dict[str, ColumnRole]:
    """Return the role of each column of which the user says something, in the order of the table.

    Parameters and errors are those of `assign_roles`.
    """
    chosen = {same_name(frame.columns, name): role for name, role in chosen.items()}
    for name, role in chosen.items():
        if name not in frame:
            hint = did_you_mean(str(name), map(str, frame.columns))
            raise DatasetError(f"there is no column {name!r}{hint} The columns: {shorten(frame.columns, 40)}")
        if role not in ROLE_CHOICES:
            raise ConfigurationError(
                f"role {role!r} of column {name!r} is unknown; choose from {', '.join(ROLE_CHOICES)}"
            )
    return {name: _role_said(frame[name], chosen[name]) for name in frame if name in chosen}


def _role_said(column: pd.Series, role: str) -> ColumnRole:
    if role == "time":
        return ColumnRole(role, Note.on("as you said"), _type_of_time(column))
    column_type = find_type(column, role)
    if isinstance(column_type, Empty) and role in (Number.kind, DateColumn.kind):
        what, value = ("numeric", "number") if role == Number.kind else ("a date", "date")
        raise DatasetError(f"column {column.name!r} is to be {what} and holds no {value}; leave the option out")
    return ColumnRole(role, Note.on("as you said"), column_type)


def _type_of_time(column: pd.Series) -> ColumnType:
    """Return the type of a column that says when a row was: a date, or a number that counts up."""
    for found in (find_type(column, DateColumn.kind), find_type(column, Number.kind)):
        if isinstance(found, Number) or (isinstance(found, DateColumn) and _orders(found, column)):
            return found
    raise DatasetError(f"column {column.name!r} is to be a time and holds neither dates nor numbers")


def _orders(dates: DateColumn, column: pd.Series) -> bool:
    """Return whether dates tell when rows were: on several days, and no number is beyond them, as of a counter."""
    if "days" not in dates.parts:
        return False
    is_lost = dates.moments(column).isna() & column.notna()
    return not (pd.api.types.is_numeric_dtype(column.dtype) and is_lost.any())


def _role_of_any(column: pd.Series) -> ColumnRole:
    """Return the role of a column, of which some rows are looked at where it is long and these leave no doubt.

    A column of which some rows repeat a value or hold fractions is no identifier; one that looks like something to be
    left out is looked at in full.
    """
    column_type = find_type(column)
    if len(column) < MANY_ROWS:
        return find_role(column, column_type)
    part = find_role(column.iloc[_rows_looked_at(len(column))], column_type)
    if part.role not in _CLEAR_FROM_A_PART or _NAMED_LIKE_A_GROUP.search(str(column.name)):
        return find_role(column, column_type)
    return replace(part, why=Note.on("part looked at", why=part.why, n_rows=_LOOKED_AT))


@lru_cache(1)
def _rows_looked_at(n_rows: int) -> np.ndarray:
    """Return the positions of the rows of a long column that are looked at, the same of all columns of a table."""
    return np.sort(rng_from(0, "roles").choice(n_rows, _LOOKED_AT, replace=False))
