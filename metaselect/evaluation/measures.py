"""Metrics under scikit-learn's scorer names, greater is better, each with the score of a predictor that ignores X."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pandas as pd

from metaselect.exceptions import ConfigurationError, did_you_mean

__all__ = ["MEASURES", "PRIMARY_METRIC", "Measure", "find_measure", "measures_for", "skill"]

# What is asked when the user names no metric.
PRIMARY_METRIC = {
    "binary": "roc_auc",
    "multiclass": "neg_log_loss",
    "regression": "neg_root_mean_squared_error",
}

# Numbers, arrays and tables alike.
_Scores = TypeVar("_Scores", float, np.ndarray, pd.Series, pd.DataFrame)

_BOTH_CLASSIFICATIONS = ("binary", "multiclass")


@dataclass(frozen=True)
class Measure:
    """One metric.

    Attributes
    ----------
    name : str
        As in `sklearn.metrics.get_scorer_names()`.
    tasks : tuple of str
        Those that it is defined for.
    score : callable
        From y (n_rows,), labels as 0, 1, …, and predictions, (n_rows, n_classes) or (n_rows,), to a float.
    dummy : callable
        From y to the score of the best constant predictor.
    perfect : float
        The score of perfect predictions.
    """

    name: str
    tasks: tuple[str, ...]
    score: Callable[[np.ndarray, np.ndarray], float]
    dummy: Callable[[np.ndarray], float]
    perfect: float


MEASURES: dict[str, Measure] = {}


def measure(tasks: tuple[str, ...], dummy: Callable[[np.ndarray], float], perfect: float):
    """Register the decorated function as the metric of its name.

    Parameters
    ----------
    tasks : tuple of str
        Those that it is defined for.
    dummy : callable
        From y to the score of the best constant predictor.
    perfect : float
        The score of perfect predictions.
    """

    def register(score):
        MEASURES[score.__name__] = Measure(score.__name__, tasks, score, dummy, perfect)
        return score

    return register


def measures_for(task: str) -> list[Measure]:
    """Return the metrics that are recorded for a task, the primary one first.

    Examples
    --------
    >>> measures_for("binary")[0].name
    'roc_auc'
    """
    listed = [measure for measure in MEASURES.values() if task in measure.tasks]
    return sorted(listed, key=lambda measure: measure.name != PRIMARY_METRIC[task])


def find_measure(name: str | None, task: str) -> Measure:
    """Return the metric called `name`, or the primary one of the task when `name` is None.

    Parameters
    ----------
    name : str or None
        As in `sklearn.metrics.get_scorer_names()`.
    task : {"binary", "multiclass", "regression"}
        The task that it is to be known for.

    Raises
    ------
    ConfigurationError
        If there is no such metric for the task; the message lists those there are.

    Examples
    --------
    >>> find_measure("auc", "binary")
    Traceback (most recent call last):
    ...
    metaselect.exceptions.ConfigurationError: metric 'auc' is not known for binary tasks; did you mean 'roc_auc'? ...
    """
    known = {measure.name: measure for measure in measures_for(task)}
    name = name or PRIMARY_METRIC[task]
    if name in known:
        return known[name]
    hint = did_you_mean(name, known)
    raise ConfigurationError(f"metric {name!r} is not known for {task} tasks{hint} Known: {', '.join(known)}")


def skill(score: _Scores, dummy: _Scores, perfect: float) -> _Scores:
    """Return scores on the scale where 0 is the best constant predictor and 1 is perfect.

    Parameters
    ----------
    score : float or array-like
        Greater is better.
    dummy : float or array-like, of a shape that fits `score`
        Score of the best constant predictor on the same dataset, in the units of `score`.
    perfect : float
        Score of perfect predictions.

    Examples
    --------
    >>> skill(0.9, dummy=0.5, perfect=1.0)
    0.8
    """
    return (score - dummy) / (perfect - dummy)


def _majority_share(y: np.ndarray) -> float:
    return float(np.bincount(y).max() / len(y))


def _minus_entropy(y: np.ndarray) -> float:
    p = np.bincount(y) / len(y)
    return float((p[p > 0] * np.log(p[p > 0])).sum())


@measure(("binary",), dummy=lambda y: 0.5, perfect=1.0)
def roc_auc(y, probabilities):
    """Area under the ROC curve."""
    from sklearn.metrics import roc_auc_score

    return roc_auc_score(y, probabilities[:, 1])


@measure(_BOTH_CLASSIFICATIONS, dummy=_minus_entropy, perfect=0.0)
def neg_log_loss(y, probabilities):
    """Mean log-probability of the true class, in nats."""
    from sklearn.metrics import log_loss

    return -log_loss(y, probabilities, labels=np.arange(probabilities.shape[1]))


@measure(_BOTH_CLASSIFICATIONS, dummy=_majority_share, perfect=1.0)
def accuracy(y, probabilities):
    """Share of rows classified correctly."""
    return np.mean(probabilities.argmax(axis=1) == y)


@measure(_BOTH_CLASSIFICATIONS, dummy=lambda y: 1.0 / len(np.unique(y)), perfect=1.0)
def balanced_accuracy(y, probabilities):
    """Mean over the classes present of the share of its rows classified correctly."""
    predicted = probabilities.argmax(axis=1)
    return np.mean([np.mean(predicted[y == label] == label) for label in np.unique(y)])


@measure(("binary",), dummy=lambda y: 2 * y.mean() / (1 + y.mean()), perfect=1.0)
def f1(y, probabilities):
    """Harmonic mean of precision and recall of the second class in sorted order (1, True, yes)."""
    from sklearn.metrics import f1_score

    return f1_score(y, probabilities.argmax(axis=1), zero_division=0)


@measure(
    ("multiclass",), dummy=lambda y: 2 * _majority_share(y) / (1 + _majority_share(y)) / len(np.unique(y)), perfect=1.0
)
def f1_macro(y, probabilities):
    """Mean over classes of the harmonic mean of precision and recall."""
    from sklearn.metrics import f1_score

    return f1_score(y, probabilities.argmax(axis=1), average="macro", zero_division=0)


@measure(("multiclass",), dummy=lambda y: 0.5, perfect=1.0)
def roc_auc_ovr(y, probabilities):
    """Mean over the classes present of the area under the ROC curve of that class against the rest."""
    from sklearn.metrics import roc_auc_score

    present = np.unique(y)
    return np.mean([roc_auc_score(y == label, probabilities[:, label]) for label in present])


@measure(("regression",), dummy=lambda y: -float(np.std(y)), perfect=0.0)
def neg_root_mean_squared_error(y, predicted):
    """Minus the root of the mean squared error, in units of the target."""
    return -np.sqrt(np.mean((y - predicted) ** 2))


@measure(("regression",), dummy=lambda y: -float(np.mean(np.abs(y - np.median(y)))), perfect=0.0)
def neg_mean_absolute_error(y, predicted):
    """Minus the mean absolute error, in units of the target."""
    return -np.mean(np.abs(y - predicted))


@measure(("regression",), dummy=lambda y: 0.0, perfect=1.0)
def r2(y, predicted):
    """Share of the variance explained."""
    total = np.sum((y - y.mean()) ** 2)
    return 1 - np.sum((y - predicted) ** 2) / total if total > 0 else np.nan


@measure(("regression",), dummy=lambda y: 0.0, perfect=1.0)
def d2_absolute_error_score(y, predicted):
    """Share of the absolute error of the median that is explained: free of scale, and not ruled by outliers."""
    total = np.sum(np.abs(y - np.median(y)))
    return 1 - np.sum(np.abs(y - predicted)) / total if total > 0 else np.nan
