"""Why a column is taken for what it is taken for, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from metaselect.data import Note
from metaselect.report.words.about import about
from metaselect.report.words.dialects import Dialect

__all__ = ["WORDS_ON_ROLES", "date_parts_words"]

_LONGEST = 40


def date_parts_words(parts: Sequence[str]) -> str:
    """Return the parts that dates become.

    Examples
    --------
    >>> date_parts_words(("days", "month sin", "month cos"))
    'days and month'
    """
    names = list(dict.fromkeys(part.split()[0] for part in parts))
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _constant(note: Note, say: Dialect) -> str:
    return f"always {note.details['value'][:_LONGEST]!r}"


def _dates(note: Note, say: Dialect) -> str:
    return f"dates or times, which become {date_parts_words(note.details['parts'])}"


def _part_looked_at(note: Note, say: Dialect) -> str:
    why = note.details["why"]
    return f"{WORDS_ON_ROLES[why.kind](why, say)} in {note.details['n_rows']} rows looked at"


WORDS_ON_ROLES: dict[str, Callable[[Note, Dialect], str]] = {
    "as you said": about("as you said"),
    "no value": about("no value at all"),
    "always one value": _constant,
    "one value or none": about("one value or none, like a box to be ticked"),
    "yes or no": about("two values, for yes and no"),
    "dates or times": _dates,
    "distinct values": about("{n_distinct} distinct values"),
    "distinct numbers": about("{n_distinct} distinct numbers"),
    "distinct whole numbers": about("{n_distinct} distinct whole numbers"),
    "numbered rows": about("a number of its own in nearly every row, and named like one"),
    "numbered groups": about("named like one, {n_distinct} distinct numbers: keep its rows together in validation"),
    "named groups": about("named like one, {n_distinct} distinct: keep its rows together in validation"),
    "named rows": about("{n_distinct} distinct texts in {n_rows} rows"),
    "distinct texts": about("{n_distinct} distinct texts"),
    "well-known scale": about("values of a well-known scale"),
    "numbers first": about("values that begin with a number"),
    "lists": about("lists of items, {n_items} in all"),
    "several words": about("{n_words:.0f} words on average, {n_distinct} distinct texts"),
    "part looked at": _part_looked_at,
}
