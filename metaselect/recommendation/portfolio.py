"""The short list for a new dataset: the most promising configuration, then those that make up for it."""

from __future__ import annotations

import numpy as np

from metaselect.metalearners import CLIP, cap_regret, greedy_portfolio

__all__ = ["advised_order", "cheap_order", "pareto_front", "regret_scenarios", "shortlist", "with_time"]


def shortlist(predicted_regret, scenarios, weights, size: int) -> np.ndarray:
    """Return the configurations to try on a new dataset, in order.

    The first has the smallest predicted regret. The following ones are chosen greedily so that the best of the list
    does well over the scenarios: the next by prediction would often be a near-copy of the first, and fail where it
    fails.

    Parameters
    ----------
    predicted_regret : array-like of shape (n_configurations,)
    scenarios : array-like of shape (n_datasets, n_configurations)
        What the regrets of the new dataset may turn out to be: see `regret_scenarios`. NaN counts as 1.
    weights : array-like of shape (n_datasets,), optional
        How much each scenario counts: a row of a meta-learner's `weights`. Equally when not given.
    size : int
        Length of the list; at most n_configurations.

    Returns
    -------
    chosen : ndarray of int, of shape (min(size, n_configurations),)

    Examples
    --------
    Configuration 1 is nearly as good as 0, but no help where 0 fails:

    >>> scenarios = [[0.0, 0.1, 0.9], [0.0, 0.1, 0.9], [0.9, 0.9, 0.0]]
    >>> shortlist([0.1, 0.15, 0.3], scenarios, weights=[0.5, 0.3, 0.2], size=2)
    array([0, 2])
    """
    return greedy_portfolio(scenarios, size, weights=weights, start=(int(np.argmin(predicted_regret)),))


def regret_scenarios(predicted_regret, errors, R) -> np.ndarray:
    """Return what the regrets of a new dataset may turn out to be, one scenario for each known dataset.

    The prediction for the new dataset, plus what a prediction missed on a known one: so the scenarios are about the
    new dataset, and configurations that are wrongly judged together stay together. Where it is not known what is
    missed, the scenarios are the clipped regrets of the known datasets.

    Parameters
    ----------
    predicted_regret : ndarray of shape (n_configurations,)
    errors : ndarray of shape (n_datasets, n_configurations), optional
        What `residuals_of_known` of a meta-learner returns.
    R : ndarray of shape (n_datasets, n_configurations)
        Regrets of the known datasets; NaN where never run.

    Returns
    -------
    scenarios : ndarray of shape (n_datasets, n_configurations)
        Only differences within a scenario matter, so it may hold numbers below 0.

    Examples
    --------
    >>> regret_scenarios(np.array([0.1, 0.2]), np.array([[0.0, 0.1], [0.1, -0.2]]), R=None)
    array([[0.1, 0.3],
           [0.2, 0. ]])
    """
    return cap_regret(R, CLIP) if errors is None else predicted_regret + errors


def advised_order(predicted_regret, weights, errors, R, available: np.ndarray, size: int) -> np.ndarray:
    """Return the indices of the configurations to try, in order: the short list where the meta-learner allows for one.

    One that knows neither weights nor errors says nothing about which configurations make up for one another; its list
    is by predicted regret.

    Parameters
    ----------
    predicted_regret : ndarray of shape (n_configurations,)
        For the new dataset.
    weights : ndarray of shape (n_datasets,), optional
        Of the known datasets for the new one.
    errors : ndarray of shape (n_datasets, n_configurations), optional
        What `residuals_of_known` of a meta-learner returns.
    R : ndarray of shape (n_datasets, n_configurations)
        Regrets of the known datasets.
    available : ndarray of int
        Indices of those that may be recommended.
    size : int
    """
    if weights is None and errors is None:
        return available[np.argsort(predicted_regret[available], kind="stable")[:size]]
    scenarios = regret_scenarios(predicted_regret, errors, R)
    return available[shortlist(predicted_regret[available], scenarios[:, available], weights, size)]


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
    return np.lexsort((np.asarray(fit_seconds, dtype=float), with_time(predicted_regret, fit_seconds, price)))


def with_time(predicted_regret, fit_seconds, price: float) -> np.ndarray:
    """Return predicted regret plus what the fit time costs; which is least does not depend on the unit of time.

    Parameters are those of `cheap_order`.
    """
    seconds = np.maximum(np.asarray(fit_seconds, dtype=float), 1e-9)
    return np.asarray(predicted_regret, dtype=float) + price * np.log10(seconds)
