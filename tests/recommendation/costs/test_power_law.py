import numpy as np
import pytest

from metaselect.recommendation.costs.power_law import PowerLaw


def sizes(n_datasets=60, seed=0):
    rng = np.random.default_rng(seed)
    return np.column_stack(
        [rng.integers(50, 2000, n_datasets), rng.integers(2, 60, n_datasets), rng.integers(1, 5, n_datasets)]
    ).astype(float)


def test_the_exponent_is_found():
    known = sizes()
    law = PowerLaw(least=1e-9).fit(known, (1e-3 * known[:, [0]] ** 1.5))
    assert law.predict(20_000, 10, 1)[0] == pytest.approx(1e-3 * 20_000**1.5, rel=0.3)


def test_small_amounts_count_as_the_least():
    assert PowerLaw(least=1.0).fit(sizes(), np.full((60, 1), 1e-9)).predict(500, 10, 1)[0] == pytest.approx(1.0)


def test_where_nothing_was_measured_nothing_is_predicted():
    assert np.isnan(PowerLaw(least=1.0).fit(sizes(), np.full((60, 2), np.nan)).predict(500, 10, 1)).all()
