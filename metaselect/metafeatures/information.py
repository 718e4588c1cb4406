"""How much columns say about the target, and repeat of each other, measured in bits.

Numbers are cut into ten levels at the deciles of their ranks, categories into the nine most frequent and the rest; of
mutual information, what chance alone would give is taken away (Miller 1955), so that noise is near 0.
"""

from __future__ import annotations

import numpy as np

from metaselect.metafeatures._encoding import N_LEVELS
from metaselect.metafeatures._registry import metafeature

_SHARE = (0, 1)
# Pairs of columns grow with the square of columns.
_MAX_PAIRED_COLUMNS = 20


@metafeature(group="information", tasks={"classification"}, bounds=(0, np.inf))
def class_entropy(view):
    """Entropy of the class distribution.

    In bits: 1 for two equally frequent classes.
    Source: Michie, Spiegelhalter & Taylor (1994).
    """
    return entropy(view.class_counts)


@metafeature(group="information", tasks={"classification"}, bounds=_SHARE)
def normalized_class_entropy(view):
    """Entropy of the class distribution divided by its maximum.

    0 for a single class, 1 for equally frequent classes; unitless.
    Source: Castiello, Castellano & Fanelli (2005).
    """
    n_classes = len(view.class_counts)
    return 0.0 if n_classes == 1 else entropy(view.class_counts) / np.log2(n_classes)


@metafeature(group="information", tasks={"regression"}, bounds=_SHARE)
def target_entropy(view):
    """Entropy of the target cut into ten equally wide bins, divided by its maximum.

    1 if spread evenly over its range, near 0 if a few outliers make the range; undefined for a constant target.
    Source: Lorena et al. (2018), on metafeatures of regression.
    """
    if np.ptp(view.sample_target) == 0:
        return np.nan
    return entropy(np.histogram(view.sample_target, bins=10)[0]) / np.log2(10)


@metafeature(group="information", bounds=_SHARE, is_array=True)
def column_entropy(view):
    """Entropy of the levels of each column divided by its maximum.

    0 for a constant column, 1 for ten equally frequent levels; missing values are left out.
    Source: Michie, Spiegelhalter & Taylor (1994), on attribute entropy.
    """
    entropies = [
        entropy(np.bincount(column[column >= 0])) if np.any(column >= 0) else np.nan for column in view.levels.T
    ]
    return np.array(entropies) / np.log2(N_LEVELS)


@metafeature(group="information", bounds=_SHARE, is_array=True)
def target_information(view):
    """Share of the target's entropy that each column explains.

    Mutual information over the entropy of the target: 1 if the column determines it, 0 if it says nothing.
    Source: Michie, Spiegelhalter & Taylor (1994), on the equivalent number of attributes, here inverted.
    """
    return _target_information(view)


@metafeature(group="information", bounds=_SHARE)
def informative_columns_share(view):
    """Share of columns that say anything about the target.

    More than a chance of 1 in 100 would, by the G-test of independence.
    Source: Woolf (1957).
    """
    return np.mean([_is_dependent(column, view.target_levels) for column in _filled(view.levels).T])


@metafeature(group="information", bounds=_SHARE)
def column_noise_share(view):
    """Share of the columns' entropy that says nothing about the target.

    1 minus mean mutual information over mean entropy of columns; undefined if all columns are constant.
    Source: Michie, Spiegelhalter & Taylor (1994), on the noise-signal ratio.
    """
    levels = _filled(view.levels)
    information = np.mean([mutual_information(column, view.target_levels) for column in levels.T])
    return np.clip(1 - information / np.mean([entropy(np.bincount(column)) for column in levels.T]), 0.0, 1.0)


@metafeature(group="information", bounds=_SHARE, is_array=True)
def column_redundancy(view):
    """Share of information that each pair of columns has in common.

    Symmetrical uncertainty, 2 I(a, b) / (H(a) + H(b)), among at most 20 columns; constant columns are left out.
    Source: Hall (1999).
    """
    order = view.rng("column_redundancy").permutation(view.levels.shape[1])[:_MAX_PAIRED_COLUMNS]
    columns = [column for column in _filled(view.levels)[:, np.sort(order)].T if np.ptp(column) > 0]
    entropies = [entropy(np.bincount(column)) for column in columns]
    pairs = [(i, j) for i in range(len(columns)) for j in range(i)]
    shared = [2 * mutual_information(columns[i], columns[j]) / (entropies[i] + entropies[j]) for i, j in pairs]
    return np.minimum(shared, 1.0)


@metafeature(group="information", bounds=_SHARE)
def missing_information(view):
    """Share of the target's entropy that missingness of a column explains, at most.

    Of the column whose being missing says most; 0 where nothing is missing.
    Source: Rubin (1976), on values not missing at random.
    """
    masks = (view.levels < 0).astype(int)
    return max(mutual_information(mask, view.target_levels) for mask in masks.T) / _target_entropy(view)


def entropy(counts: np.ndarray) -> float:
    """Return the entropy, in bits, of a distribution given by counts.

    Examples
    --------
    >>> float(entropy(np.array([2, 1, 1])))
    1.5
    """
    p = counts[counts > 0] / counts.sum()
    return max(0.0, -(p * np.log2(p)).sum())


def mutual_information(a: np.ndarray, b: np.ndarray) -> float:
    """Return the mutual information, in bits, of two arrays of codes from 0, less what is expected by chance.

    Examples
    --------
    >>> a = np.repeat([0, 1], 500)
    >>> round(float(mutual_information(a, a)), 3), float(mutual_information(a, np.tile([0, 1], 500)))
    (0.999, 0.0)
    """
    information, freedom = _raw_information(a, b)
    return max(0.0, information - freedom / (2 * len(a) * np.log(2)))  # Miller (1955)


def _raw_information(a: np.ndarray, b: np.ndarray) -> tuple[float, int]:
    """Mutual information in bits as counted, and the degrees of freedom of independence."""
    joint = np.bincount(a * (b.max() + 1) + b)
    rows, columns = np.bincount(a), np.bincount(b)
    freedom = (np.count_nonzero(rows) - 1) * (np.count_nonzero(columns) - 1)
    return entropy(rows) + entropy(columns) - entropy(joint), freedom


def _is_dependent(a: np.ndarray, b: np.ndarray) -> bool:
    information, freedom = _raw_information(a, b)
    if freedom == 0:
        return False
    # The 99 % quantile of chi-squared by Wilson & Hilferty (1931): importing scipy.stats takes longer than all this
    part = 2 / (9 * freedom)
    critical = freedom * (1 - part + 2.3263 * np.sqrt(part)) ** 3
    return 2 * len(a) * np.log(2) * information > critical


def _target_information(view) -> np.ndarray:
    information = [mutual_information(column, view.target_levels) for column in _filled(view.levels).T]
    return np.clip(np.array(information) / _target_entropy(view), 0.0, 1.0)


def _target_entropy(view) -> float:
    return np.float64(entropy(np.bincount(view.target_levels)))  # 0 / 0 is NaN for a NumPy float, an error for Python's


def _filled(levels: np.ndarray) -> np.ndarray:
    """Being missing as a level of its own."""
    return np.where(levels < 0, N_LEVELS, levels)
