"""A knowledge base as a folder of plain files, without anything that could be executed.

| file                | holds                                                                             |
|---------------------|-----------------------------------------------------------------------------------|
| knowledge.json      | schema version, provenance, metafeature versions, configurations, checksums, also |
|                     | its own                                                                           |
| datasets.csv        | one row per dataset: task, origin, sizes, source, licence, scores of the dummy    |
| metafeatures.csv.gz | one row per dataset                                                               |
| evaluations.csv.gz  | one row per dataset and configuration: status, seconds, scores                    |
| curves.csv.gz       | the same on shares of the training rows; absent where there are none, read last   |
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zlib
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pandas as pd

from metaselect.exceptions import Hint, IncompatibleKnowledgeBaseError, KnowledgeBaseError, first_line, shorten
from metaselect.folders import write_atomically
from metaselect.knowledge.content import ContentError, check_content, check_curves
from metaselect.knowledge.knowledge_base import KnowledgeBase
from metaselect.knowledge.lazy_table import LazyTable
from metaselect.learners import Configuration
from metaselect.metafeatures import metafeature_versions

__all__ = ["INDEX", "PACKAGED", "PACKAGED_NAME", "load_knowledge_base", "save_knowledge_base"]

PACKAGED = Path(__file__).parent / "packaged"
PACKAGED_NAME = "packaged"
INDEX = "knowledge.json"
_SCHEMA_VERSION = 1
# All other columns hold numbers.
_TEXT = ("name", "dataset", "configuration", "status", "error", "task", "origin", "source", "licence", "resampling")
_CURVES = "curves.csv.gz"
# What a foreign library raises that is given what is damaged.
_DAMAGES = (AttributeError, EOFError, KeyError, OSError, RecursionError, TypeError, ValueError, zlib.error)
# Of a file, unpacked; the largest of the packaged ones takes a hundredth of it.
_MOST_BYTES = 2**30
_DATASETS, _METAFEATURES, _EVALUATIONS = "datasets.csv", "metafeatures.csv.gz", "evaluations.csv.gz"


def save_knowledge_base(knowledge_base: KnowledgeBase, folder: str | Path) -> Path:
    """Write a knowledge base to `folder`, made when it does not exist, and return the folder.

    Each file is complete or absent at any instant. Numbers keep six significant digits.

    Parameters
    ----------
    knowledge_base : KnowledgeBase
        What is saved.
    folder : path-like
        Files of an earlier one in it are replaced.

    Raises
    ------
    KnowledgeBaseError
        If it could not be loaded again: it says something that cannot be.
    """
    folder = Path(folder)
    try:
        check_content(knowledge_base)
        curves = knowledge_base.learning_curves  # before a file that they may have to be read from is replaced
        if not curves.empty:
            check_curves(curves)
    except ContentError as error:
        raise KnowledgeBaseError(f"what is to be saved in {folder} cannot be: {error}") from error
    folder.mkdir(parents=True, exist_ok=True)
    checksums = {}
    tables = {
        _DATASETS: knowledge_base.datasets,
        _METAFEATURES: knowledge_base.metafeatures,
        _EVALUATIONS: knowledge_base.evaluations,
    }
    for file, table in tables.items():
        _write_table(table, folder / file, with_index=file != _EVALUATIONS)
        checksums[file] = _checksum((folder / file).read_bytes())
    if curves.empty:
        (folder / _CURVES).unlink(missing_ok=True)
    else:
        _write_table(curves, folder / _CURVES, with_index=False)
        checksums[_CURVES] = _checksum((folder / _CURVES).read_bytes())
    index = {
        "schema_version": _SCHEMA_VERSION,
        "checksums": checksums,
        "provenance": dict(knowledge_base.provenance),
        "metafeature_versions": dict(knowledge_base.metafeature_versions),
        "configurations": {id_: c.to_dict() for id_, c in knowledge_base.configurations.items()},
    }
    index["checksum"] = _checksum_of_index(index)
    write_atomically(folder / INDEX, json.dumps(index, indent=1) + "\n")
    return folder


def load_knowledge_base(folder: str | Path | None = None, *, any_metafeatures: bool = False) -> KnowledgeBase:
    """Return the knowledge base in `folder`, or the packaged one alone.

    See `load_all_knowledge` for the packaged one joined by what the user taught.

    Parameters
    ----------
    folder : path-like, optional
        The packaged one when not given.
    any_metafeatures : bool
        Load it even when its metafeatures have other versions than today's: for `redescribe` alone.

    Raises
    ------
    KnowledgeBaseError
        If there is none, or a file of it is missing or damaged.
    IncompatibleKnowledgeBaseError
        If it was built with another schema or other versions of the metafeatures.

    Examples
    --------
    >>> sorted(set(load_knowledge_base().datasets["task"]))
    ['binary', 'multiclass', 'regression']
    """
    name = PACKAGED_NAME if folder is None else str(folder)
    folder = Path(folder) if folder is not None else PACKAGED
    if not (folder / INDEX).is_file():
        raise KnowledgeBaseError(
            f"there is no knowledge base in {folder} (no {INDEX})",
            hint=Hint("make knowledge base", "make one with build_knowledge_base and save_knowledge_base"),
        )
    try:
        index = json.loads(_read_bytes(folder / INDEX))
        _check_schema(folder, index)
        if not any_metafeatures:
            _check_metafeatures(folder, index)
        checksums = dict(index["checksums"])
        # Those that are older have none of the index itself.
        if index.get("checksum", expected := _checksum_of_index(index)) != expected:
            raise KnowledgeBaseError(
                f"{folder / INDEX} is damaged: its checksum is wrong; make the knowledge base again"
            )
        checksum_of_curves = checksums.get(_CURVES)
        read = partial(_read_table, folder, checksums)
        knowledge_base = KnowledgeBase(
            datasets=read(_DATASETS, index_col=0),
            metafeatures=read(_METAFEATURES, index_col=0),
            evaluations=read(_EVALUATIONS) if folder != PACKAGED else LazyTable(read, _EVALUATIONS),  # type: ignore
            configurations={id_: Configuration(**c) for id_, c in index["configurations"].items()},
            metafeature_versions=index["metafeature_versions"],
            provenance=index["provenance"],
            name=name,
            **({"curves": LazyTable(_read_curves, folder, checksum_of_curves)} if checksum_of_curves else {}),
        )
        object.__setattr__(knowledge_base, "fingerprint", _fingerprint(index))
        if folder != PACKAGED:  # whose checksums vouch for what was checked when it was made
            check_content(knowledge_base)
    except ContentError as error:
        raise KnowledgeBaseError(f"the knowledge base in {folder} is damaged: {error}; make it again") from error
    except _DAMAGES as error:
        raise KnowledgeBaseError(
            f"{folder / INDEX} is damaged ({first_line(error)}); make the knowledge base again"
        ) from error
    return knowledge_base


def _checksum_of_index(index: dict) -> str:
    """Return the checksum of all that the index says, but for checksums: a wrong one of those shows at its file."""
    covered = {name: value for name, value in index.items() if name not in ("checksum", "checksums")}
    return _checksum(json.dumps({**covered, "files": sorted(index["checksums"])}, sort_keys=True).encode())


def _fingerprint(index: dict) -> str:
    """Return the checksum of all that advice may be learned from."""
    of_files = {file: checksum for file, checksum in index["checksums"].items() if file != _CURVES}
    return _checksum(json.dumps({"index": _checksum_of_index(index), "files": of_files}, sort_keys=True).encode())


def _check_schema(folder: Path, index: dict) -> None:
    if index["schema_version"] != _SCHEMA_VERSION:
        raise IncompatibleKnowledgeBaseError(
            f"the knowledge base in {folder} has schema version {index['schema_version']}, this metaselect reads "
            f"{_SCHEMA_VERSION}",
            hint=Hint("make knowledge base again", "make it again with build_knowledge_base and save_knowledge_base"),
        )


def _check_metafeatures(folder: Path, index: dict) -> None:
    today = metafeature_versions()
    changed = [name for name, version in index["metafeature_versions"].items() if today.get(name) != version]
    if changed:
        raise IncompatibleKnowledgeBaseError(
            f"the knowledge base in {folder} was built with other versions of {shorten(changed, 3)}",
            hint=Hint(
                "describe again", "call run_batch again on its store, then build_knowledge_base; or call redescribe"
            ),
        )


def _read_curves(folder: Path, checksum: str) -> pd.DataFrame:
    try:
        curves = _read_table(folder, {_CURVES: checksum}, _CURVES)
        check_curves(curves)
    except (ContentError, *_DAMAGES) as error:
        raise KnowledgeBaseError(
            f"{folder / _CURVES} is damaged: {first_line(error)}; make the knowledge base again"
        ) from error
    return curves


def _read_table(folder: Path, checksums: Mapping[str, str], file: str, *, index_col: int | None = None) -> pd.DataFrame:
    path = folder / file
    if not path.is_file():
        raise KnowledgeBaseError(f"the knowledge base in {folder} lacks its file {file}; make it again")
    content = _read_bytes(path)
    if _checksum(content) != checksums[file]:
        raise KnowledgeBaseError(_wrong_checksum(path))
    text = dict.fromkeys(_TEXT, str)  # or a dataset called 007 would come back as 7
    try:
        table = pd.read_csv(
            io.BytesIO(_unpacked(path, content)),
            dtype=text,
            keep_default_na=False,
            na_values=[""],
            low_memory=False,
            index_col=index_col,
        )
    except _DAMAGES as error:
        raise KnowledgeBaseError(f"{path} is damaged: {first_line(error)}; make the knowledge base again") from error
    table.index.name = None
    return table.fillna({column: "" for column in _TEXT if column in table})


def _wrong_checksum(path: Path) -> str:
    return f"{path} is damaged: its checksum is wrong; make the knowledge base again"


def _read_bytes(path: Path) -> bytes:
    size = path.stat().st_size
    if size > _MOST_BYTES:
        raise KnowledgeBaseError(f"{path} has {size} bytes; a knowledge base is read up to {_MOST_BYTES} of a file")
    return path.read_bytes()


def _unpacked(path: Path, content: bytes) -> bytes:
    if path.suffix != ".gz":
        return content
    with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
        unpacked = file.read(_MOST_BYTES + 1)
    if len(unpacked) > _MOST_BYTES:
        raise KnowledgeBaseError(f"{path} unpacks to more than {_MOST_BYTES} bytes, the most that is read of a file")
    return unpacked


def _checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _write_table(table: pd.DataFrame, path: Path, *, with_index: bool) -> None:
    text = table.to_csv(
        index=with_index, index_label="name" if with_index else None, float_format="%.6g", lineterminator="\n"
    )
    content = text.encode("utf-8")
    if path.suffix == ".gz":
        content = _compress(content)
    write_atomically(path, content)


def _compress(content: bytes) -> bytes:
    # Neither the time nor the name of a temporary file in the header: the same content gives the same file.
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, mtime=0) as file:
        file.write(content)
    return buffer.getvalue()
