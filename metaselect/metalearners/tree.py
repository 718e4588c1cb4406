"""A tree small enough to be read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from metaselect.metalearners._base import BaseMetaLearner
from metaselect.metalearners._registry import meta_learner
from metaselect.metalearners._scaling import MedianImputation
from metaselect.metalearners._tree_node import TreeNode
from metaselect.metalearners._tree_nodes import TreeNodes
from metaselect.metalearners.regret import CLIP

__all__ = ["TreeMetaLearner"]


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
        same_leaf = self.nodes_.leaves(self._scale(M)) == self.leaves_
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

        tree = DecisionTreeRegressor(
            max_depth=self.max_depth,
            min_samples_leaf=max(1, min(self.min_samples_leaf, len(M) // 2)),
            random_state=self.random_state,
        ).fit(M, np.minimum(R, self.clip))
        self.nodes_ = TreeNodes.of([tree])
        self.leaves_ = self.nodes_.leaves(M)[:, 0]  # (n_datasets,)
        self.regrets_ = tree.tree_.value[:, :, 0].copy()  # (n_nodes, n_configurations)
        self.n_datasets_ = tree.tree_.n_node_samples.astype(np.int32)  # (n_nodes,)

    def _predict(self, M):
        return self.regrets_[self.nodes_.leaves(M)[:, 0]]

    def nodes(self) -> dict[int, TreeNode]:
        """Return the nodes by number, the root is 0."""
        nodes = self.nodes_
        return {
            i: TreeNode(
                regret=self.regrets_[i],
                n_datasets=int(self.n_datasets_[i]),
                metafeature=None if leaf else int(nodes.features[i]),
                threshold=None if leaf else float(nodes.thresholds[i]),
                left=None if leaf else i + 1,
                right=None if leaf else int(nodes.right[i]),
            )
            for i, leaf in enumerate(nodes.features < 0)
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
