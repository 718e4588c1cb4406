"""Which column of a table is the target."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import chain

from metaselect.data.words import TARGET_NAMES
from metaselect.exceptions import DatasetError, Hint, did_you_mean, shorten

__all__ = ["choose_target", "find_target", "same_name"]

_TARGET_NAMES = tuple(chain(*TARGET_NAMES.values()))


def choose_target(columns: Iterable[object], target: str | None, file: str) -> str:
    """Return the name of the target column among `columns`.

    Parameters
    ----------
    columns : iterable
        Names of the columns.
    target : str, optional
        The name that the user gave; when None, exactly one column must be called as targets are.
    file : str
        Name of the file, for messages.

    Raises
    ------
    DatasetError
        If there is no such column, or none or several are called as targets are.

    Examples
    --------
    >>> choose_target(["age", "Class"], None, "people.csv")
    'Class'
    >>> choose_target(["age", "income"], "incme", "people.csv")
    Traceback (most recent call last):
    ...
    metaselect.exceptions.DatasetError: target column 'incme' is not in people.csv; did you mean 'income'? ...
    """
    names = [str(column) for column in columns]
    if target is not None:
        return _find(names, str(target), file)
    named = _named_like_targets(names)
    if len(named) == 1:
        return named[0]
    found = f"Several columns could be it: {', '.join(named)}" if named else f"Its columns: {shorten(names, 40)}"
    raise DatasetError(
        f"which column of {file} is the target? {found}",
        hint=Hint("target", "give its name as y= of recommend or target= of read_dataset"),
    )


def find_target(columns: Iterable[object], target: str | None, file: str) -> str | None:
    """Return the name of the target column, None where it is neither named nor called as targets are.

    Parameters
    ----------
    columns : iterable
        Names of the columns.
    target : str, optional
        The name that the user gave.
    file : str
        Name of the file, for messages.

    Raises
    ------
    DatasetError
        If the one that is named is not among `columns`.
    """
    if target is not None:
        return choose_target(columns, target, file)
    named = _named_like_targets(columns)
    return named[0] if len(named) == 1 else None


def _named_like_targets(columns: Iterable[object]) -> list[str]:
    return [str(column) for column in columns if str(column).strip().lower() in _TARGET_NAMES]


def _letters(name: str) -> str:
    return re.sub(r"\W", "", name)


def same_name(columns: Iterable[object], name: str) -> str:
    """Return the column that a name means, in whatever form its letters are written; the name where there is none.

    Examples
    --------
    >>> same_name(["Gro\\u0308\\u00dfe"], "Gr\\u00f6\\u00dfe") == "Gro\\u0308\\u00dfe"
    True
    """
    columns, given = list(columns), name
    if name in columns:
        return name
    if str(name).startswith("("):  # a tuple, the levels of which were joined
        name = ": ".join(re.findall(r"'([^']*)'", str(name)))
    same = [str(column) for column in columns if _composed(str(column)) == _composed(str(name))]
    return same[0] if len(same) == 1 else given


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _folded(name: str) -> str:
    return _composed(name).strip().lower()


def _find(columns: list[str], target: str, file: str) -> str:
    target = same_name(columns, target)
    if target in columns:
        return target
    if f"column_{target}" in columns:
        return f"column_{target}"
    folded = [column for column in columns if _folded(column) == _folded(target)]
    if len(folded) == 1:
        return folded[0]
    joined = [column for column in columns if _letters(column) == _letters(target)]  # such as ('size', 'width')
    if len(joined) == 1 and target.startswith("("):
        return joined[0]
    hint = did_you_mean(target, columns)
    raise DatasetError(f"target column {target!r} is not in {file}{hint} Its columns: {shorten(columns, 40)}")
