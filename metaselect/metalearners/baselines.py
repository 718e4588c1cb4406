"""What a learned recommendation has to beat; none of these learns from the metafeatures."""

from __future__ import annotations

import numpy as np

from metaselect.metalearners._base import BaseMetaLearner
from metaselect.metalearners._registry import meta_learner
from metaselect.metalearners.regret import scaled_ranks
from metaselect.seeding import rng_from

__all__ = [
    "AverageRankMetaLearner",
    "RandomMetaLearner",
    "SingleBestMetaLearner",
    "StaticPortfolioMetaLearner",
]


@meta_learner("random")
class RandomMetaLearner(BaseMetaLearner):
    """Predicts numbers drawn from [0, 1), others for each dataset.

    They depend on the seed and on the dataset's own metafeatures alone, not on the rows beside it.
    """

    def __init__(self, random_state=0):
        self.random_state = random_state

    def _learn(self, M, R):
        self.n_configurations_ = R.shape[1]

    def _predict(self, M):
        draws = [rng_from(self.random_state, "random", m.tobytes().hex()).random(self.n_configurations_) for m in M]
        return np.array(draws)


class _SameForAll(BaseMetaLearner):
    """Predicts `regret_`, of shape (n_configurations,), for every dataset."""

    uses_metafeatures = False

    def _predict(self, M):
        return np.tile(self.regret_, (len(M), 1))


@meta_learner("single_best")
class SingleBestMetaLearner(_SameForAll):
    """Predicts the mean regret of each configuration over the known datasets.

    Its first pick is the single best configuration, the yardstick of algorithm selection.

    Parameters
    ----------
    clip : float
        Regrets above it count as it before the mean is taken.
    random_state : int
        Unused; every meta-learner has one.
    """

    def __init__(self, clip=1.0, random_state=0):
        self.clip = clip
        self.random_state = random_state

    def _learn(self, M, R):
        self.regret_ = np.minimum(R, self.clip).mean(axis=0)


@meta_learner("average_rank")
class AverageRankMetaLearner(_SameForAll):
    """Predicts the mean rank of each configuration over the known datasets, 0 for always best, 1 for always worst.

    Source: Brazdil & Soares (2000), A comparison of ranking methods for classification algorithm selection.
    """

    def __init__(self, random_state=0):
        self.random_state = random_state

    def _learn(self, M, R):
        self.regret_ = scaled_ranks(R).mean(axis=0)


@meta_learner("static_portfolio")
class StaticPortfolioMetaLearner(_SameForAll):
    """Predicts the mean regret of each configuration over the known datasets, and knows what that misses.

    Its first pick is the single best, the next ones on its short list make up for it on the known datasets, which all
    count equally: the static greedy portfolio, of the configurations that are available. Source: Feurer et al. (2022),
    Auto-sklearn 2.0: hands-free AutoML via meta-learning, JMLR 23.

    Parameters
    ----------
    clip : float
        Regrets above it count as it.
    random_state : int
        Unused; every meta-learner has one.
    """

    def __init__(self, clip=1.0, random_state=0):
        self.clip = clip
        self.random_state = random_state

    def residuals_of_known(self) -> np.ndarray:
        """Return clipped regrets minus their means: see `BaseMetaLearner`."""
        return self.clipped_ - self.regret_

    def _learn(self, M, R):
        self.clipped_ = np.minimum(R, self.clip)
        self.regret_ = self.clipped_.mean(axis=0)
