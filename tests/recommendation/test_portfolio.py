import numpy as np
import pytest

from metaselect.metalearners import META_LEARNERS, make_meta_learner
from metaselect.recommendation.forecast import Forecast, forecasts
from metaselect.recommendation.portfolio import cheap_list, cheap_order, pareto_front, with_time
from metaselect.recommendation.shortlist import advised_order, shortlist

R = np.array([[0.0, 0.02, 0.2, 0.25], [0.0, 0.02, 0.2, 0.25], [0.25, 0.2, 0.0, 0.1], [0.2, 0.25, 0.3, 0.0]])


def test_first_is_the_smallest_predicted_regret():
    assert shortlist([0.3, 0.2, 0.1, 0.4], R, [1, 1, 1, 1], 3)[0] == 2


def test_second_makes_up_for_the_first_where_it_counts():
    predicted = [0.1, 0.11, 0.2, 0.2]
    np.testing.assert_array_equal(shortlist(predicted, R, [1, 1, 2, 0], 2), [0, 2])
    np.testing.assert_array_equal(shortlist(predicted, R, [1, 1, 0, 2], 2), [0, 3])


def test_without_weights_all_scenarios_count_equally():
    predicted = [0.1, 0.11, 0.2, 0.2]
    assert shortlist(predicted, R, None, 4).tolist() == shortlist(predicted, R, [0.25] * 4, 4).tolist()


def test_never_run_is_no_help():
    np.testing.assert_array_equal(shortlist([0.0, 0.1, 0.2], [[0.3, np.nan, 0.1]], [1], 2), [0, 2])


def test_list_is_as_long_as_asked_and_without_repeats():
    for size in range(1, 7):
        chosen = shortlist([0.1, 0.1, 0.1, 0.1], R, [1, 0, 0, 0], size)
        assert len(chosen) == len(set(chosen.tolist())) == min(size, 4)


def test_configurations_wrongly_judged_together_do_not_make_up_for_each_other():
    # 1 is predicted nearly as good as 0, but wherever 0 is worse than predicted 1 is too; the errors of 2 are others.
    predicted = np.array([0.10, 0.11, 0.15])
    shared, own = np.repeat([-0.1, 0.1], 10), np.tile([-0.1, 0.1], 10)
    scenarios = Forecast(predicted, None, np.column_stack([shared, shared, own]), R=None).scenarios
    assert shortlist(predicted, scenarios, None, 2).tolist() == [0, 2]


@pytest.mark.usefixtures("small_forests")
def test_blend_stands_before_the_single_models_where_it_promises_most_and_second_elsewhere():
    scenarios = np.zeros((3, 4))
    for predicted, expected in (([0.3, 0.2, 0.4, 0.1], [3, 1, 0]), ([0.3, 0.2, 0.4, 0.25], [1, 3, 0])):
        forecast = Forecast(np.array(predicted), None, None, scenarios)
        assert advised_order(forecast, np.arange(4), 3, blends=[3]).tolist() == expected
        assert advised_order(forecast, np.arange(3), 3, blends=[3]).tolist() == [1, 0, 2]
        assert advised_order(forecast, np.array([2, 3]), 1, blends=[3]) == [3]
    assert advised_order(forecast, np.array([0, 2, 3]), 1, blends=[3]).tolist() == [3]


def test_first_of_the_advised_order_is_the_first_pick_of_every_meta_learner():
    rng = np.random.default_rng(0)
    M, regrets = rng.normal(size=(20, 4)), rng.random((20, 5))
    available = np.array([0, 2, 3, 4])
    for name in META_LEARNERS:
        fitted = make_meta_learner(name).fit(M, regrets)
        (forecast,) = forecasts(fitted, M[:1], regrets, fitted.residuals_of_known())
        order = advised_order(forecast, available, 3)
        assert order[0] == forecast.best_of(available) == available[fitted.predict(M[:1])[0, available].argmin()]
        assert len(set(order.tolist()) & set(available.tolist())) == 3


def test_without_weights_and_residuals_the_order_is_by_predicted_regret():
    predicted = np.array([0.3, 0.2, 0.1, 0.4])
    assert advised_order(Forecast(predicted, None, None, R), np.array([0, 1, 3]), 2).tolist() == [1, 0]


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


def test_the_front_comes_before_what_it_dominates():
    rng = np.random.default_rng(0)
    predicted, seconds = rng.random(30), 10 ** rng.uniform(-2, 2, 30)
    front = pareto_front(predicted, seconds)
    order = cheap_list(predicted, seconds, np.arange(30), 30)
    assert set(order[: len(front)]) == set(front)
    assert sorted(order) == list(range(30))


def test_only_what_is_allowed_is_listed():
    order = cheap_list(np.array([0.0, 0.1, 0.2]), np.array([1.0, 1.0, 1.0]), np.array([1, 2]), 5)
    assert list(order) == [1, 2]


def test_the_order_does_not_depend_on_the_unit_of_time():
    rng = np.random.default_rng(1)
    predicted, seconds = rng.random(30) / 20, 10 ** rng.uniform(-2, 2, 30)
    orders = [tuple(cheap_list(predicted, unit * seconds, np.arange(30), 5)) for unit in (0.01, 1.0, 60.0)]
    assert len(set(orders)) == 1


def test_first_of_the_list_is_least_by_regret_with_time():
    rng = np.random.default_rng(2)
    predicted, seconds = rng.random(30) / 20, 10 ** rng.uniform(-2, 2, 30)
    assert cheap_list(predicted, seconds, np.arange(30), 1)[0] == with_time(predicted, seconds).argmin()
