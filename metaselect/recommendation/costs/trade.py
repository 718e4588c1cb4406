"""Score traded for fit time."""

from __future__ import annotations

import math
from dataclasses import dataclass

from metaselect.learners import Blend, Configuration
from metaselect.recommendation.case import Case

__all__ = ["Trade", "find_trade"]


@dataclass(frozen=True)
class Trade:
    """What the first candidate gives up for its shorter fit.

    Attributes
    ----------
    instead_of : Configuration or Blend
        What would come first if time did not matter; the first candidate itself where that is cheap enough.
    expected_score : float
        Of that one.
    score_lost : float
        Its expected score less that of the first candidate.
    fit_seconds : float
        Of that one.
    seconds_saved : float
        Its fit seconds less those of the first candidate, per fit.
    """

    instead_of: Configuration | Blend
    expected_score: float
    score_lost: float
    fit_seconds: float
    seconds_saved: float

    @property
    def times_as_fast(self) -> float:
        """How many times as fast the first candidate is fitted; infinite where its time is nothing."""
        left = self.fit_seconds - self.seconds_saved
        return self.fit_seconds / left if left > 0 else math.inf


def find_trade(case: Case, first: int) -> Trade:
    """Return what the first candidate gives up and saves beside the one that would be first, did time not matter.

    Parameters
    ----------
    case : Case
        The new dataset beside what is known.
    first : int
        Index of the configuration that is recommended first.
    """
    best = case.forecast.best_of(case.allowed)
    expected, seconds = case.scores.expected, case.costs().fit_seconds * case.speed.factor
    return Trade(
        instead_of=case.model(best),
        expected_score=float(expected[best]),
        score_lost=float(expected[best] - expected[first]),
        fit_seconds=float(seconds[best]),
        seconds_saved=float(seconds[best] - seconds[first]),
    )
