"""How much the advice is to be trusted: is anything known alike, and is the first candidate clearly better?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from metaselect.metalearners import blended_regret, complete_regret

__all__ = ["Confidence", "average_order", "compare_two"]

# One-sided 99 % point of the normal distribution. Left out in turn, datasets of which this was said had the first ahead
# of the second in 81 % of the cases, the others in 64 % (`benchmarks/bench_confidence.py`).
_CLEAR = 2.326
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
        Share of the known datasets, each with its weight for this one, on which the first candidate did better than
        the second, ties halved; NaN without weights or without a second.
    n_effective : float
        How many equally weighted datasets that share is worth (Kish's effective sample size); NaN likewise.
    """

    familiarity: float
    distance: float
    farthest: float
    abstains: bool
    first_beats_second: float = math.nan
    n_effective: float = math.nan

    @property
    def is_clear(self) -> bool:
        """Whether the first candidate is better than the second beyond chance, one-sided at 1 % (sign test)."""
        excess = 2.0 * (self.first_beats_second - 0.5) * math.sqrt(self.n_effective)
        return excess > _CLEAR  # False where undefined

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
        percent = f"{100 * self.first_beats_second:.0f} %"
        did = f"did better on {percent} of the known datasets, each counted by its similarity"
        if self.is_clear:
            return f"the first is clearly ahead of the second: it {did}"
        if self.first_beats_second > 0.5:
            return f"the first is not clearly ahead of the second: it {did}; try both"
        return f"the second may well be as good as the first, which {did}; try both"


def compare_two(R: np.ndarray, weights: np.ndarray, first: int, second: int) -> tuple[float, float]:
    """Return the weighted share of datasets on which `first` has the smaller regret, and how many it is worth.

    Parameters
    ----------
    R : ndarray of shape (n_datasets, n_configurations)
        Datasets on which one of the two was not run say nothing.
    weights : ndarray of shape (n_datasets,)
    first, second : int

    Returns
    -------
    share : float
        Ties count half; NaN where no dataset with any weight has both.
    n_effective : float
        Kish's effective sample size, (sum w)² / sum w².

    Examples
    --------
    >>> compare_two(np.array([[0.0, 0.1], [0.2, 0.1], [0.0, 0.3], [0.0, np.nan]]), np.ones(4), 0, 1)
    (0.6666666666666666, 3.0)
    """
    both = ~np.isnan(R[:, [first, second]]).any(axis=1)
    w = np.asarray(weights, dtype=float)[both]
    if w.sum() <= 0:
        return math.nan, math.nan
    difference = R[both, first] - R[both, second]
    better = (difference < 0) + 0.5 * (difference == 0)
    return float(w @ better / w.sum()), float(w.sum() ** 2 / (w**2).sum())


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
