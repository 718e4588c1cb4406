"""Tables in JSON, in the ways in which programs write them."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from metaselect.data.reading.file_bytes import blocks, start_of
from metaselect.data.reading.foreign_errors import errors_of_ours
from metaselect.exceptions import UnreadableFileError, shorten

__all__ = ["read_json"]

_DEEPEST = 3
_SOME = 20
# What pandas and others keep beside rows.
_NOT_ROWS = ("columns", "index", "fields", "schema")
_WAY_OUT = 'save the table as a list of objects, one for each row, such as [{"a": 1, "b": 2}, ...]'


def read_json(path: Path) -> pd.DataFrame:
    """Return the table in a JSON file.

    It may be a list of objects; one object per line; columns by their names, each a list or its values by row; rows by
    their names; names and rows apart, as pandas' `orient="split"` has it; a list of rows of which the first has the
    names; or one of these within an object that says more, such as `{"data": [...]}`.

    Raises
    ------
    UnreadableFileError
        If it holds no table, or several.
    """
    with errors_of_ours(path, "as a table in JSON, such as a list of objects"):
        if _has_object_per_line(path):
            return pd.read_json(path, lines=True, dtype=False)
        if start_of(path).lstrip(b"\xef\xbb\xbf \t\r\n")[:2] == b"[{":
            return pd.read_json(path, dtype=False)
        content = json.loads(b"".join(blocks(path)).decode("utf-8-sig"))
        return _table_of(content, path.name, _DEEPEST)


def _has_object_per_line(path: Path) -> bool:
    lines = start_of(path).splitlines()
    return len(lines) > 1 and all(line.lstrip().startswith(b"{") for line in lines[:2])


def _table_of(content: object, file: str, depth: int) -> pd.DataFrame:
    if isinstance(content, list):
        return _table_of_list(content, file)
    if not isinstance(content, dict) or depth == 0:
        raise _no_table(file)
    tables = {
        name: value
        for name, value in content.items()
        if value and _is_list_of(value, dict | list) and name not in _NOT_ROWS
    }
    if len(tables) > 1 and not all(_is_list_of(value, list) for value in tables.values()):
        raise UnreadableFileError(f"{file} holds several tables: {shorten(tables)}; save one of them alone")
    if len(tables) == 1:
        ((name, rows),) = tables.items()
        if _is_list_of(rows, list):
            others = {key: value for key, value in content.items() if key not in (name, "index")}
            if (names := _names_in(others, len(rows[0]), depth)) is not None:
                return pd.DataFrame(rows, columns=names)
        return _table_of_list(rows, file).drop(columns=_numbers_of_rows(content), errors="ignore")
    if content and all(isinstance(value, dict) for value in content.values()):
        return _table_of_objects(content, file, depth)
    if content and all(isinstance(value, list) for value in content.values()):
        return _as_pandas_reads(content, "columns")
    inner = [value for value in content.values() if isinstance(value, dict)]
    if len(inner) == 1:
        return _table_of(inner[0], file, depth - 1)
    raise _no_table(file)


def _table_of_list(rows: list, file: str) -> pd.DataFrame:
    if _is_list_of(rows, dict):
        return _as_pandas_reads(rows, "records")
    if not _is_list_of(rows, list) or len(rows) < 2:  # names, and a row below them
        raise _no_table(file)
    first, *others = rows
    are_names = all(isinstance(name, str) for name in first) and len(set(first)) == len(first)
    if are_names and all(len(row) == len(first) for row in others):
        return pd.DataFrame(others, columns=first)
    return pd.DataFrame(rows).rename(columns=lambda place: f"column_{place + 1}")


def _table_of_objects(content: Mapping[str, dict], file: str, depth: int) -> pd.DataFrame:
    """Return the table of which an object holds columns by their names, each by row, or rows, each by column."""
    if len(content) == 1:
        return _table_of(next(iter(content.values())), file, depth - 1)
    if any(isinstance(value, dict | list) for inner in content.values() for value in inner.values()):
        raise _no_table(file)
    return _as_pandas_reads(content, "index" if _are_rows(content) else "columns")


def _are_rows(content: Mapping[str, dict]) -> bool:
    """Return whether an object holds rows by their names, rather than columns."""
    outer, inner = [*content], [*next(iter(content.values()))]
    if (are_numbered := all(map(str.isdecimal, outer))) != all(map(str.isdecimal, inner)):
        return are_numbered
    some = [*content.values()][:_SOME]
    within = sum(len({type(value) for value in values.values() if value is not None}) <= 1 for values in some)
    across = sum(len({type(values.get(name)) for values in some} - {type(None)}) <= 1 for name in inner[:_SOME])
    return across / max(1, len(inner[:_SOME])) > within / len(some)


def _numbers_of_rows(content: Mapping[str, object]) -> list[str]:
    """Return the name of the column that pandas' `orient="table"` makes of an index without a name."""
    schema = content.get("schema")
    keys = schema.get("primaryKey") if isinstance(schema, dict) else None
    return ["index"] if keys == ["index"] else []


def _names_in(content: object, n_columns: int, depth: int) -> list[object] | None:
    """Return the names of so many columns that stand apart from their rows, as texts or within objects."""
    if isinstance(content, dict) and depth > 0:
        found = (_names_in(value, n_columns, depth - 1) for value in content.values())
        return next((names for names in found if names is not None), None)
    if not isinstance(content, list) or len(content) != n_columns:
        return None
    names: list = [item.get("name") if isinstance(item, dict) else item for item in content]
    if _is_list_of(names, list):  # of several levels
        return [tuple(name) for name in names]
    return names if _is_list_of(names, str) and len(set(names)) == n_columns else None


def _is_list_of(value: object, kind: type | object) -> bool:
    return isinstance(value, list) and all(isinstance(item, kind) for item in value)  # type: ignore[arg-type]


def _as_pandas_reads(content: object, orient: str) -> pd.DataFrame:
    return pd.read_json(io.StringIO(json.dumps(content)), orient=orient, dtype=False)  # type: ignore[arg-type]


def _no_table(file: str) -> UnreadableFileError:
    return UnreadableFileError(f"{file} is JSON, but no table that is known; {_WAY_OUT}")
