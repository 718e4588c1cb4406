"""The short list for a new dataset: the most promising configuration, then those that make up for it."""

from __future__ import annotations

import numpy as np

from metaselect.metalearners.greedy import greedy_portfolio
from metaselect.metalearners.regret import CLIP

__all__ = ["cheap_order", "pareto_front", "shortlist"]


def shortlist(predicted_regret, R, weights, size: int, *, sharpness: float = 1.0, clip: float = CLIP) -> np.ndarray:
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
    sharpness : float
        Power to which the weights are raised: above 1 the most similar datasets decide more of the list, 0 counts all
        with any weight equally.
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
    sharpened = np.asarray(weights, dtype=float) ** sharpness
    return greedy_portfolio(R, size, weights=sharpened, start=(first,), worst=clip)


def pareto_front(predicted_regret, fit_seconds) -> np.ndarray:
    """Return the configurations than which no other is both as good and as fast, the fastest first.

    Parameters
    ----------
    predicted_regret, fit_seconds : array-like of shape (n_configurations,)

    Returns
    -------
    front : ndarray of int
        Along it fit time rises and predicted regret falls.

    Examples
    --------
    >>> pareto_front([0.3, 0.1, 0.2, 0.05], fit_seconds=[1.0, 2.0, 5.0, 60.0])
    array([0, 1, 3])
    """
    regret, seconds = np.asarray(predicted_regret, dtype=float), np.asarray(fit_seconds, dtype=float)
    by_time = np.lexsort((regret, seconds))
    best_before = np.minimum.accumulate(np.r_[np.inf, regret[by_time][:-1]])
    return by_time[regret[by_time] < best_before]


def cheap_order(predicted_regret, fit_seconds, price: float = 0.01) -> np.ndarray:
    """Return all configurations in the order of predicted regret plus what their fit time costs.

    The first is always on the `pareto_front`: a higher price moves it towards the fast end.

    Parameters
    ----------
    predicted_regret, fit_seconds : array-like of shape (n_configurations,)
        Seconds must be positive.
    price : float
        How much regret a fit ten times as fast is worth; 0 is the order by predicted regret.

    Returns
    -------
    order : ndarray of int, of shape (n_configurations,)

    Examples
    --------
    >>> cheap_order([0.10, 0.11, 0.30], fit_seconds=[100.0, 1.0, 0.1])
    array([1, 0, 2])
    """
    seconds = np.maximum(np.asarray(fit_seconds, dtype=float), 1e-9)
    return np.lexsort((seconds, np.asarray(predicted_regret, dtype=float) + price * np.log10(seconds)))
