"""A synthetic knowledge base that is hard to learn from."""

import numpy as np
import pytest


@pytest.fixture(scope="session")
def make_awkward(make_planted):
    """Return a function that makes what `awkward` is."""
    return lambda: _spoil(*make_planted(60, seed=1))


@pytest.fixture(scope="session")
def awkward(make_awkward):
    """Undefined, constant, infinite and huge metafeatures; regrets never run, above 1, and without any value."""
    return make_awkward()


def _spoil(M, R):
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
