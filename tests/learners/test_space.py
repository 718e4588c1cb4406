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


@pytest.mark.parametrize("space", SPACES, ids=str)
def test_every_value_has_a_position_and_one_of_the_codes(space):
    rng = np.random.default_rng(0)
    for value in [space.default, *(space.sample(rng) for _ in range(50))]:
        assert 0 <= space.position(value) <= 1
        code, number = space.code(value)
        assert code in space.codes()
        assert -0.5 <= number <= 1


@pytest.mark.parametrize("space", SPACES[:4], ids=str)
def test_a_range_begins_at_0_and_ends_at_1(space):
    assert (space.position(space.low), space.position(space.high)) == (0.0, 1.0)


def test_a_range_of_one_value_is_where_it_begins():
    assert Float(2.0, 2.0, default=2.0).position(2.0) == LogInteger(3, 3, default=3).position(3) == 0.0


def test_only_what_is_optional_can_be_absent():
    assert Choice((False, True), default=False, optional=True).is_absent(False)
    assert not Choice((False, True), default=False).is_absent(False)
    assert not Float(0.0, 1.0, default=0.5).is_absent(0.5)
