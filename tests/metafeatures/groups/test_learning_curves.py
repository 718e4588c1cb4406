import numpy as np
import pytest

X = np.random.default_rng(0).uniform(-1, 1, size=(400, 4))


def test_more_rows_help_neighbors_on_a_smooth_target(value_of):
    assert value_of("neighbors_learning_slope", X, np.sin(3 * X).sum(axis=1), "regression") > 0.02


def test_more_rows_do_not_help_a_linear_model_on_a_line(value_of):
    assert value_of("linear_learning_slope", X, X.sum(axis=1), "regression") == pytest.approx(0.0, abs=0.1)


def test_few_rows_have_no_learning_curve(value_of):
    assert np.isnan(value_of("tree_learning_slope", X[:30]))


def test_the_best_landmarker_is_ahead_of_all_others(value_of):
    line = X @ np.arange(1.0, 5.0)
    assert value_of("linear_rank", X, line, "regression") > 0.8
    assert value_of("stump_rank", X, line, "regression") < 0.3
