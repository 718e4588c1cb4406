"""Files become tables as their format has them: one decorated function per format."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from metaselect.data.reading.arff import read_arff
from metaselect.data.reading.csv_file import CsvFile
from metaselect.data.reading.csv_format import CsvFormat, detect_csv_format
from metaselect.data.reading.csv_layout import count_padded_titles
from metaselect.data.reading.file_bytes import COMPRESSIONS, start_of
from metaselect.data.reading.missing import MISSING_SPELLINGS
from metaselect.exceptions import DatasetError, MissingBackendError, first_line, shorten

__all__ = [
    "PARQUET",
    "READERS",
    "check_path",
    "count_titles",
    "is_text_table",
    "parse_table",
    "read_with",
    "suffix_of",
]

READERS: dict[str, Callable[..., pd.DataFrame]] = {}

PARQUET = (".parquet", ".pq")
# Titles above the table of a workbook are among so many rows.
_FIRST_ROWS = 100


def reader(*suffixes: str):
    """Register the decorated function as the reader of files with these suffixes."""

    def register(function):
        READERS.update(dict.fromkeys(suffixes, function))
        return function

    return register


@reader(".csv", ".tsv", ".tab", ".txt", ".data", ".dat")
def read_csv(path: Path, format: CsvFormat | None = None) -> pd.DataFrame:
    """Return the text table at `path`, its delimiter, decimal mark and encoding found where not given."""
    return CsvFile(path, format or detect_csv_format(path)).read()


@reader(*PARQUET)
def read_parquet(path: Path, format: CsvFormat | None = None) -> pd.DataFrame:
    """Return the table in a Parquet file."""
    return read_with(pd.read_parquet, path)


@reader(".feather", ".arrow")
def read_feather(path: Path, format: CsvFormat | None = None) -> pd.DataFrame:
    """Return the table in a Feather file."""
    return read_with(pd.read_feather, path)


@reader(".xlsx", ".xlsm")
def read_excel(path: Path, format: CsvFormat | None = None) -> pd.DataFrame:
    """Return the first sheet of a workbook, without the titles above its table."""
    arguments = {"keep_default_na": False, "na_values": list(MISSING_SPELLINGS), "skiprows": count_titles(path)}
    return read_with(pd.read_excel, path, **arguments)


def count_titles(path: Path) -> int:
    """Return how many rows of the first sheet of a workbook are titles above its table."""
    top = read_with(pd.read_excel, path, header=None, dtype=str, keep_default_na=False, nrows=_FIRST_ROWS)
    return count_padded_titles(top.to_numpy().tolist())


@reader(".jsonl", ".ndjson")
def read_json_lines(path: Path, format: CsvFormat | None = None) -> pd.DataFrame:
    """Return the table in a file of one JSON object per line."""
    return read_with(pd.read_json, path, lines=True)


@reader(".json")
def read_json(path: Path, format: CsvFormat | None = None) -> pd.DataFrame:
    """Return the table in a JSON file: a list of objects, or one object per line, or columns by their names."""
    try:
        return pd.read_json(path, lines=True) if _has_object_per_line(path) else read_with(pd.read_json, path)
    except ValueError as error:
        raise DatasetError(f"{path.name} holds no table in JSON, such as a list of objects: {error}") from None


def _has_object_per_line(path: Path) -> bool:
    lines = start_of(path).splitlines()
    return len(lines) > 1 and all(line.lstrip().startswith(b"{") for line in lines[:2])


@reader(".arff")
def read_weka(path: Path, format: CsvFormat | None = None) -> pd.DataFrame:
    """Return the table in an ARFF file of Weka; attributes that are not numeric become text."""
    return read_arff(path).reset_index(drop=True)


def read_with(read: Callable[..., pd.DataFrame], path: Path, **arguments: object) -> pd.DataFrame:
    """Return what a reader of pandas returns; what goes wrong there becomes an error of one sentence.

    Parameters
    ----------
    read : callable
        Reads a file, such as `pandas.read_parquet`.
    path : Path
        Of the file.
    **arguments
        Further arguments of `read`.

    Raises
    ------
    MissingBackendError
        If a library that it needs is not installed.
    DatasetError
        If anything else goes wrong.
    """
    try:
        return read(path, **arguments)
    except ImportError as error:
        raise MissingBackendError(
            f"reading {path.name} needs a library that is not installed; run: pip install 'metaselect[files]'"
        ) from error
    except Exception as error:  # each library behind pandas has errors of its own
        raise DatasetError(f"{path.name} cannot be read as {path.suffix}: {first_line(error, 200)}") from error


def is_text_table(path: str | Path) -> bool:
    """Return whether the suffix of a file is that of a text table."""
    return READERS.get(suffix_of(Path(path))) is read_csv


def check_path(path: Path) -> None:
    """Raise a DatasetError if there is no such file, or no reader for it."""
    suffix = suffix_of(path)
    if not os.path.exists(path):  # unlike path.exists(), False for a name that is too long
        raise DatasetError(f"there is no file {path}; check the path")
    if path.is_dir():
        raise DatasetError(f"{path} is a folder; expected a file")
    if suffix not in READERS:
        raise DatasetError(
            f"{path.name}: files {f'ending in {suffix!r}' if suffix else 'without an ending'} cannot be read; "
            f"readable: {', '.join(READERS)}, also compressed ({', '.join(COMPRESSIONS)})"
        )


def parse_table(path: Path, format: CsvFormat | None) -> pd.DataFrame:
    """Return the table as its format has it, with nothing put right.

    Parameters
    ----------
    path : Path
        Of a file that `check_path` has nothing against.
    format : CsvFormat or None
        How a text table is written; found out where it is None.
    """
    frame = READERS[suffix_of(path)](path, format)
    if frame.shape[1] < 2:
        raise DatasetError(
            f"{path.name} has {frame.shape[1]} column(s), {shorten(frame.columns)}; expected at least two, a target "
            "and something to predict it from, separated by comma, semicolon, tab or |, or else by : ^ ~ or blanks"
        )
    return frame


def suffix_of(path: Path) -> str:
    """Return the last suffix of a file in lower case, that of a compression left out: `.csv` of `people.CSV.gz`."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    return next((suffix for suffix in reversed(suffixes) if suffix not in COMPRESSIONS), "")
