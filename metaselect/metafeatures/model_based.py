"""What a decision tree grown on the data looks like.

One tree of depth at most 10 with at least two rows per leaf, on the sample of the landmarkers. Undefined where there is
no such sample or the tree is a single leaf.
"""

from __future__ import annotations

import numpy as np

from metaselect.metafeatures._registry import metafeature

_SHARE = (0, 1)
_MAX_DEPTH = 10


@metafeature(group="model_based", bounds=(0, np.inf))
def tree_log_leaves(view):
    """Logarithm of the number of leaves of a decision tree.

    To base 10: how many regions the target needs.
    Source: Peng et al. (2002).
    """
    return np.log10(_tree(view).n_leaves) if _tree(view) else np.nan


@metafeature(group="model_based", bounds=_SHARE)
def tree_leaves_per_row(view):
    """Number of leaves of a decision tree per row.

    Near 0 for a simple rule, at most 0.5, where it only memorises.
    Source: Bensusan, Giraud-Carrier & Kennedy (2000).
    """
    return _tree(view).n_leaves / len(view.landmark_sample.X) if _tree(view) else np.nan


@metafeature(group="model_based", bounds=(0, _MAX_DEPTH))
def tree_depth(view):
    """Depth of a decision tree.

    Number of splits on the longest path, at most 10.
    Source: Peng et al. (2002).
    """
    return _tree(view).max_depth if _tree(view) else np.nan


@metafeature(group="model_based", bounds=_SHARE)
def tree_balance(view):
    """Balance of a decision tree.

    Depth of a balanced tree with as many leaves over the mean depth of its leaves: 1 if balanced.
    Source: Bensusan, Giraud-Carrier & Kennedy (2000), on imbalance.
    """
    tree = _tree(view)
    return np.log2(tree.n_leaves) / _leaf_depths(tree).mean() if tree else np.nan


@metafeature(group="model_based", bounds=_SHARE)
def tree_first_split_share(view):
    """Share of a decision tree's gain that its first split brings.

    Decrease of impurity by the first split over that of all splits: 1 if one threshold does it.
    Source: Peng et al. (2002), on the shape of trees.
    """
    tree = _tree(view)
    return _gains(tree)[0] / _gains(tree).sum() if tree else np.nan


@metafeature(group="model_based", bounds=_SHARE)
def tree_explained_share(view):
    """Share of the target's variance that a decision tree explains on its own rows.

    1 if its leaves are pure; how easily the data is memorised.
    Source: Peng et al. (2002), on the shape of trees.
    """
    tree = _tree(view)
    return np.clip(_gains(tree).sum() / (tree.impurity[0] * tree.weighted_n_node_samples[0]), 0, 1) if tree else np.nan


@metafeature(group="model_based", bounds=_SHARE)
def tree_largest_importance(view):
    """Importance of the most important column in a decision tree.

    Share of the decrease of impurity, the encoded columns of one column added up.
    Source: Bensusan, Giraud-Carrier & Kennedy (2000), on the strength of attributes.
    """
    return _importances(view).max() if _tree(view) else np.nan


@metafeature(group="model_based", bounds=_SHARE)
def tree_columns_share(view):
    """Share of columns that a decision tree relies on.

    Effective number of columns, two to the entropy of importances, over their number.
    Source: Peng et al. (2002), on attributes used.
    """
    if not _tree(view):
        return np.nan
    importances = _importances(view)
    used = importances[importances > 0]
    return 2 ** -(used * np.log2(used)).sum() / len(importances)


@metafeature(group="model_based", bounds=_SHARE)
def tree_categorical_importance(view):
    """Importance of the categorical columns in a decision tree.

    Share of the decrease of impurity; 0 where no column is categorical.
    Source: Bensusan, Giraud-Carrier & Kennedy (2000), on the strength of attributes.
    """
    if not _tree(view):
        return np.nan
    categorical = [not view.is_numeric[column] for column in view.landmark_sample.columns]
    return _importances(view)[categorical].sum()


def _tree(view):
    """The fitted tree's arrays, or None where there is nothing to grow it on or it has no split."""
    return view.once("tree", _grow)


def _grow(view):
    from sklearn.tree import DecisionTreeRegressor  # here, not above: importing it takes longer than most commands

    sample = view.landmark_sample
    if sample is None:
        return None
    # Squared error on class indicators is Gini impurity: one tree serves both tasks
    model = DecisionTreeRegressor(max_depth=_MAX_DEPTH, min_samples_leaf=2, random_state=view.seed("tree"))
    tree = model.fit(sample.X, sample.Y).tree_
    return tree if tree.node_count > 1 else None


def _gains(tree) -> np.ndarray:
    """Decrease of impurity times rows at each split, root first, (n_splits,)."""
    weighted = tree.impurity * tree.weighted_n_node_samples
    splits = tree.children_left >= 0
    return np.maximum(weighted - weighted[tree.children_left] - weighted[tree.children_right], 0.0)[splits]


def _importances(view) -> np.ndarray:
    """Share of the decrease of impurity of each column, (n_columns,); adds up to 1."""
    tree, sample = _tree(view), view.landmark_sample
    sources = sample.sources[tree.feature[tree.children_left >= 0]]
    gains = np.bincount(sources, weights=_gains(tree), minlength=len(sample.columns))
    return gains / gains.sum()


def _leaf_depths(tree) -> np.ndarray:
    depths = np.zeros(tree.node_count, dtype=int)
    for node in range(tree.node_count):  # parents come before their children
        if tree.children_left[node] >= 0:
            depths[[tree.children_left[node], tree.children_right[node]]] = depths[node] + 1
    return depths[tree.children_left < 0]
