"""Files too large to hold: one pass over all rows, of which a sample stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pandas as pd

from metaselect.data.reading.row_sample import RowSample, WholeTable

__all__ = [
    "LARGE_CELLS",
    "MANY_CELLS",
    "default_sample_rows",
    "parquet_parts",
    "rows_of_part",
    "sample_parts",
    "sample_table",
]

# Of files that say how many they hold: 512 MiB, as numbers.
LARGE_CELLS = 2**26
# More than these tell advice nothing that a sample does not.
MANY_CELLS = 2**24
_SAMPLE_ROWS = 100_000
_SAMPLE_CELLS = 20_000_000
_CELLS_OF_PART = 1_000_000
# What the parser takes part of a column for, and which of these are of one type; what has no value fits any.
_BASES = {"missing": None, "whole": "number", "fraction": "number", "truth": "truth", "text": "text"}


def default_sample_rows(n_columns: int) -> int:
    """Return how many rows of a large table stand for all.

    Examples
    --------
    >>> default_sample_rows(30), default_sample_rows(20_000)
    (100000, 1000)
    """
    return min(_SAMPLE_ROWS, max(1_000, _SAMPLE_CELLS // n_columns))


def rows_of_part(n_columns: int) -> int:
    """Return how many rows are in memory at a time."""
    return max(100, _CELLS_OF_PART // n_columns)


def sample_parts(
    open_parts: Callable[[Sequence[str]], Iterator[pd.DataFrame]],
    n_rows: int,
    random_state: int,
    target: str | None,
) -> tuple[pd.DataFrame, WholeTable]:
    """Return a sample of the rows of a table that is read in parts, and what was counted in all of them.

    The types of columns are those that reading the whole at once would have given. Where a column turns out to be
    numbers in one part and text in another, the file is read once more, with that column as text from the start.

    Parameters
    ----------
    open_parts : callable
        From names of columns to be read as text to the parts of the table.
    n_rows, random_state, target
        As in `RowSample`.
    """
    as_text: list[str] = []
    while True:
        sample, kinds = RowSample(n_rows, random_state, target), {}
        for part in open_parts(as_text):
            for name in part.columns:
                kinds.setdefault(name, set()).add(_kind(part[name]))
            sample.add(part)
        mixed = [name for name, seen in kinds.items() if len({_BASES[kind] for kind in seen} - {None}) > 1]
        if not set(mixed) - set(as_text):
            break
        as_text += mixed
    rows = sample.rows()
    floats = [name for name, seen in kinds.items() if "whole" in seen and seen & {"missing", "fraction"}]
    return rows.infer_objects().astype(dict.fromkeys(floats, "float64")), sample.whole()


def sample_table(
    table: pd.DataFrame, n_rows: int, random_state: int, target: str | None
) -> tuple[pd.DataFrame, WholeTable]:
    """Return what `sample_parts` does, of a table that is in memory: its rows are copied only once."""
    sample = RowSample(n_rows, random_state, target)
    sample.add(table, holds_rows=False)
    return table.iloc[sample.row_numbers()].reset_index(drop=True), sample.whole()


def _kind(column: pd.Series) -> str:
    """What the parser took this part of a column for; see `_BASES`."""
    if pd.api.types.is_bool_dtype(column.dtype):
        return "truth"
    if pd.api.types.is_integer_dtype(column.dtype) and column.dtype.kind in "iu":
        return "whole"
    if not column.notna().any():
        return "missing"
    if pd.api.types.is_numeric_dtype(column.dtype):
        return "fraction"
    is_truth = column.dtype == object and pd.api.types.infer_dtype(column, skipna=True) == "boolean"
    return "truth" if is_truth else "text"


def parquet_parts(path: Path) -> tuple[int, int, Callable[[Sequence[str]], Iterator[pd.DataFrame]]]:
    """Return the numbers of rows and columns of a Parquet file, and what `sample_parts` needs to read it."""
    from pyarrow.parquet import ParquetFile

    with ParquetFile(path) as file:
        n_rows, n_columns = file.metadata.num_rows, file.metadata.num_columns

    def open_parts(_: Sequence[str]) -> Iterator[pd.DataFrame]:
        with ParquetFile(path) as file:
            for batch in file.iter_batches(rows_of_part(n_columns)):
                yield batch.to_pandas()

    return n_rows, n_columns, open_parts
