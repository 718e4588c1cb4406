import numpy as np
import pytest

from metaselect.learners import make_configuration
from metaselect.recommendation import Trade
from metaselect.recommendation.costs.trade import PRICE, cheap_list
from metaselect.recommendation.portfolio import pareto_front, with_time


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
    assert cheap_list(predicted, seconds, np.arange(30), 1)[0] == with_time(predicted, seconds, PRICE).argmin()


def test_times_as_fast_follows_from_the_seconds_saved():
    trade = Trade(make_configuration("ridge"), 0.9, 0.01, fit_seconds=10.0, seconds_saved=9.0)
    assert trade.times_as_fast == pytest.approx(10.0)
