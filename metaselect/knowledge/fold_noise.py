"""How much scores of one dataset vary from fold to fold: what a single split would be off by."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from metaselect.evaluation import find_measure, log_shortfall, skill

__all__ = ["NOISE", "fold_noise"]

# What columns of the datasets are called, before the metric.
NOISE = "noise."
# Of fewer folds no spread is worth a word.
_FEWEST_FOLDS = 3
# A log loss has no bound: a disaster in one fold is not to be the spread of all.
_LOWEST_SKILL = -1.0


def fold_noise(evaluations: pd.DataFrame, dummy_scores: Mapping[str, float], task: str) -> dict[str, float]:
    """Return how much a score on one test row would vary, by the name of the column that holds it.

    It is the standard deviation of log shortfalls over folds, times the root of the test rows: on n test rows a score
    varies by it over the root of n. Of the configurations the better half counts, with the median of the variances, as
    those are the ones that are recommended, and all were tested on the same folds.

    Parameters
    ----------
    evaluations : DataFrame
        Of one dataset, with `status`, `fold_scores` and `n_test_rows`.
    dummy_scores : mapping of str to float
        By metric.
    task : {"binary", "multiclass", "regression"}
        Of the dataset.

    Returns
    -------
    noise : dict of str to float
        `noise.METRIC`; empty where too few folds were evaluated.

    Examples
    --------
    >>> rows = pd.DataFrame({"status": ["ok"], "n_test_rows": [25], "fold_scores": [{"accuracy": [0.8, 0.7, 0.9]}]})
    >>> round(fold_noise(rows, {"accuracy": 0.5}, "binary")["noise.accuracy"], 1)
    2.1
    """
    finished = evaluations[evaluations["status"] == "ok"]
    noise = {}
    for metric, dummy in dummy_scores.items():
        scored = [
            (folds[metric], n_test_rows)
            for folds, n_test_rows in zip(finished["fold_scores"], finished["n_test_rows"], strict=True)
            if len(folds.get(metric, ())) >= _FEWEST_FOLDS
        ]
        perfect = find_measure(metric, task).perfect
        if scored and dummy != perfect:
            noise[f"{NOISE}{metric}"] = math.sqrt(_variance_of_a_row(scored, dummy, perfect))
    return noise


def _variance_of_a_row(scored: Sequence[tuple[Sequence[float], float]], dummy: float, perfect: float) -> float:
    """Return the median variance over the better half of configurations, each with its scores and its test rows."""
    better = sorted(scored, key=lambda row: -float(np.mean(row[0])))[: math.ceil(len(scored) / 2)]
    variances = []
    for scores, n_test_rows in better:
        skills = np.maximum(skill(np.asarray(scores, dtype=float), dummy, perfect), _LOWEST_SKILL)
        variances.append(float(np.var(log_shortfall(skills), ddof=1)) * n_test_rows)
    return float(np.median(variances))
