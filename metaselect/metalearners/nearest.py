"""The regrets of the most similar known datasets."""

from __future__ import annotations

import numpy as np

from metaselect.metalearners._base import BaseMetaLearner
from metaselect.metalearners._registry import meta_learner
from metaselect.metalearners.regret import CLIP

__all__ = ["NearestMetaLearner"]


@meta_learner("nearest")
class NearestMetaLearner(BaseMetaLearner):
    """Predicts the weighted mean regret of the k nearest known datasets.

    Distances are Euclidean on metafeatures scaled by rank. A neighbour's weight falls linearly from 1 at distance 0
    to 0 at the first dataset that is no neighbour any more, so that no dataset enters or leaves with a jump.
    Source: Brazdil, Soares & da Costa (2003), Ranking learning algorithms: using IBL and meta-learning.

    Parameters
    ----------
    n_neighbors : int
        With weights that fall to 0 they speak for about half as many; fewer are used where fewer are known.
    clip : float
        Regrets above it count as it.
    random_state : int
        Unused; every meta-learner has one.
    """

    def __init__(self, n_neighbors=20, clip=CLIP, random_state=0):
        self.n_neighbors = n_neighbors
        self.clip = clip
        self.random_state = random_state

    def weights(self, M) -> np.ndarray:
        """Return how much each known dataset counts for each new one, of shape (n_new, n_datasets)."""
        return self._weights(self._scale(M))

    def _learn(self, M, R):
        self.M_ = M
        self.R_ = np.minimum(R, self.clip)

    def _predict(self, M):
        return self._weights(M) @ self.R_

    def _weights(self, M):
        distance = np.array([np.linalg.norm(self.M_ - m, axis=1) for m in M])  # (n_new, n_datasets)
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
