import numpy as np
import pytest

from metaselect.exceptions import ConfigurationError
from metaselect.metalearners import greedy_portfolio

# Means: 0.3, 0.4, 0.5, 0.6. With 0: adding 1 leaves mean 0.3 (no gain), 2 leaves 0.15, 3 leaves 0.075.
R = np.array(
    [
        [0.0, 0.1, 0.8, 0.8],
        [0.0, 0.1, 0.6, 0.9],
        [0.6, 0.7, 0.0, 0.0],
        [0.6, 0.7, 0.6, 0.7],
    ]
)


def test_each_step_lowers_the_mean_of_the_best_the_most():
    # After 0 the means with 1, 2, 3 are 0.3, 0.15, 0.15: the tie goes to the lower mean regret (0.5 against 0.6).
    np.testing.assert_array_equal(greedy_portfolio(R, 2), [0, 2])


def test_rest_follows_by_mean_regret_once_nothing_gains():
    np.testing.assert_array_equal(greedy_portfolio(R, 4), [0, 2, 1, 3])


def test_equal_configurations_go_by_index():
    np.testing.assert_array_equal(greedy_portfolio(np.full((3, 4), 0.2), 4), [0, 1, 2, 3])


def test_weights_decide_which_dataset_counts():
    np.testing.assert_array_equal(greedy_portfolio(R, 1, weights=[0, 0, 1, 0]), [2])
    np.testing.assert_array_equal(greedy_portfolio(R, 1, weights=[0, 0, 0, 0]), [0])


def test_start_comes_first_and_counts_as_chosen():
    np.testing.assert_array_equal(greedy_portfolio(R, 2, start=(3,)), [3, 0])
    np.testing.assert_array_equal(greedy_portfolio(R, 1, start=(3, 1)), [3])


def test_never_run_counts_as_worst():
    np.testing.assert_array_equal(greedy_portfolio([[np.nan, 0.9], [0.0, 0.2]], 1), [0])  # means 0.5 and 0.55
    np.testing.assert_array_equal(greedy_portfolio([[np.nan, 0.7], [0.0, 0.2]], 1), [1])  # means 0.5 and 0.45


def test_regrets_above_worst_count_as_worst():
    np.testing.assert_array_equal(greedy_portfolio([[50.0, 0.9], [0.0, 0.2]], 1), [0])
    np.testing.assert_array_equal(greedy_portfolio([[50.0, 0.9], [0.2, 0.1]], 1, worst=0.5), [1])


def test_size_is_at_most_the_number_of_configurations():
    assert len(greedy_portfolio(R, 99)) == 4
    assert len(greedy_portfolio(R, 0)) == 0


@pytest.mark.parametrize("weights", [[1.0, 1.0], [1, 1, 1, -1], [1, 1, 1, np.nan]])
def test_weights_that_make_no_sense_are_refused(weights):
    with pytest.raises(ConfigurationError, match="one number per dataset"):
        greedy_portfolio(R, 2, weights=weights)
