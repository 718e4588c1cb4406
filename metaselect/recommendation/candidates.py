"""The recommended configurations with what to expect of them."""

from __future__ import annotations

import numpy as np

from metaselect.recommendation.case import Case
from metaselect.recommendation.recommendation import Candidate

__all__ = ["make_candidates"]


def make_candidates(case: Case, order: np.ndarray) -> tuple[Candidate, ...]:
    """Return the recommended configurations with what to expect of them.

    Parameters
    ----------
    case : Case
        The new dataset beside what is known.
    order : ndarray of int
        Indices of the configurations, the first to try first.
    """
    scores, costs = case.scores, case.costs()
    return tuple(
        Candidate(
            rank=rank,
            configuration=case.model(i),
            task=case.dataset.task,
            expected_score=float(scores.expected[i]),
            interval=(float(scores.low[i]), float(scores.high[i])),
            fit_seconds=float(costs.fit_seconds[i] * case.speed.factor),
            predicted_regret=float(case.forecast.predicted[i]),
            random_state=case.random_state,
            kinds=case.dataset.table_types,
            target=case.dataset.reading,
            predict_seconds=float(costs.predict_seconds[i] * case.speed.factor),
            single_split_interval=(float(scores.low_of_split[i]), float(scores.high_of_split[i])),
            peak_megabytes=float(costs.peak_megabytes[i]),
        )
        for rank, i in enumerate(order, start=1)
    )
