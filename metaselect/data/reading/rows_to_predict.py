"""Rows to predict: a file is read block by block, its cells as those were read that a model was fitted to.

What cells are is decided by the columns of the model, and by nothing that stands in other rows: columns are read as
text, but for those that were numbers in the file, and no row is left out or changed by its neighbors.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from metaselect.data.missing_marks import marks_of_columns, without_marks_of
from metaselect.data.reading.csv_file import CsvFile
from metaselect.data.reading.csv_format import CsvFormat, detect_csv_format
from metaselect.data.reading.foreign_errors import errors_of_ours
from metaselect.data.reading.large_files import TableInParts, parquet_in_parts
from metaselect.data.reading.limits import ReadingLimits
from metaselect.data.reading.readers import (
    PARQUET,
    READERS,
    check_path,
    detect_format,
    is_text_table,
    suffix_of,
)
from metaselect.data.reading.reading_options import ReadingOptions
from metaselect.data.reading.repairs.column_names import ColumnNames
from metaselect.data.reading.repairs.filled_down import FilledDown
from metaselect.data.reading.table_file import TableFile, with_names_of_text
from metaselect.exceptions import MetaSelectError

__all__ = ["ReadingRules", "RowBlocks", "read_rows"]

_CELLS_LOOKED_AT = 100_000


@dataclass(frozen=True)
class ReadingRules:
    """How the cells of a file were read, so that those of others are read alike.

    Attributes
    ----------
    missing : tuple of str
        Spellings of a missing value in a text table; empty for other files.
    delimiter, decimal : str, optional
        How a text table was written.
    filled_down : tuple of str
        Columns in which a label stands once above the rows that it is for.
    truth : mapping of str to str
        How a text table writes the `"True"` and `"False"` of a column, such as `TRUE`; empty where it has none.
    """

    missing: tuple[str, ...] = ()
    delimiter: str | None = None
    decimal: str | None = None
    filled_down: tuple[str, ...] = ()
    truth: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, file: TableFile, path: str | Path | None = None, target: str | None = None) -> ReadingRules:
        """Return how the cells of a file were read.

        Parameters
        ----------
        file : TableFile
            As it was read.
        path : path-like, optional
            Of the file, to see how truth values are written in it.
        target : str, optional
            The column of which it is to be known.
        """
        filled = tuple(name for repair in file.repairs if isinstance(repair, FilledDown) for name in repair.columns)
        format = file.format
        if not isinstance(format, CsvFormat):
            return cls(filled_down=filled)
        truth = {} if path is None or target is None else _truth_in(Path(path), format, file, target)
        return cls(format.missing, format.delimiter, format.decimal, filled, truth)


def _truth_in(path: Path, format: CsvFormat, file: TableFile, column: str) -> dict[str, str]:
    """Return how a column writes truth values, which the parser makes its own."""
    if not file.table[column].dropna().map(type).isin((bool, np.bool_)).all():
        return {}
    parts = CsvFile(path, format).in_parts(ReadingLimits(cells_of_part=_CELLS_LOOKED_AT))
    parts = parts.renamed(ColumnNames.of(parts.columns))
    texts = next(parts.open([column]))[column].dropna().map(str).unique()
    return {text.strip().capitalize(): text for text in texts if text.strip().lower() in ("true", "false")}


@dataclass(frozen=True, eq=False)
class RowBlocks:
    """The rows of a file, of which some are in memory at a time.

    Attributes
    ----------
    columns : tuple of str
        Their names, as those of a table that is fitted.
    blocks : iterator of DataFrame
        The rows in their order; to be used once.
    """

    columns: tuple[str, ...]
    blocks: Iterator[pd.DataFrame]


def read_rows(
    path: str | Path,
    known: Sequence[str],
    *,
    as_numbers: Collection[str] = (),
    rules: ReadingRules | None = None,
    options: ReadingOptions | None = None,
) -> RowBlocks:
    """Return the rows of a file, block by block.

    Parameters
    ----------
    path : path-like
        Of any file that `read_table` reads.
    known : sequence of str
        Columns that it should have: by these the line of names is found.
    as_numbers : collection of str
        Columns that are read as numbers where a text table has them; the others are read as text.
    rules : ReadingRules, optional
        How the file was read that it should be like.
    options : ReadingOptions, optional
        What a user says about the file.

    Raises
    ------
    DatasetError
        If there is no such file, or it holds no table.
    """
    path, options = Path(path), options or ReadingOptions()
    check_path(path)
    if is_text_table(path):
        format = _format_of(path, known, rules, options)
        parts = CsvFile(path, format).in_parts(options.limits)
        names = ColumnNames.of(parts.columns)
        parts = parts.renamed(names).with_parts(partial(_with_decimals, columns=as_numbers, decimal=format.decimal))
    else:
        parts = _parts_of_other_file(path, options)
        as_numbers = list(parts.columns)
        parts = parts.renamed(ColumnNames.of(parts.columns))
    columns = tuple(map(str, parts.columns))
    marks = marks_of_columns(columns, options.missing)
    parts = parts.with_parts(partial(without_marks_of, marks=marks))
    blocks = parts.open([name for name in columns if name not in as_numbers])
    filled = [name for name in (rules.filled_down if rules else ()) if name in columns]
    return RowBlocks(columns, _filled_down(blocks, filled) if filled else blocks)


def _format_of(path: Path, known: Sequence[str], rules: ReadingRules | None, options: ReadingOptions) -> CsvFormat:
    """Return how a text table is written: of a few ways to look at it, the first by which most columns are known.

    Short tables may seem to have no line of names, or another separator than they have.
    """
    ways = [options]
    if options.skip_lines is None:
        ways.append(replace(options, skip_lines=0))
        if rules is not None and rules.delimiter and options.separator is None:
            ways.append(replace(options, skip_lines=0, separator=rules.delimiter))
    found: list[tuple[int, CsvFormat]] = []
    for way in ways:
        try:
            format = _read_alike(detect_csv_format(path, way), rules, options)
            columns = CsvFile(path, format).in_parts(options.limits).columns
        except MetaSelectError:
            if way is options:
                raise
            continue
        names = ColumnNames.of(columns).names
        found.append((len(set(known) & {names.get(name, name) for name in columns}), format))
        if found[-1][0] == len(set(known)):
            break
    return max(found, key=lambda pair: pair[0])[1]


def _read_alike(format: CsvFormat, rules: ReadingRules | None, options: ReadingOptions) -> CsvFormat:
    if rules is None or rules.decimal is None:
        return replace(format, codes=())
    is_like = format.delimiter == rules.delimiter and options.decimal is None
    return replace(format, codes=(), missing=rules.missing, decimal=rules.decimal if is_like else format.decimal)


def _with_decimals(part: pd.DataFrame, columns: Collection[str], decimal: str) -> pd.DataFrame:
    """Return a part in which numbers have a decimal point where the parser left them as text, beside other text."""
    if decimal == ".":
        return part
    texts = [name for name in part.columns if name in columns and not pd.api.types.is_numeric_dtype(part[name].dtype)]
    return part.assign(**{name: part[name].map(_with_point, na_action="ignore") for name in texts})


def _filled_down(blocks: Iterator[pd.DataFrame], columns: Sequence[str]) -> Iterator[pd.DataFrame]:
    """Yield blocks in which a label stands in each of the rows below it, in the next blocks too."""
    last: dict[str, object] = {}
    for block in blocks:
        filled = {name: block[name].ffill() for name in columns}
        filled = {name: cells.where(cells.notna(), last.get(name)) for name, cells in filled.items()}
        last |= {name: cells.iloc[-1] for name, cells in filled.items() if len(cells)}
        yield block.assign(**filled)


def _with_point(cell: object) -> object:
    return cell.replace(",", ".") if isinstance(cell, str) else cell


def _parts_of_other_file(path: Path, options: ReadingOptions) -> TableInParts:
    """Return a file that says itself what its cells are; but for Parquet it is read at once."""
    how = detect_format(path, options)
    if suffix_of(path) in PARQUET:
        with errors_of_ours(path, f"as {path.suffix}"):
            parts = parquet_in_parts(path, replace(options.limits, cells=0))
        if parts is not None:
            return parts
    with errors_of_ours(path, f"as {path.suffix}"):
        table = READERS[suffix_of(path)](path, how)
    options.limits.check("columns", table.shape[1], f"{path.name} has {table.shape[1]} columns")
    table = with_names_of_text(table)[0]
    return TableInParts(table.columns, lambda _: _slices(table, options.limits))


def _slices(table: pd.DataFrame, limits: ReadingLimits) -> Iterator[pd.DataFrame]:
    n_rows = limits.rows_of_part(max(1, table.shape[1]))
    for start in range(0, max(1, len(table)), n_rows):
        yield table.iloc[start : start + n_rows]
