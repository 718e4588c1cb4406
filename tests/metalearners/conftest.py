"""Synthetic knowledge bases with a planted rule."""

import numpy as np
import pytest


def planted(n_datasets, seed=0, n_configurations=8, n_metafeatures=12):
    """Metafeature 3 decides: where it is negative configurations 0 to 3 win, the lower the better, else 7 to 4.

    The single best is a compromise that is never far off and never the best.
    """
    rng = np.random.default_rng(seed)
    M = rng.normal(size=(n_datasets, n_metafeatures))
    position = np.linspace(0.05, 0.5, n_configurations)
    R = np.where(M[:, [3]] < 0, position, position[::-1])
    R[:, n_configurations // 2] = 0.2
    R = np.maximum(R + rng.normal(scale=0.03, size=R.shape), 0.0)
    R -= R.min(axis=1, keepdims=True)
    return M, R


@pytest.fixture(scope="session")
def make_planted():
    return planted


@pytest.fixture(scope="session")
def awkward():
    """Undefined, constant, infinite and huge metafeatures; regrets never run, above 1, and without any value."""
    M, R = planted(60, seed=1)
    rng = np.random.default_rng(2)
    M[rng.random(M.shape) < 0.1] = np.nan
    M[:, 0] = np.nan
    M[:, 1] = 5.0
    M[:, 2] *= 1e35
    M[4, 5], M[5, 5] = np.inf, -np.inf
    R[rng.random(R.shape) < 0.1] = np.nan
    R[0, 0] = 1e6
    R[:, 6] = np.nan
    R[7] = np.nan
    return M, R
