"""Files too large to hold: one pass over all rows, of which a sample stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from metaselect.data.reading.limits import ReadingLimits
from metaselect.data.reading.repairs.column_names import ColumnNames
from metaselect.data.reading.repairs.index_columns import IndexColumns
from metaselect.data.reading.row_sample import RowSample, WholeTable

__all__ = ["TableInParts", "parquet_in_parts", "sample_parts", "sample_table"]

# What the parser takes part of a column for, and which of these are of one type; what has no value fits any.
_BASES = {"missing": None, "whole": "number", "fraction": "number", "truth": "truth", "text": "text"}


@dataclass(frozen=True, eq=False)
class TableInParts:
    """A table that is read part by part, as often as is needed.

    Attributes
    ----------
    columns : Index
        Names of the columns.
    open : callable
        From names of columns to be read as text, whatever they hold, to the parts of the table.
    """

    columns: pd.Index
    open: Callable[[Sequence[object]], Iterator[pd.DataFrame]]

    def renamed(self, names: ColumnNames) -> TableInParts:
        """Return the table with its columns called otherwise.

        Parameters
        ----------
        names : ColumnNames
            How they are called now.
        """
        in_file: dict[object, object] = {new: old for old, new in names.names.items()}

        def open_renamed(as_text: Sequence[object]) -> Iterator[pd.DataFrame]:
            return map(names.apply, self.open([in_file.get(name, name) for name in as_text]))

        return TableInParts(pd.Index([names.names.get(name, name) for name in self.columns]), open_renamed)

    def with_parts(self, function: Callable[[pd.DataFrame], pd.DataFrame]) -> TableInParts:
        """Return the table with something done to each of its parts, which leaves it the same columns.

        Parameters
        ----------
        function : callable
            From a part to what becomes of it.
        """
        return TableInParts(self.columns, lambda as_text: map(function, self.open(as_text)))


def sample_parts(
    parts: TableInParts, n_rows: int, random_state: int, target: str | None
) -> tuple[pd.DataFrame, WholeTable]:
    """Return a sample of the rows of a table that is read in parts, and what was counted in all of them.

    The types of columns are those that reading the whole at once would have given. Where a column turns out to be
    numbers in one part and text in another, the file is read once more, with that column as text from the start.

    Parameters
    ----------
    parts : TableInParts
        The table.
    n_rows : int
        How many rows to keep.
    random_state : int
        Seeds which rows.
    target : str, optional
        Rows without a finite value in this column are left out of the sample, and each class gets its share.
    """
    as_text: list[str] = []
    while True:
        sample = RowSample(n_rows, random_state, target)
        kinds: dict[str, set[str]] = {}
        for part in parts.open(as_text):
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
    """Return what `sample_parts` does, of a table that is in memory: its rows are copied only once.

    Parameters
    ----------
    table : DataFrame
        All rows.
    n_rows : int
        How many rows to keep.
    random_state : int
        Seeds which rows.
    target : str, optional
        Rows without a finite value in this column are left out of the sample, and each class gets its share.
    """
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


def parquet_in_parts(path: Path, limits: ReadingLimits) -> TableInParts | None:
    """Return a Parquet file of so many cells that it is to be read in parts, None where it is smaller.

    Parameters
    ----------
    path : Path
        Of the file.
    limits : ReadingLimits
        From how many cells on, and how many are in memory at a time.
    """
    from pyarrow.parquet import ParquetFile

    with ParquetFile(path) as file:
        n_rows, n_columns = file.metadata.num_rows, file.metadata.num_columns
        if n_rows * n_columns <= limits.cells:
            return None
        first = next(file.iter_batches(1)).to_pandas()
        index = IndexColumns.find(first)
        columns = first.columns if index is None else index.apply(first).columns

    def open_parts(_: Sequence[object]) -> Iterator[pd.DataFrame]:
        with ParquetFile(path) as file:
            for batch in file.iter_batches(limits.rows_of_part(n_columns)):
                part = batch.to_pandas()
                yield part if index is None else index.apply(part)

    return TableInParts(columns, open_parts)
