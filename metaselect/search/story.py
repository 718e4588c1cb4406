"""What was learned on the way, as facts: who did better or worse than expected, and what averaging adds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from metaselect.facts import Fact
from metaselect.search.trial import Trial

__all__ = ["Surprise", "find_surprises"]

_FEWEST_TRIALS = 4
_MOST_OF_A_KIND = 2
# Less than this share of the spread of all surprises is none.
_LEAST = 0.5


@dataclass(frozen=True)
class Surprise(Fact):
    """A configuration did better or worse than expected, beside the others: what is alike was then tried or left.

    Attributes
    ----------
    learner : str
        Its base learner.
    score, expected_score : float
        What came, and what was expected.
    is_better : bool
        Whether it did better, beside the others.
    """

    learner: str
    score: float
    expected_score: float
    is_better: bool


def find_surprises(trials: Sequence[Trial]) -> list[Surprise]:
    """Return the greatest surprises, the good ones first; none where too little was tried to tell.

    That all scores are higher or lower than expected says that the dataset is easy or hard, and nothing of a model: it
    is left out.

    Parameters
    ----------
    trials : sequence of Trial
        All of them.
    """
    complete = [trial for trial in trials if trial.is_complete and np.isfinite(trial.expected_score)]
    if len(complete) < _FEWEST_TRIALS:
        return []
    ahead = np.array([trial.score - trial.expected_score for trial in complete])
    ahead -= np.median(ahead)
    order, least = np.argsort(-ahead, kind="stable"), _LEAST * float(ahead.std())
    better = [i for i in order[:_MOST_OF_A_KIND] if ahead[i] > least]
    worse = [i for i in order[::-1][:_MOST_OF_A_KIND] if ahead[i] < -least]
    return [_surprise(complete[i], is_better) for found, is_better in ((better, True), (worse, False)) for i in found]


def _surprise(trial: Trial, is_better: bool) -> Surprise:
    return Surprise(trial.configuration.learner, trial.score, trial.expected_score, is_better)
