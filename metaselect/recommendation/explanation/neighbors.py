"""The known datasets that counted most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metaselect.learners import is_blend_rule
from metaselect.recommendation.case import Case

__all__ = ["Neighbor", "find_neighbors"]

_N_NEIGHBORS = 5


@dataclass(frozen=True)
class Neighbor:
    """A known dataset that counted.

    Attributes
    ----------
    dataset : str
        Its name in the knowledge base.
    weight : float
        Its share among all known datasets.
    best_learner : str
        Base learner that did best there, by itself.
    best_score : float
        Its score there.
    candidate_scores : tuple of float
        Scores there of the recommended configurations, in their order; NaN where one has none.
    """

    dataset: str
    weight: float
    best_learner: str
    best_score: float
    candidate_scores: tuple[float, ...]


def find_neighbors(case: Case, order: np.ndarray) -> tuple[Neighbor, ...]:
    """Return the most similar known datasets; empty where all count alike, or it is not known how much each counts.

    Parameters
    ----------
    case : Case
        The new dataset beside what is known.
    order : ndarray of int
        Indices of the recommended configurations.
    """
    weights, learned = case.forecast.weights, case.learned
    if weights is None or not case.uses_data:
        return ()
    singles = [i for i, configuration in enumerate(case.configurations) if not is_blend_rule(configuration)]
    return tuple(
        Neighbor(
            dataset=learned.examples.datasets[d],
            weight=float(weights[d]),
            best_learner=case.configurations[singles[int(np.nanargmax(learned.scores.iloc[d, singles]))]].learner,
            best_score=float(learned.scores.iloc[d, singles].max()),
            candidate_scores=tuple(float(learned.scores.iloc[d, i]) for i in order),
        )
        for d in np.argsort(-weights, kind="stable")[:_N_NEIGHBORS]
    )
