"""Decision trees at a cost that many classes do not raise: they are grown on random mixtures of the indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

__all__ = ["grow_tree", "predict_by_tree"]

# A split is looked for at a cost that grows with the number of outputs.
_MAX_OUTPUTS = 16


if TYPE_CHECKING:
    from sklearn.tree import DecisionTreeRegressor


def grow_tree(X: np.ndarray, Y: np.ndarray, **parameters: Any) -> DecisionTreeRegressor:
    """Return a fitted `DecisionTreeRegressor`.

    Squared error on indicators of classes is Gini impurity: one tree serves both tasks. Of more than sixteen classes,
    sixteen random mixtures of the indicators take their place; as distances between rows are nearly kept (Johnson &
    Lindenstrauss 1984), so is what a split gains.

    Parameters
    ----------
    X : ndarray of shape (n_rows, n_columns)
        Without missing values.
    Y : ndarray of shape (n_rows, n_outputs)
        Indicators of classes, or the target of regression.
    **parameters
        Those of `DecisionTreeRegressor`.

    Examples
    --------
    >>> grow_tree(np.arange(40.0)[:, None], np.eye(40), random_state=0).tree_.n_outputs
    16
    """
    from sklearn import config_context
    from sklearn.tree import DecisionTreeRegressor  # here, not above: importing it takes longer than most commands

    if Y.shape[1] > _MAX_OUTPUTS:
        Y = Y @ np.random.default_rng(Y.shape[1]).normal(size=(Y.shape[1], _MAX_OUTPUTS))
    # On few rows, checks take longer than the tree, and what comes here is sound.
    with config_context(skip_parameter_validation=True):
        return DecisionTreeRegressor(**parameters).fit(_as_trees_take(X), Y, check_input=False)


def predict_by_tree(X: np.ndarray, Y: np.ndarray, X_new: np.ndarray, **parameters: Any) -> np.ndarray:
    """Return the mean of `Y` in the leaf of each new row, (n_new, n_outputs), by a tree grown on `X` and `Y`.

    Parameters
    ----------
    X : ndarray of shape (n_rows, n_columns)
        Without missing values.
    Y : ndarray of shape (n_rows, n_outputs)
        Indicators of classes, or the target of regression.
    X_new : ndarray of shape (n_new, n_columns)
        Rows to predict.
    **parameters
        Those of `DecisionTreeRegressor`.

    Examples
    --------
    >>> predict_by_tree(np.arange(40.0)[:, None], np.eye(40), np.array([[7.2]]), random_state=0).argmax()
    np.int64(7)
    """
    tree, n_outputs = grow_tree(X, Y, **parameters).tree_, Y.shape[1]
    if n_outputs <= _MAX_OUTPUTS:
        return tree.predict(_as_trees_take(X_new)).reshape(len(X_new), n_outputs)
    cells = tree.apply(_as_trees_take(X)) * n_outputs + Y.argmax(axis=1)  # leaf and class
    counts = np.bincount(cells, minlength=tree.node_count * n_outputs).reshape(-1, n_outputs)
    leaves = counts[tree.apply(_as_trees_take(X_new))]
    return leaves / leaves.sum(axis=1, keepdims=True)


def _as_trees_take(X: np.ndarray) -> np.ndarray:
    return np.asarray(X, dtype=np.float32)
