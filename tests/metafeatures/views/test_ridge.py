import numpy as np
import pytest
from sklearn.linear_model import Ridge

from metaselect.metafeatures import fit_ridge, solve_ridge

rng = np.random.default_rng(0)
X = rng.normal(size=(40, 3)) + 5
Y = X @ rng.normal(size=(3, 2)) + rng.normal(size=(40, 2))


@pytest.mark.parametrize("targets", [Y, Y[:, 0]], ids=["several outputs", "one output"])
def test_it_is_ridge_regression(targets):
    expected = Ridge(alpha=2.0).fit(X[:30], targets[:30])
    fit = fit_ridge(X[:30], targets[:30], penalty=2.0)
    np.testing.assert_allclose(fit.weights.T, expected.coef_)
    np.testing.assert_allclose(fit.predict(X[30:]), expected.predict(X[30:]))
    np.testing.assert_allclose(fit.deviation(X[30:]), expected.predict(X[30:]) - targets[:30].mean(axis=0))


@pytest.mark.parametrize("targets", [Y, Y[:, 0]], ids=["several outputs", "one output"])
def test_rows_count_by_their_weights(targets):
    weights = np.arange(1.0, 41.0)
    expected = Ridge(alpha=2.0, fit_intercept=False).fit(X, targets, sample_weight=weights)
    np.testing.assert_allclose(solve_ridge(X, targets, 2.0, weights).T, expected.coef_)
