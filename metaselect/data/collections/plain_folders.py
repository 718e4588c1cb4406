"""A folder of plain files without a manifest, and the rule that says which column is the target."""

from __future__ import annotations

import logging
from pathlib import Path

from metaselect.data.collections.collection_entry import CollectionEntry
from metaselect.data.dataset import Dataset
from metaselect.data.reading.file_bytes import COMPRESSIONS
from metaselect.data.reading.readers import READERS
from metaselect.data.reading.table_file import read_file
from metaselect.data.target_column import choose_target
from metaselect.exceptions import DatasetError

__all__ = ["read_plain_folder"]

_logger = logging.getLogger(__name__)

_POSITIONS = {"first": 0, "last": -1}


def read_plain_folder(folder: str | Path, target: str) -> list[CollectionEntry]:
    """Return an entry for each table in `folder`, in the order of their names.

    Each file is read once to find the task that its target poses. A file that cannot be used is left out, and a warning
    is logged that says why: a folder of tables often has a text file beside them.

    Parameters
    ----------
    folder : path-like
        Of tables, among which there may be other files.
    target : str
        The name of the target column in every file; or `"first"` or `"last"`, which always mean the position.

    Raises
    ------
    DatasetError
        If there is no file that can be used, or two would have the same name.
    """
    folder = Path(folder)
    if not folder.is_dir():
        if folder.exists():
            raise DatasetError(f"{folder} is a file; expected a folder of tables")
        raise DatasetError(f"there is no folder {folder}; check the path")
    paths = [path for path in sorted(folder.iterdir()) if path.is_file() and _is_table(path)]
    if not paths:
        raise DatasetError(f"{folder} holds no table; readable are files ending in {', '.join(READERS)}")
    entries, problems = [], []
    for path in paths:
        try:
            entries.append(_read_entry(path, target))
        except DatasetError as error:
            problems.append((path.name, error))
    if not entries:
        name, problem = problems[0]
        raise DatasetError(f"no file of {folder} can be used with target {target!r}; {name}: {problem}")
    for name, problem in problems:
        _logger.warning("%s is left out: %s", name, problem)
    _check_names(entries)
    return entries


def _is_table(path: Path) -> bool:
    return _split(path)[1] in READERS and not path.name.startswith(".")


def _split(path: Path) -> tuple[str, str]:
    """Return the name of the dataset and the suffix that says how the file is written.

    Examples
    --------
    >>> _split(Path("v1.2_prices.CSV.gz"))
    ('v1.2_prices', '.csv')
    """
    bare = path.with_suffix("") if path.suffix.lower() in COMPRESSIONS else path
    return bare.stem, bare.suffix.lower()


def _read_entry(path: Path, target: str) -> CollectionEntry:
    table = read_file(path).table
    columns = table.columns
    column = columns[_POSITIONS[target]] if target in _POSITIONS else choose_target(columns, target, path.name)
    name, _ = _split(path)
    dataset = Dataset.from_arrays(table.drop(columns=column), table[column], name=name)
    return CollectionEntry(name, path, str(column), dataset.task, origin=name, format=None)


def _check_names(entries: list[CollectionEntry]) -> None:
    seen: dict[str, str] = {}
    for entry in entries:
        if entry.name in seen:
            raise DatasetError(
                f"{seen[entry.name]} and {entry.path.name} would both be the dataset {entry.name}; rename one of them"
            )
        seen[entry.name] = entry.path.name
