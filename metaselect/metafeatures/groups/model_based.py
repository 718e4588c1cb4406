"""What a decision tree grown on the data looks like.

`tree_`: one tree of depth at most 10 with at least two rows per leaf, on the sample of the landmarkers. `full_tree_`:
one without limits, on the small sample. Undefined where there is no such sample or the tree is a single leaf.
"""

from __future__ import annotations

import numpy as np

from metaselect.metafeatures._registry import metafeature
from metaselect.metafeatures.views.once import once
from metaselect.metafeatures.views.trees import grow_tree

_SHARE = (0, 1)
_MAX_DEPTH = 10


@metafeature(group="model_based", cost="medium", bounds=(0, np.inf))
def tree_log_leaves(view):
    """Logarithm of the number of leaves of a decision tree.

    To base 10: how many regions the target needs.
    Source: Peng et al. (2002).
    """
    return np.log10(_tree(view).n_leaves) if _tree(view) else np.nan


@metafeature(group="model_based", cost="medium", bounds=_SHARE)
def tree_leaves_per_row(view):
    """Number of leaves of a decision tree per row.

    Near 0 for a simple rule, at most 0.5, where it only memorises.
    Source: Bensusan, Giraud-Carrier & Kennedy (2000).
    """
    return _tree(view).n_leaves / len(view.landmark_sample.X) if _tree(view) else np.nan


@metafeature(group="model_based", cost="medium", bounds=(0, _MAX_DEPTH))
def tree_depth(view):
    """Depth of a decision tree.

    Number of splits on the longest path, at most 10.
    Source: Peng et al. (2002).
    """
    return _tree(view).max_depth if _tree(view) else np.nan


@metafeature(group="model_based", cost="medium", bounds=_SHARE)
def tree_balance(view):
    """Balance of a decision tree.

    Depth of a balanced tree with as many leaves over the mean depth of its leaves: 1 if balanced.
    Source: Bensusan, Giraud-Carrier & Kennedy (2000), on imbalance.
    """
    tree = _tree(view)
    return np.log2(tree.n_leaves) / _leaf_depths(tree).mean() if tree else np.nan


@metafeature(group="model_based", cost="medium", bounds=_SHARE)
def tree_first_split_share(view):
    """Share of a decision tree's gain that its first split brings.

    Decrease of impurity by the first split over that of all splits: 1 if one threshold does it.
    Source: Peng et al. (2002), on the shape of trees.
    """
    tree = _tree(view)
    return _gains(tree)[0] / _gains(tree).sum() if tree else np.nan


@metafeature(group="model_based", cost="medium", bounds=_SHARE)
def tree_explained_share(view):
    """Share of the target's variance that a decision tree explains on its own rows.

    1 if its leaves are pure; how easily the data is memorised.
    Source: Peng et al. (2002), on the shape of trees.
    """
    tree = _tree(view)
    return np.clip(_gains(tree).sum() / (tree.impurity[0] * tree.weighted_n_node_samples[0]), 0, 1) if tree else np.nan


@metafeature(group="model_based", cost="medium", bounds=_SHARE)
def tree_largest_importance(view):
    """Importance of the most important column in a decision tree.

    Share of the decrease of impurity, the encoded columns of one column added up.
    Source: Bensusan, Giraud-Carrier & Kennedy (2000), on the strength of attributes.
    """
    return _importances(view).max() if _tree(view) else np.nan


@metafeature(group="model_based", cost="medium", bounds=_SHARE)
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


@metafeature(group="model_based", cost="medium", bounds=_SHARE)
def tree_categorical_importance(view):
    """Importance of the categorical columns in a decision tree.

    Share of the decrease of impurity; 0 where no column is categorical.
    Source: Bensusan, Giraud-Carrier & Kennedy (2000), on the strength of attributes.
    """
    if not _tree(view):
        return np.nan
    categorical = [not view.order.is_numeric[column] for column in view.landmark_sample.columns]
    return _importances(view)[categorical].sum()


@metafeature(group="model_based", cost="medium", bounds=(0, np.inf))
def full_tree_log_splits(view):
    """Logarithm of the number of splits of a decision tree grown until it is pure.

    To base 10, of 1 more: the number of leaves. This and what follows are of a tree without limits on the small sample
    of about 1,000 rows, on classes or the target; undefined where there is none.
    Source: Peng et al. (2002).
    """
    return np.log10(_full_tree(view).n_leaves) if _full_tree(view) else np.nan


@metafeature(group="model_based", cost="medium", bounds=(0, np.inf))
def full_tree_splits_per_column(view):
    """Number of splits of a fully grown decision tree per encoded column.

    Above 1 where columns are split more than once.
    Source: Peng et al. (2002).
    """
    tree = _full_tree(view)
    return (tree.n_leaves - 1) / tree.n_features if tree else np.nan


@metafeature(group="model_based", cost="medium", bounds=_SHARE)
def full_tree_splits_per_row(view):
    """Number of splits of a fully grown decision tree per row.

    Near 1 where it has to learn rows by heart.
    Source: Peng et al. (2002).
    """
    tree = _full_tree(view)
    return (tree.n_leaves - 1) / tree.n_node_samples[0] if tree else np.nan


@metafeature(group="model_based", cost="medium", bounds=(0, np.inf), is_array=True)
def full_tree_leaf_depth(view):
    """Depth of each leaf of a fully grown decision tree.

    The root has depth 0.
    Source: Peng et al. (2002), on branches.
    """
    return _leaf_depths(_full_tree(view)) if _full_tree(view) else np.nan


