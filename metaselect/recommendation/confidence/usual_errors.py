"""How large errors usually are, near to what is known and far from it, with few rows and with many."""

from __future__ import annotations

import numpy as np

__all__ = ["UsualErrors"]

# Shares of the known datasets: the middle of the lower half of them, and of the upper one.
_MIDDLES = (0.25, 0.75)


class UsualErrors:
    """What is usual in the lower half of places and in the upper one, and in between in proportion.

    Source: Vovk (2012), Conditional validity of inductive conformal predictors (by category).

    Parameters
    ----------
    level : float
        Share of the errors that are at most as large as what is usual.
    """

    def __init__(self, level: float):
        self.level = level

    def fit(self, errors: np.ndarray, known: np.ndarray, places: np.ndarray) -> UsualErrors:
        """Learn from the errors on known datasets.

        Parameters
        ----------
        errors : ndarray of shape (n_datasets, ...)
            Comparable but for their places.
        known : ndarray of bool, of the shape of `errors`
            Which of them count.
        places : ndarray of shape (n_datasets, n_places)
            Shares of the known datasets, such as of those that have fewer rows.
        """
        self.usual_: list[list[float]] = []
        relative = errors
        for i, place in enumerate(places.T):
            low_half = place <= np.median(place)
            sizes = [np.abs(relative[half][known[half]]) for half in (low_half, ~low_half)]
            # Where all are in the same place, one half is empty.
            usual = [float(np.quantile(half if len(half) else sizes[0], self.level)) or 1.0 for half in sizes]
            self.usual_.append(usual)
            relative = self.relative(errors, places[:, : i + 1])
        return self

    def relative(self, errors: np.ndarray, places: np.ndarray) -> np.ndarray:
        """Return errors (n, ...) in units of what is usual in their places (n, n_places)."""
        return errors / self.predict(places).reshape(-1, *[1] * (errors.ndim - 1))

    def predict(self, places: np.ndarray) -> np.ndarray:
        """Return how large errors usually are in these places, (n,)."""
        logs = [np.interp(place, _MIDDLES, np.log(usual)) for place, usual in zip(places.T, self.usual_, strict=True)]
        return np.exp(np.sum(logs, axis=0))
