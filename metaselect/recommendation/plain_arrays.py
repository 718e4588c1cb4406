"""What was learned as a file of plain arrays, which holds nothing that could be executed."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from metaselect.folders import write_atomically

__all__ = ["NotPlainError", "read_plain", "write_plain"]

_OUTLINE = "outline"
_PLAIN = (bool, int, float, str)


class NotPlainError(TypeError):
    """A value has no plain form, or what was read is none."""


def write_plain(path: Path, values: Mapping[str, object], classes: Iterable[type]) -> None:
    """Write values to a compressed `.npz`: an outline as JSON, and the arrays that it names by where they are.

    Equal arrays are written once.

    Parameters
    ----------
    path : Path
        Of the file.
    values : mapping of str to object
        Numbers, texts, None, arrays, lists, tuples and dictionaries of these, and instances of the classes.
    classes : iterable of type
        Of which instances may be among the values; what they hold is written, no code.

    Raises
    ------
    NotPlainError
        If there is another kind of value.
    """
    names = {class_: class_.__name__ for class_ in classes}
    arrays: dict[str, np.ndarray] = {}
    written: dict[tuple[str, tuple[int, ...], bytes], str] = {}

    def add(array: np.ndarray, where: str) -> str:
        if array.dtype.kind not in "biufU":
            raise NotPlainError(f"{where} is an array of {array.dtype}")
        key = (array.dtype.str, array.shape, array.tobytes())
        if key not in written:
            written[key] = where
            arrays[where] = np.ascontiguousarray(array)
        return written[key]

    def outline(value: object, where: str) -> object:
        if isinstance(value, np.generic):
            value = value.item()
        if value is None or isinstance(value, _PLAIN):
            return value
        if isinstance(value, np.ndarray):
            return {"array": add(value, where)}
        if isinstance(value, list) and value and all(_is_vector(item, value[0]) for item in value):
            return {"vectors": add(np.concatenate(value), where), "lengths": [len(item) for item in value]}
        if isinstance(value, list):
            return [outline(item, f"{where}.{i}") for i, item in enumerate(value)]
        if isinstance(value, tuple):
            return {"tuple": [outline(item, f"{where}.{i}") for i, item in enumerate(value)]}
        if isinstance(value, dict):
            return {"dict": {key: outline(item, f"{where}.{key}") for key, item in value.items()}}
        if type(value) in names:
            held = {key: outline(item, f"{where}.{key}") for key, item in vars(value).items()}
            return {"class": names[type(value)], "holds": held}
        raise NotPlainError(f"{where} is a {type(value).__name__}")

    outlined = {name: outline(value, name) for name, value in values.items()}
    arrays[_OUTLINE] = np.array(json.dumps(outlined))
    content = io.BytesIO()
    np.savez_compressed(content, allow_pickle=False, **arrays)  # type: ignore[arg-type]
    write_atomically(path, content.getvalue())


def read_plain(path: Path, classes: Iterable[type]) -> dict[str, object]:
    """Return the values that `write_plain` wrote.

    Parameters
    ----------
    path : Path
        Of the file.
    classes : iterable of type
        Of which instances may be made.

    Raises
    ------
    NotPlainError
        If the file says something else than `write_plain` does.
    """
    of_name = {class_.__name__: class_ for class_ in classes}
    with np.load(path, allow_pickle=False) as arrays:
        outlined = json.loads(str(arrays[_OUTLINE]))
        read = {name: arrays[name] for name in arrays.files if name != _OUTLINE}

    def value_of(outline: object) -> object:
        match outline:
            case {"array": name}:
                return read[name]
            case {"vectors": name, "lengths": lengths}:
                return np.split(read[name], np.cumsum(lengths)[:-1])
            case {"tuple": items}:
                return tuple(value_of(item) for item in items)
            case {"dict": items}:
                return {key: value_of(item) for key, item in items.items()}
            case {"class": name, "holds": held} if name in of_name:
                made: object = object.__new__(of_name[name])
                vars(made).update({key: value_of(item) for key, item in held.items()})
                return made
            case list():
                return [value_of(item) for item in outline]
            case dict():
                raise NotPlainError(f"{path} holds {outline!r:.60}")
        return outline

    return {name: value_of(outline) for name, outline in outlined.items()}


def _is_vector(value: object, first: object) -> bool:
    return isinstance(value, np.ndarray) and value.ndim == 1 and value.dtype == getattr(first, "dtype", None)
