"""A forest over metafeatures whose leaves say which known datasets count."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from metaselect.metalearners._base import BaseMetaLearner, Contributions
from metaselect.metalearners._registry import meta_learner
from metaselect.metalearners.proximity import ProximityForest
from metaselect.metalearners.regret import CLIP, blended_regret, rank_worth, scaled_ranks

__all__ = ["ForestMetaLearner"]


@meta_learner("forest")
class ForestMetaLearner(BaseMetaLearner):
    """Predicts a weighted mean over known datasets, with the weights of one forest for all configurations.

    The forest splits on clipped regrets and on ranks, which count equally. What is averaged with its weights is the
    `blended_regret`.

    Parameters
    ----------
    n_trees : int
        In the forest; more cost time and change little.
    min_samples_leaf : int
        Known datasets in a leaf at least.
    max_features : float
        Share of the metafeatures tried at each split.
    clip : float
        Regrets above it count as it: beyond it a configuration is simply bad, and how bad would be noise.
    rank_share : float in [0, 1]
        Share of the rank in what is averaged, the rest is clipped regret.
    trust : float in [0, 1]
        Share of the forest's weights, the rest is equal weights for all known datasets. 0 is the same
        recommendation for everyone.
    random_state : int
        Seeds the bootstrap samples and the metafeatures tried at each split.

    Attributes
    ----------
    forest_ : ProximityForest
        Fitted on scaled metafeatures.
    expected_regret_ : ndarray of shape (n_configurations,)
        Prediction before any metafeature is looked at.
    """

    random_splits = False  # whether thresholds are drawn instead of searched for

    def __init__(
        self,
        n_trees=200,
        min_samples_leaf=3,
        max_features=0.33,
        clip=CLIP,
        rank_share=0.5,
        trust=0.9,
        random_state=0,
    ):
        self.n_trees = n_trees
        self.min_samples_leaf = min_samples_leaf
        self.max_features = max_features
        self.clip = clip
        self.rank_share = rank_share
        self.trust = trust
        self.random_state = random_state

    def weights(self, M: ArrayLike) -> np.ndarray:
        """Return how much each known dataset counts for each new one, of shape (n_new, n_datasets)."""
        return self._weights(self._scale(M))

    def residuals_of_known(self) -> np.ndarray:
        """Return clipped regrets minus what trees predict that have not seen the dataset: see `BaseMetaLearner`."""
        return self.clipped_ - self.proximities_of_known() @ self.R_

    def proximities_of_known(self) -> np.ndarray:
        """Return how much known datasets count for each known one by trees that have not seen it.

        Of shape (n_datasets, n_datasets).
        """
        n_datasets = len(self.R_)
        return self.trust * self.out_of_bag_proximities(np.arange(n_datasets)) + (1.0 - self.trust) / n_datasets

    def out_of_bag_proximities(self, groups: ArrayLike) -> np.ndarray:
        """Return what `ProximityForest.out_of_bag_proximities` does: without the equal share of `trust`."""
        return self.forest_.out_of_bag_proximities(groups)

    def contributions(self, M: ArrayLike, direction: ArrayLike) -> Contributions:
        """Return what each metafeature adds to `prediction @ direction`: see `BaseMetaLearner`.

        By `ProximityForest.contributions`; there is no correction.

        Parameters
        ----------
        M : array-like of shape (n_new, n_metafeatures)
            NaN where a metafeature is undefined.
        direction : array-like of shape (n_configurations,)
            A unit vector for one configuration; 1 and -1 for two that are compared.
        """
        direction = np.asarray(direction, dtype=float)
        target_direction = np.outer(self.target_scales_, direction).ravel()
        moved = [self.forest_.contributions(m, target_direction) for m in self._scale(M)]
        return Contributions(
            base=float(self.expected_regret_ @ direction),
            by_metafeature=self.trust * np.array(moved),
            correction=np.zeros(len(moved)),
        )

    def _learn(self, M, R):
        ranks = scaled_ranks(R)
        clipped = np.minimum(R, self.clip)
        spreads = np.array([_spread(clipped), _spread(ranks)])
        self.target_scales_ = spreads * [1.0 - self.rank_share, self.rank_share * rank_worth(clipped)]
        self.clipped_ = clipped
        self.R_ = blended_regret(R, self.clip, self.rank_share)  # (n_datasets, n_configurations)
        self.forest_ = ProximityForest(
            n_trees=self.n_trees,
            min_samples_leaf=self.min_samples_leaf,
            max_features=self.max_features,
            random_splits=self.random_splits,
            random_state=self.random_state,
        ).fit(M, np.hstack([clipped / spreads[0], ranks / spreads[1]]))
        forest_mean = self.target_scales_ @ self.forest_.mean_.reshape(2, -1)
        self.expected_regret_ = self.trust * forest_mean + (1.0 - self.trust) * self.R_.mean(axis=0)

    def _predict(self, M):
        return self._weights(M) @ self.R_

    def _weights(self, M):
        return self.trust * self.forest_.weights(M) + (1.0 - self.trust) / len(self.R_)


def _spread(T: np.ndarray) -> float:
    """Return the root of the summed variances of the columns of `T`, or 1 where nothing varies."""
    return float(np.sqrt(T.var(axis=0).sum())) or 1.0
