from itertools import pairwise

import numpy as np
from sklearn.ensemble import ExtraTreesRegressor, RandomForestRegressor
from sklearn.tree import DecisionTreeRegressor

from metaselect.metalearners import TreeNodes


def with_gaps(rng, n_rows):
    M = rng.normal(size=(n_rows, 8))
    M[rng.random(M.shape) < 0.2] = np.nan
    return M


def test_leaves_are_those_of_scikit_learn():
    rng = np.random.default_rng(0)
    M, M_new = with_gaps(rng, 90), with_gaps(rng, 40)
    for make in (RandomForestRegressor, ExtraTreesRegressor):
        forest = make(20, min_samples_leaf=2, bootstrap=True, random_state=0).fit(M, rng.normal(size=(90, 3)))
        nodes = TreeNodes.of(forest.estimators_)
        np.testing.assert_array_equal(nodes.leaves(M_new) - nodes.roots, forest.apply(M_new))


def test_a_value_at_the_threshold_goes_where_scikit_learn_lets_it_go():
    M = np.linspace(0, 1, 30)[:, None]
    tree = DecisionTreeRegressor().fit(M, np.arange(30.0))
    thresholds = tree.tree_.threshold[tree.tree_.feature >= 0][:, None]
    M_new = np.vstack([thresholds, np.nextafter(thresholds, 1), np.nextafter(thresholds, 0), thresholds + 1e-8])
    np.testing.assert_array_equal(TreeNodes.of([tree]).leaves(M_new)[:, 0], tree.apply(M_new))


def test_the_ways_down_are_scikit_learns_paths():
    rng = np.random.default_rng(1)
    M = rng.normal(size=(60, 4))
    trees = [DecisionTreeRegressor(max_depth=i, random_state=i).fit(M, rng.normal(size=60)) for i in (4, 9)]
    nodes = TreeNodes.of(trees)
    for m in M[:5]:
        paths, ends = nodes.ways_down(m)
        for t, tree in enumerate(trees):
            path = list(dict.fromkeys((paths[:, t] - nodes.roots[t]).tolist()))
            assert path == tree.decision_path(m[None, :]).indices.tolist()
            assert ends[0, t] - nodes.roots[t] == tree.tree_.node_count
            below = [set(range(node, end)) for node, end in zip(paths[:, t], ends[:, t], strict=True)]
            assert all(inner <= outer for outer, inner in pairwise(below))
            assert below[-1] == {paths[-1, t]}


def test_trees_without_a_split_are_one_leaf():
    tree = DecisionTreeRegressor().fit(np.zeros((5, 1)), np.zeros(5))
    assert TreeNodes.of([tree, tree]).leaves(np.ones((2, 1))).tolist() == [[0, 1], [0, 1]]
