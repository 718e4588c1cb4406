"""Metafeatures without gaps, on a scale that suits the meta-learner; and targets in few directions."""

from __future__ import annotations

import numpy as np

__all__ = ["MedianImputation", "OpenRankScaling", "RankScaling", "principal_directions", "relevance"]

# Trees compute in single precision, where greater numbers overflow.
_LARGEST = 1e30


class RankScaling:
    """Replaces a metafeature by the share of known datasets below it, minus one half.

    Values lie in [-0.5, 0.5] whatever the units, so that neither an outlier nor a heavy tail dominates a distance.
    NaN becomes 0, the middle; so do all values of a column that is constant or without any value.
    """

    def fit(self, M: np.ndarray) -> RankScaling:
        """Remember the known values of each metafeature, sorted."""
        self.known_values_ = [np.sort(column[~np.isnan(column)]) for column in M.T]
        return self

    def transform(self, M: np.ndarray) -> np.ndarray:
        """Return the scaled copy of `M`, of shape (n_datasets, n_metafeatures)."""
        scaled = np.zeros(M.shape)
        for j, known in enumerate(self.known_values_):
            defined = ~np.isnan(M[:, j])
            if len(known) and known[0] < known[-1]:
                value = M[defined, j]
                # Half of the ties count as below: for a known value this is its average rank.
                below = (np.searchsorted(known, value, "left") + np.searchsorted(known, value, "right")) / 2
                scaled[defined, j] = below / len(known) - 0.5
        return scaled


class OpenRankScaling(RankScaling):
    """As `RankScaling`, but an undefined metafeature stays NaN, for a meta-learner that can split on it.

    A column without any value still becomes 0: there is nothing to tell apart.
    """

    def transform(self, M: np.ndarray) -> np.ndarray:
        """Return the scaled copy of `M`, of shape (n_datasets, n_metafeatures)."""
        varies = np.array([len(known) > 0 and known[0] < known[-1] for known in self.known_values_], dtype=bool)
        return np.where(np.isnan(M) & varies, np.nan, super().transform(M))


class MedianImputation:
    """Replaces NaN by the median of the known datasets and keeps all other values in their units.

    A column without any value becomes 0.
    """

    def fit(self, M: np.ndarray) -> MedianImputation:
        """Remember the median of each metafeature."""
        known = [column[~np.isnan(column)] for column in M.T]
        self.medians_ = np.array([np.median(values) if len(values) else 0.0 for values in known])
        return self

    def transform(self, M: np.ndarray) -> np.ndarray:
        """Return the completed copy of `M`, of shape (n_datasets, n_metafeatures)."""
        return np.clip(np.where(np.isnan(M), self.medians_, M), -_LARGEST, _LARGEST)


def principal_directions(T: np.ndarray, n_directions: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return mean, coordinates and directions: `T` is about `mean + coordinates @ directions`.

    Parameters
    ----------
    T : ndarray of shape (n_datasets, n_targets)
        Without NaN.
    n_directions : int
        Fewer are returned where `T` varies in fewer, and one at least.

    Returns
    -------
    mean : ndarray of shape (n_targets,)
    coordinates : ndarray of shape (n_datasets, n_kept)
    directions : ndarray of shape (n_kept, n_targets)
        Orthonormal rows, the one with most variance first.
    """
    mean = T.mean(axis=0)
    U, lengths, directions = np.linalg.svd(T - mean, full_matrices=False)
    n_kept = max(1, min(n_directions, int((lengths > 1e-9 * max(lengths[0], 1e-9)).sum())))
    return mean, U[:, :n_kept] * lengths[:n_kept], directions[:n_kept]


def relevance(M: np.ndarray, T: np.ndarray) -> np.ndarray:
    """Return what each metafeature is to be multiplied with so that those that matter count more, (n_metafeatures,).

    The root of its relevance: the share of the variance of the targets, over their principal directions, that it
    explains by itself in a linear model, less the share that noise would explain; the mean square over metafeatures
    is 1. Where none explains more than noise all count equally. Source: Wettschereck, Aha & Mohri (1997), A review and
    empirical evaluation of feature weighting methods for a class of lazy learning algorithms.

    Parameters
    ----------
    M : ndarray of shape (n_datasets, n_metafeatures)
        Scaled, without NaN.
    T : ndarray of shape (n_datasets, n_targets)
        What the metafeatures are to explain, without NaN.
    """
    _, coordinates, _ = principal_directions(T, n_directions=10)
    centered = M - M.mean(axis=0)
    lengths = np.maximum(np.linalg.norm(centered, axis=0), 1e-12)
    explained = ((centered / lengths).T @ coordinates) ** 2  # (n_metafeatures, n_directions)
    share = explained.sum(axis=1) / max(float((coordinates**2).sum()), 1e-12)
    excess = np.maximum(share - 1.0 / max(len(M) - 1, 1), 0.0)
    return np.sqrt(excess / excess.mean()) if excess.any() else np.ones(M.shape[1])
