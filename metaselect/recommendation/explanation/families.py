"""Which family of models: the base learners by the best that each promises."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metaselect.facts import ShownShort
from metaselect.learners import Configuration
from metaselect.recommendation.case import Case

__all__ = ["Family", "rank_families"]


@dataclass(frozen=True, repr=False)
class Family(ShownShort):
    """A base learner and the configuration of it that promises most.

    Attributes
    ----------
    learner : str
        Name of the base learner.
    configuration : Configuration
        The one with the least predicted regret.
    behind : float
        By how much more it is predicted to lose than the first family, in the units of regret; 0 for the first.
    spread : float
        How much the choice of the configuration matters: the predicted loss of its worst less that of its best.
    """

    learner: str
    configuration: Configuration
    behind: float
    spread: float


def rank_families(case: Case) -> tuple[Family, ...]:
    """Return the base learners that may be recommended, the most promising first."""
    predicted = case.forecast.predicted
    members: dict[str, list[int]] = {}
    for i in case.allowed[np.argsort(predicted[case.allowed], kind="stable")]:
        members.setdefault(case.configurations[i].learner, []).append(int(i))
    least = min(predicted[indices[0]] for indices in members.values())
    return tuple(
        Family(
            learner=learner,
            configuration=case.configurations[indices[0]],
            behind=float(predicted[indices[0]] - least),
            spread=float(predicted[indices[-1]] - predicted[indices[0]]),
        )
        for learner, indices in members.items()
    )
