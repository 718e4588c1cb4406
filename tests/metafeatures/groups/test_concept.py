import numpy as np
import pytest

RNG = np.random.default_rng(0)


def test_variation_is_small_where_classes_are_apart(value_of):
    x = np.r_[RNG.uniform(0, 1, 30), RNG.uniform(9, 10, 30)][:, None]
    apart = value_of("concept_variation", x, np.repeat([0, 1], 30)).mean()
    mixed = value_of("concept_variation", x, np.arange(60) % 2).mean()
    assert apart < 0.05
    assert mixed == pytest.approx(0.5, abs=0.05)


def test_cohesiveness_is_one_half_in_one_column(value_of):
    # No two rows of a single column scaled to 0 to 1 are farther apart than 1
    np.testing.assert_allclose(value_of("cohesiveness", np.arange(20.0)[:, None]), 0.5)


def test_impure_cohesiveness_counts_other_classes_only(value_of):
    values = value_of("impure_cohesiveness", np.arange(20.0)[:, None], np.arange(20) < 10)
    np.testing.assert_allclose(values, 0.5 * 10 / 19)


def test_weighted_distance_is_smaller_than_the_mean_distance(value_of):
    x = np.linspace(0, 1, 50)
    assert value_of("weighted_distance", x[:, None]).mean() < np.abs(x[:, None] - x).mean()
