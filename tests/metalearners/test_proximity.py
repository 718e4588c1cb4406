import numpy as np
import pytest
from sklearn.ensemble import RandomForestRegressor

from metaselect.metalearners import ProximityForest
from metaselect.metalearners._scaling import principal_directions
from metaselect.metalearners.proximity import _on_grid


@pytest.fixture(scope="module")
def planted_forest(make_planted):
    M, R = make_planted(60)
    return ProximityForest(n_trees=40).fit(M, R), M, R


def test_weights_sum_to_one(planted_forest, make_planted):
    forest, _, _ = planted_forest
    weights = forest.weights(make_planted(9, seed=5)[0])
    assert weights.shape == (9, 60)
    np.testing.assert_allclose(weights.sum(axis=1), 1.0)


def test_weights_give_the_prediction_of_the_forest(make_planted):
    M, R = make_planted(60)
    forest = ProximityForest(n_trees=40, n_directions=8).fit(M, R)
    M_new = make_planted(9, seed=5)[0]
    mean = R.mean(axis=0)
    _, coordinates, directions = principal_directions(R, 8)
    grown = RandomForestRegressor(40, min_samples_leaf=3, max_features=0.33, random_state=0)
    grown.fit(M, _on_grid(coordinates))
    np.testing.assert_allclose(forest.predict(M_new), mean + grown.predict(M_new) @ directions, atol=1e-5)


def test_weights_favor_the_side_of_the_deciding_metafeature(planted_forest):
    forest, M, _ = planted_forest
    m = np.zeros((1, M.shape[1]))
    m[0, 3] = -1.0
    assert forest.weights(m)[0, M[:, 3] < 0].sum() > 0.8


def test_known_datasets_say_nothing_about_their_own_origin(planted_forest):
    forest, _, _ = planted_forest
    origins = np.arange(60) // 4
    weights = forest.out_of_bag_proximities(origins)
    assert np.all(weights[origins[:, None] == origins] == 0)
    np.testing.assert_allclose(weights.sum(axis=1), 1.0)


def test_out_of_bag_weights_recover_the_rule(planted_forest):
    forest, M, _ = planted_forest
    same_side = (M[:, [3]] < 0) == (M[:, 3] < 0)
    assert (forest.out_of_bag_proximities(np.arange(60)) * same_side).sum(axis=1).mean() > 0.8


def test_without_a_tree_outside_the_group_weights_are_equal():
    sides = np.repeat([0.0, 1.0], 20)[:, None]  # no tree puts both into one leaf
    weights = ProximityForest(n_trees=30, max_features=1.0).fit(sides, sides).out_of_bag_proximities(sides[:, 0])
    np.testing.assert_array_equal(weights, (sides != sides.T) / 20)


def test_single_group_leaves_no_weight():
    rng = np.random.default_rng(0)
    forest = ProximityForest(n_trees=5).fit(rng.normal(size=(6, 2)), rng.normal(size=(6, 2)))
    assert np.all(forest.out_of_bag_proximities(["a"] * 6) == 0)


@pytest.mark.parametrize("row", range(3))
def test_contributions_and_mean_add_up_to_the_prediction(planted_forest, make_planted, row):
    forest, _, _ = planted_forest
    m = make_planted(3, seed=8)[0][row]
    direction = np.random.default_rng(row).normal(size=8)
    total = forest.contributions(m, direction).sum() + direction @ forest.mean_
    assert total == pytest.approx(direction @ forest.predict(m[None])[0])


def test_contributions_name_the_deciding_metafeature(planted_forest):
    forest, M, _ = planted_forest
    first_against_last = np.array([1.0, 0, 0, 0, 0, 0, 0, -1.0])
    m = np.zeros(M.shape[1])
    m[3] = -1.0
    contributions = forest.contributions(m, first_against_last)
    assert np.abs(contributions).argmax() == 3
    assert contributions[3] < 0  # lowers the regret of the first against the last


@pytest.mark.parametrize("random_splits", [False, True])
def test_the_last_digits_which_processors_compute_differently_change_no_weight(random_splits):
    rng = np.random.default_rng(0)
    M, targets = rng.integers(0, 3, size=(30, 20)).astype(float), rng.normal(size=(30, 12))
    noise = 1e-13 * rng.normal(size=targets.shape)
    first, second = (
        ProximityForest(n_trees=40, random_splits=random_splits).fit(M, T) for T in (targets, targets + noise)
    )
    np.testing.assert_array_equal(first.weights(M), second.weights(M))
