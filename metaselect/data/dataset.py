"""`Dataset`: one learning task."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metaselect.data.columns.category import Category
from metaselect.data.columns.column_type import ColumnType
from metaselect.data.columns.date import DateColumn
from metaselect.data.columns.empty import Empty
from metaselect.data.columns.frames import (
    ForeignFrame,
    SparseTable,
    as_dense,
    as_frame,
    name_of,
    notes_on_joined_names,
)
from metaselect.data.columns.free_text import FreeText
from metaselect.data.columns.kinds import COLUMN_TYPES, clean_columns, column_types
from metaselect.data.columns.number import Number
from metaselect.data.columns.number_notes import (
    notes_on_numbers_left_as_text,
    notes_on_sentinels,
    notes_on_unread_cells,
)
from metaselect.data.columns.repairs.rules import Repairs, notes_on_repairs
from metaselect.data.columns.roles import ColumnRole
from metaselect.data.columns.used_columns import look_at_columns
from metaselect.data.notes import Note, note_on_missing_targets
from metaselect.data.reading.row_sample import WholeTable
from metaselect.data.row_structure import RowStructure, codes_of_groups, find_row_structure
from metaselect.data.target_reading import TargetReading, as_target, find_target_reading, known_targets
from metaselect.data.tasks import are_numbers_as_classes, is_classification
from metaselect.exceptions import DatasetError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["Dataset", "notes_on_table"]

# What columns are once they are clean, by what models see of them.
_CLEAN = {"number": Number(), "category": Category(), "text": FreeText()}
_FEW_ROWS = 30
_RARE_CLASS = 5


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """One learning task: a table, its target and what is to be predicted.

    Attributes
    ----------
    X : DataFrame of shape (n_rows, n_columns)
        Columns are float64 (numeric; NaN where missing) or text (categorical or free text; NaN where missing).
    y : ndarray of shape (n_rows,)
        Class labels as given, or float64 for regression; never missing.
    name : str
        For messages and tables.
    task : {"binary", "multiclass", "regression"}
        What `y` is to be learned as.
    origin : str
        Variants of one source share it; they are left out together.
    target : str
        Name of the target column.
    notes : tuple of Note
        What reading decided or found, in sentences for the user.
    types : mapping of str to ColumnType
        What each column of the table was taken for, and so which columns of `X` it became.
    whole : WholeTable, optional
        What was counted in all rows, where `X` and `y` are a sample of them.
    groups : mapping of str to int
        Group identifiers that were left out of `X`, with the number of groups of each: rows of one belong together.
    roles : mapping of str to ColumnRole
        What each column of the table is there for, those included that were left out; empty where nobody asked.
    reading : TargetReading, optional
        How the target was read, so that more of it can be read alike; None where nobody read it.
    structure : RowStructure
        Which rows belong together and which came first, where somebody has said so: folds respect it.

    Examples
    --------
    >>> dataset = Dataset.from_arrays([[1.0], [2.0], [3.0]], ["no", "yes", "no"])
    >>> dataset.task, dataset.n_rows, dataset.n_columns
    ('binary', 3, 1)
    """

    X: pd.DataFrame
    y: np.ndarray
    name: str
    task: str
    origin: str
    target: str = "y"
    notes: tuple[Note, ...] = ()
    types: Mapping[str, ColumnType] = field(default_factory=dict, repr=False)
    whole: WholeTable | None = None
    groups: Mapping[str, int] = field(default_factory=dict, repr=False)
    roles: Mapping[str, ColumnRole] = field(default_factory=dict, repr=False)
    reading: TargetReading | None = field(default=None, repr=False)
    structure: RowStructure = field(default_factory=RowStructure, repr=False)

    @classmethod
    def from_arrays(
        cls,
        X: ArrayLike | pd.DataFrame | ForeignFrame | SparseTable,
        y: ArrayLike,
        *,
        name: str = "data",
        task: str = "auto",
        origin: str | None = None,
        target: str | None = None,
        kinds: Mapping[str, str] | None = None,
        roles: Mapping[str, str] | None = None,
    ) -> Dataset:
        """Return the Dataset of a table and its target; neither is modified.

        Parameters
        ----------
        X : DataFrame, array-like or sparse matrix of shape (n_rows, n_columns)
            DataFrames may be of pandas or polars.
        y : array-like of shape (n_rows,)
            Rows with a missing target are set aside, and a note counts them.
        name : str
            For messages and tables.
        task : {"auto", "classification", "binary", "multiclass", "regression"}
            What the target is to be learned as; by default its values decide.
        origin : str, optional
            The source it shares with its variants; `name` when not given.
        target : str, optional
            Name of the target; that of the Series `y`, or `"y"`, when not given.
        kinds : mapping of str to str, optional
            `"numeric"`, `"categorical"`, `"text"` or `"date"` for columns that are to be taken for something else than
            they look like.
        roles : mapping of str to str, optional
            When given, an empty one too, columns that cannot help to predict are left out, as of a file; for columns
            that it names, one of `ROLE_CHOICES`, it says what they are there for.

        Raises
        ------
        DatasetError
            If there are fewer than two rows, no usable column, or a target that cannot be learned.
        """
        frame = as_frame(as_dense(X))
        values = as_target(y, target or name_of(getattr(y, "name", None) or "y"))
        if len(values) != len(frame):
            raise DatasetError(f"X has {len(frame)} rows and y has {len(values)}; they must be of the same length")
        dataset = cls.from_columns(frame, values, name=name, task=task, origin=origin, kinds=kinds, roles=roles)
        return replace(dataset, notes=(*_notes_on_names(X, frame), *dataset.notes))

    @classmethod
    def from_columns(
        cls,
        frame: pd.DataFrame,
        y: pd.Series,
        *,
        name: str,
        task: str = "auto",
        origin: str | None = None,
        kinds: Mapping[str, str] | None = None,
        roles: Mapping[str, str] | None = None,
        is_as_given: bool = False,
    ) -> Dataset:
        """Return the Dataset of a table whose names are unique text and of its target, with as many rows.

        Parameters
        ----------
        frame : DataFrame of shape (n_rows, n_columns)
            As `as_frame` makes it.
        y : Series of shape (n_rows,)
            Its name is that of the target.
        name, task, origin, kinds, roles
            As for `from_arrays`.
        is_as_given : bool
            Whether cells are as they should be, so that nothing is put right in them; False by default.
        """
        reading = find_target_reading(y, task, name=name, is_as_given=is_as_given)
        cells = reading.cells(y)
        is_known = known_targets(cells)  # (n_rows,)
        notes = note_on_missing_targets(int((~is_known).sum()))
        if not is_known.all():
            if any(repair.makes_numbers for repair in reading.column_type.repairs):
                notes += notes_on_unread_cells({str(y.name): y}, {str(y.name): cells})
            frame, y, cells = frame.loc[is_known], y.loc[is_known], cells.loc[is_known]
        frame, y = (table.reset_index(drop=True) for table in (frame, y))
        if reading.date is not None:
            notes.append(Note.on("target of dates", [y.name], part=reading.date.parts[0]))
        task = reading.task
        columns = look_at_columns(frame, kinds, roles, is_as_given)
        repairs = {**columns.repairs, str(y.name): reading.column_type.repairs}
        notes += notes_on_repairs(repairs, pd.concat([frame, y.rename(str(y.name))], axis=1))
        notes += [] if is_as_given else notes_on_numbers_left_as_text(frame, columns.left_as_text(roles or kinds or {}))
        table, frame = frame, frame[list(columns.types)]
        cleaned = _clean(frame, columns.types)
        learned = reading.values(cells)
        notes += notes_on_sentinels({str(y.name): learned}) if task == "regression" else []
        notes += [*columns.notes, *_notes_on_columns(columns.types, frame, cleaned), *_notes_on_size(learned, task)]
        return cls(
            cleaned,
            learned,
            name,
            task,
            origin or name,
            str(y.name),
            tuple(notes),
            columns.types,
            groups=columns.groups,
            roles=columns.roles,
            reading=reading,
            structure=find_row_structure(table, columns.roles, cleaned),
        )

    def __repr__(self) -> str:
        return (
            f"<Dataset {self.name}: {self.n_rows_total} rows, {self.n_table_columns} columns; target {self.target!r}, "
            f"task {self.task}>"
        )

    @property
    def n_rows(self) -> int:
        """Number of rows held, all with a known target."""
        return len(self.y)

    @property
    def n_rows_total(self) -> int:
        """Number of rows with a known target that there are, of which those held may be a sample."""
        return self.n_rows if self.whole is None else self.whole.n_known

    @property
    def n_columns(self) -> int:
        """Number of columns, the target not counted."""
        return len(self.X.columns)

    @property
    def kinds(self) -> dict[str, str]:
        """The word for what each column of the table was taken for, such as `"numeric"`."""
        return {name: column_type.kind for name, column_type in self.types.items()}

    @property
    def table_types(self) -> dict[str, ColumnType]:
        """What each column of the table was taken for, where one that was left out is as good as empty."""
        return {**dict.fromkeys(self.roles, Empty()), **self.types}

    @property
    def clean_types(self) -> dict[str, ColumnType]:
        """What the columns of `X` are, in which nothing is to be found out or put right any more."""
        return {name: _CLEAN[seen] for name, seen in self.becomes.items()}

    @property
    def dates(self) -> dict[str, DateColumn]:
        """What became of the columns of dates: of `when` the columns `when: days`, `when: year` and so on of `X`."""
        return {name: date for name, date in self.types.items() if isinstance(date, DateColumn)}

    @property
    def target_type(self) -> ColumnType:
        """What the target was taken for."""
        return Category() if self.reading is None else self.reading.column_type

    @property
    def repairs(self) -> dict[str, Repairs]:
        """What is put right in the cells of each column that is used, the target among them."""
        repairs = {name: column_type.repairs for name, column_type in self.types.items()}
        return {**repairs, self.target: self.target_type.repairs}

    @cached_property
    def becomes(self) -> dict[str, str]:
        """What models see of each column of `X`: `"number"`, `"category"` or `"text"`."""
        types = self.types or column_types(self.X)
        seen = {new: column_type.becomes for name, column_type in types.items() for new in column_type.names(name)}
        by_dtype = {name: "number" if dtype.kind == "f" else "category" for name, dtype in self.X.dtypes.items()}
        return {name: seen.get(name, by_dtype[name]) for name in self.X.columns}

    @cached_property
    def text_columns(self) -> tuple[str, ...]:
        """Names of the columns of free text."""
        return tuple(name for name, seen in self.becomes.items() if seen == "text")

    def source_of(self, column: str) -> str:
        """Return the name that a column of `X` has in the table: that of the date of which it is a part, or its own."""
        sources = {new: name for name, column_type in self.types.items() for new in column_type.names(name)}
        return sources.get(column, column)

    @property
    def n_table_columns(self) -> int:
        """Number of columns as the table has them, where a date is one column and not several."""
        return sum(bool(column_type.names(name)) for name, column_type in self.types.items()) or self.n_columns

    @property
    def n_classes(self) -> int | None:
        """Number of distinct classes, None for regression."""
        return int(self.codes.max()) + 1 if is_classification(self.task) else None

    @cached_property
    def codes(self) -> np.ndarray:
        """Classes as 0, 1, … in sorted order; for regression the target itself. Of shape (n_rows,)."""
        if not is_classification(self.task):
            return self.y
        codes, labels = pd.factorize(self.y)  # only the labels are sorted: sorting a million texts takes half a second
        ranks: np.ndarray = np.argsort(np.argsort(labels, kind="stable"), kind="stable")
        of_rows: np.ndarray = ranks[codes]
        return of_rows

    @cached_property
    def class_totals(self) -> np.ndarray | None:
        """Number of rows that there are of each class, in the order of `codes`, (n_classes,); None for regression."""
        if not is_classification(self.task):
            return None
        held = np.bincount(self.codes)
        counts = self.whole and self.whole.class_counts
        if not counts:
            return held
        return np.array([counts.get(label, n) for label, n in zip(np.sort(pd.unique(self.y)), held, strict=True)])

    @property
    def smallest_class(self) -> int | None:
        """Number of rows of the rarest class, None for regression."""
        return None if self.class_totals is None else int(self.class_totals.min())

    def take(self, rows: np.ndarray) -> Dataset:
        """Return the Dataset of some `rows` (positions), under the same name and origin."""
        X = self.X.iloc[rows].reset_index(drop=True)
        return replace(self, X=X, y=self.y[rows], structure=self.structure.take(rows))

    def with_groups(self, groups: ArrayLike, name: str = "groups") -> Dataset:
        """Return the Dataset with groups that no column of the table tells: rows of one belong together.

        Parameters
        ----------
        groups : array-like of shape (n_rows,)
            Of each row: numbers, text or anything else that can be compared.
        name : str
            What they are called; `"groups"` by default.

        Raises
        ------
        DatasetError
            If they are not one value per row.

        Examples
        --------
        >>> dataset = Dataset.from_arrays([[1.0], [2.0], [3.0]], ["no", "yes", "no"])
        >>> dataset.with_groups(["a", "a", "b"], "patient").groups
        {'patient': 2}
        """
        if np.shape(groups) != (self.n_rows,):
            raise DatasetError(
                f"groups has shape {np.shape(groups)}; expected one value for each of the {self.n_rows} rows"
            )
        values = pd.Series(np.asarray(groups))
        structure = replace(self.structure, group=name, groups=codes_of_groups(values))
        return replace(self, groups={**self.groups, name: values.nunique()}, structure=structure)


def _notes_on_names(X: object, frame: pd.DataFrame) -> list[Note]:
    if not isinstance(X, pd.DataFrame):
        return []
    old_and_new = zip(map(name_of, X.columns), frame.columns, strict=True)
    renamed = [(old, new) for old, new in old_and_new if old != new]
    return notes_on_joined_names(X.columns) + [Note.on("renamed", [new], before=old) for old, new in renamed]


def _clean(frame: pd.DataFrame, types: Mapping[str, ColumnType]) -> pd.DataFrame:
    cleaned = clean_columns(frame, types)
    if cleaned.shape[1] == 0:
        raise DatasetError(
            "no column with a value is left besides the target (0 feature(s) (shape="
            f"{frame.shape}) while a minimum of 1 is required); add columns to learn from"
        )
    return cleaned


def notes_on_table(frame: pd.DataFrame, roles: Mapping[str, str]) -> list[Note]:
    """Return what a user should know of a table that has no target.

    Parameters
    ----------
    frame : DataFrame of shape (n_rows, n_columns)
        As read.
    roles : mapping of str to str
        What the user said of some columns.

    Examples
    --------
    >>> print(*notes_on_table(pd.DataFrame({"price": ["$1,200", "$300"] * 20, "x": range(40)}), {}))
    numbers are read out of text in price
    """
    columns = look_at_columns(frame, roles=roles)
    used = frame[list(columns.types)]
    return [
        *notes_on_repairs(columns.repairs, frame),
        *notes_on_numbers_left_as_text(frame, columns.left_as_text(roles)),
        *columns.notes,
        *_notes_on_columns(columns.types, used, clean_columns(used, columns.types)),
    ]


def _notes_on_columns(types: Mapping[str, ColumnType], frame: pd.DataFrame, cleaned: pd.DataFrame) -> list[Note]:
    notes = []
    for column_type in COLUMN_TYPES:
        columns = {name: found for name, found in types.items() if found.kind == column_type.kind}
        notes += column_type.notes(columns, frame, cleaned) if columns else []
    return notes


def _notes_on_size(y: np.ndarray, task: str) -> list[Note]:
    notes = []
    if len(y) < _FEW_ROWS:
        notes.append(Note.on("few rows", n_rows=len(y)))
    if is_classification(task):
        codes, classes = pd.factorize(y)
        if are_numbers_as_classes(classes, len(y)):
            notes.append(Note.on("numbers as classes", n_classes=len(classes), examples=_across(classes)))
        n_rows = np.bincount(codes)
        rare = sorted(str(label) for label, n in zip(classes, n_rows, strict=True) if n < _RARE_CLASS)
        if rare:
            notes.append(Note.on("rare classes", classes=rare, fewest=_RARE_CLASS))
    return notes


def _across(labels: Iterable[object]) -> list[str]:
    """Return the smallest number among labels, one in the middle, and the largest."""
    ordered = sorted(map(str, labels), key=float)
    return [ordered[0], ordered[len(ordered) // 2], ordered[-1]]
