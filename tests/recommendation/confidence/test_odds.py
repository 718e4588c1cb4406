import math

import numpy as np
import pytest

from metaselect.recommendation import Confidence
from metaselect.recommendation.confidence.odds import odds_of_first
from metaselect.recommendation.forecast import Forecast
from metaselect.report.words.confidence import words_on_first


def forecast(R, weights=None, residuals=None):
    R = np.array(R)
    return Forecast(np.zeros(R.shape[1]), weights if weights is None else np.array(weights), residuals, R)


def test_odds_weigh_scenarios_and_halve_ties():
    R = [[0.0, 0.1], [0.2, 0.1], [0.1, 0.1]]
    assert odds_of_first(forecast(R, [0.6, 0.2, 0.2]), 0, 1) == pytest.approx(0.6 + 0.1)
    assert odds_of_first(forecast(R, [1.0, 1.0, 1.0]), 0, 1) == pytest.approx(0.5)


def test_what_predictions_missed_counts_equally_whatever_the_weights():
    missed = np.array([[0.0, 0.1], [0.2, 0.1], [0.0, 0.3]])
    assert odds_of_first(forecast(np.zeros((3, 2)), [1.0, 0.0, 0.0], missed), 0, 1) == pytest.approx(2 / 3)


def test_scenarios_without_both_say_nothing():
    odds = odds_of_first(forecast([[0.0, np.nan], [np.nan, 0.1]], [0.5, 0.5]), 0, 1)
    assert math.isnan(odds)
    assert words_on_first(Confidence(0.5, 1.0, 1.6, abstains=False, first_beats_second=odds)) == ""


def test_without_weights_and_residuals_nothing_is_said():
    assert math.isnan(odds_of_first(forecast([[0.0, 0.1]]), 0, 1))
