import numpy as np
import pytest

from metaselect.metalearners import CLIP, META_LEARNERS, make_meta_learner
from metaselect.recommendation.forecast import Forecast, forecasts


def test_scenarios_are_the_prediction_plus_what_was_missed():
    missed = np.array([[0.0, 0.1], [0.1, -0.2]])
    scenarios = Forecast(np.array([0.1, 0.2]), None, missed, R=np.zeros((2, 2))).scenarios
    np.testing.assert_allclose(scenarios, [[0.1, 0.3], [0.2, 0.0]])


def test_where_it_is_not_known_what_is_missed_scenarios_are_the_clipped_regrets():
    R = np.array([[0.0, 0.9], [0.1, np.nan]])
    np.testing.assert_array_equal(Forecast(np.zeros(2), None, None, R).scenarios, [[0.0, CLIP], [0.1, CLIP]])


def test_best_is_the_least_predicted_of_what_is_available():
    forecast = Forecast(np.array([0.1, 0.3, 0.2]), None, None, np.zeros((1, 3)))
    assert forecast.best_of(np.array([1, 2])) == 2


@pytest.mark.usefixtures("small_forests")
def test_each_dataset_gets_its_own_row_of_every_meta_learner():
    rng = np.random.default_rng(0)
    M, R = rng.normal(size=(20, 4)), rng.random((20, 4))
    for name in META_LEARNERS:
        fitted = make_meta_learner(name).fit(M, R)
        residuals = fitted.residuals_of_known()
        both = forecasts(fitted, M[:2], R, residuals)
        for i, forecast in enumerate(both):
            (alone,) = forecasts(fitted, M[[i]], R, residuals)
            np.testing.assert_allclose(forecast.predicted, alone.predicted, atol=1e-10)
            if alone.weights is None:
                assert forecast.weights is None
            else:
                np.testing.assert_allclose(forecast.weights, alone.weights, atol=1e-10)
