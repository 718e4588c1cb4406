"""The short list for a new dataset: the most promising configuration, then those that make up for it."""

from __future__ import annotations

import numpy as np

from metaselect.metalearners.greedy import greedy_portfolio
from metaselect.metalearners.regret import CLIP

__all__ = ["shortlist"]


def shortlist(predicted_regret, R, weights, size: int, *, clip: float = CLIP) -> np.ndarray:
    """Return the configurations to try on a new dataset, in order.

    The first has the smallest predicted regret. The following ones are chosen greedily so that on the known datasets,
    each counted with its weight for the new one, the best of the list does well: the next by prediction would often
    be a near-copy of the first, and fail where it fails.

    Parameters
    ----------
    predicted_regret : array-like of shape (n_configurations,)
    R : array-like of shape (n_datasets, n_configurations)
        Regrets on the known datasets; NaN counts as `clip`.
    weights : array-like of shape (n_datasets,)
        How much each known dataset counts: a row of a meta-learner's `weights`.
    size : int
        Length of the list; at most n_configurations.
    clip : float
        Regrets above it count as it: the list is to find something good, not to avoid the worst.

    Returns
    -------
    chosen : ndarray of int, of shape (min(size, n_configurations),)

    Examples
    --------
    Configuration 1 is nearly as good as 0, but no help where 0 fails:

    >>> R = [[0.0, 0.1, 0.9], [0.0, 0.1, 0.9], [0.9, 0.9, 0.0]]
    >>> shortlist([0.1, 0.15, 0.3], R, weights=[0.5, 0.3, 0.2], size=2)
    array([0, 2])
    """
    first = int(np.argmin(predicted_regret))
    return greedy_portfolio(R, size, weights=weights, start=(first,), worst=clip)
