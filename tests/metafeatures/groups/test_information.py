import numpy as np
import pandas as pd
import pytest

from metaselect.metafeatures.groups.information import mutual_information
from metaselect.metafeatures.views.distributions import entropy


def _miller(n, freedom=1):
    return freedom / (2 * n * np.log(2))


def test_entropy_is_zero_for_one_class():
    assert entropy(np.array([7])) == 0.0
    assert entropy(np.array([7, 0])) == 0.0


def test_mutual_information_of_independent_codes_is_zero():
    a, b = np.divmod(np.arange(400), 20)
    assert mutual_information(a, b) == 0.0


def test_class_entropy_by_hand(value_of):
    X, y = np.arange(4.0)[:, None], ["a", "a", "b", "c"]
    assert value_of("class_entropy", X, y) == pytest.approx(1.5)
    assert value_of("normalized_class_entropy", X, y) == pytest.approx(1.5 / np.log2(3))


def test_target_entropy_is_one_if_spread_evenly(value_of):
    assert value_of("target_entropy", np.zeros((100, 1)), np.arange(100.0), "regression") == pytest.approx(1.0)


def test_target_entropy_is_small_with_an_outlier(value_of):
    y = np.append(np.linspace(0, 1, 99), 1e6)
    expected = entropy(np.array([99, 1])) / np.log2(10)
    assert value_of("target_entropy", np.zeros((100, 1)), y, "regression") == pytest.approx(expected)


def test_column_entropy_by_hand(value_of):
    X = pd.DataFrame({"even": np.arange(40.0), "same": 1.0, "word": ["a", "b", None, None] * 10})
    assert value_of("column_entropy", X) == pytest.approx([1.0, 0.0, 1 / np.log2(10)])


def test_target_information_by_hand(value_of):
    y = np.repeat(["no", "yes"], 50)
    X = pd.DataFrame({"copy": y, "nothing": ["l", "r"] * 50})
    assert value_of("target_information", X, y) == pytest.approx([1 - _miller(100), 0.0])
    assert value_of("informative_columns_share", X, y) == 0.5
    assert value_of("column_noise_share", X, y) == pytest.approx(1 - (1 - _miller(100)) / 2)


def test_target_information_works_for_regression(value_of):
    x = np.arange(1000.0)
    assert value_of("target_information", x[:, None], -(x**3), "regression")[0] > 0.98


def test_numbers_are_cut_by_rank_so_scale_does_not_matter(value_of):
    x = np.random.default_rng(0).normal(size=200)
    y = x + np.random.default_rng(1).normal(size=200) > 0
    plain, bent = (value_of("target_information", values[:, None], y) for values in (x, np.exp(5 * x)))
    assert plain == pytest.approx(bent)


def test_a_rare_value_is_a_level_of_its_own(value_of):
    x = (np.arange(100) < 5).astype(float)
    assert value_of("target_information", x[:, None], np.arange(100) < 5)[0] > 0.9


def test_noise_is_rarely_informative(value_of):
    X = np.random.default_rng(0).normal(size=(1000, 100))
    assert value_of("informative_columns_share", X, np.arange(1000) % 3) < 0.05
    assert value_of("target_information", X, np.arange(1000) % 3).mean() < 0.005


def test_column_redundancy_by_hand(value_of):
    X = pd.DataFrame({"a": ["x", "y"] * 50, "b": ["u", "v"] * 50, "c": np.repeat(["s", "t"], 50)})
    assert sorted(value_of("column_redundancy", X)) == pytest.approx([0.0, 0.0, 1 - _miller(100)])


def test_missing_information_by_hand(value_of):
    y = np.repeat(["no", "yes"], 50)
    X = pd.DataFrame({"told": np.where(y == "no", np.nan, 1.0), "other": 1.0})
    assert value_of("missing_information", X, y) == pytest.approx(1 - _miller(100))
    assert value_of("missing_information", X.fillna(0.0), y) == 0.0
