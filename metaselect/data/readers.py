"""Files become Datasets: one decorated function per format."""

from __future__ import annotations

import lzma
import os
import re
import warnings
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from metaselect.data.csv_format import CsvFormat, detect_csv_format
from metaselect.data.dataset import Dataset
from metaselect.exceptions import DatasetError, did_you_mean, shorten

__all__ = ["COMPRESSIONS", "READERS", "choose_target", "read_dataset", "read_table"]

READERS: dict[str, Callable[..., pd.DataFrame]] = {}

COMPRESSIONS = (".gz", ".bz2", ".xz")
_TARGET_NAMES = ("target", "label", "class", "y")


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
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            return pd.read_csv(path, **format.read_csv_arguments(), index_col=False)
    except pd.errors.EmptyDataError:
        raise DatasetError(f"{path.name} is empty; expected a header line and rows below it") from None
    except (pd.errors.ParserError, pd.errors.ParserWarning) as error:
        reason = str(error).replace("Error tokenizing data. C error: ", "").strip()
        if isinstance(error, pd.errors.ParserWarning):
            reason = "its rows have more cells than its header"
        raise DatasetError(
            f"{path.name} is not a regular table separated by {format.delimiter!r}: {reason}; "
            "give every row as many cells as the header"
        ) from None
    except (OSError, EOFError, lzma.LZMAError, UnicodeError) as error:
        raise DatasetError(f"{path.name} cannot be read: {error}") from error


def read_table(path: str | Path, format: CsvFormat | None = None) -> pd.DataFrame:
    """Return the table at `path` as it is, the target among its columns.

    Raises
    ------
    DatasetError
        If there is no such file, its suffix is unknown, or it holds no table.
    """
    path = Path(path)
    suffixes = [suffix.lower() for suffix in path.suffixes]
    suffix = next((suffix for suffix in reversed(suffixes) if suffix not in COMPRESSIONS), "")
    if not os.path.exists(path):  # unlike path.exists(), False for a name that is too long
        raise DatasetError(f"there is no file {path}; check the path")
    if path.is_dir():
        raise DatasetError(f"{path} is a folder; expected a file")
    if suffix not in READERS:
        raise DatasetError(
            f"{path.name}: files ending in {suffix or '(nothing)'!r} cannot be read; "
            f"readable: {', '.join(READERS)}, also compressed ({', '.join(COMPRESSIONS)})"
        )
    frame = READERS[suffix](path, format)
    if frame.shape[1] < 2:
        raise DatasetError(
            f"{path.name} has {frame.shape[1]} column(s), {shorten(frame.columns)}; expected at least two, a target "
            "and something to predict it from, separated by comma, semicolon, tab or |"
        )
    return frame


def read_dataset(
    path: str | Path,
    target: str | None = None,
    *,
    task: str = "auto",
    name: str | None = None,
    origin: str | None = None,
    format: CsvFormat | None = None,
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
    name, origin : str, optional
        The name of the file without suffix, and the name, when not given.
    format : CsvFormat, optional
        How the file is written, when known.

    Raises
    ------
    DatasetError
        If the file is missing, empty or irregular, the target is not found or cannot be learned.
    """
    path = Path(path)
    table = read_table(path, format)
    target = choose_target(table.columns, target, path.name)
    name = name or path.name.split(".")[0]
    y = table[target]
    dataset = Dataset.from_arrays(table.drop(columns=target), y, name=name, task=task, origin=origin, target=target)
    notes = _notes_on_header(table) + _notes_on_repeated_names(table) + dataset.notes
    return Dataset(dataset.X, dataset.y, name, dataset.task, dataset.origin, target, notes)


def choose_target(columns, target: str | None, file: str) -> str:
    """Return the name of the target column among `columns`.

    Examples
    --------
    >>> choose_target(["age", "Class"], None, "people.csv")
    'Class'
    >>> choose_target(["age", "income"], "incme", "people.csv")
    Traceback (most recent call last):
    ...
    metaselect.exceptions.DatasetError: target column 'incme' is not in people.csv; did you mean 'income'? ...
    """
    columns = [str(column) for column in columns]
    if target is not None:
        return _find(columns, str(target), file)
    named = [column for column in columns if column.strip().lower() in _TARGET_NAMES]
    if len(named) == 1:
        return named[0]
    found = f"several columns could be it: {', '.join(named)}" if named else f"its columns: {shorten(columns, 40)}"
    raise DatasetError(f"which column of {file} is the target? Say --target COLUMN (target=); {found}")


def _find(columns: list[str], target: str, file: str) -> str:
    if target in columns:
        return target
    folded = [column for column in columns if column.strip().lower() == target.strip().lower()]
    if len(folded) == 1:
        return folded[0]
    hint = did_you_mean(target, columns)
    raise DatasetError(f"target column {target!r} is not in {file}{hint} Its columns: {shorten(columns, 40)}")


def _notes_on_header(table: pd.DataFrame) -> tuple[str, ...]:
    """Names of columns are rarely numbers; the first line of values often is."""
    looks_like_value = [bool(re.fullmatch(r"[+-]?\d+(\.\d+)*|\?", str(column).strip())) for column in table.columns]
    if sum(looks_like_value) <= len(looks_like_value) / 2:
        return ()
    return ("the first line looks like values, not names of columns, and is not used as a row: add a line of names",)


def _notes_on_repeated_names(table: pd.DataFrame) -> tuple[str, ...]:
    """pandas calls the second column `a` of a file `a.1`."""
    columns = set(table.columns)
    repeated = [column for column in table.columns if re.sub(r"\.\d+$", "", column) in columns - {column}]
    if not repeated:
        return ()
    if len(repeated) == 1:
        name = re.sub(r"\.\d+$", "", repeated[0])
        return (f"a second column named {name!r} is read as {repeated[0]!r}",)
    return (f"{len(repeated)} columns repeat the name of an earlier one; they are read as {shorten(repeated, 4)}",)
