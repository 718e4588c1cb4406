"""Files become tables as their format has them: one decorated function per format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from metaselect.data.reading.arff import read_arff
from metaselect.data.reading.csv_file import CsvFile
from metaselect.data.reading.csv_format import CsvFormat, detect_csv_format
from metaselect.data.reading.file_bytes import COMPRESSIONS, check_is_file, holds_more_than, only_member
from metaselect.data.reading.foreign_errors import errors_of_ours
from metaselect.data.reading.json_file import read_json
from metaselect.data.reading.reading_options import ReadingOptions
from metaselect.data.reading.repairs.index_columns import IndexColumns
from metaselect.data.reading.sheets import SheetFormat, find_sheet
from metaselect.exceptions import DatasetError, Hint, shorten

__all__ = [
    "PARQUET",
    "READERS",
    "WORKBOOKS",
    "TableFormat",
    "check_path",
    "detect_format",
    "is_text_table",
    "parse_table",
    "suffix_of",
]

TableFormat = CsvFormat | SheetFormat
"""How a text table, or a sheet of a workbook, is written."""

READERS: dict[str, Callable[..., pd.DataFrame]] = {}

PARQUET = (".parquet", ".pq")
WORKBOOKS = (".xlsx", ".xlsm")


def reader(*suffixes: str):
    """Register the decorated function as the reader of files with these suffixes."""

    def register(function):
        READERS.update(dict.fromkeys(suffixes, function))
        return function

    return register


@reader(".csv", ".tsv", ".tab", ".txt", ".data", ".dat")
def read_csv(path: Path, format: TableFormat | None = None) -> pd.DataFrame:
    """Return the text table at `path`, its delimiter, decimal mark and encoding found where not given."""
    return CsvFile(path, format if isinstance(format, CsvFormat) else detect_csv_format(path)).read()


@reader(*PARQUET)
def read_parquet(path: Path, format: TableFormat | None = None) -> pd.DataFrame:
    """Return the table in a Parquet file, its index with it; damaged text is found now, not where it is first used."""
    import pyarrow

    table = pd.read_parquet(path)
    for _, column in table.items():
        if isinstance(column.dtype, pd.StringDtype):
            pyarrow.array(column.array).validate(full=True)
    return table


@reader(".feather", ".arrow")
def read_feather(path: Path, format: TableFormat | None = None) -> pd.DataFrame:
    """Return the table in a Feather file, which is checked: a damaged one may end the process otherwise."""
    from pyarrow.feather import read_table

    read_table(path, memory_map=False).validate(full=True)
    return pd.read_feather(path)


@reader(*WORKBOOKS)
def read_excel(path: Path, format: TableFormat | None = None) -> pd.DataFrame:
    """Return the sheet of a workbook that holds a table, without the titles above it."""
    format = format if isinstance(format, SheetFormat) else find_sheet(path)
    return pd.read_excel(path, **format.read_excel_arguments()).infer_objects()


@reader(".jsonl", ".ndjson")
def read_json_lines(path: Path, format: TableFormat | None = None) -> pd.DataFrame:
    """Return the table in a file of one JSON object per line."""
    return pd.read_json(path, lines=True, dtype=False)  # or text such as 01234 would be numbers


@reader(".json")
def read_json_table(path: Path, format: TableFormat | None = None) -> pd.DataFrame:
    """Return the table in a JSON file: a list of objects, or one object per line, or columns by their names."""
    return read_json(path)


@reader(".arff")
def read_weka(path: Path, format: TableFormat | None = None) -> pd.DataFrame:
    """Return the table in an ARFF file of Weka; attributes that are not numeric become text."""
    return read_arff(path).reset_index(drop=True)


def is_text_table(path: str | Path) -> bool:
    """Return whether the suffix of a file is that of a text table."""
    return READERS.get(suffix_of(Path(path))) is read_csv


def check_path(path: Path) -> None:
    """Raise a DatasetError if there is no such file, or no reader for it."""
    suffix = suffix_of(path)
    check_is_file(path)
    if suffix not in READERS:
        raise DatasetError(
            f"{path.name}: files {f'ending in {suffix!r}' if suffix else 'without an ending'} cannot be read; "
            f"readable: {', '.join(READERS)}, also compressed ({', '.join(COMPRESSIONS)})"
        )


def detect_format(path: Path, options: ReadingOptions) -> TableFormat | None:
    """Return how a table is written; None for files that say it themselves.

    Parameters
    ----------
    path : Path
        Of a file that `check_path` has nothing against.
    options : ReadingOptions
        What is known of it, and what is refused.

    Raises
    ------
    DatasetError
        If it cannot be read, or something is said that such a file does not have.
    """
    suffix = suffix_of(path)
    is_text, is_workbook = is_text_table(path), suffix in WORKBOOKS
    if options.says_how_text_is_written and not is_text:
        raise DatasetError(
            f"{path.name} is no text table; encoding, separator and decimal mark can only be said of these"
        )
    if options.sheet is not None and not is_workbook:
        raise DatasetError(f"{path.name} is no workbook, so it has no sheet {options.sheet!r}")
    if options.skip_lines is not None and not (is_text or is_workbook):
        raise DatasetError(f"of {path.name} no lines can be skipped: it is neither a text table nor a workbook")
    if is_text:
        return detect_csv_format(path, options)
    if is_workbook:
        return find_sheet(path, options)
    if suffix not in PARQUET:  # which is read in parts
        n_bytes = options.limits.whole_bytes
        if holds_more_than(path, n_bytes):
            options.limits.check("whole_bytes", n_bytes + 1, f"{path.name} holds more than {n_bytes} bytes")
    return None


def parse_table(path: Path, format: TableFormat | None, options: ReadingOptions) -> pd.DataFrame:
    """Return the table as its format has it, with nothing put right.

    Parameters
    ----------
    path : Path
        Of a file that `check_path` has nothing against.
    format : CsvFormat, SheetFormat or None
        How a text table or a sheet is written; None for other files.
    options : ReadingOptions
        What is refused.
    """
    with errors_of_ours(path, f"as {path.suffix}"):
        frame = READERS[suffix_of(path)](path, format)
    options.limits.check("columns", frame.shape[1], f"{path.name} has {frame.shape[1]} columns")
    if frame.shape[1] + (IndexColumns.find(frame) is not None) < 2:
        hint = Hint("separator", "or say separator=") if is_text_table(path) else None
        raise DatasetError(
            f"{path.name} has {frame.shape[1]} column(s), {shorten(frame.columns)}; expected at least two, a target "
            "and something to predict it from, separated by comma, semicolon, tab or |, or else by : ^ ~ or blanks",
            hint=hint,
        )
    return frame


def suffix_of(path: Path) -> str:
    """Return the last suffix of a file in lower case, that of a compression left out: `.csv` of `people.CSV.gz`.

    Where an archive has no other, it is that of the only file in it.
    """
    suffixes = [suffix.lower() for suffix in path.suffixes]
    suffix = next((suffix for suffix in reversed(suffixes) if suffix not in COMPRESSIONS), "")
    if suffix or suffixes[-1:] != [".zip"] or not path.is_file():
        return suffix
    with errors_of_ours(path):
        return suffix_of(Path(only_member(path)))
