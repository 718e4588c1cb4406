"""How well scores tell classes apart."""

from __future__ import annotations

import numpy as np

from metaselect.metafeatures.views.encoding import ranks

__all__ = ["separation"]


def separation(scores: np.ndarray, Y: np.ndarray) -> float:
    """Return 2 AUC - 1 of each class against the rest, weighted by the frequency of classes.

    Parameters
    ----------
    scores : ndarray of shape (n_rows, n_classes)
        Greater for a class that is more likely.
    Y : ndarray of shape (n_rows, n_classes)
        Indicators of the true class.

    Examples
    --------
    >>> Y = np.array([[1, 0], [1, 0], [0, 1]])
    >>> float(separation(Y, Y)), float(separation(np.zeros((3, 2)), Y))
    (1.0, 0.0)
    """
    n = Y.sum(axis=0)  # (n_classes,)
    # Scores that differ by rounding only, as of equal rows, must tie
    rank_sums = (ranks(np.round(scores, 10)) * Y).sum(axis=0)
    areas = (rank_sums - n * (n + 1) / 2) / (n * (len(Y) - n))
    return np.average(2 * areas - 1, weights=n)
