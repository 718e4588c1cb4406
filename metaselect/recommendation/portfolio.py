"""The order in which configurations are recommended for a new dataset, with fit time counted or not."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from metaselect.recommendation.case import Case
from metaselect.recommendation.shortlist import advised_order

__all__ = [
    "PRICE",
    "Criterion",
    "cheap_list",
    "cheap_order",
    "choose_order",
    "make_criterion",
    "pareto_front",
    "with_time",
]

# How much regret a fit ten times as fast is worth.
PRICE = 0.01


def choose_order(case: Case, n: int, *, cheap: bool = False) -> np.ndarray:
    """Return the indices of the `n` configurations to try, in order.

    Parameters
    ----------
    case : Case
        The new dataset beside what is known.
    n : int
        Length of the list; shorter where fewer may be recommended.
    cheap : bool
        Whether fit time counts: see `cheap_list`.
    """
    if cheap:
        return cheap_list(case.forecast.predicted, case.costs().fit_seconds, case.allowed, n)
    return advised_order(case.forecast, case.allowed, n, np.setdiff1d(case.allowed, case.singles))


Criterion = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]


def make_criterion(case: Case, *, cheap: bool = False) -> Criterion:
    """Return a function that tells what candidates would be ordered by, were the dataset another.

    Parameters
    ----------
    case : Case
        The new dataset beside what is known.
    cheap : bool
        Whether fit time counts.

    Returns
    -------
    criterion : callable
        From metafeatures (n_variants, n_metafeatures) and, for each variant, by which factors rows and rows of the
        smallest class differ from those of the dataset, each (n_variants,), to what is to be small
        (n_variants, n_configurations); infinite where a configuration may not be recommended.
    """

    def criterion(M_changed, row_factors, minority_factors):
        cost = np.full((len(M_changed), len(case.configurations)), np.inf)
        predicted = case.learned.meta_learner.predict(M_changed)
        fitting = {}
        for v, (of_rows, of_minority) in enumerate(zip(row_factors, minority_factors, strict=True)):
            size = (of_rows, of_minority)  # that of the dataset for most variants
            if size not in fitting:
                fitting[size] = case.fitting(*size)
            cost[v, fitting[size]] = predicted[v, fitting[size]]
            if cheap:
                cost[v] = with_time(cost[v], case.costs(of_rows).fit_seconds)
        return cost

    return criterion


def cheap_list(predicted: np.ndarray, fit_seconds: np.ndarray, allowed: np.ndarray, n: int) -> np.ndarray:
    """Return `n` configurations in an order that weighs predicted regret against fit time.

    Those on the Pareto front come first, than which none is both better and faster: along it one can choose how much
    a better score may cost. The others follow only where the front is shorter than the list.

    Parameters
    ----------
    predicted, fit_seconds : ndarray of shape (n_configurations,)
        Predicted regrets, and seconds of one fit.
    allowed : ndarray of int
        Indices of those that may be recommended.
    n : int
        Length of the list; shorter where fewer are allowed.

    Examples
    --------
    >>> cheap_list(np.array([0.1, 0.105, 0.3, 0.4]), np.array([9.0, 1.0, 0.1, 5.0]), np.arange(4), n=3)
    array([1, 0, 2])
    """
    order = cheap_order(predicted[allowed], fit_seconds[allowed])
    on_front = np.isin(order, pareto_front(predicted[allowed], fit_seconds[allowed]))
    return allowed[np.concatenate([order[on_front], order[~on_front]])[:n]]


def pareto_front(predicted_regret: ArrayLike, fit_seconds: ArrayLike) -> np.ndarray:
    """Return the configurations than which no other is both as good and as fast, the fastest first.

    Parameters
    ----------
    predicted_regret, fit_seconds : array-like of shape (n_configurations,)
        Both are to be small.

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


def cheap_order(predicted_regret: ArrayLike, fit_seconds: ArrayLike, price: float = PRICE) -> np.ndarray:
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


def with_time(predicted_regret: ArrayLike, fit_seconds: ArrayLike, price: float = PRICE) -> np.ndarray:
    """Return predicted regret plus what the fit time costs; which is least does not depend on the unit of time.

    Parameters
    ----------
    predicted_regret, fit_seconds : array-like of shape (n_configurations,)
        Seconds must be positive.
    price : float
        How much regret a fit ten times as fast is worth.
    """
    seconds = np.maximum(np.asarray(fit_seconds, dtype=float), 1e-9)
    return np.asarray(predicted_regret, dtype=float) + price * np.log10(seconds)
