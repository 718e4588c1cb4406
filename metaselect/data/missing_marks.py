"""Values that a user says stand for missing ones, such as -999: they are missing, in rows seen later too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from metaselect.data.columns.column_type import ColumnType
from metaselect.data.columns.repairs.given_missing import GivenMissing
from metaselect.data.dataset import Dataset
from metaselect.data.notes import Note
from metaselect.exceptions import DatasetError, did_you_mean, shorten

__all__ = ["MissingMarks", "keep_marks", "marks_of_columns", "note_on_marks", "without_marks_of"]

# What a user may give: one value, several, or those of each column.
MissingMarks = str | float | Sequence[object] | Mapping[str, object]


def marks_of_columns(names: Iterable[str], marks: MissingMarks | None) -> dict[str, tuple[object, ...]]:
    """Return the marks of each column that has any.

    Parameters
    ----------
    names : iterable of str
        Of the columns of a table.
    marks : str, number, sequence or mapping, optional
        One value or several, for all columns; a text such as `"age=-1"` is for the column of that name alone. Or the
        values of each column.

    Raises
    ------
    DatasetError
        If there is no such column.

    Examples
    --------
    >>> marks_of_columns(["age", "size"], ["-999", "age=-1"])
    {'age': ('-999', '-1'), 'size': ('-999',)}
    >>> marks_of_columns(["age", "size"], {"age": -1})
    {'age': (-1,)}
    """
    names = [str(name) for name in names]
    found: dict[str, list[object]] = {name: [] for name in names}
    for name, mark in _pairs(names, marks):
        if name is not None and name not in found:
            hint = did_you_mean(name, names)
            raise DatasetError(
                f"there is no column {name!r} to have missing values{hint} The columns: {shorten(names, 40)}"
            )
        for values in [found[name]] if name is not None else found.values():
            values.append(mark)
    return {name: tuple(values) for name, values in found.items() if values}


def _pairs(names: Sequence[str], marks: MissingMarks | None) -> list[tuple[str | None, object]]:
    """Return each mark with the name of its column, None where it is for all."""
    if isinstance(marks, Mapping):
        return [(str(name), mark) for name, values in marks.items() for mark in _several(values)]
    pairs: list[tuple[str | None, object]] = []
    for mark in [] if marks is None else _several(marks):
        before, equals, value = mark.rpartition("=") if isinstance(mark, str) else ("", "", mark)
        pairs.append((before, value) if equals and before else (None, mark))
    return pairs


def _several(values: object) -> list[object]:
    return [values] if isinstance(values, str) or not isinstance(values, Iterable) else list(values)


def without_marks_of(table: pd.DataFrame, marks: Mapping[str, tuple[object, ...]]) -> pd.DataFrame:
    """Return a table in which the marks of its columns are missing; `table` is not changed.

    Parameters
    ----------
    table : DataFrame
        Any.
    marks : mapping of str to tuple
        As `marks_of_columns` returns them.

    Examples
    --------
    >>> without_marks_of(pd.DataFrame({"age": [31, -999]}), {"age": ("-999",)})["age"].tolist()
    [31.0, nan]
    """
    found = {name: GivenMissing({"marks": values}).apply(table[name]) for name, values in marks.items()}
    return table.assign(**found) if found else table


def note_on_marks(table: pd.DataFrame, marked: pd.DataFrame, marks: Mapping[str, tuple[object, ...]]) -> list[Note]:
    """Return how many cells became missing, and which marks no cell holds.

    Parameters
    ----------
    table, marked : DataFrame
        Before and after.
    marks : mapping of str to tuple
        As `marks_of_columns` returns them.

    Examples
    --------
    >>> table, marks = pd.DataFrame({"age": [31, -1], "size": [5, 7]}), {"age": (-1, "abc"), "size": (-1,)}
    >>> print(*note_on_marks(table, without_marks_of(table, marks), marks), sep="\\n")
    cells are missing as you said: age (1)
    no cell of age is 'abc', which missing= names: nothing became missing by it
    """
    if not marks:
        return []
    counts = {name: int(marked[name].isna().sum() - table[name].isna().sum()) for name in marks}
    found = {name: n_cells for name, n_cells in counts.items() if n_cells}
    notes = [Note.on("given missing", found, n_cells=list(found.values()))] if found else []
    for mark, names in _unused(table, found, marks).items():
        notes.append(Note.on("given missing nowhere", names, mark=mark, is_everywhere=len(names) == table.shape[1]))
    return notes


def _unused(table: pd.DataFrame, found: Mapping[str, int], marks: Mapping[str, tuple[object, ...]]) -> dict:
    """Return the marks that no cell holds, with the columns that they are of; one of all columns need be in one."""
    unused: dict[str, list[str]] = {}
    for mark in dict.fromkeys(str(mark) for values in marks.values() for mark in values):
        names = [name for name, values in marks.items() if mark in map(str, values)]
        # One mark alone is what made the cells of its column missing.
        held = [name for name in names if name in found and (len(marks[name]) == 1 or _holds(table[name], mark))]
        missed = [name for name in names if name not in held]
        if missed and not (held and len(names) == table.shape[1]):
            unused[mark] = missed
    return unused


def _holds(column: pd.Series, mark: str) -> bool:
    return bool(GivenMissing({"marks": (mark,)}).apply(column).isna().sum() > column.isna().sum())


def keep_marks(dataset: Dataset, marks: Mapping[str, tuple[object, ...]]) -> Dataset:
    """Return a dataset whose columns have these marks missing in rows seen later, too.

    Parameters
    ----------
    dataset : Dataset
        Of a table without the marks.
    marks : mapping of str to tuple
        As `marks_of_columns` returns them.
    """
    if not marks:
        return dataset
    types = {name: _with_marks(found, marks.get(name)) for name, found in dataset.types.items()}
    reading = dataset.reading
    if reading is not None:
        reading = replace(reading, column_type=_with_marks(reading.column_type, marks.get(dataset.target)))
    return replace(dataset, types=types, reading=reading)


def _with_marks(found: ColumnType, marks: tuple[object, ...] | None) -> ColumnType:
    return replace(found, repairs=(GivenMissing({"marks": marks}), *found.repairs)) if marks else found
