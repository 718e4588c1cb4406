"""Data of Python as text: JSON, with a mark where it is something that JSON does not have."""

from __future__ import annotations

import datetime
import json
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

__all__ = ["NotPlainError", "as_text", "from_text"]

_PLAIN = (type(None), bool, int, str)
# Functions and types that steps hold as parameters.
_NAMED: dict[str, Any] = {"numpy.round": np.round, "numpy.float32": np.float32, "numpy.float64": np.float64}
_SCALARS = {
    "bool": np.bool_,
    **{name: getattr(np, name) for name in ("int32", "int64", "uint64", "float32", "float64")},
}


class NotPlainError(ValueError):
    """Something is no plain data."""


def as_text(value: object) -> str:
    """Return plain data as text.

    Parameters
    ----------
    value : object
        Numbers, text, truth values, moments, and lists, tuples, sets and mappings of these.

    Raises
    ------
    NotPlainError
        If it holds something else.

    Examples
    --------
    >>> from_text(as_text({"a": (1, 2.5), 3: None}))
    {'a': (1, 2.5), 3: None}
    """
    return json.dumps(_marked(value), separators=(",", ":"))


def from_text(text: str) -> Any:
    """Return what `as_text` made a text of.

    Raises
    ------
    ValueError
        If the text is none of these.
    """
    return _unmarked(json.loads(text))


def _marked(value: Any) -> Any:
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is float:
        return value if math.isfinite(value) else {"float": repr(value)}
    if kind is list:
        return [_marked(item) for item in value]
    if kind is dict:
        return {"dict": [[_marked(key), _marked(item)] for key, item in value.items()]}
    if kind in (tuple, set, frozenset):
        return {kind.__name__: [_marked(item) for item in value]}
    if kind is slice:
        return {"slice": [_marked(part) for part in (value.start, value.stop, value.step)]}
    return _marked_of_libraries(value)


def _marked_of_libraries(value: Any) -> Any:
    for name, named in _NAMED.items():
        if value is named:
            return {"named": name}
    if isinstance(value, np.str_):
        return {"str_": str(value)}
    if isinstance(value, np.generic) and value.dtype.name in _SCALARS:
        return {"scalar": [value.dtype.name, _marked(value.item())]}
    if isinstance(value, np.datetime64 | np.timedelta64):
        return {"moment": [value.dtype.str, int(value.astype(np.int64))]}
    if isinstance(value, np.dtype) and value.kind in "biufU":
        return {"dtype": value.str}
    if value is pd.NA or value is pd.NaT:
        return {"missing": str(value)}
    if isinstance(value, pd.Timestamp):
        return {"Timestamp": value.isoformat()}
    for name, of_kind in _MOMENTS.items():
        if type(value) is of_kind:
            return {name: value.isoformat()}
    raise NotPlainError(f"{type(value).__module__}.{type(value).__qualname__}")


def _unmarked(value: Any) -> Any:
    if isinstance(value, list):
        return [_unmarked(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) != 1:
        raise ValueError("plain data has a mark that is none")
    ((mark, content),) = value.items()
    if mark not in _MADE_OF:
        raise ValueError(f"plain data has the mark {mark!r:.40}, which is none")
    return _MADE_OF[mark](content)


_MOMENTS: dict[str, Any] = {"date": datetime.date, "datetime": datetime.datetime, "time": datetime.time}
_MADE_OF: dict[str, Callable[[Any], Any]] = {
    "float": float,
    "dict": lambda content: {_unmarked(key): _unmarked(item) for key, item in content},
    "tuple": lambda content: tuple(_unmarked(content)),
    "set": lambda content: set(_unmarked(content)),
    "frozenset": lambda content: frozenset(_unmarked(content)),
    "slice": lambda content: slice(*_unmarked(content)),
    "named": lambda content: _NAMED[content],
    "str_": np.str_,
    "scalar": lambda content: _SCALARS[content[0]](_unmarked(content[1])),
    "moment": lambda content: np.array(content[1], dtype=np.int64).astype(np.dtype(content[0]))[()],
    "dtype": np.dtype,
    "missing": {"<NA>": pd.NA, "NaT": pd.NaT}.__getitem__,
    "Timestamp": pd.Timestamp,
    **{name: kind.fromisoformat for name, kind in _MOMENTS.items()},
}
