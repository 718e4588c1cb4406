"""`TableFile`: a file that was parsed once, sampled where it is large, and put right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pandas as pd

from metaselect.data.columns.distinct import fold_text
from metaselect.data.columns.kinds import column_types
from metaselect.data.columns.repairs.numbers_in_text import DECIMAL
from metaselect.data.missing_marks import marks_of_columns, note_on_marks, without_marks_of
from metaselect.data.notes import Note
from metaselect.data.reading.csv_file import CsvFile
from metaselect.data.reading.csv_format import CsvFormat
from metaselect.data.reading.foreign_errors import errors_of_ours
from metaselect.data.reading.large_files import TableInParts, parquet_in_parts, sample_parts, sample_table
from metaselect.data.reading.late_codes import find_late_codes
from metaselect.data.reading.limits import ReadingLimits
from metaselect.data.reading.readers import PARQUET, TableFormat, check_path, detect_format, parse_table, suffix_of
from metaselect.data.reading.reading_options import ReadingOptions
from metaselect.data.reading.repairs.column_names import ColumnNames
from metaselect.data.reading.repairs.index_columns import IndexColumns
from metaselect.data.reading.repairs.joined_names import JoinedNames
from metaselect.data.reading.repairs.repair import Repair, TableRepair
from metaselect.data.reading.repairs.rules import apply_repairs, find_repairs
from metaselect.data.reading.row_sample import WholeTable
from metaselect.data.reading.sheets import SheetFormat
from metaselect.data.target_column import find_target
from metaselect.facts import ShownShort

__all__ = ["TableFile", "read_file", "read_table", "with_names_of_text"]


@dataclass(frozen=True, eq=False, repr=False)
class TableFile(ShownShort):
    """What was read of a file.

    Attributes
    ----------
    name : str
        Name of the file, for messages.
    table : DataFrame
        With its rows and names put right, the target among its columns; what is to be put right in cells is found
        with the types of columns. Long columns of text may be pandas categories.
    format : CsvFormat or SheetFormat, optional
        How a text table or a sheet is written; None for other files.
    repairs : tuple of Repair
        What was put right, in this order.
    notes : tuple of Note
        What reading decided or found, in sentences for the user.
    is_as_given : bool
        Whether the format was known beforehand: then nothing was put right, and no column is to be left out.
    whole : WholeTable, optional
        What was counted in all rows, where `table` is a sample of them.
    marks : mapping of str to tuple
        What the user said that stands for missing values in each column, which is missing in `table`.
    """

    name: str
    table: pd.DataFrame
    format: TableFormat | None = None
    repairs: tuple[Repair, ...] = ()
    notes: tuple[Note, ...] = ()
    is_as_given: bool = False
    whole: WholeTable | None = None
    marks: Mapping[str, tuple[object, ...]] = field(default_factory=dict, repr=False)


def read_table(path: str | Path, format: CsvFormat | None = None) -> pd.DataFrame:
    """Return the table at `path`, the target among its columns.

    Parameters
    ----------
    path : path-like
        Of the file; the ending of its name says of which kind it is.
    format : CsvFormat, optional
        How a text table is written; when not given, it is found out, and what `repairs/` lists is put right.

    Raises
    ------
    DatasetError
        If there is no such file, its suffix is unknown, or it holds no table.
    """
    table = read_file(path, format).table
    if format is not None:
        return table
    return table.assign(**{name: found.put_right(table[name]) for name, found in column_types(table).items()})


def read_file(
    path: str | Path,
    format: CsvFormat | None = None,
    *,
    target: str | None = None,
    sample_rows: int | None = None,
    for_advice: bool = False,
    random_state: int = 0,
    detected: TableFormat | None = None,
    options: ReadingOptions | None = None,
) -> TableFile:
    """Return the table at `path` and how it was read; see `read_table`.

    Of a text table of more than 512 MiB, or a Parquet file of more than 67 million cells, only a sample of rows is
    held: 100,000, or fewer where there are more than 200 columns.

    Parameters
    ----------
    path : path-like
        Of the file; the ending of its name says of which kind it is.
    format : CsvFormat, optional
        How a text table is written, where it is known: then nothing is put right.
    target : str, optional
        Name of the target column, which decides about the sample: rows where it is missing are not in it, and each
        class gets its share.
    sample_rows : int, optional
        Hold at most so many rows, of a file of any size.
    for_advice : bool
        Hold as few rows of any table of more than 17 million cells: enough to describe it, not to learn all from it.
        False by default.
    random_state : int
        Seeds which rows are in the sample; 0 by default.
    detected : CsvFormat or SheetFormat, optional
        What `detect_format` found in the file by the same options, where it was asked already.
    options : ReadingOptions, optional
        What is known of the file, from which size on rows are sampled, and what is refused.

    Returns
    -------
    TableFile
        The table, what was put right in it, and notes for the user.

    Raises
    ------
    DatasetError
        If there is no such file, its suffix is unknown, or it holds no table.
    """
    path, options = Path(path), options or ReadingOptions()
    check_path(path)
    is_given, how = format is not None, format or detected or detect_format(path, options)
    sampling = _Sampling(path.name, target, sample_rows, for_advice, random_state, options.limits)
    parts = _open_in_parts(path, how, options.limits)
    names_made: list[TableRepair] = []
    notes: list[Note] = []
    if parts is None:
        table = parse_table(path, how, options)
        if isinstance(how, CsvFormat) and not is_given:
            table, how = _with_late_codes(path, table, how)
        if not is_given:
            table, names_made, notes = with_names_of_text(table)
    columns = table.columns if parts is None else parts.columns
    # Columns get their final names first, as the target decides which rows are drawn.
    names = ColumnNames({}) if is_given else ColumnNames.of(columns)
    marks = marks_of_columns([names.names.get(name, name) for name in columns], options.missing)
    if parts is None:
        given = names.apply(table)
        table = without_marks_of(given, marks)
        on_marks = note_on_marks(given, table, marks)
        table, whole = sampling.of_table(table)
    else:
        parts = parts.renamed(names).with_parts(partial(without_marks_of, marks=marks))
        on_marks = []
        table, whole = sampling.of_parts(parts)
    table = fold_text(table)
    if isinstance(how, CsvFormat) and how.decimal != ".":
        table.attrs[DECIMAL] = how.decimal
    if is_given:
        return TableFile(path.name, table, how, is_as_given=True, whole=whole, marks=marks)
    repairs = find_repairs(table)
    notes += [*_notes(table, how, repairs), *on_marks]
    if whole is not None:
        notes.insert(0, _note_on_sample(len(table), whole, random_state))
        for repair in repairs:
            whole = repair.apply_to_counts(whole)
    done = (*names_made, *([names] if names.names else []), *repairs)
    return TableFile(path.name, apply_repairs(table, repairs), how, done, tuple(notes), whole=whole, marks=marks)


@dataclass(frozen=True)
class _Sampling:
    """Which rows of a table are held: all, or so many that advice needs no more, or as many as were asked for."""

    file: str
    target: str | None
    n_rows: int | None
    for_advice: bool
    random_state: int
    limits: ReadingLimits

    def of_parts(self, parts: TableInParts) -> tuple[pd.DataFrame, WholeTable]:
        """Return a sample of a table that is too large to hold, and what was counted in all rows."""
        n_rows = self.n_rows or self.limits.rows_of_sample(len(parts.columns))
        return sample_parts(parts, n_rows, self.random_state, find_target(parts.columns, self.target, self.file))

    def of_table(self, table: pd.DataFrame) -> tuple[pd.DataFrame, WholeTable | None]:
        """Return a sample of a table, and what was counted; or the table, and nothing."""
        n_rows = self.n_rows
        if n_rows is None and self.for_advice and table.size > self.limits.cells_for_advice:
            n_rows = self.limits.rows_of_sample(table.shape[1])
        if n_rows is None or len(table) <= n_rows:
            return table, None
        return sample_table(table, n_rows, self.random_state, find_target(table.columns, self.target, self.file))


def with_names_of_text(table: pd.DataFrame) -> tuple[pd.DataFrame, list[TableRepair], list[Note]]:
    """Return a table with its index, where that says something, among its columns, and names of one level.

    Parameters
    ----------
    table : DataFrame
        As a file holds it.

    Returns
    -------
    table : DataFrame
        With columns alone.
    done : list of TableRepair
        What was put right.
    notes : list of Note
        What a user should know of it.
    """
    done: list[TableRepair] = []
    notes: list[Note] = []
    if (index := IndexColumns.find(table)) is not None:
        notes += index.notes_on(table)
        done.append(index)
        table = index.apply(table)
    if (joined := JoinedNames.find(table)) is not None:
        notes.append(joined.note())
        done.append(joined)
        table = joined.apply(table)
    return table, done, notes


def _with_late_codes(path: Path, table: pd.DataFrame, format: CsvFormat) -> tuple[pd.DataFrame, CsvFormat]:
    codes = find_late_codes(path, format, table)
    if codes is None:
        return table, format
    return table.assign(**codes), replace(format, codes=(*format.codes, *codes))


def _open_in_parts(path: Path, format: TableFormat | None, limits: ReadingLimits) -> TableInParts | None:
    """Return a large file as a table that is read part by part, None where it is small enough to be read at once."""
    if isinstance(format, CsvFormat) and format.is_large:
        return CsvFile(path, format).in_parts(limits)
    if suffix_of(path) in PARQUET:
        with errors_of_ours(path, f"as {path.suffix}"):
            return parquet_in_parts(path, limits)
    return None


def _note_on_sample(n_rows: int, whole: WholeTable, random_state: int) -> Note:
    return Note.on(
        "sample",
        n_rows=n_rows,
        n_all=whole.n_rows,
        random_state=random_state,
        is_stratified=whole.class_counts is not None,
    )


def _notes(table: pd.DataFrame, how: TableFormat | None, repairs: Iterable[Repair]) -> list[Note]:
    names = [str(name).strip() for name in table.columns]
    notes = [*_notes_on_layout(how), *(note for repair in repairs if (note := repair.note()) is not None)]
    if isinstance(how, SheetFormat) and how.formulas:
        notes.append(Note.on("formulas", [names[i] for i in how.formulas if i < len(names)]))
    if all(re.fullmatch(r"column_\d+", name) for name in names):
        notes.insert(0, Note.on("no line of names", n_columns=len(names)))
    # Names of columns are rarely numbers; the first line of values often is.
    if sum(re.fullmatch(r"[+-]?\d+(\.\d+)*|\?", name) is not None for name in names) > len(names) / 2:
        notes.append(Note.on("values for names"))
    return notes


def _notes_on_layout(how: TableFormat | None) -> list[Note]:
    """Return what was decided about a file before it was parsed."""
    if how is None:
        return []
    notes = []
    if isinstance(how, SheetFormat) and (how.others or not how.is_first):
        notes.append(Note.on("sheet", sheet=how.sheet, others=how.others))
    if isinstance(how, CsvFormat) and how.is_encoding_guessed:
        notes.append(Note.on("encoding", encoding=how.encoding))
    if isinstance(how, CsvFormat) and how.has_quoted_lines:
        notes.append(Note.on("quoted lines"))
    if how.n_title_lines:
        notes.append(Note.on("titles", n_lines=how.n_title_lines))
    if how.n_name_lines > 1:
        notes.append(Note.on("several header lines", n_lines=how.n_name_lines))
    if how.n_description_lines:
        notes.append(Note.on("extra rows", n_rows=how.n_description_lines))
    return notes
