"""The regrets of the most similar known datasets."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from metaselect.exceptions import ConfigurationError
from metaselect.metalearners._base import BaseMetaLearner
from metaselect.metalearners._registry import meta_learner
from metaselect.metalearners._scaling import relevance
from metaselect.metalearners.regret import CLIP

__all__ = ["LearnedNearestMetaLearner", "NearestMetaLearner", "OneNearestMetaLearner"]

_ORDERS = {"euclidean": 2, "manhattan": 1, "chebyshev": np.inf}


@meta_learner("nearest")
class NearestMetaLearner(BaseMetaLearner):
    """Predicts the weighted mean regret of the k nearest known datasets.

    Distances are taken on metafeatures scaled by rank. A neighbour's weight falls linearly from 1 at distance 0
    to 0 at the first dataset that is no neighbour any more, so that no dataset enters or leaves with a jump.
    Source: Brazdil, Soares & da Costa (2003), Ranking learning algorithms: using IBL and meta-learning.

    Parameters
    ----------
    n_neighbors : int
        With weights that fall to 0 they speak for about half as many; fewer are used where fewer are known.
    distance : {"euclidean", "manhattan", "chebyshev"}
        Between rows of scaled metafeatures.
    clip : float
        Regrets above it count as it.
    random_state : int
        Unused; every meta-learner has one.
    """

    def __init__(self, n_neighbors=20, distance="euclidean", clip=CLIP, random_state=0):
        self.n_neighbors = n_neighbors
        self.distance = distance
        self.clip = clip
        self.random_state = random_state

    def weights(self, M: ArrayLike) -> np.ndarray:
        """Return how much each known dataset counts for each new one, of shape (n_new, n_datasets)."""
        return self._weights(self._scale(M))

    def _learn(self, M, R):
        if self.distance not in _ORDERS:
            raise ConfigurationError(f"distance {self.distance!r} is unknown; choose one of {', '.join(_ORDERS)}")
        self.R_ = np.minimum(R, self.clip)
        self.relevance_ = self._relevance(M)
        self.M_ = M * self.relevance_

    def _relevance(self, M):
        """Return the number that each metafeature is multiplied with, (n_metafeatures,)."""
        return np.ones(M.shape[1])

    def _predict(self, M):
        return self._weights(M) @ self.R_

    def _weights(self, M):
        order = _ORDERS[self.distance]
        distance = np.array([np.linalg.norm(self.M_ - m, order, axis=1) for m in M * self.relevance_])
        n_neighbors = min(self.n_neighbors, len(self.M_))
        order = np.argsort(distance, axis=1, kind="stable")
        sorted_distance = np.take_along_axis(distance, order, axis=1)
        first_outside = sorted_distance[:, [min(n_neighbors, len(self.M_) - 1)]]
        closeness = 1.0 - sorted_distance / np.maximum(first_outside, 1e-12)
        # The smallest share keeps a neighbour in where all are equally far.
        closeness = np.where(np.arange(len(self.M_)) < n_neighbors, np.maximum(closeness, 1e-6), 0.0)
        weights = np.empty_like(distance)
        np.put_along_axis(weights, order, closeness, axis=1)
        return weights / weights.sum(axis=1, keepdims=True)


@meta_learner("one_nearest")
class OneNearestMetaLearner(NearestMetaLearner):
    """Predicts the regrets of the most similar known dataset.

    A baseline: the advice of systems that look up one neighbour. Source: Wang, Wu, Weimer & Zhu (2021), FLAML: a fast
    and lightweight AutoML library, its zero-shot mode.

    Parameters
    ----------
    distance : {"euclidean", "manhattan", "chebyshev"}
        Between rows of scaled metafeatures.
    clip : float
        Regrets above it count as it.
    random_state : int
        Unused; every meta-learner has one.
    """

    def __init__(self, distance="euclidean", clip=1.0, random_state=0):
        super().__init__(n_neighbors=1, distance=distance, clip=clip, random_state=random_state)


@meta_learner("nearest_learned")
class LearnedNearestMetaLearner(NearestMetaLearner):
    """Predicts as `NearestMetaLearner` does, with distances in which the metafeatures that matter count more.

    A metafeature is multiplied with the root of its `relevance`. Parameters as there.
    """

    def _relevance(self, M):
        return relevance(M, self.R_)
