import numpy as np
import pytest

from metaselect.seeding import rng_from, seed_from


def test_seeds_are_what_they_always_were():
    # Stored scores and metafeatures depend on them.
    assert seed_from(0) == 804681139
    assert seed_from(0, "folds", "iris") == 894358226


def test_every_part_matters():
    names = [(), ("a",), ("a", "b"), ("ab",), ("b", "a")]
    assert len({seed_from(random_state, *parts) for random_state in (0, 1) for parts in names}) == 10


@pytest.mark.parametrize("random_state", [0, 1, -1, 2**40, np.int64(3)])
def test_seeds_are_small_enough_for_every_library(random_state):
    assert all(0 <= seed_from(random_state, str(i)) < 2**31 for i in range(100))


def test_kinds_of_integers_give_the_same_seed():
    assert seed_from(3, "a") == seed_from(np.int64(3), "a")


def test_generators_of_the_same_name_agree_and_of_others_do_not():
    draws = [rng_from(0, name).random() for name in ("a", "a", "b")]
    assert draws[0] == draws[1] != draws[2]
