"""A table that was read becomes a Dataset: its target is chosen, what cannot help to predict is set aside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from metaselect.data.columns.column_type import ColumnType
from metaselect.data.columns.kinds import KINDS
from metaselect.data.dataset import Dataset
from metaselect.data.missing_marks import MissingMarks, keep_marks
from metaselect.data.notes import Note, note_on_missing_targets
from metaselect.data.reading.csv_format import CsvFormat
from metaselect.data.reading.reading_options import ReadingOptions
from metaselect.data.reading.row_sample import WholeTable
from metaselect.data.reading.table_file import TableFile, read_file
from metaselect.data.target_column import choose_target, same_name
from metaselect.exceptions import DatasetError

__all__ = ["make_dataset", "read_dataset"]


def read_dataset(
    path: str | Path,
    target: str | None = None,
    *,
    task: str = "auto",
    name: str | None = None,
    origin: str | None = None,
    format: CsvFormat | None = None,
    roles: Mapping[str, str] | None = None,
    skip_lines: int | None = None,
    sheet: str | int | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    decimal: str | None = None,
    missing: MissingMarks | None = None,
    no_limits: bool = False,
) -> Dataset:
    """Return the Dataset in the file at `path`.

    Parameters
    ----------
    path : path-like
        A CSV file with a header line, also compressed; delimiter, decimal mark, encoding and the usual spellings of
        missing values are found out.
    target : str, optional
        Name of the target column. When not given, the file must have exactly one column named target, label, class
        or y (in any case).
    task : {"auto", "classification", "binary", "multiclass", "regression"}
        What the target is to be learned as; by default its values decide.
    name : str, optional
        For messages and tables; the name of the file without suffix, when not given.
    origin : str, optional
        The source it shares with its variants; `name`, when not given.
    format : CsvFormat, optional
        How the file is written, when known: then nothing in it is put right, and no column is left out but those of
        which `roles` says so.
    roles : mapping of str to str, optional
        `"numeric"`, `"categorical"`, `"text"`, `"date"`, `"group"`, `"time"` or `"drop"` for columns that are to be
        taken for something else than they look like; see `roles.py`. Folds respect a group and a time that it names.
    skip_lines : int, optional
        How many lines of a text table, or rows of a sheet, come before the names of columns.
    sheet : str or int, optional
        Which sheet of a workbook: its name, or its number from 1; the one that holds a table when not given.
    encoding, separator, decimal : str, optional
        How a text table is written, where it is not found out: the name of a codec, such as `"cp1250"`, the sign
        between cells, the decimal mark.
    missing : str, number, sequence or mapping, optional
        Values that stand for missing ones, whatever their column holds: such as `-999` for all columns, `"age=-1"` for
        one, a list of these, or a mapping of columns to values.
    no_limits : bool
        Whether to read what is refused for its size otherwise; False by default.

    Raises
    ------
    DatasetError
        If the file is missing, empty or irregular, the target is not found or cannot be learned.
    """
    options = ReadingOptions.of(
        skip_lines=skip_lines,
        sheet=sheet,
        encoding=encoding,
        separator=separator,
        decimal=decimal,
        missing=missing,
        no_limits=no_limits,
    )
    return make_dataset(
        read_file(path, format, options=options),
        target,
        task=task,
        name=name or Path(path).name.split(".")[0],
        origin=origin,
        roles=roles,
    )


def make_dataset(
    file: TableFile,
    target: str | None = None,
    *,
    task: str = "auto",
    name: str | None = None,
    origin: str | None = None,
    roles: Mapping[str, str] | None = None,
) -> Dataset:
    """Return the Dataset in a file that was read.

    Parameters
    ----------
    file : TableFile
        The table and what was put right in it.
    target : str, optional
        Name of the target column; when not given, exactly one must be called target, label, class or y.
    task : {"auto", "classification", "binary", "multiclass", "regression"}
        What the target is to be learned as; by default its values decide.
    name : str, optional
        For messages and tables; the name of the file without suffix, when not given.
    origin : str, optional
        The source it shares with its variants; `name`, when not given.
    roles : mapping of str to str, optional
        What some columns are to be taken for, one of `ROLE_CHOICES` each.

    Raises
    ------
    DatasetError
        If the target is not found or cannot be learned, or a column cannot be what it is to be.
    """
    table, notes = file.table, list(file.notes)
    target = choose_target(table.columns, target, file.name)
    name = name or file.name.split(".")[0]
    roles = None if roles is None else {same_name(table.columns, column): role for column, role in roles.items()}
    if roles is not None and target in roles:
        raise DatasetError(f"column {target!r} is the target; it cannot have the role {roles[target]!r} too")
    kinds, others = _kinds_and_others(roles or {}) if file.is_as_given else (None, roles or {})
    whole = file.whole and _with_target(file.whole, target)
    if whole is not None and whole.n_known < whole.n_rows:
        notes += note_on_missing_targets(whole.n_rows - whole.n_known)
    dataset = Dataset.from_columns(
        table.drop(columns=target),
        table[target],
        name=name,
        task=task,
        origin=origin,
        kinds=kinds,
        roles=None if file.is_as_given and not others else others,
        is_as_given=file.is_as_given,
    )
    dataset = keep_marks(dataset, file.marks)
    notes += [*_notes_on_repeated_names(table), *dataset.notes]
    return replace(dataset, notes=tuple(notes), whole=whole and _with_labels(whole, dataset.target_type))


def _kinds_and_others(roles: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return what is said of columns that are learned from as they are, and what of the others."""
    kinds = {column: role for column, role in roles.items() if role in KINDS}
    return kinds, {column: role for column, role in roles.items() if column not in kinds}


def _with_target(whole: WholeTable, target: str) -> WholeTable:
    """Return the counts as far as they hold for a target that the sample was not drawn by."""
    if whole.target == target:
        return whole
    n_known = whole.n_rows - whole.n_missing[target]
    return replace(whole, target=target, n_known=n_known, n_missing_of_known=whole.n_missing, class_counts=None)


def _with_labels(whole: WholeTable, target_type: ColumnType) -> WholeTable:
    """Return the counts with the classes called as they are understood; numbers are no classes that can be counted."""
    if not whole.class_counts or not target_type.repairs:
        return whole
    labels = target_type.put_right(pd.Series([str(label) for label in whole.class_counts], dtype=object))
    if pd.api.types.is_numeric_dtype(labels.dtype):
        return replace(whole, class_counts=None)
    n_rows = pd.Series(list(whole.class_counts.values()))
    return replace(whole, class_counts=n_rows.groupby(labels.to_numpy(dtype=object)).sum().to_dict())


def _notes_on_repeated_names(table: pd.DataFrame) -> tuple[Note, ...]:
    """pandas calls the second column `a` of a file `a.1`."""
    columns = set(table.columns)
    firsts = {column: re.sub(r"\.\d+$", "", column) for column in table.columns}
    repeated = [column for column, first in firsts.items() if first != column and first in columns]
    if not repeated:
        return ()
    if len(repeated) == 1:
        return (Note.on("renamed", repeated, before=firsts[repeated[0]]),)
    return (Note.on("several renamed", repeated),)
