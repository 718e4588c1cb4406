"""How fast tiny models get better with more rows, and which of the landmarkers are ahead of the others.

Learning curves are taken on the small sample of about 1,000 rows: models of an eighth, a quarter and a half of the rows
are scored on the other half, three times. The slope is the gain in score for twice the rows; undefined with fewer than
40 rows in the sample. Relative landmarks compare the skills of `landmarking.py`.
"""

from __future__ import annotations

import numpy as np

from metaselect.metafeatures._registry import metafeature
from metaselect.metafeatures.groups.landmarking import COMPARED_SKILLS
from metaselect.metafeatures.views.small_sample import of_small_sample
from metaselect.metafeatures.views.tiny_learners import fit_and_score, halves

_SHARE = (0, 1)
_SLOPE = (-2, 2)
_N_REPEATS = 3
_SHARES = (4, 2, 1)  # of the first half of the rows
_MIN_ROWS = 40


@metafeature(group="landmarking", cost="medium", bounds=_SLOPE)
@of_small_sample
def linear_learning_slope(sample):
    """Gain in a linear model's score for twice the rows.

    Near 0 where more rows no longer help. Undefined with fewer than 40 rows in the sample.
    Source: Leite & Brazdil (2005), on subsampled learning curves.
    """
    return _slope(sample, "linear")


@metafeature(group="landmarking", cost="medium", bounds=_SLOPE)
@of_small_sample
def neighbors_learning_slope(sample):
    """Gain in the five nearest neighbours' score for twice the rows.

    Near 0 where more rows no longer help. Undefined with fewer than 40 rows in the sample.
    Source: Leite & Brazdil (2005), on subsampled learning curves.
    """
    return _slope(sample, "neighbors")


@metafeature(group="landmarking", cost="medium", bounds=_SLOPE)
@of_small_sample
def tree_learning_slope(sample):
    """Gain in a decision tree's score for twice the rows.

    Near 0 where more rows no longer help. Undefined with fewer than 40 rows in the sample.
    Source: Leite & Brazdil (2005), on subsampled learning curves.
    """
    return _slope(sample, "tree")


@metafeature(group="landmarking", cost="medium", bounds=_SHARE)
def linear_rank(view):
    """Share of the other landmarkers that a linear model is ahead of.

    Ties count half: 1 if it is the best of eight, 0 if the worst.
    Source: Fürnkranz & Petrak (2001), on relative landmarks.
    """
    return _rank(view, "linear")


@metafeature(group="landmarking", cost="medium", bounds=_SHARE)
def nearest_neighbor_rank(view):
    """Share of the other landmarkers that the nearest neighbour is ahead of.

    Ties count half: 1 if it is the best of eight, 0 if the worst.
    Source: Fürnkranz & Petrak (2001), on relative landmarks.
    """
    return _rank(view, "nearest_neighbor")


@metafeature(group="landmarking", cost="medium", bounds=_SHARE)
def kernel_rank(view):
    """Share of the other landmarkers that a smooth nonlinear model is ahead of.

    Ties count half: 1 if it is the best of eight, 0 if the worst.
    Source: Fürnkranz & Petrak (2001), on relative landmarks.
    """
    return _rank(view, "kernel")


@metafeature(group="landmarking", cost="medium", bounds=_SHARE)
def stump_rank(view):
    """Share of the other landmarkers that a single split is ahead of.

    Ties count half: 1 if it is the best of eight, 0 if the worst.
    Source: Fürnkranz & Petrak (2001), on relative landmarks.
    """
    return _rank(view, "stump")


@metafeature(group="landmarking", cost="medium", bounds=_SHARE)
def forest_rank(view):
    """Share of the other landmarkers that a small forest is ahead of.

    Ties count half: 1 if it is the best of eight, 0 if the worst.
    Source: Fürnkranz & Petrak (2001), on relative landmarks.
    """
    return _rank(view, "forest")


def _slope(sample, learner: str) -> float:
    if len(sample.rows) < _MIN_ROWS:
        return np.nan
    scores = np.mean([_curve(sample, learner, repeat) for repeat in range(_N_REPEATS)], axis=0)
    return np.clip(np.polyfit(-np.log2(_SHARES), scores, 1)[0], -2.0, 2.0)


def _curve(sample, learner: str, repeat: int) -> list[float]:
    train, test = halves(sample, repeat)
    return [fit_and_score(sample, learner, train[: len(train) // share], test) for share in _SHARES]


def _rank(view, name: str) -> float:
    skills = {other: skill(view) for other, skill in COMPARED_SKILLS.items()}
    own = skills.pop(name)
    if np.isnan(own):
        return np.nan
    others = np.array(list(skills.values()))
    return np.mean((own > others) + 0.5 * (own == others))
