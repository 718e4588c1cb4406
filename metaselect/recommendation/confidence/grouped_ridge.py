"""Ridge regression that also says what it predicts of each group of rows when the whole group is left out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

__all__ = ["GroupedRidge"]

_PENALTIES = np.logspace(-1, 3, 9)


class GroupedRidge:
    """Ridge regression of several outputs, with the penalty that is best for groups of rows that are left out.

    Predictions for a group that is left out follow in closed form from those with it. Source: Hastie, Tibshirani &
    Friedman (2009), The elements of statistical learning, eq. 7.64, for a block of rows in place of one.

    Attributes
    ----------
    left_out_ : ndarray of shape (n_rows, n_outputs)
        What is predicted of each row of `fit` when its group is left out; the mean where that leaves nothing.
    penalty_ : float
        The one chosen.

    Examples
    --------
    >>> X = np.arange(6.0)[:, None]
    >>> ridge = GroupedRidge().fit(X, 2.0 * X, ["a", "a", "b", "b", "c", "c"])
    >>> ridge.predict(np.array([[10.0]])).round(1), ridge.left_out_.round(1).ravel().tolist()
    (array([[19.9]]), [0.1, 2.1, 4.0, 6.0, 7.9, 9.9])
    """

    def fit(self, X: np.ndarray, Y: np.ndarray, groups: Sequence[str]) -> GroupedRidge:
        """Learn from rows.

        Parameters
        ----------
        X : ndarray of shape (n_rows, n_columns)
            Without missing values.
        Y : ndarray of shape (n_rows, n_outputs)
            What is to be predicted.
        groups : sequence of str, of length n_rows
            Rows of one group are left out together.
        """
        self.center_, self.mean_ = X.mean(axis=0), Y.mean(axis=0)
        centered = X - self.center_
        values, vectors = np.linalg.eigh(centered @ centered.T)
        values = np.maximum(values, 0.0)
        names = np.asarray(groups)
        members = [np.flatnonzero(names == name) for name in np.unique(names)]

        def left_out(penalty: float) -> np.ndarray:
            fitted = (vectors * (values / (values + penalty))) @ vectors.T + 1.0 / len(X)
            missed = Y - fitted @ Y
            predicted = np.empty_like(Y, dtype=float)
            for rows in members:
                if len(rows) == len(X):
                    predicted[rows] = self.mean_
                    continue
                of_group = np.eye(len(rows)) - fitted[np.ix_(rows, rows)]
                predicted[rows] = Y[rows] - np.linalg.solve(of_group, missed[rows])
            return predicted

        tried = [left_out(penalty) for penalty in _PENALTIES]
        best = int(np.argmin([np.abs(predicted - Y).mean() for predicted in tried]))
        self.left_out_, self.penalty_ = tried[best], float(_PENALTIES[best])
        rotated = vectors.T @ (Y - self.mean_)
        self.slopes_ = centered.T @ (vectors @ (rotated / (values + self.penalty_)[:, None]))
        return self

    def predict(self, X: np.ndarray) -> np.ndarray:
        """Return the outputs of the rows of `X` (n_new, n_columns), (n_new, n_outputs)."""
        return self.mean_ + (X - self.center_) @ self.slopes_
