"""`read_collection`: from a folder or a source to the datasets it lists."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from metaselect.data.collections.collection_entry import CollectionEntry
from metaselect.data.collections.openml import PREFIX, read_openml_collection
from metaselect.data.collections.plain_folders import read_plain_folder
from metaselect.data.reading.foreign_errors import errors_of_ours
from metaselect.data.reading.limits import LIMITS
from metaselect.data.tasks import TASKS
from metaselect.exceptions import DatasetError, Hint, shorten

__all__ = ["CollectionEntry", "read_collection"]

_COLUMNS = ("name", "file", "target", "task")


def read_collection(folder_or_source: str | Path, target: str | None = None) -> list[CollectionEntry]:
    """Return the entries of a collection.

    Parameters
    ----------
    folder_or_source : path-like
        - A folder with a `manifest.csv`, which has the columns name, file, target and task, and may have family (the
          origin that variants of one source share), source, license_or_origin, and group and time: names of the
          columns that say which rows belong together and when they were, empty where there is none.
        - A folder of plain files; `target` says which column is the target, tasks are found out, and each file is an
          origin of its own.
        - `"openml:suite/99"` or `"openml:tasks/3,31"`, with the extra `openml`.
    target : str, optional
        For a folder of plain files: the name of the target column in every file, or `"first"` or `"last"` for the
        column there.

    Raises
    ------
    DatasetError
        If there is nothing of the kind, a manifest is irregular, no file can be used, or a target is given where the
        collection names its own.
    MissingBackendError
        If OpenML is asked for and its package is not installed.
    """
    is_openml = str(folder_or_source).startswith(PREFIX)
    manifest = Path(folder_or_source) / "manifest.csv"
    if target is not None and (is_openml or manifest.is_file()):
        what = "the tasks of OpenML already name" if is_openml else f"{manifest} already names"
        hint = Hint("no target", f"leave out target={target!r}", target)
        raise DatasetError(f"{what} the target of each dataset", hint=hint)
    if is_openml:
        return read_openml_collection(str(folder_or_source))
    if target is not None:
        return read_plain_folder(folder_or_source, target)
    return _read_manifest(manifest)


def _read_manifest(path: Path) -> list[CollectionEntry]:
    if path.parent.is_file():
        raise DatasetError(f"{path.parent} is a file; expected a folder with a manifest.csv, or one of tables")
    if not path.is_file():
        raise DatasetError(
            f"{path.parent} has no manifest.csv; expected a table with the columns {', '.join(_COLUMNS)}",
            hint=Hint("target of plain files", "or for a folder of plain files target="),
        )
    LIMITS.check("manifest_bytes", path.stat().st_size, f"{path} has {path.stat().st_size} bytes")
    with errors_of_ours(path):
        manifest = pd.read_csv(path, dtype=str, keep_default_na=False, index_col=False)
    missing = [column for column in _COLUMNS if column not in manifest.columns]
    if missing:
        raise DatasetError(f"{path} lacks the column {', '.join(missing)}; it has {shorten(manifest.columns)}")
    twice = manifest["name"][manifest["name"].duplicated()]
    if len(twice):
        raise DatasetError(f"{path} lists {shorten(twice)} twice; names must be unique")
    unknown = sorted(set(manifest["task"]) - set(TASKS))
    if unknown:
        raise DatasetError(f"{path} has the task {shorten(unknown)}; use {', '.join(TASKS)}")
    rows = manifest.to_dict("records")
    for row in rows:
        _check_roles(path, row)
    return [
        CollectionEntry(
            name=row["name"],
            path=_inside(path.parent, row["file"]),
            target=row["target"],
            task=row["task"],
            origin=row.get("family") or row["name"],
            source=row.get("source", ""),
            license=row.get("license_or_origin", ""),
            group=row.get("group", ""),
            time=row.get("time", ""),
        )
        for row in rows
    ]


def _check_roles(path: Path, row: Mapping[str, str]) -> None:
    """Refuse a row of a manifest in which one column is two of target, group and time."""
    columns = [(row.get(what), what) for what in ("target", "group", "time") if row.get(what)]
    for i, (column, what) in enumerate(columns):
        for other, role in columns[:i]:
            if column == other:
                raise DatasetError(
                    f"{path} says of {row['name']} that column {column!r} is both its {role} and its {what}; leave the "
                    f"{what} empty"
                )


def _inside(folder: Path, file: str) -> Path:
    """Return the path of a file that a manifest names, which is in the folder of the manifest or below it.

    A manifest comes from others: it must not have other files read, of which messages would then tell.
    """
    path = Path(folder, file)
    try:
        is_inside = not os.path.isabs(file) and path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # too long, a circle of links, a zero byte
        is_inside = False
    if not file.strip() or not is_inside:
        raise DatasetError(
            f"{folder / 'manifest.csv'} names the file {file!r}, which is not in its folder; move it there, and give "
            "its path from there"
        )
    return path
