"""Which column of a table is the target."""

from __future__ import annotations

from metaselect.exceptions import DatasetError, Hint, did_you_mean, shorten

__all__ = ["choose_target", "find_target"]

_TARGET_NAMES = ("target", "label", "class", "y")


def choose_target(columns, target: str | None, file: str) -> str:
    """Return the name of the target column among `columns`.

    Examples
    --------
    >>> choose_target(["age", "Class"], None, "people.csv")
    'Class'
    >>> choose_target(["age", "income"], "incme", "people.csv")
    Traceback (most recent call last):
    ...
    metaselect.exceptions.DatasetError: target column 'incme' is not in people.csv; did you mean 'income'? ...
    """
    columns = [str(column) for column in columns]
    if target is not None:
        return _find(columns, str(target), file)
    named = _named_like_targets(columns)
    if len(named) == 1:
        return named[0]
    found = f"Several columns could be it: {', '.join(named)}" if named else f"Its columns: {shorten(columns, 40)}"
    raise DatasetError(f"which column of {file} is the target? {found}", hint=Hint("target", "say target="))


def find_target(columns, target: str | None, file: str) -> str | None:
    """Return the name of the target column, None where it is neither named nor called as targets are.

    Raises
    ------
    DatasetError
        If the one that is named is not among `columns`.
    """
    if target is not None:
        return choose_target(columns, target, file)
    named = _named_like_targets(columns)
    return named[0] if len(named) == 1 else None


def _named_like_targets(columns) -> list[str]:
    return [str(column) for column in columns if str(column).strip().lower() in _TARGET_NAMES]


def _find(columns: list[str], target: str, file: str) -> str:
    if target in columns:
        return target
    if f"column_{target}" in columns:
        return f"column_{target}"
    folded = [column for column in columns if column.strip().lower() == target.strip().lower()]
    if len(folded) == 1:
        return folded[0]
    hint = did_you_mean(target, columns)
    raise DatasetError(f"target column {target!r} is not in {file}{hint} Its columns: {shorten(columns, 40)}")
