import numpy as np
import pytest

from metaselect.learners import Choice, Float, Integer, LogFloat, LogInteger

SPACES = [
    Float(-1.0, 2.0, default=0.0),
    LogFloat(1e-3, 1e3, default=1.0),
    Integer(1, 4, default=2),
    LogInteger(1, 500, default=10),
    Choice(("a", 1, None), default=None),
    Choice((False, True), default=False, optional=True),
    Float(0.0, 1.0, default=0.5, when=("a", 1)),
]


@pytest.mark.parametrize("space", SPACES, ids=str)
def test_draws_and_default_are_inside(space):
    rng = np.random.default_rng(0)
    assert all(space.contains(space.sample(rng)) for _ in range(500))
    assert space.contains(space.default)


@pytest.mark.parametrize("space", SPACES[:4], ids=str)
def test_what_lies_beyond_is_outside(space):
    assert not space.contains(space.low - 1)
    assert not space.contains(space.high + 1)
    assert not space.contains("1")
    assert not space.contains(None)


def test_whole_numbers_reach_both_ends():
    rng = np.random.default_rng(0)
    for space in (Integer(1, 4, default=2), LogInteger(1, 4, default=2)):
        assert {space.sample(rng) for _ in range(300)} == {1, 2, 3, 4}


@pytest.mark.parametrize("space", [LogFloat(1e-3, 1e3, default=1.0), LogInteger(1, 10_000, default=10)], ids=str)
def test_logarithmic_spaces_draw_every_order_of_magnitude_alike(space):
    rng = np.random.default_rng(0)
    draws = np.array([space.sample(rng) for _ in range(2000)])
    assert np.mean(draws < np.sqrt(space.low * space.high)) == pytest.approx(0.5, abs=0.08)


def test_draws_are_plain_python_values():
    rng = np.random.default_rng(0)
    assert [type(space.sample(rng)) for space in SPACES[:4]] == [float, float, int, int]


def test_a_fraction_is_no_whole_number():
    assert not Integer(1, 4, default=2).contains(2.5)


def test_an_unlisted_value_is_no_choice():
    assert not Choice(("a", "b"), default="a").contains("c")
