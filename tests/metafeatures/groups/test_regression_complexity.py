import numpy as np
import pytest
from scipy.stats import spearmanr

from metaselect.metafeatures import METAFEATURES

NAMES = [name for name, m in METAFEATURES.items() if m.group == "complexity" and m.tasks == frozenset({"regression"})]


@pytest.mark.parametrize("name", sorted({*NAMES} - {"column_target_rank_correlation"}))
def test_a_line_is_simpler_than_noise(name, value_of):
    x = np.random.default_rng(0).uniform(size=(200, 1))
    noise = np.random.default_rng(1).uniform(size=200)
    line = value_of(name, x, 3 * x[:, 0], "regression")
    assert line < 0.05
    assert value_of(name, x, noise, "regression") > line


def test_rank_correlation_is_that_of_spearman(value_of):
    x = np.arange(20.0)
    assert value_of("column_target_rank_correlation", x[:, None], np.exp(x), "regression")[0] == pytest.approx(1.0)


def test_rank_correlations_are_those_of_scipy_with_ties_too(value_of):
    rng = np.random.default_rng(0)
    X = np.column_stack([rng.normal(size=80), rng.integers(4, size=80)])
    y = X[:, 0].round() + rng.integers(3, size=80)
    expected = [abs(spearmanr(column, y).statistic) for column in X.T]
    found = value_of("column_target_rank_correlation", X, y, "regression")
    np.testing.assert_allclose(sorted(found), sorted(expected))


def test_neighbors_of_equal_rows_do_not_fail(value_of):
    X = np.repeat([[0.0], [1.0]], 10, axis=0)
    assert value_of("nearest_neighbor_squared_error", X, np.arange(20.0), "regression") > 0
