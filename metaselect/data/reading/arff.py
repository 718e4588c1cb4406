"""ARFF, the format of Weka and of ASlib, read so that every error names the file and the line.

SciPy's reader refuses text columns and liac-arff refuses the stray commas and blank lines of published files; neither
says where in a file something is. The format without dates is a page of code.
"""

from __future__ import annotations

import csv
import gzip
import re
from pathlib import Path

import pandas as pd

from metaselect.exceptions import DatasetError, MetaSelectError, shorten
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
    """
    path = Path(path)
    if not path.is_file():
        raise error(f"{path} is missing")
    types: dict[str, str] = {}
    rows, numbers, in_data = [], [], False
    for number, line in enumerate(_text(path, error).splitlines(), start=1):
        line = line.strip()
        if not line or line.startswith("%"):
            continue
        if in_data:
            cells = _sparse(path, number, line, list(types.values()), error) if line.startswith("{") else _split(line)
            if len(cells) != len(types):
                raise error(f"{path}, line {number}: {len(cells)} values for {len(types)} attributes")
            rows.append(cells)
            numbers.append(number)
        elif line.lower().startswith("@data"):
            in_data = True
        elif line.lower().startswith("@attribute"):
            name, kind = _attribute(path, number, line, error)
            if name in types:
                raise error(f"{path}, line {number}: a second attribute {name!r}")
            types[name] = kind
        elif not line.lower().startswith("@relation"):
            raise error(f"{path}, line {number}: expected @relation, @attribute or @data, got {line[:40]!r}")
    if not in_data:
        raise error(f"{path}, line {number if path.stat().st_size else 1}: the file ends before @data")
    table = pd.DataFrame(rows, columns=list(types), index=numbers, dtype=object)
    return table.apply(lambda column: _typed(path, column, types[column.name], error))


def write_arff(table: pd.DataFrame, path: str | Path, relation: str) -> None:
    """Write a table, complete or not at all; missing values become `?`.

    Text columns become strings, numbers numeric.
    """
    kinds = {name: "NUMERIC" if pd.api.types.is_numeric_dtype(table[name]) else "STRING" for name in table}
    lines = [f"@RELATION {_quoted(relation)}", ""]
    lines += [f"@ATTRIBUTE {_quoted(name)} {kind}" for name, kind in kinds.items()]
    lines += ["", "@DATA"]
    lines += [",".join(_cell(value) for value in row) for row in table.itertuples(index=False)]
    write_atomically(Path(path), "\n".join(lines) + "\n")


def _text(path: Path, error: type[MetaSelectError]) -> str:
    content = path.read_bytes()
    if path.suffix == ".gz":
        try:
            content = gzip.decompress(content)
        except (OSError, EOFError) as problem:
            raise error(f"{path} cannot be read: {problem}") from problem
    return content.decode("utf-8", errors="replace")


def _attribute(path: Path, number: int, line: str, error: type[MetaSelectError]) -> tuple[str, str]:
    match = _ATTRIBUTE.match(line)
    if match is None:
        raise error(f"{path}, line {number}: expected @attribute NAME TYPE, got {line[:60]!r}")
    return match[1].strip("'\""), match[2].strip()


def _split(line: str) -> list[str]:
    if "'" not in line and '"' not in line:
        return [cell.strip() for cell in line.split(",")]
    quote = "'" if "'" in line else '"'
    return [cell.strip() for cell in next(csv.reader([line], quotechar=quote, skipinitialspace=True, escapechar="\\"))]


def _sparse(path: Path, number: int, line: str, kinds: list[str], error: type[MetaSelectError]) -> list[str]:
    """Return the cells of a row such as `{1 3.5, 4 yes}`; what is not named is 0, or the first of declared values."""
    cells = [_declared(kind)[0] if kind.startswith("{") else "0" for kind in kinds]
    for part in filter(None, _split(line.strip("{} \t"))):
        place, _, cell = part.partition(" ")
        if not place.isdigit() or int(place) >= len(kinds) or not cell.strip():
            raise error(
                f"{path}, line {number}: expected pairs of a place below {len(kinds)} and a value, got {part!r}"
            )
        cells[int(place)] = cell.strip().strip("'\"")
    return cells


def _declared(kind: str) -> list[str]:
    return [value.strip().strip("'\"") for value in kind.strip("{}").split(",")]


def _typed(path: Path, column: pd.Series, kind: str, error: type[MetaSelectError]) -> pd.Series:
    known = column.where(column != "?", None)
    if kind.lower().startswith(_NUMERIC):
        values = pd.to_numeric(known, errors="coerce").astype(float)
        wrong = known.notna() & values.isna() & (known.str.lower() != "nan")
        if wrong.any():
            line = wrong.idxmax()
            raise error(f"{path}, line {line}: {column.name} is {column[line]!r}, not a number")
        return values
    if kind.startswith("{"):
        allowed = set(_declared(kind))
        wrong = known.notna() & ~known.isin(allowed)
        if wrong.any():
            line = wrong.idxmax()
            raise error(
                f"{path}, line {line}: {column.name} is {column[line]!r}; declared are {shorten(sorted(allowed))}"
            )
    return known


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "\\'") + "'" if re.search(r"[\s,'\"{}%]", text) else text


def _cell(value: object) -> str:
    if pd.isna(value):
        return "?"
    return f"{value:.10g}" if isinstance(value, (int, float)) else _quoted(str(value))
