"""Which metafeatures spoke for the first recommendation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metaselect.facts import Fact
from metaselect.metafeatures import describe

__all__ = ["Reason", "find_reasons", "make_reasons"]

# Quantiles that stand for the known values of a metafeature.
_SHARES = np.linspace(0.05, 0.95, 10)


@dataclass(frozen=True)
class Reason(Fact):
    """A metafeature that moved the prediction.

    Attributes
    ----------
    metafeature : str
    description : str
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


def find_reasons(meta_learner, M_known: np.ndarray, m: np.ndarray, names, first_pick: int, n: int = 3) -> list[Reason]:
    """Return the metafeatures that lowered the predicted regret of the first pick most.

    What is explained is the regret of the first pick minus the mean over configurations. A meta-learner that has
    `contributions` is asked for them; for another, a metafeature's effect is the mean change when its value is
    exchanged for those of known datasets.

    Parameters
    ----------
    meta_learner : fitted meta-learner
    M_known : ndarray of shape (n_datasets, n_metafeatures)
    m : ndarray of shape (n_metafeatures,)
    names : sequence of str, of length n_metafeatures
    first_pick : int
        Index of the configuration.
    n : int
        Reasons at most; only those with an effect are returned.
    """
    n_configurations = meta_learner.predict(m[None, :]).shape[1]
    direction = np.eye(n_configurations)[first_pick] - 1.0 / n_configurations
    if hasattr(meta_learner, "contributions"):
        effects = -meta_learner.contributions(m[None, :], direction)[0]
    else:
        effects = _occlusion(meta_learner, M_known, m, direction)
    telling = [j for j in np.argsort(-effects, kind="stable")[:n] if effects[j] > 1e-9 and np.isfinite(m[j])]
    return make_reasons(M_known, m, names, effects, telling)


def make_reasons(M_known: np.ndarray, m: np.ndarray, names, effects: np.ndarray, order) -> list[Reason]:
    """Return the metafeatures with an effect, those with indices in `order`, in that order."""
    return [
        Reason(names[j], describe(names[j]), float(m[j]), _share_below(M_known[:, j], m[j]), float(effects[j]))
        for j in order
        if effects[j] != 0.0
    ]


def _occlusion(meta_learner, M_known, m, direction) -> np.ndarray:
    """Return how much regret along `direction` rises when each metafeature is exchanged, (n_metafeatures,)."""
    effects = np.zeros(len(m))
    now = meta_learner.predict(m[None, :])[0] @ direction
    for j, known in enumerate(M_known.T):
        known = known[~np.isnan(known)]
        if len(known):
            exchanged = np.tile(m, (len(_SHARES), 1))
            exchanged[:, j] = np.quantile(known, _SHARES)
            effects[j] = (meta_learner.predict(exchanged) @ direction).mean() - now
    return effects


def _share_below(known: np.ndarray, value: float) -> float:
    known = known[~np.isnan(known)]
    return float(np.mean(known < value)) if len(known) and not np.isnan(value) else float("nan")
