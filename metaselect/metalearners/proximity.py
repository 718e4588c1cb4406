"""A forest that says how much each known dataset has to do with a new one, and which metafeatures decided it."""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from metaselect.metalearners._scaling import principal_directions
from metaselect.metalearners._tree_nodes import TreeNodes

__all__ = ["ProximityForest"]

_BITS = 20


class ProximityForest:
    """A multi-output random forest, seen as weights of the known datasets.

    The prediction of a regression forest is a weighted mean of the known targets. The weights are worth more than the
    prediction: they apply to any other quantity known about the datasets, and they can be shown.
    Source: Meinshausen (2006), Quantile regression forests, JMLR 7.

    Parameters
    ----------
    n_trees : int
        Each from a bootstrap sample of the known datasets.
    min_samples_leaf : int
        Known datasets in a leaf at least, counted with the repetitions of the bootstrap.
    max_features : float
        Share of the metafeatures tried at each split.
    n_directions : int
        Splits are chosen on this many principal directions of the targets. The squared error that splits minimise
        does not change under rotation, so what is left out is only the least varying part, and hundreds of targets
        cost no more than these.
    random_splits : bool
        Whether thresholds are drawn at random instead of searched for, as extremely randomised trees do (Geurts,
        Ernst & Wehenkel 2006); each tree still sees a bootstrap sample, from which the weights come.
    random_state : int
        Seeds the bootstrap samples and the metafeatures tried at each split.

    Attributes
    ----------
    mean_ : ndarray of shape (n_targets,)
        Prediction before any metafeature is looked at.
    """

    def __init__(
        self,
        n_trees=200,
        min_samples_leaf=3,
        max_features=0.33,
        n_directions=10,
        random_splits=False,
        random_state=0,
    ):
        self.n_trees = n_trees
        self.min_samples_leaf = min_samples_leaf
        self.max_features = max_features
        self.n_directions = n_directions
        self.random_splits = random_splits
        self.random_state = random_state

    def fit(self, M: np.ndarray, targets: np.ndarray) -> Self:
        """Grow the trees.

        Parameters
        ----------
        M : ndarray of shape (n_datasets, n_metafeatures)
            Where it holds NaN, a split says which way those go.
        targets : ndarray of shape (n_datasets, n_targets)
            Without NaN, on scales that make their squared errors comparable.
        """
        from sklearn.ensemble import ExtraTreesRegressor, RandomForestRegressor

        make_forest = ExtraTreesRegressor if self.random_splits else RandomForestRegressor
        coordinates = _on_grid(principal_directions(targets, self.n_directions)[1])
        forest = make_forest(
            n_estimators=self.n_trees,
            min_samples_leaf=self.min_samples_leaf,
            max_features=self.max_features,
            bootstrap=True,
            random_state=self.random_state,
        ).fit(M, coordinates if coordinates.shape[1] > 1 else coordinates[:, 0])
        self.n_metafeatures_ = M.shape[1]
        self.targets_ = targets
        self.nodes_ = TreeNodes.of(forest.estimators_)
        self.leaves_ = self.nodes_.leaves(M)  # (n_datasets, n_trees)
        drawn = forest.estimators_samples_
        counts = [np.bincount(rows, minlength=len(M)) for rows in drawn]
        self.counts_ = np.stack(counts).astype(np.int16)  # (n_trees, n_datasets)
        self.mean_ = self.counts_.mean(axis=0) / len(M) @ targets
        return self

    def weights(self, M_new: np.ndarray) -> np.ndarray:
        """Return the weight of each known dataset for each new one, of shape (n_new, n_datasets); rows sum to 1.

        Mean over trees of: the dataset's share of the bootstrap sample that fell into the leaf of the new one.
        """
        leaves_new = self.nodes_.leaves(M_new)  # (n_new, n_trees)
        return self._mean_shares(leaves_new, np.ones(leaves_new.shape, dtype=bool))

    def out_of_bag_proximities(self, groups: ArrayLike) -> np.ndarray:
        """Return the weights of known datasets for one another, as if each were new.

        A dataset gets its weights from the trees whose bootstrap sample left it out, and none of its own group.

        Parameters
        ----------
        groups : array-like of shape (n_datasets,)
            Datasets that must not speak for one another: those of the same origin.

        Returns
        -------
        weights : ndarray of shape (n_datasets, n_datasets)
            Rows sum to 1; equal weights outside the group where the trees give none there, and zeros where there is
            nothing outside it.
        """
        groups = np.asarray(groups)
        outside = groups[:, None] != groups  # (n_datasets, n_datasets)
        weights = np.where(outside, self._mean_shares(self.leaves_, self.counts_.T == 0), 0.0)
        weights = np.where(weights.sum(axis=1, keepdims=True) > 0, weights, outside)
        return weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-300)

    def predict(self, M_new: np.ndarray) -> np.ndarray:
        """Return the predicted targets, of shape (n_new, n_targets)."""
        return self.weights(M_new) @ self.targets_

    def contributions(self, m: np.ndarray, direction: ArrayLike) -> np.ndarray:
        """Return how much each metafeature moved `direction @ prediction` away from its mean.

        On its way down a tree a dataset passes nodes; the change of the mean target from one node to the next is
        credited to the metafeature that was split on. The sum over metafeatures plus `direction @ mean_` is exactly
        `direction @ predict([m])[0]`. Source: Palczewska et al. (2014), Interpreting random forest classification
        models using a feature contribution method.

        Parameters
        ----------
        m : ndarray of shape (n_metafeatures,)
            Of the new dataset, scaled as those of `fit`.
        direction : ndarray of shape (n_targets,)
            What is asked about: a unit vector for one target, a difference of two for "why rather this than that".

        Returns
        -------
        contributions : ndarray of shape (n_metafeatures,)
            What each metafeature adds to the prediction.
        """
        known = self.targets_ @ direction  # (n_datasets,)
        paths, ends = self.nodes_.ways_down(m)  # (n_levels, n_trees) each
        node_means = []
        for here, end in zip(paths, ends, strict=True):
            passed = ((here <= self.leaves_) & (self.leaves_ < end)) * self.counts_.T  # (n_datasets, n_trees)
            node_means.append(known @ passed / passed.sum(axis=0))
        is_split = paths[:-1] != paths[1:]
        total = np.zeros(self.n_metafeatures_)
        np.add.at(total, self.nodes_.features[paths[:-1][is_split]], np.diff(node_means, axis=0)[is_split])
        return total / paths.shape[1]

    def _mean_shares(self, leaves_new: np.ndarray, used: np.ndarray) -> np.ndarray:
        """Return shares of leaves, of shape (n_new, n_datasets), averaged over the trees in `used` (n_new, n_trees)."""
        total = np.empty((len(leaves_new), len(self.leaves_)))
        for i, leaves in enumerate(leaves_new):
            in_leaf = (leaves == self.leaves_) * self.counts_.T  # (n_datasets, n_trees)
            total[i] = in_leaf @ (used[i] / in_leaf.sum(axis=0))
        return total / np.maximum(used.sum(axis=1, keepdims=True), 1)


def _on_grid(values: np.ndarray) -> np.ndarray:
    """Return the values rounded to a millionth of the greatest, to a multiple of a power of two.

    Among few datasets many splits part them in the same way. Sums of such multiples are exact, so that these splits
    stay ties, which `random_state` breaks, and not the last digits that another processor computes otherwise.
    """
    step = 2.0 ** (np.ceil(np.log2(max(np.abs(values).max(), 1e-300))) - _BITS)
    return np.round(values / step) * step
