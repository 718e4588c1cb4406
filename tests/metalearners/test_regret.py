import numpy as np
import pytest

from metaselect.metalearners import cap_regret, complete_regret, scaled_ranks


def test_cap_lowers_the_worse_than_dummy_and_fills_the_unknown():
    np.testing.assert_array_equal(cap_regret([[0.0, 2.0], [np.nan, 0.5]], worst=0.7), [[0.0, 0.7], [0.7, 0.5]])


def test_additive_table_is_completed_exactly():
    full = np.array([0.0, 0.1, 0.2])[:, None] + np.array([0.0, 0.05, 0.3, 0.2])
    holes = full.copy()
    holes[0, 1] = holes[2, 3] = holes[1, 0] = np.nan
    np.testing.assert_allclose(complete_regret(holes), full, atol=1e-6)


def test_a_configuration_that_won_on_a_few_datasets_is_typical_elsewhere():
    R = np.tile([0.1, 0.2, 0.3, np.nan], (100, 1))
    R[:2] = [0.8, 0.9, 1.0, 0.0]
    elsewhere = complete_regret(R)[2:]
    assert np.all((elsewhere[:, 3] > 0.1) & (elsewhere[:, 3] < 0.3))


def test_known_values_are_kept_and_capped():
    R = np.array([[0.1, np.nan, 4.0], [0.3, 0.2, 0.0]])
    completed = complete_regret(R)
    np.testing.assert_array_equal(completed[~np.isnan(R)], [0.1, 1.0, 0.3, 0.2, 0.0])


def test_configuration_never_run_is_worst_and_dataset_never_run_is_average():
    completed = complete_regret([[0.2, np.nan, 0.0], [0.4, np.nan, 0.2], [np.nan, np.nan, np.nan]])
    np.testing.assert_allclose(completed[:, 1], 1.0)
    np.testing.assert_allclose(completed[2], [0.3, 1.0, 0.1])


def test_easy_datasets_do_not_flatter_a_configuration_that_ran_only_there():
    # Configuration 1 is always 0.1 worse, but ran on the easy dataset only.
    completed = complete_regret([[0.0, 0.1], [0.5, np.nan], [0.5, np.nan]])
    assert np.all(completed[:, 1] > completed[:, 0])


@pytest.mark.parametrize("seed", range(5))
def test_completed_regrets_stay_between_zero_and_worst(seed):
    rng = np.random.default_rng(seed)
    R = rng.exponential(0.4, size=(20, 6))
    R[rng.random(R.shape) < 0.6] = np.nan
    completed = complete_regret(R)
    assert np.all((completed >= 0) & (completed <= 1))


def test_ranks_are_scaled_to_zero_and_one_with_ties_shared():
    np.testing.assert_allclose(scaled_ranks([[0.3, 0.1, 0.2, 0.2, 0.9]]), [[0.75, 0.0, 0.375, 0.375, 1.0]])


def test_rank_of_a_single_configuration_is_zero():
    np.testing.assert_array_equal(scaled_ranks([[0.3], [0.0]]), [[0.0], [0.0]])
