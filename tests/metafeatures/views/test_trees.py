import numpy as np
import pytest
from sklearn.tree import DecisionTreeRegressor

from metaselect.metafeatures.views.trees import predict_by_tree


def _blobs(n_classes):
    rng = np.random.default_rng(0)
    classes = np.arange(900) % n_classes
    return rng.normal(size=(n_classes, 6))[classes] + 0.2 * rng.normal(size=(900, 6)), np.eye(n_classes)[classes]


def test_few_classes_are_predicted_by_an_ordinary_tree():
    X, Y = _blobs(5)
    expected = DecisionTreeRegressor(max_depth=3, random_state=0).fit(X[::2], Y[::2]).predict(X[1::2])
    np.testing.assert_array_equal(predict_by_tree(X[::2], Y[::2], X[1::2], max_depth=3, random_state=0), expected)


@pytest.mark.parametrize("parameters", [{}, {"min_samples_leaf": 3}, {"max_depth": 6}], ids=str)
def test_mixtures_of_many_classes_predict_about_as_well_as_the_classes(parameters):
    X, Y = _blobs(60)
    truth = Y[1::2].argmax(axis=1)
    ordinary = DecisionTreeRegressor(random_state=0, **parameters).fit(X[::2], Y[::2]).predict(X[1::2])
    mixed = predict_by_tree(X[::2], Y[::2], X[1::2], random_state=0, **parameters)
    accuracy = [np.mean(predicted.argmax(axis=1) == truth) for predicted in (ordinary, mixed)]
    assert accuracy[1] > accuracy[0] - 0.05
    np.testing.assert_allclose(mixed.sum(axis=1), 1.0)
