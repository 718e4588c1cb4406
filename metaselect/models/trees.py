"""Trees as arrays, and trees of arrays: a forest is a few long ones, whose numbers are checked before they are used.

scikit-learn follows the children of a node without looking where they lead: a file that was changed could end the
process, or read memory that is not its own.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.ensemble._hist_gradient_boosting.predictor import TreePredictor
from sklearn.tree._tree import Tree

__all__ = ["ForestArrays", "HistTreeArrays", "TreeArrays"]

_LEAF = -1


@dataclass(frozen=True, eq=False)
class TreeArrays:
    """A tree of scikit-learn.

    Attributes
    ----------
    n_features : int
        Of the rows that it takes.
    n_classes : ndarray of int of shape (n_outputs,)
        1 for numbers.
    max_depth : int
        The length of the longest way from the root to a leaf.
    nodes : ndarray of a type with fields, of shape (n_nodes,)
        As scikit-learn has them.
    values : ndarray of float64 of shape (n_nodes, n_outputs, n_classes)
        What each node predicts.
    """

    n_features: int
    n_classes: np.ndarray
    max_depth: int
    nodes: np.ndarray
    values: np.ndarray

    @classmethod
    def of(cls, tree: Any) -> TreeArrays:
        """Return the arrays of a tree."""
        state = tree.__getstate__()
        return cls(tree.n_features, np.array(tree.n_classes), state["max_depth"], state["nodes"], state["values"])

    def make(self) -> Any:
        """Return the tree.

        Raises
        ------
        ValueError
            If the arrays are not those of a tree.
        """
        nodes = self.nodes
        is_inner = nodes["left_child"] != _LEAF
        _check_nodes(is_inner, nodes["left_child"], nodes["right_child"], nodes["feature"], self.n_features)
        if (np.asarray(self.n_classes) < 1).any() or self.n_features < 1:
            raise ValueError("a tree is for no columns, or no class")
        tree = Tree(int(self.n_features), np.asarray(self.n_classes, dtype=np.intp), len(self.n_classes))
        state = {"max_depth": int(self.max_depth), "node_count": len(nodes), "nodes": nodes, "values": self.values}
        tree.__setstate__(state)
        return tree


@dataclass(frozen=True, eq=False)
class ForestArrays:
    """The trees of a forest, which are alike but for their nodes and seeds.

    Attributes
    ----------
    template : object
        One of the trees, without nodes.
    seeds : list of int
        Of each tree.
    depths : ndarray of int of shape (n_trees,)
        See `max_depth` of `TreeArrays`.
    ends : ndarray of int of shape (n_trees,)
        Where the nodes of each tree end.
    n_classes : ndarray of int of shape (n_outputs,)
        See `TreeArrays`.
    nodes : ndarray of a type with fields, of shape (n_nodes of all trees,)
        Of one tree behind the other.
    values : ndarray of float64 of shape (n_nodes of all trees, n_outputs, n_classes)
        Likewise.
    """

    template: Any
    seeds: list[int]
    depths: np.ndarray
    ends: np.ndarray
    n_classes: np.ndarray
    nodes: np.ndarray
    values: np.ndarray

    @classmethod
    def of(cls, trees: Sequence[Any]) -> ForestArrays:
        """Return the arrays of trees of one forest."""
        arrays = [TreeArrays.of(tree.tree_) for tree in trees]
        template = copy.copy(trees[0])
        del template.tree_
        return cls(
            template,
            [int(tree.random_state) for tree in trees],
            np.array([tree.max_depth for tree in arrays]),
            np.cumsum([len(tree.nodes) for tree in arrays]),
            arrays[0].n_classes,
            np.concatenate([tree.nodes for tree in arrays]),
            np.concatenate([tree.values for tree in arrays]),
        )

    def make(self) -> list[Any]:
        """Return the trees.

        Raises
        ------
        ValueError
            If the arrays are not those of trees.
        """
        trees = []
        starts = np.concatenate([[0], self.ends[:-1]])
        for seed, depth, start, end in zip(self.seeds, self.depths, starts, self.ends, strict=True):
            tree = copy.copy(self.template)
            tree.random_state = seed
            part = slice(int(start), int(end))
            arrays = (self.nodes[part], self.values[part])
            tree.tree_ = TreeArrays(tree.n_features_in_, self.n_classes, int(depth), *arrays).make()
            trees.append(tree)
        return trees


@dataclass(frozen=True, eq=False)
class HistTreeArrays:
    """The trees of scikit-learn's gradient boosting on binned columns.

    Attributes
    ----------
    n_per_round : int
        How many trees a round adds: one, or one for each class.
    ends, bitset_ends : ndarray of int of shape (n_trees,)
        Where the nodes of each tree end, and its sets of categories.
    nodes : ndarray of a type with fields, of shape (n_nodes of all trees,)
        Of one tree behind the other.
    binned_bitsets, raw_bitsets : ndarray of uint32 of shape (n_sets of all trees, 8)
        Sets of categories.
    """

    n_per_round: int
    ends: np.ndarray
    bitset_ends: np.ndarray
    nodes: np.ndarray
    binned_bitsets: np.ndarray
    raw_bitsets: np.ndarray

    @classmethod
    def of(cls, rounds: Sequence[Sequence[Any]]) -> HistTreeArrays:
        """Return the arrays of the trees of each round, at least one."""
        trees = [tree for of_round in rounds for tree in of_round]
        return cls(
            len(rounds[0]),
            np.cumsum([len(tree.nodes) for tree in trees]),
            np.cumsum([len(tree.raw_left_cat_bitsets) for tree in trees]),
            np.concatenate([tree.nodes for tree in trees]),
            np.concatenate([tree.binned_left_cat_bitsets for tree in trees]),
            np.concatenate([tree.raw_left_cat_bitsets for tree in trees]),
        )

    def make(self, n_features: int) -> list[list[Any]]:
        """Return the trees of each round.

        Parameters
        ----------
        n_features : int
            Of the rows that they take.

        Raises
        ------
        ValueError
            If the arrays are not those of trees.
        """
        trees = []
        start = first_set = 0
        for end, last_set in zip(self.ends.tolist(), self.bitset_ends.tolist(), strict=True):
            nodes = self.nodes[start:end]
            sets = slice(first_set, last_set)
            tree = TreePredictor(nodes, self.binned_bitsets[sets], self.raw_bitsets[sets])
            is_inner = nodes["is_leaf"] == 0
            _check_nodes(is_inner, nodes["left"], nodes["right"], nodes["feature_idx"], n_features)
            is_set = is_inner & (nodes["is_categorical"] != 0)
            n_sets = min(len(tree.binned_left_cat_bitsets), len(tree.raw_left_cat_bitsets))
            if (nodes["bitset_idx"][is_set] >= n_sets).any() or self.raw_bitsets.shape[1:] != (8,):
                raise ValueError("a tree asks for a set of categories that is not there")
            trees.append(tree)
            start, first_set = end, last_set
        n = self.n_per_round
        if n < 1 or len(trees) % n:
            raise ValueError("the rounds of boosted trees are not complete")
        return [trees[i : i + n] for i in range(0, len(trees), n)]


def _check_nodes(
    is_inner: np.ndarray, left: np.ndarray, right: np.ndarray, feature: np.ndarray, n_features: int
) -> None:
    """Raise a ValueError unless children stand behind their parents, so that every way ends, and columns exist."""
    n_nodes = len(is_inner)
    if n_nodes == 0:
        raise ValueError("a tree has no node")
    place = np.arange(n_nodes)[is_inner]
    for child in (left[is_inner].astype(np.int64), right[is_inner].astype(np.int64)):
        if not ((child > place) & (child < n_nodes)).all():
            raise ValueError("a node of a tree has a child that is not there")
    column = feature[is_inner].astype(np.int64)
    if not ((column >= 0) & (column < n_features)).all():
        raise ValueError("a node of a tree asks for a column that is not there")
