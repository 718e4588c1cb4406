"""What a child process answers, checked: a learner in it may have written the answer, or changed what makes it."""

from __future__ import annotations

import json
import math
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from metaselect.data import TASKS
from metaselect.evaluation import MEASURES, STATUSES, Evaluation
from metaselect.exceptions import first_line
from metaselect.experiments._packed_array import PackedArrayError, pack, unpack
from metaselect.metafeatures import order_free_names

__all__ = ["AnswerError", "answer_in", "description_in", "evaluation_in", "sent"]

# Of rows, folds and columns; SQLite keeps integers of 64 bits.
_LARGEST_COUNT = 2**62
_SHOWN_BYTES = 60


class AnswerError(Exception):
    """An answer is none: something is missing in it, or of another type than it should be."""


def answer_in(line: bytes, id_: str) -> dict[str, Any]:
    """Return the answer to a request that a line holds.

    Parameters
    ----------
    line : bytes
        As it came through the pipe; one without its end is none.
    id_ : str
        Of the request. Who has not read the request does not know it.

    Raises
    ------
    AnswerError
        If it holds something else.

    Examples
    --------
    >>> answer_in(b'{"id": "7", "started": true}\\n', "7")
    {'started': True}
    >>> answer_in(b'garbage\\n', "7")
    Traceback (most recent call last):
    ...
    metaselect.experiments._answers.AnswerError: something else than an answer came through the pipe ...
    """
    try:
        answer = json.loads(line)
    except (ValueError, RecursionError):
        answer = None
    if isinstance(answer, dict) and line.endswith(b"\n") and answer.pop("id", None) == id_:
        return answer
    shown = repr(line[:_SHOWN_BYTES])[2:-1] + " ..." * (len(line) > _SHOWN_BYTES)
    raise AnswerError(f"something else than an answer came through the pipe of its process: {shown}")


def evaluation_in(answer: Mapping[str, Any], dataset: str, configuration: str, train_share: float) -> Evaluation:
    """Return the evaluation that an answer holds.

    Parameters
    ----------
    answer : mapping
        What came from JSON.
    dataset, configuration, train_share
        What was asked for.

    Raises
    ------
    AnswerError
        If it is not the answer to that.

    Examples
    --------
    >>> evaluation_in({"status": "splendid"}, "iris", "ridge-1", 1.0)
    Traceback (most recent call last):
    ...
    metaselect.experiments._answers.AnswerError: its answer has no status that is known, but 'splendid'
    """
    take = _Taker(answer)
    return Evaluation(
        dataset,
        configuration,
        take("status", "status that is known", lambda value: value in STATUSES),
        _fold_scores(take("fold_scores", "scores by metric", _is_scores)),
        fit_seconds=float(take("fit_seconds", "number of seconds", _is_number)),
        predict_seconds=float(take("predict_seconds", "number of seconds", _is_number)),
        n_train_rows=take("n_train_rows", "number of rows", _is_count),
        n_test_rows=take("n_test_rows", "number of rows", _is_count),
        resampling=first_line(take("resampling", "text", _is_text)) if answer.get("resampling") else "",
        peak_megabytes=float(take("peak_megabytes", "number of megabytes", _is_number)),
        train_share=train_share,
        error=first_line(take("error", "text", _is_text)) if answer.get("error") else "",
        out_of_fold=_received(answer.get("out_of_fold", [])),
    )


def sent(rounds: Sequence[np.ndarray]) -> list[str]:
    """Return out-of-fold predictions as an answer holds them.

    Parameters
    ----------
    rounds : list of ndarray of float16
        As of `keep_predictions`.
    """
    return [b64encode(pack(values)).decode() for values in rounds]


def _received(rounds: object) -> tuple[np.ndarray, ...]:
    try:
        return tuple(unpack(b64decode(packed, validate=True)) for packed in rounds)  # type: ignore[attr-defined]
    except (PackedArrayError, TypeError, ValueError) as error:
        raise AnswerError(f"its answer has no predictions: {first_line(error)}") from error


def description_in(answer: Mapping[str, Any]) -> dict[str, object]:
    """Return the description of a dataset that an answer holds.

    Raises
    ------
    AnswerError
        If it holds none.
    """
    take = _Taker(answer)
    names = set(order_free_names())
    return {
        "task": take("task", "task", lambda value: value in TASKS),
        "origin": take("origin", "text", _is_text),
        "n_rows": take("n_rows", "number of rows", _is_count),
        "n_columns": take("n_columns", "number of columns", _is_count),
        "n_classes": take("n_classes", "number of classes", lambda value: value is None or _is_count(value)),
        "dummy_scores": take("dummy_scores", "scores by metric", lambda value: _is_numbers(value, set(MEASURES))),
        "metafeatures": take("metafeatures", "metafeatures", lambda value: _is_numbers(value, names, or_none=True)),
    }


class _Taker:
    """Takes values out of an answer, each checked."""

    def __init__(self, answer: Mapping[str, Any]):
        self._answer = answer

    def __call__(self, name: str, what: str, is_right: Callable[[Any], bool]) -> Any:
        value = self._answer.get(name)
        try:
            if is_right(value):
                return value
        except TypeError:  # of a type that has no hash
            pass
        raise AnswerError(f"its answer has no {what}, but {first_line(repr(value), 60)}")


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_number(value: object) -> bool:
    """Return whether it is a number, or a NaN, of 64 bits."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return abs(value) < _LARGEST_COUNT if isinstance(value, int) else not math.isinf(value)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _LARGEST_COUNT


def _is_numbers(value: object, names: set[str], or_none: bool = False) -> bool:
    if not isinstance(value, dict) or not value.keys() <= names:
        return False
    return all(_is_number(number) or (or_none and number is None) for number in value.values())


def _is_scores(value: object) -> bool:
    return isinstance(value, dict) and all(
        name in MEASURES and isinstance(folds, list) and all(map(_is_number, folds)) for name, folds in value.items()
    )


def _fold_scores(value: Mapping[str, list[float]]) -> dict[str, tuple[float, ...]]:
    return {metric: tuple(map(float, folds)) for metric, folds in value.items()}
