"""A model file as an archive: a pipeline and its manifest as bytes, and back, with nothing made that is not trusted."""

from __future__ import annotations

import io
import json
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

from sklearn.exceptions import InconsistentVersionWarning

from metaselect.exceptions import Hint, ModelFileError
from metaselect.models.portable import as_portable, from_portable
from metaselect.models.trusted_types import TRUSTED_TYPES

__all__ = ["read_archive", "read_manifest_of", "write_archive"]

_MANIFEST = "manifest.json"
_SCHEMA = "schema.json"
# What there may be of skops in a file, and of which types it makes something; see `portable`.
_TYPES_OF_LOADERS: dict[str, frozenset[str]] = {
    "ObjectNode": TRUSTED_TYPES,
    "DictNode": frozenset({"builtins.dict"}),
    "ListNode": frozenset({"builtins.list"}),
    "TupleNode": frozenset({"builtins.tuple"}),
    "JsonNode": frozenset({"builtins.str"}),
    "BytesNode": frozenset({"builtins.bytes"}),
    "NdArrayNode": frozenset({"numpy.ndarray"}),
    "TypeNode": frozenset({"builtins.str"}),  # of the keys of a dict
}
# What is packed as tightly as nothing but zeros is a trap from some size on.
_LARGE_BYTES = 256 * 2**20
_MOST_TIMES_UNPACKED = 200
_LONGEST_MANIFEST = 256 * 2**20


def write_archive(pipeline: Any, manifest: dict[str, Any]) -> bytes:
    """Return the bytes of a model file; they are the same for the same model, whenever and wherever it is saved.

    Parameters
    ----------
    pipeline : Pipeline
        Fitted.
    manifest : dict
        For JSON.

    Raises
    ------
    CannotBeSavedError
        If the pipeline holds something of a type that is not trusted.
    """
    from skops.io import dumps  # here, not above: half a second of import

    with zipfile.ZipFile(io.BytesIO(dumps(as_portable(pipeline)))) as archive:
        schema = json.loads(archive.read(_SCHEMA))
        members = {new: archive.read(old) for old, new in _in_order(schema, {}, {}).items()}
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        texts = {_MANIFEST: json.dumps(manifest, indent=1).encode(), _SCHEMA: json.dumps(schema).encode()}
        for name, data in {**texts, **members}.items():
            member = zipfile.ZipInfo(name)  # of the year 1980, and not of now
            archive.writestr(member, data, compress_type=zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _in_order(node: Any, ids: dict[int, int], files: dict[str, str]) -> dict[str, str]:
    """Number objects and files in the order in which they stand, in place of addresses; return the names of files."""
    if isinstance(node, dict):
        if isinstance(node.get("__id__"), int):
            node["__id__"] = ids.setdefault(node["__id__"], len(ids) + 1)
        if isinstance(name := node.get("file"), str):
            node["file"] = files.setdefault(name, f"{len(files)}.{name.rpartition('.')[2]}")
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _in_order(child, ids, files)
    return files


def read_manifest_of(content: bytes, name: str) -> dict[str, Any]:
    """Return the manifest of a model file, of which nothing else is looked at.

    Parameters
    ----------
    content : bytes
        Of the file.
    name : str
        Of the file, for messages.

    Raises
    ------
    ModelFileError
        If it is no model file.
    """
    with _opened(content, name) as archive:
        manifest = _read_json(archive, _MANIFEST)
    if not isinstance(manifest, dict):
        raise ValueError("its manifest is no JSON object")
    return manifest


def read_archive(content: bytes, name: str) -> Any:
    """Return the pipeline of a model file.

    Parameters
    ----------
    content : bytes
        Of the file.
    name : str
        Of the file, for messages.

    Raises
    ------
    ModelFileError
        If it is no model file, or holds something that is not trusted.
    """
    with _opened(content, name) as archive:
        schema = _read_json(archive, _SCHEMA)
    found = sorted(set(_untrusted(schema)))
    if found:
        raise ModelFileError(
            f"{name} holds {found[0]}, which no model needs; nothing of it was loaded: get the file from whom you trust"
        )
    from skops.io import loads

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", InconsistentVersionWarning)  # what it predicts is compared afterwards
        return from_portable(loads(content, trusted=sorted(TRUSTED_TYPES)))


def _opened(content: bytes, name: str) -> zipfile.ZipFile:
    """Return the archive, if it is one that was packed by `write_archive` and does not unpack beyond measure."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile:
        raise ModelFileError(
            f"{name} is no model file, or only a part of one; fit the model again, or copy it anew"
        ) from None
    members = archive.infolist()
    names = [member.filename for member in members]
    if not {_MANIFEST, _SCHEMA} <= set(names):
        what = "has no manifest: it was not saved by metaselect" if _SCHEMA in names else "is no model file"
        raise ModelFileError(
            f"{name} {what}",
            hint=Hint("save model", "save one with an estimator's save(path), or save_model(path, model)"),
        )
    n_bytes = sum(member.file_size for member in members)
    if n_bytes > max(_LARGE_BYTES, _MOST_TIMES_UNPACKED * len(content)):
        raise ModelFileError(f"{name} would unpack to {n_bytes} bytes, beyond all measure; nothing of it was loaded")
    if len(set(names)) < len(names) or sum(member.compress_size for member in members) > len(content):
        raise ModelFileError(f"{name} is damaged: its parts overlap; fit the model again, or copy it anew")
    return archive


def _read_json(archive: zipfile.ZipFile, member: str) -> Any:
    return json.loads(archive.read(member))


def _untrusted(schema: Any) -> Iterator[str]:
    """Yield what is not trusted anywhere in the tree of what skops would make."""
    to_look_at = [schema]
    while to_look_at:
        node = to_look_at.pop()
        if isinstance(node, list):
            to_look_at += node
        elif isinstance(node, dict):
            to_look_at += node.values()
            if "__loader__" in node or "__class__" in node or "__module__" in node:
                loader, kind = str(node.get("__loader__")), f"{node.get('__module__')}.{node.get('__class__')}"
                if kind not in _TYPES_OF_LOADERS.get(loader, ()):
                    yield kind
