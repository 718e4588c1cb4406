"""What suggests that a column leaks the target, in words."""

from __future__ import annotations

from collections.abc import Callable

from metaselect.data import Note
from metaselect.report.text.numbers import percent
from metaselect.report.words.about import about
from metaselect.report.words.dialects import Dialect

__all__ = ["WORDS_ON_LEAKS", "leak_words"]


def leak_words(note: Note, say: Dialect) -> str:
    """Return that a column may leak the target, and what to do about it."""
    (column,) = note.columns
    evidence = note.details["evidence"]
    words = WORDS_ON_LEAKS[evidence.kind](evidence, say)
    return f"{column} may leak the target: {words}. If it is not known beforehand: {say('drop', column)}"


def _one_class(note: Note, say: Dialect) -> str:
    where = "it has a value" if note.details["has_value"] else "it is missing"
    return f"where {where}, the target is always {note.details['label']!r}"


def _target_by_presence(note: Note, say: Dialect) -> str:
    return f"whether it has a value gives the target in {percent(note.details['share_right'])} of rows"


def _target_by_value(note: Note, say: Dialect) -> str:
    return (
        f"it alone gives the target in {percent(note.details['share_right'])} of rows; the most frequent class has "
        f"{percent(note.details['majority'])}"
    )


WORDS_ON_LEAKS: dict[str, Callable[[Note, Dialect], str]] = {
    "one class": _one_class,
    "target by presence": _target_by_presence,
    "target by value": _target_by_value,
    "rank correlation": about("its rank correlation with the target is {correlation:.3f}"),
    "named like target": about(
        "its name holds that of the target, {target!r}, of which it may be a part or another form"
    ),
}
