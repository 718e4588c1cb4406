import numpy as np
import pandas as pd
import pytest


def _one_split():
    x = np.arange(40.0)
    return pd.DataFrame({"signal": x, "other": 1.0}), x >= 20


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("tree_log_leaves", np.log10(2)),
        ("tree_leaves_per_row", 2 / 40),
        ("tree_depth", 1),
        ("tree_balance", 1.0),
        ("tree_first_split_share", 1.0),
        ("tree_explained_share", 1.0),
        ("tree_largest_importance", 1.0),
        ("tree_columns_share", 1.0),  # the constant column is not encoded
        ("tree_categorical_importance", 0.0),
    ],
)
def test_a_tree_of_one_split_by_hand(value_of, name, expected):
    assert value_of(name, *_one_split()) == pytest.approx(expected)


def test_importances_of_two_columns_by_hand(value_of):
    # y = 2 a + b on a balanced grid: a explains 4 parts of the variance and b, after it, one
    a, b = np.tile([0.0, 0.0, 1.0, 1.0], 10), np.tile([0.0, 1.0, 0.0, 1.0], 10)
    X, y = pd.DataFrame({"a": a, "b": np.where(b == 1, "high", "low")}), 2 * a + b
    assert value_of("tree_first_split_share", X, y, "regression") == pytest.approx(4 / 5)
    assert value_of("tree_largest_importance", X, y, "regression") == pytest.approx(4 / 5)
    assert value_of("tree_categorical_importance", X, y, "regression") == pytest.approx(1 / 5)
    effective = 2 ** -(0.8 * np.log2(0.8) + 0.2 * np.log2(0.2))
    assert value_of("tree_columns_share", X, y, "regression") == pytest.approx(effective / 2)
    assert value_of("tree_depth", X, y, "regression") == 2


def test_a_chain_is_less_balanced_than_a_bush(value_of):
    x = np.arange(512.0)
    bush, chain = (value_of("tree_balance", x[:, None], y, "regression") for y in (x, 2.0**-x))
    assert bush > 0.95
    assert chain < 0.7


def test_noise_needs_many_leaves(value_of):
    X = np.random.default_rng(0).normal(size=(300, 5))
    noisy = value_of("tree_leaves_per_row", X, np.random.default_rng(1).integers(0, 2, 300))
    assert noisy > 5 * value_of("tree_leaves_per_row", X, X[:, 0] > 0)


@pytest.mark.parametrize("name", ["tree_depth", "tree_balance", "tree_largest_importance", "tree_columns_share"])
def test_undefined_where_the_tree_has_no_split(value_of, name):
    assert np.isnan(value_of(name, np.ones((40, 2)), np.arange(40) % 2))
    assert np.isnan(value_of(name, np.arange(4.0)[:, None], np.arange(4) % 2))
