"""Against scikit-learn, on columns that are standardised already."""

import numpy as np
import pytest
from sklearn import metrics
from sklearn.datasets import load_iris
from sklearn.preprocessing import StandardScaler

from metaselect.metafeatures import METAFEATURES

X, y = load_iris(return_X_y=True)
STANDARD = StandardScaler().fit_transform(X)


def test_silhouette_is_that_of_scikit_learn(value_of):
    values = value_of("silhouette", X, y)
    np.testing.assert_allclose(np.sort(values), np.sort(metrics.silhouette_samples(STANDARD, y)))


def test_davies_bouldin_is_that_of_scikit_learn(value_of):
    assert value_of("davies_bouldin", X, y) == pytest.approx(metrics.davies_bouldin_score(STANDARD, y))


def test_calinski_harabasz_is_that_of_scikit_learn(value_of):
    expected = np.log10(metrics.calinski_harabasz_score(STANDARD, y))
    assert value_of("log_calinski_harabasz", X, y) == pytest.approx(expected)


def test_distance_correlation_is_negative_for_clusters(value_of):
    assert value_of("class_distance_correlation", X, y) < -0.5


def test_dunn_index_by_hand(value_of):
    x = np.r_[np.linspace(0, 1, 10), np.linspace(4, 5, 10)]  # gap 3, width 1
    assert value_of("dunn_index", x[:, None], np.repeat([0, 1], 10)) == pytest.approx(3.0)


def test_regression_is_clustered_by_fifths_of_the_target(value_of):
    x = np.random.default_rng(0).uniform(size=(200, 1))
    assert value_of("silhouette", x, x[:, 0], "regression").mean() > 0.3
    assert METAFEATURES["silhouette"].tasks == {"classification", "regression"}
