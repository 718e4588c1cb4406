"""Score traded for fit time: candidates along the predicted Pareto front."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from metaselect.learners import Configuration
from metaselect.recommendation.portfolio import cheap_order, pareto_front

__all__ = ["PRICE", "Trade", "cheap_list"]

# How much regret a fit ten times as fast is worth.
PRICE = 0.01


@dataclass(frozen=True)
class Trade:
    """What the first candidate gives up for its shorter fit.

    Attributes
    ----------
    instead_of : Configuration
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

    instead_of: Configuration
    expected_score: float
    score_lost: float
    fit_seconds: float
    seconds_saved: float

    @property
    def times_as_fast(self) -> float:
        """How many times as fast the first candidate is fitted; infinite where its time is nothing."""
        left = self.fit_seconds - self.seconds_saved
        return self.fit_seconds / left if left > 0 else math.inf


def cheap_list(predicted: np.ndarray, fit_seconds: np.ndarray, allowed: np.ndarray, n: int) -> np.ndarray:
    """Return `n` configurations in an order that weighs predicted regret against fit time.

    Those on the Pareto front come first, than which none is both better and faster: along it one can choose how much
    a better score may cost. The others follow only where the front is shorter than the list.

    Parameters
    ----------
    predicted, fit_seconds : ndarray of shape (n_configurations,)
    allowed : ndarray of int
        Indices of those that may be recommended.
    n : int

    Examples
    --------
    >>> cheap_list(np.array([0.1, 0.105, 0.3, 0.4]), np.array([9.0, 1.0, 0.1, 5.0]), np.arange(4), n=3)
    array([1, 0, 2])
    """
    order = cheap_order(predicted[allowed], fit_seconds[allowed], PRICE)
    on_front = np.isin(order, pareto_front(predicted[allowed], fit_seconds[allowed]))
    return allowed[np.concatenate([order[on_front], order[~on_front]])[:n]]
