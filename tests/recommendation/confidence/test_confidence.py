import numpy as np
import pytest

from metaselect.recommendation import Confidence
from metaselect.recommendation.confidence.confidence import average_order
from metaselect.report.words.confidence import words_on_abstaining, words_on_first


def confidence(**changes):
    return Confidence(**{"familiarity": 0.5, "distance": 1.0, "farthest": 1.6, "abstains": False, **changes})


@pytest.mark.parametrize(
    ("odds", "is_clear", "words"),
    [(0.8, True, "clearly ahead"), (0.55, False, "not clearly ahead"), (0.4, False, "may well be as good")],
)
def test_clear_is_said_of_high_odds_alone(odds, is_clear, words):
    said = confidence(first_beats_second=odds)
    assert said.is_clear == is_clear
    assert words in words_on_first(said)


def test_how_far_is_said_in_three_steps():
    levels = [confidence(familiarity=familiarity).level for familiarity in (0.01, 0.1, 0.5)]
    assert levels == ["far", "edge", "within"]
    assert confidence(familiarity=0.5, abstains=True).level == "far"


def test_only_who_abstains_says_so():
    assert words_on_abstaining(confidence()) == ""
    assert "best on average" in words_on_abstaining(confidence(abstains=True, distance=2.0))


def test_the_average_order_puts_first_what_is_reliably_good():
    rng = np.random.default_rng(0)
    R = np.column_stack([rng.uniform(0, 0.1, 40), rng.uniform(0, 0.4, 40), np.full(40, 1.0)])
    R[3, 0] = np.nan
    assert list(average_order(R).argsort()) == [0, 1, 2]
