import numpy as np
import pytest

from metaselect.recommendation.portfolio import cheap_order, pareto_front, shortlist

R = np.array([[0.0, 0.02, 0.2, 0.25], [0.0, 0.02, 0.2, 0.25], [0.25, 0.2, 0.0, 0.1], [0.2, 0.25, 0.3, 0.0]])


def test_first_is_the_smallest_predicted_regret():
    assert shortlist([0.3, 0.2, 0.1, 0.4], R, [1, 1, 1, 1], 3)[0] == 2


def test_second_makes_up_for_the_first_where_it_counts():
    predicted = [0.1, 0.11, 0.2, 0.2]
    np.testing.assert_array_equal(shortlist(predicted, R, [1, 1, 2, 0], 2), [0, 2])
    np.testing.assert_array_equal(shortlist(predicted, R, [1, 1, 0, 2], 2), [0, 3])


def test_clip_makes_bad_and_worse_equal():
    # Unclipped 1 gains more (0.9 to 0.5); clipped at 0.3 only 2 gains anything.
    R = [[0.9, 0.5, 0.9], [0.3, 0.3, 0.1]]
    np.testing.assert_array_equal(shortlist([0.0, 0.1, 0.1], R, [1, 1], 2, clip=1.0), [0, 1])
    np.testing.assert_array_equal(shortlist([0.0, 0.1, 0.1], R, [1, 1], 2), [0, 2])


def test_never_run_is_no_help():
    np.testing.assert_array_equal(shortlist([0.0, 0.1, 0.2], [[0.3, np.nan, 0.1]], [1], 2), [0, 2])


def test_list_is_as_long_as_asked_and_without_repeats():
    for size in range(1, 7):
        chosen = shortlist([0.1, 0.1, 0.1, 0.1], R, [1, 0, 0, 0], size)
        assert len(chosen) == len(set(chosen.tolist())) == min(size, 4)


def test_sharper_weights_leave_the_list_to_the_most_similar():
    R = np.array([[0.0, 0.3, 0.3], [0.3, 0.3, 0.0], [0.3, 0.0, 0.3], [0.3, 0.0, 0.3]])
    weights = np.array([0.35, 0.3, 0.175, 0.175])
    assert shortlist([0.1, 0.2, 0.2], R, weights, 2).tolist() == [0, 1]
    assert shortlist([0.1, 0.2, 0.2], R, weights, 2, sharpness=3).tolist() == [0, 2]


def test_front_holds_exactly_what_nothing_beats_in_both():
    rng = np.random.default_rng(0)
    regret, seconds = rng.random((2, 40))
    better = (regret[:, None] <= regret) & (seconds[:, None] <= seconds) & ~np.eye(40, dtype=bool)
    unbeaten = np.flatnonzero(~better.any(axis=0))
    front = pareto_front(regret, seconds)
    assert sorted(front) == unbeaten.tolist()
    assert np.all(np.diff(seconds[front]) > 0)
    assert np.all(np.diff(regret[front]) < 0)


@pytest.mark.parametrize("price", [0.0, 0.01, 0.1, 10.0])
def test_first_of_the_cheap_order_is_on_the_front(price):
    rng = np.random.default_rng(1)
    regret, seconds = rng.random((2, 40))
    order = cheap_order(regret, seconds, price)
    assert order[0] in pareto_front(regret, seconds)
    assert sorted(order) == list(range(40))


def test_price_moves_the_first_from_the_best_to_the_fastest():
    rng = np.random.default_rng(2)
    regret, seconds = rng.random((2, 40))
    firsts = [cheap_order(regret, seconds, price)[0] for price in (0.0, 0.05, 0.5, 1e6)]
    assert firsts[0] == regret.argmin()
    assert firsts[-1] == seconds.argmin()
    assert np.all(np.diff(seconds[firsts]) <= 0)
