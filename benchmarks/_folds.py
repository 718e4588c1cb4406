"""Folds that keep the datasets of an origin together, and intervals for what is measured on them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from metaselect.seeding import rng_from

__all__ = ["gap_interval", "origin_folds"]


def origin_folds(origins: Sequence[str], n_folds: int, random_state: int = 0) -> np.ndarray:
    """Return the fold of each dataset, (n_datasets,): origins are shuffled and dealt out."""
    distinct, code = np.unique(np.asarray(origins), return_inverse=True)
    fold_of_origin = rng_from(random_state, "origin folds").permutation(np.arange(len(distinct)) % n_folds)
    return fold_of_origin[code]


def gap_interval(regret, reference, origins, n_resamples: int = 1000) -> tuple[float, float, float]:
    """Return mean regret over mean reference, and its 95 % bootstrap interval over origins."""
    distinct, code = np.unique(np.asarray(origins), return_inverse=True)
    draws = rng_from(0, "gap").multinomial(len(distinct), np.full(len(distinct), 1 / len(distinct)), n_resamples)
    repeats = draws[:, code]
    low, high = np.quantile((repeats @ regret) / np.maximum(repeats @ reference, 1e-12), [0.025, 0.975])
    return float(np.sum(regret) / max(np.sum(reference), 1e-12)), float(low), float(high)
