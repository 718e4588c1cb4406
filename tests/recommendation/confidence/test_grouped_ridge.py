"""What is predicted of a group that is left out is what a fit without it predicts."""

import numpy as np
import pytest

from metaselect.recommendation.confidence.grouped_ridge import GroupedRidge


@pytest.fixture
def rows():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(30, 40))  # more columns than rows
    Y = X[:, :3] + rng.normal(scale=0.3, size=(30, 3))
    return X, Y, np.repeat([f"g{i}" for i in range(10)], 3)


def test_left_out_groups_are_predicted_as_without_them(rows):
    X, Y, groups = rows
    ridge = GroupedRidge().fit(X, Y, groups)
    for name in np.unique(groups):
        mine = groups == name
        known_X, known_Y = X[~mine], Y[~mine]
        center, mean = known_X.mean(axis=0), known_Y.mean(axis=0)
        centered = known_X - center
        slopes = np.linalg.solve(centered.T @ centered + ridge.penalty_ * np.eye(40), centered.T @ (known_Y - mean))
        np.testing.assert_allclose(ridge.left_out_[mine], mean + (X[mine] - center) @ slopes, atol=1e-8)


def test_a_target_has_no_part_in_its_own_prediction(rows):
    X, Y, groups = rows
    changed = Y.copy()
    changed[:3] += 0.01
    before, after = GroupedRidge().fit(X, Y, groups), GroupedRidge().fit(X, changed, groups)
    assert before.penalty_ == after.penalty_
    np.testing.assert_allclose(before.left_out_[:3], after.left_out_[:3], atol=1e-8)
    assert not np.allclose(before.left_out_[3:], after.left_out_[3:])


def test_one_group_is_predicted_by_the_mean(rows):
    X, Y, _ = rows
    ridge = GroupedRidge().fit(X, Y, ["same"] * 30)
    np.testing.assert_allclose(ridge.left_out_, np.broadcast_to(Y.mean(axis=0), Y.shape))
    assert np.isfinite(ridge.predict(X)).all()
