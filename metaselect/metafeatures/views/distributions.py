"""What describes a distribution, of columns and targets alike: entropy, moments, outliers, normality."""

from __future__ import annotations

import numpy as np

from metaselect.metafeatures.views.encoding import mean_of_known

__all__ = ["deviation", "entropy", "normality", "outliers", "standardized_moment"]


def entropy(counts: np.ndarray) -> float:
    """Return the entropy, in bits, of a distribution given by counts.

    Examples
    --------
    >>> float(entropy(np.array([2, 1, 1])))
    1.5
    """
    p = counts[counts > 0] / counts.sum()
    return max(0.0, -(p * np.log2(p)).sum())


def standardized_moment(values: np.ndarray, order: int) -> np.ndarray:
    """Return a moment of each column with mean 0 and deviation 1, NaN where it is constant, (n_columns,).

    Parameters
    ----------
    values : ndarray of shape (n_rows, n_columns)
        NaN where missing.
    order : int
        Power of which the mean is taken: 3 for skewness, 4 for kurtosis.
    """
    centered = values - mean_of_known(values)
    spread = deviation(values)
    return mean_of_known((centered / np.where(spread > 0, spread, np.nan)) ** order)


def outliers(values: np.ndarray) -> np.ndarray:
    """Return the share of known values beyond 1.5 interquartile ranges from the quartiles, (n_columns,)."""
    share = np.full(values.shape[1], np.nan)
    for i, column in enumerate(values.T):  # nanpercentile is slower than this loop
        known = column[~np.isnan(column)]
        if len(known):
            low, high = np.percentile(known, [25, 75])
            reach = 1.5 * (high - low)
            share[i] = np.mean((known < low - reach) | (known > high + reach))
    return share


def normality(values: np.ndarray) -> float:
    """Return the statistic W' of Shapiro & Francia (1972) of `values` (n_rows,), NaN if they do not vary.

    Examples
    --------
    >>> round(normality(np.array([-1.0, 0.0, 1.0])), 3)
    1.0
    """
    from scipy.special import ndtri

    n = len(values)
    quantiles = ndtri((np.arange(1, n + 1) - 0.375) / (n + 0.25))  # Blom (1958)
    centered = np.sort(values) - values.mean()
    if np.ptp(values) == 0:
        return np.nan
    return float(np.clip((centered @ quantiles) ** 2 / ((centered @ centered) * (quantiles @ quantiles)), 0.0, 1.0))


def deviation(values: np.ndarray) -> np.ndarray:
    """Return the standard deviation of each column, known values only, exactly 0 where it is constant, (n_columns,)."""
    known = ~np.isnan(values)
    largest = np.where(known, values, -np.inf).max(axis=0, initial=-np.inf)
    smallest = np.where(known, values, np.inf).min(axis=0, initial=np.inf)
    spread = np.sqrt(mean_of_known((values - mean_of_known(values)) ** 2))
    return np.where(largest > smallest, spread, 0.0)
