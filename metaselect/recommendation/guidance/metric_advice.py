"""Does the metric suit the target? Said, never changed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metaselect.data import Dataset, is_classification
from metaselect.facts import Fact

__all__ = ["FewRowsRule", "MetricAdvice", "RareClass", "advise_metric"]

# Classes count as imbalanced where the rarest has less than this, or less than half of an even share.
_IMBALANCED = 0.2
_RARE = 0.05
# How many times the mean deviation the largest must be for squares to be ruled by few rows.
_HEAVY = 8.0
_OF_SQUARES = ("neg_root_mean_squared_error", "neg_mean_squared_error", "r2", "explained_variance")


@dataclass(frozen=True)
class RareClass(Fact):
    """A class is rare, and the metric has an issue with it.

    Attributes
    ----------
    metric : str
        scikit-learn's scorer name.
    issue : str
        `"it hardly tells models apart"`, `"it judges the whole order"`, `"the threshold is open"` or
        `"every row counts alike"`.
    rarest, commonest : float
        Shares of the rarest and of the most frequent class.
    alternatives : tuple of str
        Metrics that suit better.
    """

    metric: str
    issue: str
    rarest: float
    commonest: float
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True)
class FewRowsRule(Fact):
    """Few rows make up most of the squared deviations of the target, by which the metric goes.

    Attributes
    ----------
    metric : str
        scikit-learn's scorer name.
    share : float
        Of the squared deviations, of 1 % of the rows.
    is_positive : bool
        Whether all values of the target are, so that it has a logarithm.
    alternatives : tuple of str
        Metrics that suit better.
    """

    metric: str
    share: float
    is_positive: bool
    alternatives: tuple[str, ...]


MetricAdvice = RareClass | FewRowsRule


def advise_metric(dataset: Dataset, metric: str) -> MetricAdvice | None:
    """Return why another metric would suit the target better; None where none would.

    Parameters
    ----------
    dataset : Dataset
        Whose target is looked at.
    metric : str
        scikit-learn's scorer name.

    Examples
    --------
    >>> dataset = Dataset.from_arrays(np.arange(100.0)[:, None], ["no"] * 92 + ["yes"] * 8)
    >>> print(advise_metric(dataset, "accuracy"))
    the rarest class has 8 % of the rows: always predicting the most frequent one has an accuracy of 92 %, so ...
    """
    return _for_classes(dataset, metric) if is_classification(dataset.task) else _for_numbers(dataset, metric)


def _for_classes(dataset: Dataset, metric: str) -> RareClass | None:
    shares = np.bincount(dataset.codes) / dataset.n_rows
    rarest, commonest = float(shares.min()), float(shares.max())
    if rarest >= min(_IMBALANCED, 0.5 / len(shares)) and commonest < 1 - _IMBALANCED:
        return None
    if metric == "accuracy":
        other = "roc_auc" if dataset.task == "binary" else "neg_log_loss"
        return RareClass(metric, "it hardly tells models apart", rarest, commonest, ("balanced_accuracy", other))
    if metric == "roc_auc":
        issue = "it judges the whole order" if rarest < _RARE else "the threshold is open"
        return RareClass(metric, issue, rarest, commonest)
    if metric == "neg_log_loss" and dataset.task == "multiclass":
        return RareClass(metric, "every row counts alike", rarest, commonest, ("balanced_accuracy", "f1_macro"))
    return None


def _for_numbers(dataset: Dataset, metric: str) -> FewRowsRule | None:
    deviations = np.abs(dataset.y - np.median(dataset.y))
    usual = deviations.mean()
    if usual <= 0 or metric not in _OF_SQUARES:
        return None
    squares = np.sort(deviations**2)[::-1]
    n_top = max(1, dataset.n_rows // 100)
    share = float(squares[:n_top].sum() / squares.sum())
    if share < 0.5 or deviations.max() < _HEAVY * usual:
        return None
    return FewRowsRule(metric, share, bool(dataset.y.min() > 0), ("neg_mean_absolute_error",))
