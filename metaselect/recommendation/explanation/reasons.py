"""Which metafeatures spoke for the first recommendation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from metaselect.facts import Fact
from metaselect.metafeatures import describe
from metaselect.recommendation.case import Case

__all__ = ["Reason", "find_reasons", "make_reasons"]

# Quantiles that stand for the known values of a metafeature.
_SHARES = np.linspace(0.05, 0.95, 10)


@dataclass(frozen=True)
class Reason(Fact):
    """A metafeature that moved the prediction.

    Attributes
    ----------
    metafeature : str
        Its name.
    description : str
        What it is, in the first sentence of its docstring.
    value : float
        Of the new dataset.
    share_below : float
        Share of the known datasets with a smaller value; NaN where undefined.
    effect : float
        By how much it lowered the predicted regret in question; negative where it raised it.
    """

    metafeature: str
    description: str
    value: float
    share_below: float
    effect: float


def find_reasons(case: Case, first_pick: int, n: int = 3) -> tuple[Reason, ...]:
    """Return the metafeatures that lowered the predicted regret of the first pick most; empty where none counts.

    What is explained is the regret of the first pick minus the mean over configurations. Where the meta-learner knows
    no `contributions`, a metafeature's effect is the mean change when its value is exchanged for those of known
    datasets.

    Parameters
    ----------
    case : Case
        The new dataset beside what is known.
    first_pick : int
        Index of the configuration.
    n : int
        Reasons at most; only those with an effect are returned.
    """
    if not case.uses_data:
        return ()
    n_configurations = len(case.forecast.predicted)
    direction = np.eye(n_configurations)[first_pick] - 1.0 / n_configurations
    contributions = case.learned.meta_learner.contributions(case.m[None, :], direction)
    effects = _occlusion(case, direction) if contributions is None else -contributions.by_metafeature[0]
    largest = np.argsort(-effects, kind="stable")[:n]
    return make_reasons(case, effects, [j for j in largest if effects[j] > 1e-9 and np.isfinite(case.m[j])])


def make_reasons(case: Case, effects: np.ndarray, order: Sequence[int]) -> tuple[Reason, ...]:
    """Return the metafeatures with an effect, in order.

    Parameters
    ----------
    case : Case
        The new dataset beside what is known.
    effects : ndarray of shape (n_metafeatures,)
        By how much each metafeature lowered the predicted regret.
    order : sequence of int
        Indices of metafeatures; those without an effect are left out.
    """
    names, M = case.learned.examples.metafeatures, case.learned.examples.M
    return tuple(
        Reason(names[j], describe(names[j]), float(case.m[j]), _share_below(M[:, j], case.m[j]), float(effects[j]))
        for j in order
        if effects[j] != 0.0
    )


def _occlusion(case: Case, direction: np.ndarray) -> np.ndarray:
    """Return how much regret along `direction` rises when each metafeature is exchanged, (n_metafeatures,)."""
    effects = np.zeros(len(case.m))
    now = case.forecast.predicted @ direction
    quantiles = {
        j: np.quantile(known, _SHARES)
        for j, column in enumerate(case.learned.examples.M.T)
        if len(known := column[~np.isnan(column)])
    }
    if quantiles:
        exchanged = np.tile(case.m, (len(quantiles), len(_SHARES), 1))
        exchanged[np.arange(len(quantiles)), :, list(quantiles)] = list(quantiles.values())
        predicted = case.learned.meta_learner.predict(exchanged.reshape(-1, len(case.m))) @ direction  # all at once
        effects[list(quantiles)] = predicted.reshape(len(quantiles), -1).mean(axis=1) - now
    return effects


def _share_below(known: np.ndarray, value: float) -> float:
    known = known[~np.isnan(known)]
    return float(np.mean(known < value)) if len(known) and not np.isnan(value) else float("nan")
