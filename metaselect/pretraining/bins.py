"""Bins of a standardized target: a distribution over them has a mean and quantiles."""

from __future__ import annotations

import numpy as np
from scipy.stats import norm

__all__ = ["bin_borders", "bin_centers", "mean_of_bins", "quantiles_of_bins"]

# Quantiles of a normal distribution wider than that of the target: tails have bins of their own.
_SPREAD = 1.5


def bin_borders(n_bins: int) -> np.ndarray:
    """Return the inner borders, ascending; the outermost bins have no end.

    Examples
    --------
    >>> bin_borders(4).round(2).tolist()
    [-1.01, 0.0, 1.01]
    """
    return norm.ppf(np.arange(1, n_bins) / n_bins) * _SPREAD


def bin_centers(n_bins: int) -> np.ndarray:
    """Return a value for each bin, which stands for all in it.

    Examples
    --------
    >>> bin_centers(4).round(2).tolist()
    [-1.73, -0.48, 0.48, 1.73]
    """
    return norm.ppf((np.arange(n_bins) + 0.5) / n_bins) * _SPREAD


def mean_of_bins(probabilities: np.ndarray) -> np.ndarray:
    """Return the expected value.

    Parameters
    ----------
    probabilities : ndarray of shape (..., n_bins)
        Of the bins.

    Examples
    --------
    >>> mean_of_bins(np.array([[0.0, 0.5, 0.5, 0.0]])).round(2).tolist()
    [0.0]
    """
    return probabilities @ bin_centers(probabilities.shape[-1])


def quantiles_of_bins(probabilities: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """Return quantiles; values are taken as evenly spread within a bin.

    Parameters
    ----------
    probabilities : ndarray of shape (n_rows, n_bins)
        Of the bins; they sum to 1.
    levels : ndarray of shape (n_levels,)
        Such as 0.5 for the median.

    Returns
    -------
    quantiles : ndarray of shape (n_rows, n_levels)
        In ascending order where the levels are.

    Examples
    --------
    >>> quantiles_of_bins(np.array([[0.0, 0.5, 0.5, 0.0]]), np.array([0.25, 0.75])).round(2).tolist()
    [[-0.51, 0.51]]
    """
    n_bins = probabilities.shape[-1]
    borders, centers = bin_borders(n_bins), bin_centers(n_bins)
    # The outermost bins end as far beyond their centers as they begin before them.
    ends = np.concatenate([[2 * centers[0] - borders[0]], borders, [2 * centers[-1] - borders[-1]]])
    below = np.concatenate([np.zeros((len(probabilities), 1)), probabilities.cumsum(1)], axis=1)
    # An interpolation needs heights that ascend strictly: empty bins get next to nothing.
    below = below + 1e-9 * np.arange(n_bins + 1)
    return np.array([np.interp(levels, heights, ends) for heights in below])
