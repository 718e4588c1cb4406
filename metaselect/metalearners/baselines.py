"""What a learned recommendation has to beat; none of these looks at the metafeatures."""

from __future__ import annotations

import numpy as np

from metaselect.metalearners._base import BaseMetaLearner
from metaselect.metalearners._registry import meta_learner
from metaselect.metalearners.greedy import greedy_portfolio
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
    """Predicts the position of each configuration in the greedy portfolio, 0 for the first, 1 for the last.

    Its first pick is the single best, the next ones are chosen to make up for it: see `greedy_portfolio`.

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

    def _learn(self, M, R):
        n_configurations = R.shape[1]
        order = greedy_portfolio(R, size=n_configurations, worst=self.clip)
        self.regret_ = np.empty(n_configurations)
        self.regret_[order] = np.arange(n_configurations) / max(n_configurations - 1, 1)
