"""`TableFile`: a file that was parsed once, sampled where it is large, and put right."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from metaselect.data.columns.distinct import fold_text
from metaselect.data.reading.csv_format import CsvFormat, detect_csv_format
from metaselect.data.reading.large_files import (
    LARGE_CELLS,
    MANY_CELLS,
    default_sample_rows,
    parquet_parts,
    sample_parts,
    sample_table,
)
from metaselect.data.reading.readers import (
    HEAD_ROWS,
    check_path,
    csv_parts,
    is_text_table,
    parse_table,
    read_with,
    suffix_of,
)
from metaselect.data.reading.repairs import Repairs, apply_repairs, find_repairs
from metaselect.data.reading.row_sample import WholeTable
from metaselect.data.target_column import find_target

__all__ = ["TableFile", "read_file", "read_table"]


@dataclass(frozen=True, eq=False)
class TableFile:
    """What was read of a file.

    Attributes
    ----------
    name : str
        Name of the file, for messages.
    table : DataFrame
        With everything put right, the target among its columns. Long columns of text may be pandas categories.
    format : CsvFormat, optional
        How a text table is written; None for other files.
    repairs : Repairs
        What was put right.
    notes : tuple of str
        What reading decided or found, in sentences for the user.
    is_as_given : bool
        Whether the format was known beforehand: then nothing was put right, and no column is to be left out.
    whole : WholeTable, optional
        What was counted in all rows, where `table` is a sample of them.
    """

    name: str
    table: pd.DataFrame
    format: CsvFormat | None = None
    repairs: Repairs = field(default_factory=Repairs)
    notes: tuple[str, ...] = ()
    is_as_given: bool = False
    whole: WholeTable | None = None


def read_table(path: str | Path, format: CsvFormat | None = None) -> pd.DataFrame:
    """Return the table at `path`, the target among its columns.

    Where `format` is not given, it is found out, and what `repairs.py` lists is put right.

    Raises
    ------
    DatasetError
        If there is no such file, its suffix is unknown, or it holds no table.
    """
    return read_file(path, format).table


def read_file(
    path: str | Path,
    format: CsvFormat | None = None,
    *,
    target: str | None = None,
    sample_rows: int | None = None,
    for_advice: bool = False,
    random_state: int = 0,
    detected: CsvFormat | None = None,
) -> TableFile:
    """Return the table at `path` and how it was read; see `read_table`.

    Of a text table of more than 512 MiB, or a Parquet file of more than 67 million cells, only a sample of rows is
    held: 100,000, or fewer where there are more than 200 columns.

    Parameters
    ----------
    target : str, optional
        Name of the target column, which decides about the sample: rows where it is missing are not in it, and each
        class gets its share.
    sample_rows : int, optional
        Hold at most so many rows, of a file of any size.
    for_advice : bool
        Hold as few rows of any table of more than 17 million cells: enough to describe it, not to learn all from it.
    random_state : int
        For the sample.
    detected : CsvFormat, optional
        What `detect_csv_format` found in the file, where it was asked already.
    """
    path, is_given = Path(path), format is not None
    check_path(path)
    if not is_given and is_text_table(path):
        format = detected or detect_csv_format(path)
    table, whole = _sampled(path, format, target, sample_rows, random_state)
    if table is None:
        table = parse_table(path, format)
        if sample_rows is None and for_advice and table.size > MANY_CELLS:
            sample_rows = default_sample_rows(table.shape[1])
        if sample_rows is not None and len(table) > sample_rows:
            table, whole = sample_table(table, sample_rows, random_state, _raw_target(table, target, path))
    table = fold_text(table)
    if is_given:
        return TableFile(path.name, table, format, is_as_given=True, whole=whole)
    repairs = find_repairs(table)
    notes = repairs.notes() + _notes_on_header(table)
    if all(re.fullmatch(r"column_\d+", str(name)) for name in table.columns):
        notes.insert(0, f"the file has no line of names: its columns are called column_1 to column_{table.shape[1]}")
    if whole is not None:
        notes.insert(0, _note_on_sample(len(table), whole, random_state))
        whole = _repaired(whole, repairs)
    return TableFile(path.name, apply_repairs(table, repairs), format, repairs, tuple(notes), whole=whole)


def _sampled(
    path: Path, format: CsvFormat | None, target: str | None, sample_rows: int | None, random_state: int
) -> tuple[pd.DataFrame | None, WholeTable | None]:
    """Return a sample of the rows of a large file, read part by part, and what was counted; nothing of a small one."""
    if format is not None and format.is_large:
        head, open_parts = csv_parts(path, format)
        n_columns = head.shape[1]
    elif suffix_of(path) in (".parquet", ".pq"):
        n_rows, n_columns, open_parts = read_with(parquet_parts, path)
        if n_rows * n_columns <= LARGE_CELLS:
            return None, None
        head = next(open_parts([])).head(HEAD_ROWS)
    else:
        return None, None
    n_sample = sample_rows or default_sample_rows(n_columns)
    return sample_parts(open_parts, n_sample, random_state, _raw_target(head, target, path))


def _raw_target(table: pd.DataFrame, target: str | None, path: Path) -> str | None:
    """Return what the target is called in the file, before names are put right."""
    cleaned = find_repairs(table.head(HEAD_ROWS)).names
    names = {cleaned.get(name, name): name for name in table.columns}
    found = find_target(names, target, path.name)
    return None if found is None else names[found]


def _repaired(whole: WholeTable, repairs: Repairs) -> WholeTable:
    """Return the counts under the names and labels that repairs lead to."""
    rename = {name: repairs.names.get(name, name) for name in whole.n_missing}
    target = rename.get(whole.target, whole.target)
    counts = whole.class_counts
    if target in {*repairs.footnotes, *repairs.numbers, *repairs.durations}:
        counts = None
    elif counts is not None and target in {*repairs.blanks, *repairs.spellings}:
        usual = repairs.spellings.get(target, {})
        labels = (str(label).strip() for label in counts)
        counts = pd.Series(list(counts.values())).groupby([usual.get(label, label) for label in labels]).sum().to_dict()
    return replace(
        whole,
        n_missing={rename[name]: n for name, n in whole.n_missing.items()},
        n_missing_of_known={rename[name]: n for name, n in whole.n_missing_of_known.items()},
        target=target,
        class_counts=counts,
    )


def _note_on_sample(n_rows: int, whole: WholeTable, random_state: int) -> str:
    stratified = ", each value of the target in its share" if whole.class_counts is not None else ""
    return (
        f"{n_rows} rows, drawn at random (seed {random_state}{stratified}), stand for all {whole.n_rows}: "
        "rows, missing values and classes are counted in all of them, the rest is seen in the sample"
    )


def _notes_on_header(table: pd.DataFrame) -> list[str]:
    """Names of columns are rarely numbers; the first line of values often is."""
    looks_like_value = [bool(re.fullmatch(r"[+-]?\d+(\.\d+)*|\?", str(column).strip())) for column in table.columns]
    if sum(looks_like_value) <= len(looks_like_value) / 2:
        return []
    return ["the first line looks like values, not names of columns, and is not used as a row: add a line of names"]
