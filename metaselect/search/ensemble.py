"""Which configurations to average, with which weights: greedy selection from out-of-fold predictions.

Votes are given one after the other, each to the configuration with which the average becomes best (Caruana et al.,
ICML 2004). The first votes are those of the blend that was advised before anything was tried: blends of that kind did
well on many datasets, and few rows say little, so these votes count the more the fewer rows there are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["Votes", "select_votes"]

_MOST_VOTES = 25
# The votes of the advised blend are worth as many as all others on so many rows.
_ROWS_OF_EVEN_VOTES = 600
# On fewer, rows say less than what is known of other datasets.
_FEWEST_ROWS = 150
# As `Blend` has it; and shares below this one take seconds and change nothing.
_MOST_MEMBERS = 10
_LEAST_SHARE = 0.04
_TOTAL = 50


@dataclass(frozen=True)
class Votes:
    """Weights of configurations, and the score of their average on rows that none of them had learned from.

    Attributes
    ----------
    weights : dict of str to int
        By id of the configuration, the heaviest first.
    score : float
        Greater is better.
    """

    weights: Mapping[str, int]
    score: float


def select_votes(
    predictions: Mapping[str, np.ndarray],
    score: Callable[[np.ndarray], float],
    prior: Mapping[str, int],
    n_rows: int,
    seconds: Mapping[str, float] | None = None,
    most_seconds: float = np.inf,
) -> Votes:
    """Return the weights with which the average of predictions is best.

    Parameters
    ----------
    predictions : dict of str to ndarray
        Out-of-fold predictions by id of the configuration, all of one shape.
    score : callable
        From predictions to their score, greater is better.
    prior : dict of str to int
        Weights of the blend that was advised; members without predictions do not count.
    n_rows : int
        How many rows the score is of, of the rarer class for two classes.
    seconds : dict of str to float, optional
        That fitting each takes.
    most_seconds : float
        That fitting all members may take.

    Raises
    ------
    ValueError
        If there are no predictions.

    Examples
    --------
    >>> truth = np.linspace(0, 1, 1000)
    >>> wave = np.sin(40 * truth)
    >>> votes = select_votes({"up": truth + wave, "down": truth - wave}, lambda p: -((p - truth) ** 2).mean(), {}, 1000)
    >>> votes.weights["up"] == votes.weights["down"]
    True
    """
    if not predictions:
        raise ValueError("there are no predictions to choose from")
    taken = {name: 0.0 if seconds is None else seconds[name] for name in predictions}
    usable = [name for name in predictions if taken[name] <= most_seconds] or [min(taken, key=lambda name: taken[name])]
    known = _in_time(prior, usable, taken, most_seconds)
    votes = _first_votes(known, n_rows)
    total = sum(votes.values())
    average = sum((votes[name] * predictions[name] for name in votes), np.zeros(()))
    best, best_votes = (score(average / total) if votes else -np.inf), dict(votes)
    n_more = _MOST_VOTES if n_rows >= _FEWEST_ROWS or not votes else 0
    for _ in range(n_more):
        spent = sum(taken[name] for name in votes)
        open_ = [
            name
            for name in usable
            if name in votes or (len(votes) < _MOST_MEMBERS and (not votes or spent + taken[name] <= most_seconds))
        ]
        scores = {name: score((average + predictions[name]) / (total + 1)) for name in open_}
        # Ties go to what has votes already, then to what was tried first.
        chosen = max(open_, key=lambda name: (scores[name], name in votes, -open_.index(name)))
        votes[chosen] = votes.get(chosen, 0.0) + 1
        average, total = average + predictions[chosen], total + 1
        if scores[chosen] > best:
            best, best_votes = scores[chosen], dict(votes)
    weights = known if known and best_votes == _first_votes(known, n_rows) else _whole(best_votes)
    blended = np.average([predictions[name] for name in weights], axis=0, weights=list(weights.values()))
    return Votes(weights, float(score(blended)))


def _in_time(
    prior: Mapping[str, int], usable: Sequence[str], seconds: Mapping[str, float], most_seconds: float
) -> dict[str, int]:
    """Return as many members of the advised blend as there is time for, with their weights."""
    known: dict[str, int] = {}
    for name, weight in prior.items():
        if name in usable and sum(seconds[other] for other in known) + seconds[name] <= most_seconds:
            known[name] = weight
    return known


def _first_votes(known: Mapping[str, int], n_rows: int) -> dict[str, float]:
    """Return the votes of the advised blend, the more the fewer rows speak."""
    worth = _MOST_VOTES * _ROWS_OF_EVEN_VOTES / max(n_rows, 1)
    return {name: worth * weight / sum(known.values()) for name, weight in known.items()}


def _whole(votes: Mapping[str, float]) -> dict[str, int]:
    """Return votes as whole weights, the heaviest first, without those that hardly count."""
    total = sum(votes.values())
    kept = {name: vote for name, vote in votes.items() if vote / total >= _LEAST_SHARE} or dict(votes)
    ordered: Sequence[str] = sorted(kept, key=lambda name: -kept[name])
    weights = [round(_TOTAL * kept[name] / sum(kept.values())) for name in ordered]
    divisor = int(np.gcd.reduce(weights))
    return {name: weight // divisor for name, weight in zip(ordered, weights, strict=True)}
