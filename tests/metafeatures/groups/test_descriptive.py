import numpy as np
import pytest

X = np.array([[1.0, 10.0], [2.0, 20.0], [4.0, np.nan], [5.0, 30.0]])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("column_mean", [3.0, 20.0]),
        ("column_median", [3.0, 20.0]),
        ("column_minimum", [1.0, 10.0]),
        ("column_maximum", [5.0, 30.0]),
        ("column_range", [4.0, 20.0]),
        ("column_variance", [10 / 3, 100.0]),
        ("column_deviation", [np.sqrt(10 / 3), 10.0]),
        ("column_geometric_mean", [40**0.25, 6000 ** (1 / 3)]),
        ("column_harmonic_mean", [4 / (1 + 1 / 2 + 1 / 4 + 1 / 5), 3 / (1 / 10 + 1 / 20 + 1 / 30)]),
    ],
)
def test_of_known_values_by_hand(value_of, name, expected):
    np.testing.assert_allclose(value_of(name, X), expected)


def test_negative_values_have_no_geometric_mean(value_of):
    assert np.isnan(value_of("column_geometric_mean", np.array([[-1.0], [2.0]]))).all()


def test_a_trimmed_mean_does_not_follow_an_outlier(value_of):
    assert value_of("column_trimmed_mean", np.array([[1.0], [2.0], [3.0], [4.0], [1e9]]))[0] == 3.0


def test_eigenvalues_add_up_to_the_variances(value_of):
    values = np.random.default_rng(0).normal(size=(50, 3)) * [1, 2, 3]
    assert value_of("covariance_eigenvalue", values).sum() == pytest.approx(value_of("column_variance", values).sum())


def test_what_overflows_is_undefined(value_of):
    assert np.isnan(value_of("column_variance", np.array([[-1.7e308], [1.7e308]]))).all()
