import numpy as np
import pytest

X = np.arange(100.0)[:, None]


@pytest.mark.parametrize(
    ("name", "target", "expected"),
    [
        ("target_integer_share", np.r_[np.arange(50), np.arange(50) + 0.5], 0.5),
        ("target_zero_share", np.r_[np.zeros(20), np.arange(1, 81)], 0.2),
        ("target_negative_share", np.arange(100.0) - 25, 0.25),
        ("target_heaping_share", np.repeat([5.0, 10.0, 15.0, 17.0], 25), 0.75),
        ("target_repeated_share", np.r_[np.zeros(30), np.arange(1, 71)], 0.3),
        ("target_largest_gap", np.r_[np.linspace(0, 1, 99), 4.0], 0.75),
        ("target_bimodality", np.repeat([0.0, 1.0], 50), 1.0),
    ],
)
def test_by_hand(value_of, name, target, expected):
    assert value_of(name, X, target, "regression") == pytest.approx(expected)


def test_normality_is_near_one_for_a_normal_target_and_less_for_a_skewed_one(value_of):
    normal = np.random.default_rng(0).normal(size=100)
    assert value_of("target_normality", X, normal, "regression") > 0.95
    assert value_of("target_normality", X, np.exp(2 * normal), "regression") < 0.7


def test_heavy_tails_are_longer_than_those_of_a_normal_target(value_of):
    rng = np.random.default_rng(0)
    normal, cauchy = rng.normal(size=100), rng.standard_cauchy(100)
    assert value_of("target_tail_ratio", X, normal, "regression") == pytest.approx(1.0, abs=0.3)
    assert value_of("target_tail_ratio", X, cauchy, "regression") > 2


def test_sizes_of_classes(value_of):
    y = np.arange(100) < 1
    assert value_of("log_class_ratio", X, y) == pytest.approx(np.log10(99))
    assert value_of("class_share_variation", X, np.arange(100) % 4) == 0.0
