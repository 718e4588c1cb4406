import numpy as np
import pytest

from metaselect.exceptions import ConfigurationError
from metaselect.metalearners import LearnedNearestMetaLearner, NearestMetaLearner, OneNearestMetaLearner

M = np.arange(5.0)[:, None]
R = np.array([[0.0], [0.1], [0.2], [0.1], [0.0]])


def test_weights_fall_linearly_to_the_first_outside():
    # Scaled by rank the datasets are 0.2 apart: from the first, distances 0, 0.2, 0.4 (outside), ...
    weights = NearestMetaLearner(n_neighbors=2).fit(M, R).weights(M[:1])
    np.testing.assert_allclose(weights, [[2 / 3, 1 / 3, 0, 0, 0]])


def test_prediction_is_the_weighted_mean_of_clipped_regrets():
    predicted = NearestMetaLearner(n_neighbors=2, clip=0.05).fit(M, R).predict(M[:1])
    np.testing.assert_allclose(predicted, [[0.05 / 3]])


def test_equally_far_neighbors_count_equally():
    weights = NearestMetaLearner(n_neighbors=4).fit(np.zeros((4, 2)), R[:4]).weights(np.zeros((1, 2)))
    np.testing.assert_allclose(weights, [[0.25] * 4])


def test_outlier_does_not_dominate_the_distance():
    M = np.array([[0.0, 1e12], [0.1, 0.0], [5.0, 1.0], [6.0, 2.0], [7.0, 3.0]])
    weights = NearestMetaLearner(n_neighbors=1).fit(M, R).weights(np.array([[6.9, 1e12]]))
    assert weights.argmax() != 0


def test_one_nearest_repeats_what_is_known_of_one_dataset():
    np.testing.assert_allclose(OneNearestMetaLearner().fit(M, R).predict(np.array([[3.0]])), R[[3]], atol=1e-6)


def test_learned_distances_look_at_the_metafeature_that_matters(make_planted):
    relevance = LearnedNearestMetaLearner().fit(*make_planted(120)).relevance_
    assert relevance.argmax() == 3
    assert relevance[3] > 2 * np.delete(relevance, 3).max()


def test_unknown_distance_is_refused():
    with pytest.raises(ConfigurationError, match="choose one of euclidean, manhattan"):
        NearestMetaLearner(distance="cosine").fit(M, R)
