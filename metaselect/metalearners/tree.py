"""A tree small enough to be read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from metaselect.metalearners._base import BaseMetaLearner
from metaselect.metalearners._registry import meta_learner
from metaselect.metalearners._scaling import MedianImputation
from metaselect.metalearners._tree_node import TreeNode
from metaselect.metalearners.regret import CLIP

__all__ = ["TreeMetaLearner"]

_LEAF = -1  # the child of a leaf, in scikit-learn's arrays


@meta_learner("tree")
class TreeMetaLearner(BaseMetaLearner):
    """Predicts the mean regret of the known datasets in the same leaf of one small tree.

    Parameters
    ----------
    max_depth : int
        Conditions on a path at most.
    min_samples_leaf : int
        Known datasets in a leaf at least.
    clip : float
        Regrets above it count as it.
    random_state : int
        Decides between splits that are equally good.
    """

    scaling = MedianImputation

    def __init__(self, max_depth=3, min_samples_leaf=10, clip=CLIP, random_state=0):
        self.max_depth = max_depth
        self.min_samples_leaf = min_samples_leaf
        self.clip = clip
        self.random_state = random_state

    def weights(self, M: ArrayLike) -> np.ndarray:
        """Return how much each known dataset counts for each new one, of shape (n_new, n_datasets)."""
        same_leaf = self.tree_.apply(self._scale(M))[:, None] == self.leaves_
        return same_leaf / same_leaf.sum(axis=1, keepdims=True)

    def tree(self) -> TreeMetaLearner:
        """Return itself."""
        return self

    def rules(self, metafeature_names: Sequence[str], configuration_names: Sequence[str]) -> str:
        """Return the tree as text: one line per leaf, its conditions and the configuration that is best there.

        Parameters
        ----------
        metafeature_names : sequence of str, of length n_metafeatures
            In the order of the columns of `M`.
        configuration_names : sequence of str, of length n_configurations
            In the order of the columns of `R`.

        Examples
        --------
        >>> M = np.arange(40.0)[:, None]
        >>> R = np.where(M < 20, [[0.0, 0.3]], [[0.3, 0.0]])
        >>> print(TreeMetaLearner().fit(M, R).rules(["n_rows"], ["linear", "forest"]))
        if n_rows <= 19.5: linear (mean regret 0.000 on 20 known datasets)
        if n_rows > 19.5: forest (mean regret 0.000 on 20 known datasets)
        """
        return "\n".join(
            f"{_condition(path, metafeature_names)}: {configuration_names[int(regret.argmin())]} "
            f"(mean regret {regret.min():.3f} on {n_datasets} known datasets)"
            for path, regret, n_datasets in self._leaves()
        )

    def _learn(self, M, R):
        from sklearn.tree import DecisionTreeRegressor

        self.tree_ = DecisionTreeRegressor(
            max_depth=self.max_depth,
            min_samples_leaf=max(1, min(self.min_samples_leaf, len(M) // 2)),
            random_state=self.random_state,
        ).fit(M, np.minimum(R, self.clip))
        self.leaves_ = self.tree_.apply(M)  # (n_datasets,)
        self.n_configurations_ = R.shape[1]

    def _predict(self, M):
        return self.tree_.predict(M).reshape(len(M), self.n_configurations_)

    def nodes(self) -> dict[int, TreeNode]:
        """Return the nodes by number, the root is 0."""
        nodes = self.tree_.tree_
        return {
            i: TreeNode(
                regret=nodes.value[i, :, 0],
                n_datasets=int(nodes.n_node_samples[i]),
                metafeature=None if leaf else int(nodes.feature[i]),
                threshold=None if leaf else float(nodes.threshold[i]),
                left=None if leaf else int(nodes.children_left[i]),
                right=None if leaf else int(nodes.children_right[i]),
            )
            for i, leaf in enumerate(nodes.children_left == _LEAF)
        }

    def completed(self, M: ArrayLike) -> np.ndarray:
        """Return metafeatures as splits see them: medians for what is undefined, in single precision."""
        return self._scale(M).astype(np.float32)

    def _leaves(self):
        """Yield the path, mean regrets and number of datasets of each leaf, from left to right."""
        nodes = self.nodes()
        to_visit = [(0, ())]
        while to_visit:
            i, path = to_visit.pop()
            node = nodes[i]
            if node.left is None:
                yield path, node.regret, node.n_datasets
                continue
            split = (node.metafeature, node.threshold)
            to_visit.append((node.right, (*path, (*split, ">"))))
            to_visit.append((node.left, (*path, (*split, "<="))))


def _condition(path, metafeature_names) -> str:
    if not path:
        return "always"
    return "if " + " and ".join(f"{metafeature_names[j]} {sign} {value:.4g}" for j, value, sign in path)
