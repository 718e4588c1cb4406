"""How long one fit takes, from the size of the training data."""

from __future__ import annotations

import numpy as np

from metaselect.recommendation.costs.additive_cost import SHORTEST_SECONDS, fit_sum

__all__ = ["FitTimes"]

# Squares of the rows are believed in where they take away this share of the squared relative error.
_BELIEVED = 0.3


class FitTimes:
    """Per configuration, a sum of what a fit, a column, a class, a row and a cell take, none of it negative.

    Kernels compare all rows with one another: where it explains the measured times much better, squares of the number
    of rows are added. A power law fits as well where it was measured, but mistakes what every fit takes for a slow
    growth: on fifty times as many rows it expects a hundred trees in half a second.
    """

    def fit(self, sizes: np.ndarray, seconds: np.ndarray) -> FitTimes:
        """Learn from evaluations.

        Parameters
        ----------
        sizes : ndarray of shape (n_datasets, 3)
            Training rows, columns, and classes (1 for regression).
        seconds : ndarray of shape (n_datasets, n_configurations)
            NaN where not measured.
        """
        linear, squares = _linear(sizes), _squares(sizes)
        both = np.hstack([linear, squares])
        self.coefficients_ = np.zeros((seconds.shape[1], both.shape[1]))
        for c, measured in enumerate(seconds.T):
            self.coefficients_[c, : linear.shape[1]], error = fit_sum(linear, measured, SHORTEST_SECONDS)
            with_squares, error_with_squares = fit_sum(both, measured, SHORTEST_SECONDS)
            if error_with_squares < (1.0 - _BELIEVED) * error:
                self.coefficients_[c] = with_squares
        return self

    def predict(self, n_rows: float, n_columns: float, n_classes: float) -> np.ndarray:
        """Return the seconds of one fit of each configuration, (n_configurations,); NaN where none was measured.

        Parameters
        ----------
        n_rows : float
            Training rows.
        n_columns : float
            Columns of the table.
        n_classes : float
            1 for regression.
        """
        sizes = np.array([[n_rows, n_columns, n_classes]], dtype=float)
        return self.coefficients_ @ np.hstack([_linear(sizes), _squares(sizes)])[0]


def _linear(sizes: np.ndarray) -> np.ndarray:
    n_rows, n_columns, n_classes = np.asarray(sizes, dtype=float).T
    cells = n_rows * n_columns
    return np.column_stack([np.ones(len(n_rows)), n_columns, n_classes, n_rows, cells, cells * n_classes])


def _squares(sizes: np.ndarray) -> np.ndarray:
    n_rows, n_columns, _ = np.asarray(sizes, dtype=float).T
    return np.column_stack([n_rows**2, n_rows**2 * n_columns])
