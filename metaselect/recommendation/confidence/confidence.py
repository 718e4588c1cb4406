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
        Odds that the first candidate does better than the second: `odds_of_first`, as `OddsCalibration` corrects them.
        NaN where it is not known, or without a second.
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
