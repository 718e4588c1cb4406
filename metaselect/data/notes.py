"""`Note`: what was decided or found in a table, for the user to know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from metaselect.facts import Fact

__all__ = ["Note", "note_on_missing_targets"]


@dataclass(frozen=True)
class Note(Fact):
    """What was decided or found in a table; `str(note)` says it.

    To add one, think of a name for its kind and give it words in `report/words/notes.py`, or in the file of its topic
    beside it, such as `leaks.py`.

    Attributes
    ----------
    kind : str
        Such as `"left out"`; by it the words are found.
    columns : tuple of str
        Which columns it is about; empty where it is about rows, or about the table, or goes with one column anyway.
    details : mapping of str to object
        Numbers and names that the words need.
    """

    kind: str
    columns: tuple[str, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def on(cls, kind: str, columns: Iterable[str] = (), **details: object) -> Note:
        """Return the note of a kind.

        Parameters
        ----------
        kind : str
            Such as `"left out"`; one that `report/words` has words for.
        columns : iterable of str
            None when not given.
        **details : object
            See `details`.

        Examples
        --------
        >>> print(Note.on("infinite values", ["age", "income"]))
        infinite values in age, income are read as missing
        """
        return cls(kind, tuple(map(str, columns)), details)


def note_on_missing_targets(n_rows: int) -> list[Note]:
    """Return that so many rows have no target to learn from; nothing where there is none."""
    return [Note.on("missing targets", n_rows=n_rows)] if n_rows else []
