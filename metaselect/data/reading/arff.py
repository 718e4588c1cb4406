"""ARFF, the format of Weka and of ASlib, read so that every error names the file and the line.

SciPy's reader refuses text columns and liac-arff refuses the stray commas and blank lines of published files; neither
says where in a file something is. The format without dates is a page of code.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pandas as pd

from metaselect.data.reading.file_bytes import blocks, split_lines
from metaselect.exceptions import DatasetError, MetaSelectError, UnreadableFileError, shorten
from metaselect.folders import write_atomically

__all__ = ["read_arff", "write_arff"]

_ATTRIBUTE = re.compile(r"@attribute\s+('[^']*'|\"[^\"]*\"|\S+)\s+(.+)", re.IGNORECASE)
_NUMERIC = ("numeric", "real", "integer")


def read_arff(path: str | Path, error: type[MetaSelectError] = DatasetError) -> pd.DataFrame:
    """Return the table in a file: numbers as float, anything else as text, `?` as missing.

    The index holds the number of each row's line in the file, for messages.

    Parameters
    ----------
    path : path-like
        May be compressed with gzip.
    error : type
        What is raised if the file is missing, or a line of it is not what it should be; the message names the line.
        `DatasetError` by default.
    """
    reader = _Reader(Path(path), error)
    reader.read()
    return reader.table()


class _Reader:
    """Reads a file line by line, and knows in which line it is when something is wrong."""

    def __init__(self, path: Path, error: type[MetaSelectError]):
        self._path = path
        self._error = error
        self._number = 1  # of the line that is read
        self._types: dict[str, str] = {}  # of the attributes, by their names
        self._rows: list[list[str]] = []
        self._numbers: list[int] = []  # of the line of each row

    def read(self) -> None:
        """Read all lines."""
        is_in_data = False
        for number, line in enumerate(split_lines(self._text()), start=1):
            self._number, line = number, line.strip()
            keyword = line.lower()
            if not line or line.startswith("%"):
                continue
            if is_in_data:
                self._add_row(line)
            elif keyword.startswith("@data"):
                is_in_data = True
            elif keyword.startswith("@attribute"):
                self._add_attribute(line)
            elif not keyword.startswith("@relation"):
                raise self._wrong(f"expected @relation, @attribute or @data, got {line[:40]!r}")
        if not is_in_data:
            raise self._wrong("the file ends before @data")

    def table(self) -> pd.DataFrame:
        """Return what was read."""
        table = pd.DataFrame(self._rows, columns=list(self._types), index=self._numbers, dtype=object)
        return table.apply(lambda column: self._typed(column, self._types[column.name]))

    def _text(self) -> str:
        if not self._path.is_file():
            raise self._error(f"{self._path} is missing")
        try:
            return b"".join(blocks(self._path)).decode("utf-8", errors="replace")
        except UnreadableFileError as problem:
            raise self._error(problem.message, hint=problem.hint) from problem

    def _add_attribute(self, line: str) -> None:
        match = _ATTRIBUTE.match(line)
        if match is None:
            raise self._wrong(f"expected @attribute NAME TYPE, got {line[:60]!r}")
        name = match[1].strip("'\"")
        if name in self._types:
            raise self._wrong(f"a second attribute {name!r}")
        self._types[name] = match[2].strip()

    def _add_row(self, line: str) -> None:
        cells = self._sparse(line) if line.startswith("{") else _split(line)
        if len(cells) != len(self._types):
            raise self._wrong(f"{len(cells)} values for {len(self._types)} attributes")
        self._rows.append(cells)
        self._numbers.append(self._number)

    def _sparse(self, line: str) -> list[str]:
        """Return the cells of a row such as `{1 3.5, 4 yes}`; others are 0, or the first of declared values."""
        cells = [_declared(type_)[0] if type_.startswith("{") else "0" for type_ in self._types.values()]
        for part in filter(None, _split(line.strip("{} \t"))):
            place, _, cell = part.partition(" ")
            if not place.isdigit() or int(place) >= len(cells) or not cell.strip():
                raise self._wrong(f"expected pairs of a place below {len(cells)} and a value, got {part!r}")
            cells[int(place)] = cell.strip().strip("'\"")
        return cells

    def _typed(self, column: pd.Series, type_: str) -> pd.Series:
        known = column.where(column != "?", None)
        if type_.lower().startswith(_NUMERIC):
            values = pd.to_numeric(known, errors="coerce").astype(float)
            self._check(column, known.notna() & values.isna() & (known.str.lower() != "nan"), ", not a number")
            return values
        if type_.startswith("{"):
            allowed = set(_declared(type_))
            self._check(column, known.notna() & ~known.isin(allowed), f"; declared are {shorten(sorted(allowed))}")
            return known.astype("category")  # of names, even where they look like numbers
        return known

    def _check(self, column: pd.Series, is_wrong: pd.Series, expected: str) -> None:
        if is_wrong.any():
            self._number = is_wrong.idxmax()
            raise self._wrong(f"{column.name} is {column[self._number]!r}{expected}")

    def _wrong(self, what: str) -> MetaSelectError:
        return self._error(f"{self._path}, line {self._number}: {what}")


def _split(line: str) -> list[str]:
    if "'" not in line and '"' not in line:
        return [cell.strip() for cell in line.split(",")]
    quote = "'" if "'" in line else '"'
    return [cell.strip() for cell in next(csv.reader([line], quotechar=quote, skipinitialspace=True, escapechar="\\"))]


def _declared(type_: str) -> list[str]:
    return [value.strip().strip("'\"") for value in type_.strip("{}").split(",")]


def write_arff(table: pd.DataFrame, path: str | Path, relation: str) -> None:
    """Write a table, complete or not at all; missing values become `?`.

    Text columns become strings, numbers numeric.

    Parameters
    ----------
    table : DataFrame
        What is written; its index is not.
    path : path-like
        Of the file, in a folder that exists.
    relation : str
        Name of the table in the file.
    """
    types = {name: "NUMERIC" if pd.api.types.is_numeric_dtype(table[name]) else "STRING" for name in table}
    lines = [f"@RELATION {_quoted(relation)}", ""]
    lines += [f"@ATTRIBUTE {_quoted(name)} {type_}" for name, type_ in types.items()]
    lines += ["", "@DATA"]
    lines += [",".join(_cell(value) for value in row) for row in table.itertuples(index=False)]
    write_atomically(Path(path), "\n".join(lines) + "\n")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "\\'") + "'" if re.search(r"[\s,'\"{}%]", text) else text


def _cell(value: object) -> str:
    if pd.isna(value):
        return "?"
    return f"{value:.10g}" if isinstance(value, (int, float)) else _quoted(str(value))
