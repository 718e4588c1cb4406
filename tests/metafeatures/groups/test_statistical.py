import numpy as np
import pandas as pd
import pytest

from metaselect.metafeatures.views.distributions import outliers, standardized_moment


def test_moments_by_hand():
    column = np.array([[0.0], [0.0], [0.0], [4.0], [np.nan]])  # mean 1, variance 3, third moment 6, fourth 21
    assert standardized_moment(column, 3) == pytest.approx([6 / 3**1.5])
    assert standardized_moment(column, 4) == pytest.approx([21 / 9])


def test_moments_of_a_constant_column_are_undefined(value_of):
    X = pd.DataFrame({"same": np.full(9, 0.1), "word": list("abcabcabc")})
    assert np.isnan(value_of("skewness", X)).all()
    assert np.isnan(value_of("log_kurtosis", X)).all()


def test_skewness_is_without_sign(value_of):
    X = pd.DataFrame({"right": [0.0, 0.0, 0.0, 4.0], "left": [0.0, 0.0, 0.0, -4.0]})
    assert value_of("skewness", X) == pytest.approx([6 / 3**1.5] * 2)


def test_kurtosis_of_two_equally_frequent_values_is_one(value_of):
    assert value_of("log_kurtosis", np.array([[3.0], [7.0], [3.0], [7.0]])) == pytest.approx([0.0], abs=1e-12)


def test_outliers_lie_beyond_the_fences():
    column = np.array([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 17.0])[:, None]  # quartiles 2.25 and 6.75
    assert outliers(column) == pytest.approx([0.1])  # the fence is at 6.75 + 1.5 * 4.5 = 13.5


def test_scale_range_counts_orders_of_magnitude(value_of):
    X = pd.DataFrame({"small": [0.0, 1.0, 0.0, 1.0], "large": [1000.0, 0.0, 0.0, 1000.0], "same": [5.0] * 4})
    assert value_of("log_scale_range", X) == pytest.approx(3.0)


def test_column_correlation_of_three_columns(value_of):
    X = pd.DataFrame({"a": [1.0, 2.0, 3.0, 4.0], "b": [-2.0, -4.0, -6.0, -8.0], "c": [1.0, -1.0, -1.0, 1.0]})
    assert value_of("column_correlation", X) == pytest.approx([1.0, 0.0, 0.0], abs=1e-12)
    assert value_of("redundant_columns_share", X) == pytest.approx(2 / 3)


def test_principal_components_of_three_columns(value_of):
    # Two columns that repeat each other and one apart: eigenvalues 2, 1 and 0
    X = pd.DataFrame({"a": [1.0, 2.0, 3.0, 4.0], "b": [-2.0, -4.0, -6.0, -8.0], "c": [1.0, -1.0, -1.0, 1.0]})
    assert value_of("first_component_share", X) == pytest.approx(2 / 3)
    assert value_of("components_for_95_share", X) == pytest.approx(2 / 3)
    assert value_of("log_condition_number", X) == pytest.approx(12.0)


def test_condition_number_of_two_columns(value_of):
    X = pd.DataFrame({"a": [1.0, 1.0, 0.0, 0.0], "b": [1.0, 1.0, 1.0, 0.0]})  # r = 1 / sqrt(3)
    r = 1 / np.sqrt(3)
    assert value_of("log_condition_number", X) == pytest.approx(np.log10((1 + r) / (1 - r)))


@pytest.mark.parametrize(
    "name", ["first_component_share", "components_for_95_share", "log_condition_number", "redundant_columns_share"]
)
def test_a_single_column_has_no_structure(value_of, name):
    assert np.isnan(value_of(name, np.arange(6.0)[:, None]))


def test_target_correlation_of_regression_is_adjusted_r(value_of):
    X, y = np.array([[1.0], [2.0], [3.0], [4.0], [5.0]]), [1.0, 3.0, 2.0, 5.0, 4.0]  # r = 0.8
    expected = np.sqrt(1 - (1 - 0.64) * 4 / 3)
    assert value_of("target_correlation", X, y, "regression") == pytest.approx([expected])
    assert value_of("target_rank_correlation", X, y, "regression") == pytest.approx([expected])


def test_target_correlation_of_classes_is_the_correlation_ratio(value_of):
    X = np.array([[0.0], [2.0], [4.0], [6.0]])  # variance 5, of the class means 4
    expected = np.sqrt(1 - (1 - 4 / 5) * 3 / 2)
    assert value_of("target_correlation", X, ["a", "a", "b", "b"]) == pytest.approx([expected])


def test_target_correlation_leaves_missing_values_out(value_of):
    X, y = np.array([[1.0], [2.0], [3.0], [4.0], [5.0], [np.nan]]), [1.0, 3.0, 2.0, 5.0, 4.0, 1000.0]
    expected = np.sqrt(1 - (1 - 0.64) * 4 / 3)
    assert value_of("target_correlation", X, y, "regression") == pytest.approx([expected])


def test_rank_correlation_sees_what_a_line_does_not(value_of):
    x = np.arange(30.0)
    assert value_of("target_rank_correlation", x[:, None], np.exp(x), "regression") == pytest.approx([1.0])
    assert value_of("target_correlation", x[:, None], np.exp(x), "regression") < 0.7


def test_noise_has_no_correlation_even_with_many_classes(value_of):
    X = np.random.default_rng(0).normal(size=(400, 20))
    assert value_of("target_correlation", X, np.arange(400) % 100).mean() < 0.15


def test_class_spread_ratio_by_hand(value_of):
    X = np.array([-1.0, 1.0, -1.0, 1.0, -1.0, 1.0, -10.0, 10.0, -10.0, 10.0, -10.0, 10.0])[:, None]
    assert value_of("log_class_spread_ratio", X, ["a"] * 6 + ["b"] * 6) == pytest.approx([1.0])


def test_target_moments_by_hand(value_of):
    X, y = np.arange(4.0)[:, None], [0.0, 0.0, 0.0, 4.0]
    assert value_of("target_skewness", X, y, "regression") == pytest.approx(6 / 3**1.5)
    assert value_of("target_log_kurtosis", X, y, "regression") == pytest.approx(np.log10(21 / 9))


def test_target_outliers_by_hand(value_of):
    y = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 17.0]
    assert value_of("target_outlier_share", np.arange(10.0)[:, None], y, "regression") == pytest.approx(0.1)


def test_magnitude_does_not_matter(value_of):
    X = np.random.default_rng(0).normal(size=(50, 2))
    assert value_of("skewness", X * 1e300) == pytest.approx(value_of("skewness", X))
    assert value_of("column_correlation", X * 1e-300) == pytest.approx(value_of("column_correlation", X))
