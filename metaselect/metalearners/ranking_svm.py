"""A support vector machine that learns which of two configurations is better."""

from __future__ import annotations

import numpy as np

from metaselect.metalearners._base import BaseMetaLearner
from metaselect.metalearners._registry import meta_learner
from metaselect.metalearners._scaling import principal_directions
from metaselect.metalearners.regret import CLIP
from metaselect.seeding import rng_from

__all__ = ["RankingSVMMetaLearner"]


@meta_learner("ranking_svm")
class RankingSVMMetaLearner(BaseMetaLearner):
    """Predicts an order from pairs: a linear machine that tells the better of two configurations on a dataset.

    A dataset is described by its main metafeature directions, a configuration by how the known datasets took it (its
    coordinates in the principal directions of regret), a pair by the products of the former with the difference of
    the latter. A pair counts as much as its regrets differ. The resulting utilities are put in units of regret by
    least squares. Source: Joachims (2002), Optimizing search engines using clickthrough data.

    Parameters
    ----------
    n_pairs : int
        Pairs drawn per known dataset.
    n_metafeature_directions, n_directions : int
        Directions of the metafeatures and of the regrets.
    C : float
        Penalty of pairs in the wrong order; smaller is smoother.
    clip : float
        Regrets above it count as it.
    random_state : int
        Draws the pairs.
    """

    def __init__(self, n_pairs=60, n_metafeature_directions=15, n_directions=5, C=0.1, clip=CLIP, random_state=0):
        self.n_pairs = n_pairs
        self.n_metafeature_directions = n_metafeature_directions
        self.n_directions = n_directions
        self.C = C
        self.clip = clip
        self.random_state = random_state

    def _learn(self, M, R):
        regret = np.minimum(R, self.clip)
        self.center_, coordinates, self.M_directions_ = principal_directions(M, self.n_metafeature_directions)
        self.M_scale_ = max(float(coordinates[:, 0].std()), 1e-12)
        mean, _, directions = principal_directions(regret, self.n_directions)
        self.traits_ = np.column_stack([(mean - mean.mean()) / max(mean.std(), 1e-12), *directions])
        self.coefficients_ = self._learn_pairs(self._describe(M), regret)  # (n_descriptors, n_traits)
        utility = self._utility(M)
        centered = utility - utility.mean()
        self.slope_ = float((centered * regret).mean() / max(centered.var(), 1e-12))
        self.intercept_ = float(regret.mean() - self.slope_ * utility.mean())

    def _learn_pairs(self, described, regret):
        from sklearn.svm import LinearSVC

        rng = rng_from(self.random_state, "pairs")
        n_datasets, n_configurations = regret.shape
        first, second = rng.integers(n_configurations, size=(2, n_datasets * self.n_pairs))
        dataset = np.repeat(np.arange(n_datasets), self.n_pairs)
        difference = regret[dataset, second] - regret[dataset, first]
        # Each pair both ways round, so that neither label is missing and no intercept is needed.
        x = described[dataset, :, None] * (self.traits_[first] - self.traits_[second])[:, None, :]
        x = x.reshape(len(x), -1)[difference != 0]
        difference = difference[difference != 0]
        shape = described.shape[1], self.traits_.shape[1]
        if not len(difference):
            return np.zeros(shape)
        machine = LinearSVC(C=self.C, fit_intercept=False, dual=False, random_state=0)
        weights = np.abs(difference) / np.abs(difference).mean()
        machine.fit(np.vstack([x, -x]), np.sign(np.r_[difference, -difference]), np.r_[weights, weights])
        return machine.coef_.reshape(shape)

    def _describe(self, M):
        coordinates = (M - self.center_) @ self.M_directions_.T / self.M_scale_
        return np.column_stack([np.ones(len(M)), coordinates])  # (n_datasets, n_descriptors)

    def _utility(self, M):
        return self._describe(M) @ self.coefficients_ @ self.traits_.T

    def _predict(self, M):
        return self.intercept_ + self.slope_ * self._utility(M)
