import numpy as np
import pytest

from metaselect.recommendation.costs.predict_times import PredictTimes


def planted(n_datasets=80, seed=0):
    """A linear model: a call and columns; nearest neighbours: training rows too. New rows are a fifth of the rows."""
    rng = np.random.default_rng(seed)
    sizes = np.column_stack(
        [rng.integers(50, 2000, n_datasets), rng.integers(2, 60, n_datasets), rng.integers(2, 5, n_datasets)]
    ).astype(float)
    n_new = np.round(sizes[:, 0] / 4)
    linear = 2e-3 + 1e-7 * n_new * sizes[:, 1]
    neighbors = 2e-3 + 1e-8 * n_new * sizes[:, 0] * sizes[:, 1]
    return sizes, n_new, np.column_stack([linear, neighbors]) * rng.lognormal(0, 0.05, (n_datasets, 2))


def test_prediction_extrapolates_to_more_training_rows_and_more_new_rows():
    times = PredictTimes().fit(*planted())
    linear, neighbors = times.predict(10_000, 50_000, 20, 2)
    assert linear == pytest.approx(2e-3 + 1e-7 * 10_000 * 20, rel=0.5)
    assert neighbors == pytest.approx(1e-8 * 10_000 * 50_000 * 20, rel=0.3)


def test_times_never_shrink_with_size():
    times = PredictTimes().fit(*planted())
    for sizes in ((10, 1000, 10, 2), (1000, 10_000, 10, 2), (1000, 1000, 100, 2), (1000, 1000, 10, 20)):
        assert np.all(times.predict(*sizes) >= times.predict(10, 100, 10, 2) - 1e-12)


def test_a_configuration_without_a_measurement_has_no_time():
    sizes, n_new, seconds = planted()
    seconds[:, 1] = np.nan
    seconds[5:, 0] = np.nan
    linear, neighbors = PredictTimes().fit(sizes, n_new, seconds).predict(1000, 1000, 10, 2)
    assert np.isfinite(linear)
    assert np.isnan(neighbors)
