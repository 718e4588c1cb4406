"""How long predicting takes, from the number of new rows and the size of the training data."""

from __future__ import annotations

import numpy as np

from metaselect.recommendation.costs.additive_cost import SHORTEST_SECONDS, fit_sum

__all__ = ["PredictTimes"]


class PredictTimes:
    """Per configuration, a sum of what any call takes and what each new row takes.

    A row takes its share by the number of columns, of classes, and of training rows times columns, as for nearest
    neighbours and kernels. None of these can be negative (non-negative least squares of relative errors), so that
    what is known of few rows extrapolates to many: in cross-validation new rows are always a fraction of the training
    rows, and a power of either would mistake the cost of a call for one of rows.
    """

    def fit(self, sizes: np.ndarray, n_new_rows: np.ndarray, seconds: np.ndarray) -> PredictTimes:
        """Learn from evaluations.

        Parameters
        ----------
        sizes : ndarray of shape (n_datasets, 3)
            Training rows, columns, and classes (1 for regression).
        n_new_rows : ndarray of shape (n_datasets,)
            For how many rows the predictions were.
        seconds : ndarray of shape (n_datasets, n_configurations)
            NaN where not measured.
        """
        parts = _parts(sizes, n_new_rows)
        self.coefficients_ = np.array([fit_sum(parts, measured, SHORTEST_SECONDS)[0] for measured in seconds.T])
        return self

    def predict(self, n_new_rows: float, n_rows: float, n_columns: float, n_classes: float) -> np.ndarray:
        """Return the seconds that each configuration, fitted to `n_rows`, takes for `n_new_rows`; NaN if unknown.

        Parameters
        ----------
        n_new_rows : float
            To predict for.
        n_rows : float
            Training rows.
        n_columns : float
            Columns of the table.
        n_classes : float
            1 for regression.
        """
        sizes = np.array([[n_rows, n_columns, n_classes]], dtype=float)
        return self.coefficients_ @ _parts(sizes, np.array([n_new_rows], dtype=float))[0]


def _parts(sizes: np.ndarray, n_new_rows: np.ndarray) -> np.ndarray:
    """Return what seconds are a sum of, of shape (n_datasets, n_parts)."""
    n_rows, n_columns, n_classes = np.asarray(sizes, dtype=float).T
    of_row = [np.ones(len(n_rows)), n_columns, n_classes, n_rows * n_columns]
    of_call = [np.ones(len(n_rows)), n_columns]
    return np.column_stack([*of_call, *[part * n_new_rows for part in of_row]])
