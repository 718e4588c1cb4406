import numpy as np
import pytest

from metaselect.metalearners import ForestMetaLearner, scaled_ranks


def test_prediction_is_the_weighted_mean_of_regret_and_rank(make_planted):
    M, R = make_planted(60)
    forest = ForestMetaLearner(n_trees=20, clip=0.25).fit(M, R)
    clipped = np.minimum(R, 0.25)
    expected = forest.weights(M[:4]) @ (clipped / 2 + scaled_ranks(R) * clipped.mean())
    np.testing.assert_allclose(forest.predict(M[:4]), expected)


def test_mean_prediction_is_in_units_of_clipped_regret(make_planted):
    M, R = make_planted(60)
    predicted = ForestMetaLearner(trust=0.0, n_trees=5).fit(M, R).predict(M)
    assert predicted.mean() == pytest.approx(np.minimum(R, 0.3).mean())


def test_without_trust_everyone_gets_the_same(make_planted):
    M, R = make_planted(60)
    forest = ForestMetaLearner(trust=0.0, n_trees=5).fit(M, R)
    np.testing.assert_allclose(forest.weights(M), 1 / 60)
    assert np.ptp(forest.predict(M), axis=0).max() < 1e-12


def test_contributions_add_up_to_the_way_from_the_expected_regret(make_planted):
    M, R = make_planted(60)
    forest = ForestMetaLearner(n_trees=30).fit(M, R)
    direction = np.array([1.0, 0, 0, 0, 0, 0, 0, -1.0])
    contributions = forest.contributions(M[:3], direction)
    assert contributions.by_metafeature.shape == (3, 12)
    assert contributions.base == forest.expected_regret_ @ direction
    total = contributions.base + contributions.by_metafeature.sum(axis=1)
    np.testing.assert_allclose(total, forest.predict(M[:3]) @ direction, atol=1e-12)
    assert np.all(contributions.correction == 0)
    assert np.all(np.abs(contributions.by_metafeature).argmax(axis=1) == 3)


def test_contributions_are_in_the_sign_of_the_metafeature(make_planted):
    M, R = make_planted(60)
    contributions = ForestMetaLearner(n_trees=30).fit(M, R).contributions(M, np.eye(8)[0])
    assert np.all((contributions.by_metafeature[:, 3] < 0) == (M[:, 3] < 0))
