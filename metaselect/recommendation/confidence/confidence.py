"""`Confidence`: how much the advice is to be trusted; and the order for where nothing known is alike."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from metaselect.metalearners import blended_regret, complete_regret

__all__ = ["Confidence", "average_order"]

# Odds from which on the first candidate is called clearly ahead. They hold what they promise on datasets that were left
# out (`benchmarks/bench_confidence.py`).
_CLEAR = 0.75
# Familiarity, see `Familiarity`: below the first a dataset is far, below the second at the edge.
_FAR, _EDGE = 0.05, 0.2


@dataclass(frozen=True)
class Confidence:
    """What speaks for and against trusting a recommendation.

    Attributes
    ----------
    familiarity : float
        Share of the known datasets that are at least as far from the others as this one is from them.
    distance : float
        How far this dataset is from the nearest known ones, in units of the median such distance among the known: 1 is
        as usual.
    farthest : float
        The greatest such distance among the known ones, in the same units.
    abstains : bool
        Whether the dataset is farther than every known one is from the rest. Then the order is the one that is best
        on average, and does not depend on the data.
    first_beats_second : float
        Odds that the first candidate does better than the second: see `odds_of_first`. NaN where it is not known, or
        without a second.
    """

    familiarity: float
    distance: float
    farthest: float
    abstains: bool
    first_beats_second: float = math.nan

    @property
    def is_clear(self) -> bool:
        """Whether the odds that the first candidate is better than the second are three to one, or higher."""
        return self.first_beats_second >= _CLEAR  # False where undefined

    @property
    def level(self) -> str:
        """One of "far", "edge" and "within"."""
        if self.abstains or self.familiarity < _FAR:
            return "far"
        return "edge" if self.familiarity < _EDGE else "within"

    def on_familiarity(self) -> str:
        """Return how far the dataset is from the known ones, in a sentence without its full stop."""
        where = {
            "far": "far from what is known",
            "edge": "at the edge of what is known",
            "within": "well within what is known",
        }[self.level]
        percent = f"{100 * self.familiarity:.0f} %"
        return f"{where} ({percent} of the known datasets are at least as far from the others)"

    def on_abstaining(self) -> str:
        """Return why the advice does not depend on the data; empty where it does."""
        if not self.abstains:
            return ""
        return (
            f"nothing known is similar (the nearest known datasets are {self.distance:.1f} times as far as usual, the "
            f"farthest known one {self.farthest:.1f} times): this is the order that is best on average, whatever the "
            "data; compare the candidates on yours"
        )

    def on_first(self) -> str:
        """Return whether the first candidate is clearly better than the second; empty where that is not known."""
        if math.isnan(self.first_beats_second):
            return ""
        odds = f"{100 * self.first_beats_second:.0f} %, by what such predictions missed on known datasets"
        if self.is_clear:
            return f"the first is clearly ahead of the second: odds that it is better {odds}"
        if self.first_beats_second > 0.5:
            return f"the first is not clearly ahead of the second: odds that it is better {odds}; try both"
        return f"the second may well be as good as the first: odds that the first is better {odds}; try both"


def average_order(R: np.ndarray) -> np.ndarray:
    """Return what each configuration loses on average over the known datasets, (n_configurations,): smaller is better.

    It is the mean of clipped regret and rank, which is also what the forest shrinks towards: regret says what a bad
    choice costs, rank tells the good ones apart.

    Parameters
    ----------
    R : ndarray of shape (n_datasets, n_configurations)
        NaN where never run.

    Examples
    --------
    >>> average_order(np.array([[0.0, 0.1, 0.3], [0.0, 0.2, 0.1]])).argsort()
    array([0, 1, 2])
    """
    return blended_regret(complete_regret(R)).mean(axis=0)
