import numpy as np

from metaselect.metalearners import NearestMetaLearner

M = np.arange(5.0)[:, None]
R = np.array([[0.0], [0.1], [0.2], [0.1], [0.0]])


def test_weights_fall_linearly_to_the_first_outside():
    # Scaled by rank the datasets are 0.2 apart: from the first, distances 0, 0.2, 0.4 (outside), ...
    weights = NearestMetaLearner(n_neighbors=2).fit(M, R).weights(M[:1])
    np.testing.assert_allclose(weights, [[2 / 3, 1 / 3, 0, 0, 0]])


def test_prediction_is_the_weighted_mean_of_clipped_regrets():
    predicted = NearestMetaLearner(n_neighbors=2, clip=0.05).fit(M, R).predict(M[:1])
    np.testing.assert_allclose(predicted, [[0.05 / 3]])


def test_equally_far_neighbours_count_equally():
    weights = NearestMetaLearner(n_neighbors=4).fit(np.zeros((4, 2)), R[:4]).weights(np.zeros((1, 2)))
    np.testing.assert_allclose(weights, [[0.25] * 4])


def test_outlier_does_not_dominate_the_distance():
    M = np.array([[0.0, 1e12], [0.1, 0.0], [5.0, 1.0], [6.0, 2.0], [7.0, 3.0]])
    weights = NearestMetaLearner(n_neighbors=1).fit(M, R).weights(np.array([[6.9, 1e12]]))
    assert weights.argmax() != 0
