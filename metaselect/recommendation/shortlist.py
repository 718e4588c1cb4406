"""The short list for a new dataset: the most promising configuration, then those that make up for it."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import ArrayLike

from metaselect.metalearners import greedy_portfolio
from metaselect.recommendation.forecast import Forecast

__all__ = ["advised_order", "shortlist"]


def shortlist(predicted_regret: ArrayLike, scenarios: ArrayLike, weights: ArrayLike | None, size: int) -> np.ndarray:
    """Return the configurations to try on a new dataset, in order.

    The first has the smallest predicted regret. The following ones are chosen greedily so that the best of the list
    does well over the scenarios: the next by prediction would often be a near-copy of the first, and fail where it
    fails.

    Parameters
    ----------
    predicted_regret : array-like of shape (n_configurations,)
        For the new dataset, smaller is better.
    scenarios : array-like of shape (n_datasets, n_configurations)
        What the regrets of the new dataset may turn out to be: see `Forecast.scenarios`. NaN counts as 1.
    weights : array-like of shape (n_datasets,), optional
        How much each scenario counts: a row of a meta-learner's `weights`. Equally when not given.
    size : int
        Length of the list; at most n_configurations.

    Returns
    -------
    chosen : ndarray of int, of shape (min(size, n_configurations),)
        Indices of the configurations, the first to try first.

    Examples
    --------
    Configuration 1 is nearly as good as 0, but no help where 0 fails:

    >>> scenarios = [[0.0, 0.1, 0.9], [0.0, 0.1, 0.9], [0.9, 0.9, 0.0]]
    >>> shortlist([0.1, 0.15, 0.3], scenarios, weights=[0.5, 0.3, 0.2], size=2)
    array([0, 2])
    """
    return greedy_portfolio(scenarios, size, weights=weights, start=(int(np.argmin(predicted_regret)),))


def advised_order(forecast: Forecast, available: np.ndarray, size: int, blends: Collection[int] = ()) -> np.ndarray:
    """Return the indices of the configurations to try, in order: the short list where the meta-learner allows for one.

    One that knows neither weights nor residuals says nothing about which configurations make up for one another; its
    list is by predicted regret.

    Single models make the list. The most promising blend of them stands before it where its predicted regret is the
    least, and second where it is not. The single models are chosen as if it were not there, so that they are those
    that it is made of, in the order of their weights.

    Parameters
    ----------
    forecast : Forecast
        Of the new dataset.
    available : ndarray of int
        Indices of the configurations that may be recommended.
    size : int
        Length of the list; shorter where fewer are available.
    blends : collection of int
        Indices of what is a blend.
    """
    is_blend = np.isin(available, list(blends))
    singles = _advised_singles(forecast, available[~is_blend], size)
    if not is_blend.any():
        return singles
    blend = forecast.best_of(available[is_blend])
    place = int(len(singles) > 0 and forecast.predicted[blend] >= forecast.predicted[singles[0]])
    return np.insert(singles, place, blend)[:size]


def _advised_singles(forecast: Forecast, available: np.ndarray, size: int) -> np.ndarray:
    predicted = forecast.predicted[available]
    if forecast.weights is None and forecast.residuals is None:
        return available[np.argsort(predicted, kind="stable")[:size]]
    return available[shortlist(predicted, forecast.scenarios[:, available], forecast.weights, size)]
