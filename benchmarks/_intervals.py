"""Intervals for what is measured on folds of origins."""

from __future__ import annotations

import numpy as np

from metaselect.seeding import rng_from

__all__ = ["gap_interval"]


def gap_interval(regret, reference, origins, n_resamples: int = 1000) -> tuple[float, float, float]:
    """Return mean regret over mean reference, and its 95 % bootstrap interval over origins."""
    distinct, code = np.unique(np.asarray(origins), return_inverse=True)
    draws = rng_from(0, "gap").multinomial(len(distinct), np.full(len(distinct), 1 / len(distinct)), n_resamples)
    repeats = draws[:, code]
    low, high = np.quantile((repeats @ regret) / np.maximum(repeats @ reference, 1e-12), [0.025, 0.975])
    return float(np.sum(regret) / max(np.sum(reference), 1e-12)), float(low), float(high)
