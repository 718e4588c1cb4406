"""How long one fit takes, from the size of the training data."""

from __future__ import annotations

import numpy as np

__all__ = ["FitTimes"]

# Seconds; below it the clock says little.
_SHORTEST = 1e-4
_PENALTY = 1.0


class FitTimes:
    """Per configuration, a ridge regression of log seconds on log rows, log columns and log classes.

    Cost grows as a power of each, so the logarithms are linear and extrapolate; the penalty keeps configurations with
    few evaluations near the common slopes.
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
        x = self._features(sizes)
        log_seconds = np.log(np.maximum(seconds, _SHORTEST))  # NaN stays NaN
        known = ~np.isnan(log_seconds)
        rows, _ = np.nonzero(known)
        self.common_ = _ridge(x[rows], log_seconds[known], prior=np.zeros(x.shape[1]))
        self.coefficients_ = np.array(
            [_ridge(x[k], t[k], prior=self.common_) for k, t in zip(known.T, log_seconds.T, strict=True)]
        )
        return self

    def predict(self, n_rows: int, n_columns: int, n_classes: int) -> np.ndarray:
        """Return the seconds of one fit of each configuration, of shape (n_configurations,)."""
        x = self._features(np.array([[n_rows, n_columns, n_classes]], dtype=float))
        return np.exp(self.coefficients_ @ x[0])

    @staticmethod
    def _features(sizes: np.ndarray) -> np.ndarray:
        # Centred near typical sizes, so that the penalty acts on slopes and level alike.
        return np.column_stack([np.ones(len(sizes)), np.log(sizes) - np.log([500.0, 10.0, 1.0])])


def _ridge(x: np.ndarray, t: np.ndarray, prior: np.ndarray) -> np.ndarray:
    """Return the coefficients that minimise squared error plus squared distance to `prior`."""
    penalty = _PENALTY * np.eye(x.shape[1])
    return prior + np.linalg.solve(x.T @ x + penalty, x.T @ (t - x @ prior))
