import numpy as np

from metaselect.metalearners._scaling import MedianImputation, RankScaling, principal_directions, relevance


def test_rank_scaling_gives_the_centered_share_of_known_values_below():
    scaling = RankScaling().fit(np.array([[1.0], [2.0], [2.0], [1e9]]))
    # below 0: none; 1: half of itself; 2: one and half of two; between 2 and 1e9: three; beyond: all
    scaled = scaling.transform(np.array([[0.0], [1.0], [2.0], [50.0], [1e12]]))[:, 0]
    np.testing.assert_allclose(scaled, [-0.5, 0.125 - 0.5, 0.0, 0.25, 0.5])


def test_rank_scaling_puts_the_undefined_and_the_constant_in_the_middle():
    M = np.array([[np.nan, 3.0, 1.0], [np.nan, 3.0, 2.0]])
    np.testing.assert_array_equal(RankScaling().fit(M).transform(np.array([[7.0, 9.0, np.nan]])), [[0.0, 0.0, 0.0]])


def test_rank_scaling_does_not_depend_on_monotone_units():
    M = np.random.default_rng(0).normal(size=(20, 3))
    np.testing.assert_allclose(RankScaling().fit(M).transform(M), RankScaling().fit(np.exp(M)).transform(np.exp(M)))


def test_median_imputation_keeps_known_values():
    M = np.array([[1.0, np.nan], [np.nan, np.nan], [3.0, np.nan], [9.0, np.nan]])
    np.testing.assert_array_equal(MedianImputation().fit(M).transform(M), [[1, 0], [3, 0], [3, 0], [9, 0]])


def test_principal_directions_rebuild_what_varies_in_few_directions():
    rng = np.random.default_rng(0)
    T = rng.normal(size=(30, 2)) @ rng.normal(size=(2, 9)) + 5
    mean, coordinates, directions = principal_directions(T, 6)
    assert directions.shape == (2, 9)
    np.testing.assert_allclose(mean + coordinates @ directions, T)


def test_principal_directions_keep_one_where_nothing_varies():
    mean, coordinates, directions = principal_directions(np.ones((4, 3)), 2)
    assert directions.shape == (1, 3)
    np.testing.assert_allclose(mean + coordinates @ directions, 1.0)


def test_relevance_tells_what_matters_from_noise():
    rng = np.random.default_rng(0)
    M = rng.normal(size=(100, 6))
    weights = relevance(M, M[:, [2]] @ rng.normal(size=(1, 5)) + 0.1 * rng.normal(size=(100, 5)))
    assert weights.argmax() == 2
    assert np.delete(weights, 2).max() < 0.5 * weights[2]
    np.testing.assert_allclose((weights**2).mean(), 1.0)


def test_where_nothing_varies_all_metafeatures_are_as_relevant():
    np.testing.assert_array_equal(relevance(np.zeros((10, 3)), np.ones((10, 2))), 1.0)
