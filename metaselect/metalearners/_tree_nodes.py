"""Grown trees as plain arrays, which can be kept in a file."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

__all__ = ["TreeNodes"]


class TreeNodes:
    """The nodes of one or several regression trees, one tree after another.

    A node has its number; below it come all nodes on its left, the first of which has the next number, and then all on
    its right.

    Attributes
    ----------
    roots : ndarray of shape (n_trees,)
        Numbers of the roots.
    features : ndarray of shape (n_nodes,)
        Index of the column that is split on; -1 in a leaf.
    thresholds : ndarray of shape (n_nodes,)
        What is at most it goes to the left; minus infinity in a leaf.
    missing_left : ndarray of shape (n_nodes,)
        Whether NaN goes to the left.
    right : ndarray of shape (n_nodes,)
        Number of the first node on the right; its own in a leaf.
    """

    roots: np.ndarray
    features: np.ndarray
    thresholds: np.ndarray
    missing_left: np.ndarray
    right: np.ndarray

    @classmethod
    def of(cls, trees: Sequence) -> TreeNodes:
        """Return the nodes of trees that scikit-learn grew, their deepest branches first.

        Parameters
        ----------
        trees : sequence of DecisionTreeRegressor
            Fitted.
        """
        grown = [tree.tree_ for tree in trees]
        starts = np.cumsum([0, *(tree.node_count for tree in grown)])
        features = np.concatenate([tree.feature for tree in grown])
        is_leaf = features < 0
        right = np.concatenate([tree.children_right + start for tree, start in zip(grown, starts[:-1], strict=True)])
        nodes = cls()
        nodes.roots = starts[:-1].astype(np.int32)
        nodes.features = np.where(is_leaf, -1, features).astype(np.int16)
        nodes.thresholds = np.where(is_leaf, -np.inf, np.concatenate([tree.threshold for tree in grown]))
        nodes.missing_left = np.concatenate([tree.missing_go_to_left for tree in grown]).astype(bool) & ~is_leaf
        nodes.right = np.where(is_leaf, np.arange(starts[-1]), right).astype(np.int32)
        return nodes

    def leaves(self, M: np.ndarray) -> np.ndarray:
        """Return the number of the leaf of each row of `M` (n_rows, n_columns) in each tree, (n_rows, n_trees)."""
        M = np.asarray(M, dtype=np.float32)  # in which trees are grown
        rows = np.arange(len(M))[:, None]
        here = np.tile(self.roots, (len(M), 1))
        while True:
            values = M[rows, self.features[here]]
            goes_left = values <= self.thresholds[here]
            goes_left |= np.isnan(values) & self.missing_left[here]
            below = np.where(goes_left, here + 1, self.right[here])  # a leaf is below itself
            if np.array_equal(below, here):
                return here
            here = below

    def ways_down(self, m: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the nodes that a row passes in each tree, and for each the first number after its descendants.

        Parameters
        ----------
        m : ndarray of shape (n_columns,)
            The row.

        Returns
        -------
        nodes, ends : ndarray of shape (n_levels, n_trees)
            From the roots down; a leaf stands until the last level, which all trees have reached.
        """
        leaves = self.leaves(np.asarray(m).reshape(1, -1))[0]
        nodes, ends = [self.roots], [np.append(self.roots[1:], len(self.features))]
        while not np.array_equal(nodes[-1], leaves):
            here, right = nodes[-1], self.right[nodes[-1]]
            is_inner, goes_left = here != leaves, leaves < right
            nodes.append(np.where(is_inner, np.where(goes_left, here + 1, right), here))
            ends.append(np.where(is_inner & goes_left, right, ends[-1]))
        return np.array(nodes), np.array(ends)