@metafeature(group="model_based", cost="medium", bounds=(0, np.inf), is_array=True)
def full_tree_node_depth(view):
    """Depth of each node of a fully grown decision tree.

    Splits and leaves; the root has depth 0.
    Source: Peng et al. (2002), on the depth of trees.
    """
    return _depths(_full_tree(view)) if _full_tree(view) else np.nan


@metafeature(group="model_based", cost="medium", bounds=_SHARE, is_array=True)
def full_tree_leaf_share(view):
    """Share of rows in each leaf of a fully grown decision tree.

    Large where few rules cover many rows.
    Source: Bensusan, Giraud-Carrier & Kennedy (2000), on leaf corroboration.
    """
    tree = _full_tree(view)
    return tree.n_node_samples[tree.children_left < 0] / tree.n_node_samples[0] if tree else np.nan


@metafeature(group="model_based", cost="medium", bounds=_SHARE, is_array=True)
def full_tree_shape(view):
    """Entropy that each leaf adds to a random walk down a full decision tree.

    -p log2 p for p = 2 to the power of minus its depth.
    Source: Bensusan, Giraud-Carrier & Kennedy (2000), on tree shape.
    """
    depths = np.asarray(full_tree_leaf_depth(view), dtype=float)
    return depths * 2.0**-depths


@metafeature(group="model_based", cost="medium", bounds=(0, np.inf), is_array=True)
def full_tree_log_homogeneity(view):
    """Logarithm of leaves over shape of each leaf of a fully grown decision tree.

    Number of leaves over `full_tree_shape`, to base 10.
    Source: Bensusan, Giraud-Carrier & Kennedy (2000), on homogeneity.
    """
    shape = np.atleast_1d(full_tree_shape(view))
    return np.log10(len(shape) / shape)


@metafeature(group="model_based", cost="medium", tasks={"classification"}, bounds=_SHARE, is_array=True)
def full_tree_class_leaves(view):
    """Share of the leaves of a fully grown decision tree that name each class.

    Large for a class that lies scattered.
    Source: Filchenkov & Pendryak (2015), on leaves per class.
    """
    tree = _full_tree(view)
    if not tree:
        return np.nan
    named = np.bincount(tree.value[tree.children_left < 0, 0].argmax(axis=1))
    return named[named > 0] / tree.n_leaves


@metafeature(group="model_based", cost="medium", bounds=(0, np.inf), is_array=True)
def full_tree_splits_per_level(view):
    """Number of splits on each level of a fully grown decision tree.

    How wide it is.
    Source: Peng et al. (2002).
    """
    tree = _full_tree(view)
    return np.bincount(_depths(tree)[tree.children_left >= 0]) if tree else np.nan


@metafeature(group="model_based", cost="medium", bounds=(0, np.inf), is_array=True)
def full_tree_column_uses(view):
    """Number of splits on each encoded column that a fully grown decision tree uses.

    How often thresholds are put on the same column.
    Source: Bensusan, Giraud-Carrier & Kennedy (2000), on repeated nodes.
    """
    tree = _full_tree(view)
    if not tree:
        return np.nan
    uses = np.bincount(tree.feature[tree.children_left >= 0])
    return uses[uses > 0]


@metafeature(group="model_based", cost="medium", bounds=_SHARE, is_array=True)
def full_tree_importance(view):
    """Importance of each encoded column in a fully grown decision tree.

    Share of the decrease of impurity; 0 for a column that is not used.
    Source: Bensusan, Giraud-Carrier & Kennedy (2000), on the strength of attributes.
    """
    tree = _full_tree(view)
    if not tree:
        return np.nan
    gains = np.bincount(tree.feature[tree.children_left >= 0], _gains(tree), minlength=tree.n_features)
    return gains / gains.sum()


@metafeature(group="model_based", cost="medium", bounds=_SHARE, is_array=True)
def full_tree_imbalance(view):
    """Imbalance of a fully grown decision tree at each depth of its leaves.

    -q log2 q for q = 2 to the power of minus the probability that a random walk ends at that depth.
    Source: Bensusan, Giraud-Carrier & Kennedy (2000), on imbalance.
    """
    if not _full_tree(view):
        return np.nan
    depths, counts = np.unique(_leaf_depths(_full_tree(view)), return_counts=True)
    ends = counts * 2.0**-depths
    return ends * 2.0**-ends


@once
def _tree(view):
    """The fitted tree's arrays, or None where there is nothing to grow it on or it has no split."""
    sample = view.landmark_sample
    if sample is None:
        return None
    seed = view.seed("tree")
    tree = grow_tree(sample.X, sample.Y, max_depth=_MAX_DEPTH, min_samples_leaf=2, random_state=seed).tree_
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
    return _depths(tree)[tree.children_left < 0]


def _depths(tree) -> np.ndarray:
    depths = np.zeros(tree.node_count, dtype=int)
    for node in range(tree.node_count):  # parents come before their children
        if tree.children_left[node] >= 0:
            depths[[tree.children_left[node], tree.children_right[node]]] = depths[node] + 1
    return depths


@once
def _full_tree(view):
    """The arrays of the tree without limits, or None where there is nothing to grow it on or it has no split."""
    from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor  # here, not above: importing takes long

    sample = view.small_sample
    if sample is None:
        return None
    model, target = DecisionTreeClassifier, sample.groups
    if view.task_type == "regression":
        model, target = DecisionTreeRegressor, sample.target
    tree = model(random_state=view.seed("full_tree")).fit(sample.unit, target).tree_
    return tree if tree.node_count > 1 else None
