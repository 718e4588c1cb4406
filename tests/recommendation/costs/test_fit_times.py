import numpy as np

from metaselect.recommendation import FitTimes


def planted(n_datasets=60, seed=0):
    """One configuration linear in the rows, one quadratic, both linear in the columns."""
    rng = np.random.default_rng(seed)
    sizes = np.column_stack(
        [rng.integers(50, 2000, n_datasets), rng.integers(2, 60, n_datasets), rng.integers(2, 5, n_datasets)]
    )
    rows, columns, _ = sizes.T.astype(float)
    seconds = np.column_stack([1e-4 * rows * columns, 1e-6 * rows**2 * columns])
    return sizes, seconds * rng.lognormal(0, 0.1, seconds.shape)


def test_prediction_is_within_a_quarter_of_the_truth():
    times = FitTimes().fit(*planted())
    predicted = times.predict(1000, 20, 3)
    assert np.all(np.abs(np.log(predicted / [2.0, 20.0])) < np.log(1.25))


def test_prediction_extrapolates_to_many_rows():
    times = FitTimes().fit(*planted())
    ratio = times.predict(20_000, 20, 3) / times.predict(1000, 20, 3)
    assert 13 < ratio[0] < 27
    assert 250 < ratio[1] < 500


def test_configuration_with_few_measurements_gets_a_finite_time():
    sizes, seconds = planted()
    seconds[2:, 1] = np.nan
    assert np.isfinite(FitTimes().fit(sizes, seconds).predict(500, 10, 2)).all()


def test_what_every_fit_takes_is_not_taken_for_slow_growth():
    sizes, _ = planted()
    rows, columns, _ = sizes.T.astype(float)
    seconds = 0.05 + 1e-6 * rows * columns
    predicted = FitTimes().fit(sizes, seconds[:, None]).predict(100_000, 20, 2)
    assert 1.5 < predicted[0] < 2.5


def test_more_of_anything_never_takes_less_time():
    times = FitTimes().fit(*planted())
    for sizes in ((2000, 10, 2), (1000, 20, 2), (1000, 10, 4)):
        assert np.all(times.predict(*sizes) >= times.predict(1000, 10, 2))


def test_what_was_never_measured_has_no_time():
    sizes, seconds = planted()
    seconds[:, 1] = np.nan
    predicted = FitTimes().fit(sizes, seconds).predict(500, 10, 2)
    assert np.isfinite(predicted[0])
    assert np.isnan(predicted[1])
