"""Ridge regression by its normal equations: it is fitted many times, and importing an estimator takes long."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["RidgeFit", "fit_ridge", "solve_ridge"]


@dataclass(frozen=True, eq=False)
class RidgeFit:
    """A fitted line, plane and so on.

    Attributes
    ----------
    weights : ndarray of shape (n_columns,) or (n_columns, n_outputs)
        Slopes of the columns.
    center : ndarray of shape (n_columns,)
        Mean of each column.
    mean : float or ndarray of shape (n_outputs,)
        Of the outputs; what is predicted at the center.
    """

    weights: np.ndarray
    center: np.ndarray
    mean: float | np.ndarray

    def predict(self, X: np.ndarray) -> np.ndarray:
        """Return the outputs of the rows of `X` (n_rows, n_columns), (n_rows,) or (n_rows, n_outputs)."""
        return self.deviation(X) + self.mean

    def deviation(self, X: np.ndarray) -> np.ndarray:
        """Return how far the outputs of the rows of `X` (n_rows, n_columns) are from their mean."""
        return (X - self.center) @ self.weights


def fit_ridge(X: np.ndarray, Y: np.ndarray, penalty: float) -> RidgeFit:
    """Return the ridge regression of `Y` on `X`, with an intercept that is not penalized.

    Parameters
    ----------
    X : ndarray of shape (n_rows, n_columns)
        Without missing values.
    Y : ndarray of shape (n_rows,) or (n_rows, n_outputs)
        One output or several.
    penalty : float
        Of the squared weights, beside the sum of squared errors; above 0.

    Examples
    --------
    >>> fit = fit_ridge(np.array([[0.0], [1.0], [2.0]]), np.array([5.0, 7.0, 9.0]), penalty=1e-9)
    >>> fit.predict(np.array([[3.0]])).round(6)
    array([11.])
    """
    center, mean = X.mean(axis=0), Y.mean(axis=0)
    return RidgeFit(solve_ridge(X - center, Y - mean, penalty), center, mean)


def solve_ridge(X: np.ndarray, Y: np.ndarray, penalty: float, weights: np.ndarray | None = None) -> np.ndarray:
    """Return the slopes, (n_columns,) or (n_columns, n_outputs), of the ridge regression without an intercept.

    Parameters
    ----------
    X : ndarray of shape (n_rows, n_columns)
        Without missing values; as a rule centered.
    Y : ndarray of shape (n_rows,) or (n_rows, n_outputs)
        One output or several.
    penalty : float
        Of the squared slopes, beside the sum of squared errors; above 0.
    weights : ndarray of shape (n_rows,), optional
        How much each row counts; 1 when not given.

    Examples
    --------
    >>> solve_ridge(np.array([[1.0], [1.0]]), np.array([2.0, 4.0]), 1.0, weights=np.array([1.0, 2.0]))
    array([2.5])
    """
    weighted_X, weighted_Y = X, Y
    if weights is not None:
        weighted_X, weighted_Y = weights[:, None] * X, (weights * Y.T).T
    return np.linalg.solve(X.T @ weighted_X + penalty * np.eye(X.shape[1]), X.T @ weighted_Y)
