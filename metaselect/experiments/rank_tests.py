"""Ranks over datasets, and which differences between them are more than chance."""

from __future__ import annotations

from math import exp, factorial, log, prod

import numpy as np

__all__ = ["average_ranks", "critical_difference", "friedman_p_value", "indistinguishable_groups"]


def average_ranks(ranks: np.ndarray, origins) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean rank of each entry, each origin counting once, and the mean ranks within each origin.

    Parameters
    ----------
    ranks : ndarray of shape (n_datasets, n_entries)
        Or anything else to be averaged, such as regrets.
    origins : array-like of shape (n_datasets,)
        Names of the origins of the datasets.

    Returns
    -------
    means : ndarray of shape (n_entries,)
        Over origins.
    by_origin : ndarray of shape (n_origins, n_entries)
        In the alphabetical order of the origins.

    Examples
    --------
    >>> average_ranks(np.array([[1, 2], [1, 2], [2, 1]]), ["a", "a", "b"])[0]
    array([1.5, 1.5])
    """
    _, codes = np.unique(np.asarray(origins, dtype=str), return_inverse=True)
    by_origin = np.array([ranks[codes == code].mean(axis=0) for code in range(codes.max() + 1)])
    return by_origin.mean(axis=0), by_origin


def friedman_p_value(ranks: np.ndarray) -> float:
    """Return the p-value of the hypothesis that all entries are equally good.

    Friedman's statistic, corrected for ties (Conover 1999, sec. 5.8), in the F form of Iman & Davenport (1980) that
    Demšar (2006) recommends.

    Parameters
    ----------
    ranks : ndarray of shape (n_blocks, n_entries)
        Within each block, ranks from 1; ties share their average.

    Returns
    -------
    p : float
        NaN for a single block or entry, 1 where all entries are tied everywhere.

    Examples
    --------
    >>> round(friedman_p_value(np.array([[1, 2, 3], [1, 2, 3], [1, 3, 2], [2, 1, 3]])), 3)
    0.084
    """
    from scipy.stats import f

    n_blocks, n_entries = ranks.shape
    if n_blocks < 2 or n_entries < 2:
        return float("nan")
    spread = (ranks**2).sum() - n_blocks * n_entries * (n_entries + 1) ** 2 / 4
    if spread <= 1e-9:
        return 1.0
    between = ((ranks.sum(axis=0) - n_blocks * (n_entries + 1) / 2) ** 2).sum()
    chi_squared = (n_entries - 1) * between / spread
    remainder = n_blocks * (n_entries - 1) - chi_squared
    if remainder <= 1e-9:
        # All blocks agree, and F is infinite: the chance of that among all orders is exact (Conover 1999, sec. 5.8).
        n_orders = factorial(n_entries) // prod(
            factorial(n) for n in np.unique(ranks[0], return_counts=True)[1].tolist()
        )
        return exp((1 - n_blocks) * log(n_orders))
    statistic = (n_blocks - 1) * chi_squared / remainder
    return float(f.sf(statistic, n_entries - 1, (n_entries - 1) * (n_blocks - 1)))


def critical_difference(n_entries: int, n_blocks: int, alpha: float = 0.05) -> float:
    """Return by how much two average ranks must differ to be told apart (Nemenyi's test).

    The quantile of the studentised range for infinitely many degrees of freedom, divided by the root of 2, times
    sqrt(k (k + 1) / 6 N) for k entries on N independent datasets (Demšar 2006, sec. 3.2.2).

    Parameters
    ----------
    n_entries : int
        Entries that are compared.
    n_blocks : int
        Independent datasets, or origins, that the ranks are averages over.
    alpha : float
        Chance that any two equal entries are told apart, 5 % by default.

    Examples
    --------
    >>> round(critical_difference(4, 14), 2)  # the example of Demšar (2006)
    1.25
    """
    from scipy.stats import studentized_range

    if n_entries < 2 or n_blocks < 1:
        return float("nan")
    q = studentized_range.ppf(1 - alpha, n_entries, np.inf) / np.sqrt(2)
    return float(q * np.sqrt(n_entries * (n_entries + 1) / (6 * n_blocks)))


def indistinguishable_groups(ranks: np.ndarray, difference: float) -> list[tuple[int, int]]:
    """Return the first and last position of each largest group of entries whose ranks differ by less than `difference`.

    Parameters
    ----------
    ranks : ndarray of shape (n_entries,)
        Ascending.
    difference : float
        See `critical_difference`.

    Examples
    --------
    >>> indistinguishable_groups(np.array([1.0, 1.5, 2.2, 4.0]), 1.0)
    [(0, 1), (1, 2)]
    """
    groups: list[tuple[int, int]] = []
    for first in range(len(ranks)):
        last = int(np.flatnonzero(ranks - ranks[first] < difference).max(initial=first))
        if last > first and (not groups or last > groups[-1][1]):
            groups.append((first, last))
    return groups
