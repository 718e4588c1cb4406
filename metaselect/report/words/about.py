"""`about`: words for a kind of note that only need filling in."""

from __future__ import annotations

from collections.abc import Callable

from metaselect.data import Note
from metaselect.exceptions import shorten
from metaselect.report.words.dialects import Dialect

__all__ = ["about"]


def about(text: str) -> Callable[[Note, Dialect], str]:
    """Return words in which `columns` stands for those that a note is about, and names in braces for its details."""
    return lambda note, say: text.format(columns=shorten(note.columns), **note.details)
