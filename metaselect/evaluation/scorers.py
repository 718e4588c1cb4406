"""Scores of predictions by any scorer of scikit-learn, or one of the user's own, that needs predictions alone."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin

from metaselect.data import is_classification
from metaselect.evaluation.asked_metric import find_metric
from metaselect.evaluation.measures import Measure, find_measure

__all__ = ["Scores", "find_scores"]


@dataclass(frozen=True)
class Scores:
    """A metric by which predictions are scored.

    Attributes
    ----------
    name : str
        scikit-learn's scorer name, or that of the user's own function.
    score : callable
        From y (n_rows,), labels as 0, 1, …, and predictions, (n_rows, n_classes) or (n_rows,), to a float.
    """

    name: str
    score: Callable[[np.ndarray, np.ndarray], float]


def find_scores(metric: str | Callable[..., Any], task: str) -> Measure | Scores:
    """Return the metric that is asked for; one that known datasets were not scored by is scikit-learn's own.

    Where a scorer asks for a decision function or probabilities it is given probabilities.

    Parameters
    ----------
    metric : str or callable
        scikit-learn's scorer name; a scorer, as of `make_scorer`; or a function of the labels, 0, 1, … in sorted order,
        and of what is predicted, of which more is better.
    task : {"binary", "multiclass", "regression"}
        What is predicted.

    Raises
    ------
    ConfigurationError
        If there is no such metric for the task, or it is no metric at all.

    Examples
    --------
    >>> y, probabilities = np.array([0, 1, 1]), np.array([[0.9, 0.1], [0.6, 0.4], [0.2, 0.8]])
    >>> find_scores("recall", "binary").score(y, probabilities)
    0.5
    """
    asked = find_metric(metric, task)
    if asked.name == asked.stand_in and not asked.is_own:
        return find_measure(asked.name, task)
    make = _Classes if is_classification(task) else _Numbers
    if not callable(metric) or not asked.is_own:
        from sklearn.metrics import get_scorer

        return Scores(asked.name, partial(_by_scorer, get_scorer(asked.name), make))
    return Scores(asked.name, partial(_by_scorer if _is_scorer(metric) else _by_function, metric, make))


class _Classes(ClassifierMixin, BaseEstimator):
    """A classifier whose probabilities are known already."""

    def __init__(self, probabilities: np.ndarray):
        self.probabilities = probabilities
        self.classes_ = np.arange(probabilities.shape[1])

    def predict_proba(self, X: object) -> np.ndarray:
        """Return the probabilities."""
        return self.probabilities

    def predict(self, X: object) -> np.ndarray:
        """Return the most probable classes."""
        return self.probabilities.argmax(axis=1)


class _Numbers(RegressorMixin, BaseEstimator):
    """A regressor whose predictions are known already."""

    def __init__(self, predictions: np.ndarray):
        self.predictions = predictions
        self.is_fitted_ = True

    def predict(self, X: object) -> np.ndarray:
        """Return the predictions."""
        return self.predictions


def _by_scorer(scorer: Callable[..., float], make: type, y: np.ndarray, predictions: np.ndarray) -> float:
    return float(scorer(make(predictions), np.zeros((len(y), 1)), y))


def _by_function(function: Callable[..., float], make: type, y: np.ndarray, predictions: np.ndarray) -> float:
    return float(function(y, make(predictions).predict(None)))


def _is_scorer(metric: Callable[..., Any]) -> bool:
    """Return whether a metric takes an estimator, columns and y: three things, and not y and predictions alone."""
    if hasattr(metric, "_score_func"):
        return True
    needed = [
        p for p in inspect.signature(metric).parameters.values() if p.default is p.empty and p.kind < p.VAR_POSITIONAL
    ]
    return len(needed) >= 3
