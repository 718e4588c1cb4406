"""Folds that keep the datasets of an origin together, and the regret of advice on what they leave out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from metaselect.metalearners import cap_regret
from metaselect.recommendation.portfolio import shortlist
from metaselect.seeding import rng_from

__all__ = ["first_pick_regret", "gap_interval", "origin_folds", "short_list_regret", "weighted_list"]


def origin_folds(origins: Sequence[str], n_folds: int, random_state: int = 0) -> np.ndarray:
    """Return the fold of each dataset, (n_datasets,): origins are shuffled and dealt out."""
    distinct, code = np.unique(np.asarray(origins), return_inverse=True)
    fold_of_origin = rng_from(random_state, "origin folds").permutation(np.arange(len(distinct)) % n_folds)
    return fold_of_origin[code]


def first_pick_regret(predicted: np.ndarray, R: np.ndarray) -> np.ndarray:
    """Return the true regret of the first pick among what was run, (n_datasets,); both (n_datasets, n_configs)."""
    pick = np.where(np.isnan(R), np.inf, predicted).argmin(axis=1)
    return cap_regret(R)[np.arange(len(R)), pick]


def short_list_regret(order: Callable[[int, np.ndarray], np.ndarray], R: np.ndarray, size: int) -> np.ndarray:
    """Return the true regret of the best of `order(i, available)[:size]`, (n_datasets,)."""
    regret = np.empty(len(R))
    for i, true in enumerate(cap_regret(R)):
        available = np.flatnonzero(~np.isnan(R[i]))
        regret[i] = true[available[order(i, available)[:size]]].min() if len(available) else np.nan
    return regret


def weighted_list(predicted, weights, R_known, size: int, sharpness: float):
    """Return the `order` of `short_list_regret` for the short list of a meta-learner with weights."""
    return lambda i, available: shortlist(
        predicted[i, available], R_known[:, available], weights[i], size, sharpness=sharpness
    )


def gap_interval(regret, reference, origins, n_resamples: int = 1000) -> tuple[float, float, float]:
    """Return mean regret over mean reference, and its 95 % bootstrap interval over origins."""
    distinct, code = np.unique(np.asarray(origins), return_inverse=True)
    draws = rng_from(0, "gap").multinomial(len(distinct), np.full(len(distinct), 1 / len(distinct)), n_resamples)
    repeats = draws[:, code]
    low, high = np.quantile((repeats @ regret) / np.maximum(repeats @ reference, 1e-12), [0.025, 0.975])
    return float(np.sum(regret) / max(np.sum(reference), 1e-12)), float(low), float(high)
