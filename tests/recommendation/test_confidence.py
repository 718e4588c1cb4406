import math

import numpy as np
import pytest

from metaselect.recommendation import Confidence
from metaselect.recommendation.confidence import average_order, compare_two


def confidence(**changes):
    return Confidence(**{"familiarity": 0.5, "distance": 1.0, "farthest": 1.6, "abstains": False, **changes})


def test_the_share_weighs_datasets_and_halves_ties():
    R = np.array([[0.0, 0.1], [0.2, 0.1], [0.1, 0.1]])
    share, n_effective = compare_two(R, np.array([0.6, 0.2, 0.2]), 0, 1)
    assert share == pytest.approx(0.6 + 0.1)
    assert n_effective == pytest.approx(1 / (0.36 + 0.04 + 0.04))


def test_datasets_without_both_results_say_nothing():
    R = np.array([[0.0, np.nan], [np.nan, 0.1]])
    share, n_effective = compare_two(R, np.ones(2), 0, 1)
    assert math.isnan(share)
    assert math.isnan(n_effective)
    assert confidence(first_beats_second=share, n_effective=n_effective).on_first() == ""


@pytest.mark.parametrize(
    ("share", "n_effective", "is_clear", "words"),
    [
        (0.9, 50, True, "clearly ahead"),
        (0.9, 3, False, "not clearly ahead"),
        (0.55, 50, False, "not clearly ahead"),
        (0.4, 50, False, "may well be as good"),
    ],
)
def test_clear_needs_both_a_large_share_and_enough_datasets(share, n_effective, is_clear, words):
    said = confidence(first_beats_second=share, n_effective=n_effective)
    assert said.is_clear == is_clear
    assert words in said.on_first()


def test_how_far_is_said_in_three_steps():
    levels = [confidence(familiarity=familiarity).level for familiarity in (0.01, 0.1, 0.5)]
    assert levels == ["far", "edge", "within"]
    assert confidence(familiarity=0.5, abstains=True).level == "far"


def test_only_who_abstains_says_so():
    assert confidence().on_abstaining() == ""
    assert "best on average" in confidence(abstains=True, distance=2.0).on_abstaining()


def test_the_average_order_puts_first_what_is_reliably_good():
    rng = np.random.default_rng(0)
    R = np.column_stack([rng.uniform(0, 0.1, 40), rng.uniform(0, 0.4, 40), np.full(40, 1.0)])
    R[3, 0] = np.nan
    assert list(average_order(R).argsort()) == [0, 1, 2]
