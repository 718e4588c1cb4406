"""Randomness derived from names, so that adding one thing never changes another."""

from __future__ import annotations

import hashlib

import numpy as np

__all__ = ["rng_from", "seed_from"]


def seed_from(random_state: int, *names: str) -> int:
    """Return a seed in [0, 2**31) that depends on `random_state` and `names` alone.

    Examples
    --------
    >>> seed_from(0, "one_nn") == seed_from(0, "one_nn")
    True
    >>> seed_from(0, "one_nn") == seed_from(0, "decision_stump")
    False
    """
    text = "\x1f".join([str(int(random_state)), *names])
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") >> 1


def rng_from(random_state: int, *names: str) -> np.random.Generator:
    """Return a generator of its own for (`random_state`, `names`).

    Examples
    --------
    >>> rng_from(0, "folds").integers(10) == rng_from(0, "folds").integers(10)
    np.True_
    """
    return np.random.default_rng(seed_from(random_state, *names))
