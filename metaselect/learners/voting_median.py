"""`VotingMedian`: the weighted median of what several regressors predict."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.ensemble import VotingRegressor
from sklearn.utils.validation import check_is_fitted

__all__ = ["VotingMedian", "weighted_median"]


def weighted_median(values: np.ndarray, weights: Sequence[float]) -> np.ndarray:
    """Return the value of each row that half of the weight lies below, and half above.

    Where it is met by two values, it is their mean, as of the plain median.

    Parameters
    ----------
    values : ndarray of shape (n_rows, n_values)
        What is to be put in the middle.
    weights : sequence of float, of length n_values
        How much each column counts; above 0.

    Returns
    -------
    median : ndarray of shape (n_rows,)
        Of each row.

    Examples
    --------
    >>> weighted_median(np.array([[1.0, 2.0, 900.0], [5.0, 3.0, 4.0]]), [2, 1, 1])
    array([1.5, 4.5])
    """
    order = np.argsort(values, axis=1, kind="stable")
    values = np.take_along_axis(np.asarray(values, dtype=float), order, axis=1)
    below = np.cumsum(np.asarray(weights, dtype=float)[order], axis=1)  # the weight up to each value
    half = below[:, -1:] / 2.0
    rows = np.arange(len(values))
    low, high = (below >= half * (1 - 1e-12)).argmax(axis=1), (below > half * (1 + 1e-12)).argmax(axis=1)
    return (values[rows, low] + values[rows, high]) / 2.0


class VotingMedian(VotingRegressor):
    """Predict the weighted median of what several regressors predict: one that is far off moves it little.

    Parameters
    ----------
    estimators, weights, n_jobs, verbose
        As of scikit-learn's `VotingRegressor`.

    Examples
    --------
    >>> from sklearn.dummy import DummyRegressor
    >>> voters = [(str(c), DummyRegressor(strategy="constant", constant=c)) for c in (1.0, 2.0, 900.0)]
    >>> VotingMedian(voters).fit([[0], [1]], [0.0, 1.0]).predict([[5]])
    array([2.])
    """

    def predict(self, X):
        """Return the prediction for each row."""
        check_is_fitted(self)
        predictions = np.column_stack([estimator.predict(X) for estimator in self.estimators_])
        weights = self._weights_not_none  # of those that were not dropped
        return weighted_median(predictions, np.ones(len(self.estimators_)) if weights is None else weights)
