"""Which family of models: the base learners by the best that each promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from metaselect.learners import Configuration

__all__ = ["Family", "rank_families"]


@dataclass(frozen=True)
class Family:
    """A base learner and the configuration of it that promises most.

    Attributes
    ----------
    learner : str
    configuration : Configuration
    behind : float
        By how much more it is predicted to lose than the first family, in the units of regret; 0 for the first.
    spread : float
        How much the choice of the configuration matters: the predicted loss of its worst less that of its best.
    """

    learner: str
    configuration: Configuration
    behind: float
    spread: float


def rank_families(
    predicted: np.ndarray, configurations: Sequence[Configuration], allowed: np.ndarray
) -> tuple[Family, ...]:
    """Return the base learners, the most promising first.

    Parameters
    ----------
    predicted : ndarray of shape (n_configurations,)
        What is to be small.
    configurations : sequence of Configuration, of length n_configurations
    allowed : ndarray of int
        Indices of those that may be recommended.
    """
    members: dict[str, list[int]] = {}
    for i in allowed[np.argsort(predicted[allowed], kind="stable")]:
        members.setdefault(configurations[i].learner, []).append(int(i))
    least = min(predicted[indices[0]] for indices in members.values())
    return tuple(
        Family(
            learner=learner,
            configuration=configurations[indices[0]],
            behind=float(predicted[indices[0]] - least),
            spread=float(predicted[indices[-1]] - predicted[indices[0]]),
        )
        for learner, indices in members.items()
    )
