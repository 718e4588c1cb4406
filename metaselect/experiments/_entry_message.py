"""A `CollectionEntry` of any kind as plain JSON, for the child that reads it."""

from __future__ import annotations

import importlib
from dataclasses import asdict
from pathlib import Path
from typing import Any

from metaselect.data import CollectionEntry, CsvFormat

__all__ = ["entry_from_message", "entry_to_message"]


def entry_to_message(entry: CollectionEntry) -> dict[str, object]:
    """Return a dictionary for JSON from which `entry_from_message` makes an equal entry."""
    kind = type(entry)
    return {"module": kind.__module__, "kind": kind.__qualname__, "fields": {**asdict(entry), "path": str(entry.path)}}


def entry_from_message(message: dict) -> CollectionEntry:
    """Return the entry that was made a message.

    Examples
    --------
    >>> entry = CollectionEntry("iris", Path("iris.csv"), "species", "multiclass", origin="iris")
    >>> entry_from_message(entry_to_message(entry)) == entry
    True
    """
    kind = getattr(importlib.import_module(message["module"]), message["kind"])
    fields = {**message["fields"], "path": Path(message["fields"]["path"])}
    if fields["format"] is not None:
        fields["format"] = CsvFormat(**{name: _as_field(value) for name, value in fields["format"].items()})
    return kind(**fields)


def _as_field(value: Any) -> Any:
    """Return a value of JSON as the fields of a format have it: JSON knows no tuples."""
    return tuple(value) if isinstance(value, list) else value
