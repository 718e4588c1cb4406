"""How irregular the target is over the space of the columns.

Taken on the small sample of about 1,000 rows, by Euclidean distances of columns scaled to 0 to 1. For regression two
rows differ if they are in different fifths of the target's ranks. Undefined where the small sample is: fewer than 10
rows or 2 classes, or no column that varies.
"""

from __future__ import annotations

import numpy as np

from metaselect.metafeatures._registry import metafeature
from metaselect.metafeatures.views.small_sample import of_small_sample

_SHARE = (0, 1)
_UNBOUNDED = (0, np.inf)


@metafeature(group="concept", cost="medium", bounds=_SHARE, is_array=True)
@of_small_sample
def concept_variation(sample):
    """Share of rows of another class around each row.

    Near rows weigh more: 2 to the power of -2 d / (sqrt(n_columns) - d), for distances d.
    Source: Vilalta & Drissi (2002); Vilalta (1999).
    """
    weights = _vilalta_weights(sample)
    return (weights * _differs(sample)).sum(axis=0) / weights.sum(axis=0)


@metafeature(group="concept", cost="medium", bounds=_UNBOUNDED, is_array=True)
@of_small_sample
def weighted_distance(sample):
    """Mean distance of each row to the rows around it.

    Near rows weigh more, as in `concept_variation`; over the square root of the number of encoded columns.
    Source: Vilalta (1999).
    """
    weights = _vilalta_weights(sample)
    return (weights * sample.unit_distances).sum(axis=0) / weights.sum(axis=0) / np.sqrt(sample.unit.shape[1])


@metafeature(group="concept", cost="medium", bounds=_SHARE, is_array=True)
@of_small_sample
def impure_cohesiveness(sample):
    """Mean nearness of the rows of another class to each row.

    Nearness is 2 to the power of minus the distance, rounded up and at least 1.
    Source: Vilalta & Drissi (2002).
    """
    return (_nearness(sample) * _differs(sample)).sum(axis=0) / (len(sample.rows) - 1)


@metafeature(group="concept", cost="medium", bounds=_SHARE, is_array=True)
@of_small_sample
def cohesiveness(sample):
    """Mean nearness of all other rows to each row.

    Nearness is 2 to the power of minus the distance, rounded up and at least 1: one half where all rows are near.
    Source: Vilalta & Drissi (2002).
    """
    return _nearness(sample).sum(axis=0) / (len(sample.rows) - 1)


def _differs(sample) -> np.ndarray:
    return sample.groups[:, None] != sample.groups


def _vilalta_weights(sample) -> np.ndarray:
    room = np.sqrt(sample.unit.shape[1]) - sample.unit_distances
    weights = 2.0 ** (-2 * sample.unit_distances / np.where(room > 0, room, 1e-9))
    np.fill_diagonal(weights, 0.0)
    return weights


def _nearness(sample) -> np.ndarray:
    nearness = 2.0 ** -np.maximum(np.ceil(sample.unit_distances), 1)
    np.fill_diagonal(nearness, 0.0)
    return nearness
