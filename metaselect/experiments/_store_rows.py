"""The rows of a `Store`, checked: what other programs, hardware or an editor made of them is said and left out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from metaselect.data import TASKS
from metaselect.evaluation import STATUSES, Evaluation
from metaselect.exceptions import first_line
from metaselect.learners import Configuration

__all__ = ["RowError", "configuration_in_row", "dataset_in_row", "evaluation_in_row"]

_MEASURED = ("fit_seconds", "predict_seconds", "peak_megabytes")
_COUNTS = ("n_train_rows", "n_test_rows")
_TEXTS = ("dataset", "configuration", "error", "resampling")


def _are_numbers(values: object) -> bool:
    return isinstance(values, dict) and all(isinstance(value, int | float | None) for value in values.values())


def _is_text(value: object) -> bool:
    return isinstance(value, str)


# Of the description of a dataset, which may have more.
_PARTS: dict[str, Callable[[Any], bool]] = {
    "task": lambda value: _is_text(value) and value in TASKS,
    "origin": _is_text,
    "target": _is_text,
    "n_rows": lambda value: isinstance(value, int),
    "n_columns": lambda value: isinstance(value, int),
    "n_classes": lambda value: isinstance(value, int | None),
    "dummy_scores": _are_numbers,
    "metafeatures": _are_numbers,
    "metafeature_versions": lambda value: isinstance(value, dict),
}


class RowError(Exception):
    """A row of a store is none."""


def evaluation_in_row(row: Mapping[str, Any]) -> Evaluation:
    """Return the evaluation that a row holds, by the names of its columns.

    Raises
    ------
    RowError
        If a value is not what its column is for.
    """
    for name in _TEXTS:
        _check(isinstance(row[name], str), name, row[name])
    _check(row["status"] in STATUSES, "status", row["status"])
    for name in _COUNTS:
        _check(row[name] is None or (isinstance(row[name], int) and row[name] >= 0), name, row[name])
    for name in _MEASURED:  # SQLite keeps NaN as NULL
        _check(row[name] is None or isinstance(row[name], int | float), name, row[name])
    share = row.get("train_share", 1.0)
    _check(isinstance(share, int | float) and 0 < share <= 1, "train_share", share)
    values = {**row, **{name: float("nan") if row[name] is None else float(row[name]) for name in _MEASURED}}
    return Evaluation(**{**values, "fold_scores": _fold_scores(row["fold_scores"]), "train_share": float(share)})


def dataset_in_row(name: object, text: object) -> dict[str, Any]:
    """Return the description of a dataset that a row holds.

    Raises
    ------
    RowError
        If it is none.
    """
    _check(isinstance(name, str), "name", name)
    description = _json(text, "description")
    _check(isinstance(description, dict), "description", text)
    for part, is_right in _PARTS.items():
        _check(part not in description or is_right(description[part]), part, description.get(part))
    return description


def configuration_in_row(id_: object, text: object) -> Configuration:
    """Return the configuration that a row holds.

    Raises
    ------
    RowError
        If it is none, or another one than its id says.
    """
    description = _json(text, "description")
    is_one = isinstance(description, dict) and description.keys() == {"learner", "hyperparameters"}
    is_one = is_one and isinstance(description["learner"], str) and isinstance(description["hyperparameters"], dict)
    _check(is_one, "description", text)
    configuration = Configuration(**description)
    _check(configuration.id == id_, "id", id_)
    return configuration


def _fold_scores(text: object) -> dict[str, tuple[float, ...]]:
    scores = _json(text, "fold_scores")
    is_right = isinstance(scores, dict) and all(
        isinstance(folds, list) and all(isinstance(score, int | float) for score in folds) for folds in scores.values()
    )
    _check(is_right, "fold_scores", text)
    return {metric: tuple(folds) for metric, folds in scores.items()}


def _json(text: object, column: str) -> Any:
    try:
        return json.loads(text)  # type: ignore[arg-type]  # what is no text is the TypeError
    except (TypeError, ValueError, RecursionError):
        raise RowError(_wrong(column, text)) from None


def _check(is_right: bool, column: str, value: object) -> None:
    if not is_right:
        raise RowError(_wrong(column, value))


def _wrong(column: str, value: object) -> str:
    return f"{column} is {first_line(repr(value), 60)}"
