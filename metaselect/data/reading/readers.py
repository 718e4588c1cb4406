"""Files become tables as their format has them: one decorated function per format."""

from __future__ import annotations

import lzma
import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from metaselect.data.reading.arff import read_arff
from metaselect.data.reading.csv_format import CsvFormat, detect_csv_format, start_of
from metaselect.data.reading.csv_layout import count_padded_titles
from metaselect.data.reading.large_files import rows_of_part
from metaselect.data.reading.missing import MISSING_SPELLINGS
from metaselect.exceptions import DatasetError, MissingBackendError, first_line, shorten

__all__ = [
    "COMPRESSIONS",
    "HEAD_ROWS",
    "READERS",
    "check_path",
    "count_titles",
    "csv_parts",
    "is_text_table",
    "parse_table",
    "read_with",
    "suffix_of",
]

READERS: dict[str, Callable[..., pd.DataFrame]] = {}

COMPRESSIONS = (".gz", ".bz2", ".xz", ".zip")
# So many rows are read to see what the columns are called.
HEAD_ROWS = 100
_MORE_CELLS = "its rows have more cells than its header"


def reader(*suffixes: str):
    """Register the decorated function as the reader of files with these suffixes."""

    def register(function):
        READERS.update(dict.fromkeys(suffixes, function))
        return function

    return register


@reader(".csv", ".tsv", ".tab", ".txt", ".data", ".dat")
def read_csv(path: Path, format: CsvFormat | None = None) -> pd.DataFrame:
    """Return the text table at `path`, its delimiter, decimal mark and encoding found where not given."""
    format = format or detect_csv_format(path)
    with _told_in_one_sentence(path, format):
        try:
            return pd.read_csv(path, **format.read_csv_arguments() | {"low_memory": True}, index_col=False)
        except pd.errors.DtypeWarning:
            # Part by part, which is faster, a column came out as numbers here and text there.
            return pd.read_csv(path, **format.read_csv_arguments(), index_col=False)
        except pd.errors.ParserWarning:
            return _without_delimiters_at_the_end(path, format)


@contextmanager
def _told_in_one_sentence(path: Path, format: CsvFormat):
    """Turn what pandas raises into errors of our own; its warnings of odd lines and types are raised too."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            warnings.simplefilter("error", pd.errors.DtypeWarning)
            yield
    except pd.errors.EmptyDataError:
        raise DatasetError(f"{path.name} is empty; expected a header line and rows below it") from None
    except pd.errors.ParserError as error:
        reason = str(error).replace("Error tokenizing data. C error: ", "").strip()
        raise _irregular(path, format, reason) from None
    except (OSError, EOFError, lzma.LZMAError, UnicodeError) as error:
        raise DatasetError(f"{path.name} cannot be read: {error}") from error


def csv_parts(path: Path, format: CsvFormat) -> tuple[pd.DataFrame, Callable[[Sequence[str]], Iterator[pd.DataFrame]]]:
    """Return the first rows of a text table, and what `sample_parts` needs to read all of it."""
    arguments = format.read_csv_arguments() | {"encoding_errors": "replace", "index_col": False}
    with _told_in_one_sentence(path, format):
        try:
            head = pd.read_csv(path, **arguments, nrows=HEAD_ROWS)
        except pd.errors.ParserWarning:
            arguments |= _with_a_cell_at_the_end(path, format)
            head = pd.read_csv(path, **arguments, nrows=HEAD_ROWS)

    def open_parts(as_text: Sequence[str]) -> Iterator[pd.DataFrame]:
        dtypes = arguments.get("dtype", {}) | dict.fromkeys(as_text, "str")
        n_rows = rows_of_part(head.shape[1])
        with (
            _told_in_one_sentence(path, format),
            pd.read_csv(path, **arguments | {"dtype": dtypes}, chunksize=n_rows) as parts,
        ):
            for part in parts:
                yield _without_empty_end(path, format, part)

    return _without_empty_end(path, format, head), open_parts


def _without_delimiters_at_the_end(path: Path, format: CsvFormat) -> pd.DataFrame:
    """Read rows that have one cell more than the header, which is an empty one behind a last delimiter."""
    arguments = format.read_csv_arguments() | _with_a_cell_at_the_end(path, format)
    try:
        table = pd.read_csv(path, **arguments, index_col=False)
    except (pd.errors.ParserError, pd.errors.ParserWarning):
        raise _irregular(path, format, _MORE_CELLS) from None
    return _without_empty_end(path, format, table)


def _with_a_cell_at_the_end(path: Path, format: CsvFormat) -> dict[str, object]:
    header = pd.read_csv(path, **format.read_csv_arguments(), index_col=False, nrows=0)
    names = list(format.names or header.columns)
    return {"header": None, "names": [*names, ""], "skiprows": format.n_lines_before + (not format.names)}


def _without_empty_end(path: Path, format: CsvFormat, table: pd.DataFrame) -> pd.DataFrame:
    if "" not in table.columns:
        return table
    if table[""].notna().any():
        raise _irregular(path, format, _MORE_CELLS)
    return table.drop(columns="")


def _irregular(path: Path, format: CsvFormat, reason: str) -> DatasetError:
    return DatasetError(
        f"{path.name} is not a regular table separated by {format.delimiter!r}: {reason}; "
        "give every row as many cells as the header"
    )


@reader(".parquet", ".pq")
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
    top = read_with(pd.read_excel, path, header=None, dtype=str, keep_default_na=False, nrows=HEAD_ROWS)
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
    """Call a reader of pandas; what goes wrong there is told in one sentence."""
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
    """Return the table as its format has it, with nothing put right."""
    frame = READERS[suffix_of(path)](path, format)
    if frame.shape[1] < 2:
        raise DatasetError(
            f"{path.name} has {frame.shape[1]} column(s), {shorten(frame.columns)}; expected at least two, a target "
            "and something to predict it from, separated by comma, semicolon, tab or |, or else by : ^ ~ or blanks"
        )
    return frame


def suffix_of(path: Path) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    return next((suffix for suffix in reversed(suffixes) if suffix not in COMPRESSIONS), "")
