"""How much columns say about the target, and repeat of each other, measured in bits.

Numbers are cut into ten levels at the deciles of their ranks, categories into the nine most frequent and the rest; of
mutual information, what chance alone would give is taken away (Miller 1955), so that noise is near 0.
"""

from __future__ import annotations

import numpy as np

from metaselect.metafeatures._registry import metafeature
from metaselect.metafeatures.views.distributions import entropy
from metaselect.metafeatures.views.encoding import N_LEVELS
from metaselect.metafeatures.views.once import once

_SHARE = (0, 1)
# Pairs of columns grow with the square of columns.
_MAX_PAIRED_COLUMNS = 20
_MAX_CONCENTRATED_COLUMNS = 12
# Rarer categories are one: tables of pairs of codes grow with their number.
_MAX_CATEGORIES = 50


@metafeature(group="information", tasks={"classification"}, bounds=(0, np.inf))
def class_entropy(view):
    """Entropy of the class distribution.

    In bits: 1 for two equally frequent classes.
    Source: Michie, Spiegelhalter & Taylor (1994).
    """
    return entropy(view.counts.classes)


@metafeature(group="information", tasks={"classification"}, bounds=_SHARE)
def normalized_class_entropy(view):
    """Entropy of the class distribution divided by its maximum.

    0 for a single class, 1 for equally frequent classes; unitless.
    Source: Castiello, Castellano & Fanelli (2005).
    """
    n_classes = len(view.counts.classes)
    return 0.0 if n_classes == 1 else entropy(view.counts.classes) / np.log2(n_classes)


@metafeature(group="information", tasks={"regression"}, bounds=_SHARE)
def target_entropy(view):
    """Entropy of the target cut into ten equally wide bins, divided by its maximum.

    1 if spread evenly over its range, near 0 if a few outliers make the range; undefined for a constant target.
    Source: Lorena et al. (2018), on metafeatures of regression.
    """
    if np.ptp(view.sample.target) == 0:
        return np.nan
    return entropy(np.histogram(view.sample.target, bins=10)[0]) / np.log2(10)


@metafeature(group="information", bounds=_SHARE, is_array=True)
def column_entropy(view):
    """Entropy of the levels of each column divided by its maximum.

    0 for a constant column, 1 for ten equally frequent levels; missing values are left out.
    Source: Michie, Spiegelhalter & Taylor (1994), on attribute entropy.
    """
    entropies = [
        entropy(np.bincount(column[column >= 0])) if np.any(column >= 0) else np.nan for column in view.sample.levels.T
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
    return np.mean([_is_dependent(column, view.sample.target_levels) for column in _filled(view.sample.levels).T])


@metafeature(group="information", bounds=_SHARE)
def column_noise_share(view):
    """Share of the columns' entropy that says nothing about the target.

    1 minus mean mutual information over mean entropy of columns; undefined if all columns are constant.
    Source: Michie, Spiegelhalter & Taylor (1994), on the noise-signal ratio.
    """
    levels = _filled(view.sample.levels)
    information = np.mean([mutual_information(column, view.sample.target_levels) for column in levels.T])
    return np.clip(1 - information / np.mean([entropy(np.bincount(column)) for column in levels.T]), 0.0, 1.0)


@metafeature(group="information", bounds=_SHARE, is_array=True)
def column_redundancy(view):
    """Share of information that each pair of columns has in common.

    Symmetrical uncertainty, 2 I(a, b) / (H(a) + H(b)), among at most 20 columns; constant columns are left out.
    Undefined with fewer than two others.
    Source: Hall (1999).
    """
    order = view.rng("column_redundancy").permutation(view.sample.levels.shape[1])[:_MAX_PAIRED_COLUMNS]
    columns = [column for column in _filled(view.sample.levels)[:, np.sort(order)].T if np.ptp(column) > 0]
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
    masks = (view.sample.levels < 0).astype(int)
    return max(mutual_information(mask, view.sample.target_levels) for mask in masks.T) / _target_entropy(view)


@metafeature(group="information", bounds=(0, np.inf), is_array=True)
def column_bits(view):
    """Entropy of each column in bits.

    Numbers are cut at quantiles into as many bins as the cube root of the number of rows, as `joint_bits` and what
    follows; being missing is a category.
    Source: Michie, Spiegelhalter & Taylor (1994), on attribute entropy.
    """
    return np.array([entropy(np.bincount(column)) for column in _bins(view).T])


@metafeature(group="information", bounds=(0, np.inf), is_array=True)
def joint_bits(view):
    """Joint entropy of each column and the target in bits.

    The target of regression is cut into tenths.
    Source: Michie, Spiegelhalter & Taylor (1994).
    """
    return np.array([entropy(_joint(column, view.sample.target_levels)) for column in _bins(view).T])


@metafeature(group="information", bounds=(0, np.inf), is_array=True)
def shared_bits(view):
    """Mutual information of each column and the target in bits.

    As counted: chance alone gives more than 0, see `target_information`.
    Source: Michie, Spiegelhalter & Taylor (1994).
    """
    return _shared_bits(view)


@metafeature(group="information", bounds=(0, np.inf))
def equivalent_columns(view):
    """Number of columns like the mean one that would explain the target.

    Entropy of the target over the mean mutual information; undefined where no column says anything.
    Source: Michie, Spiegelhalter & Taylor (1994), on the equivalent number of attributes.
    """
    return _target_entropy(view) / _shared_bits(view).mean()


@metafeature(group="information", bounds=(-1, np.inf))
def noise_signal_ratio(view):
    """Ratio of what columns hold besides the target to what they say about it.

    Mean entropy less mean mutual information, over the latter; undefined where no column says anything.
    Source: Michie, Spiegelhalter & Taylor (1994).
    """
    shared = _shared_bits(view).mean()
    return (np.mean([entropy(np.bincount(column)) for column in _bins(view).T]) - shared) / shared


@metafeature(group="information", bounds=(0, 1), is_array=True)
def target_concentration(view):
    """Concentration of each column's values given the target.

    Goodman's and Kruskal's tau: how much better a column is guessed if the target is known. Undefined for a constant
    column.
    Source: Kalousis & Hilario (2001); Goodman & Kruskal (1954).
    """
    return np.array([concentration(column, view.sample.target_levels) for column in _bins(view).T])


@metafeature(group="information", bounds=(0, 1), is_array=True)
def column_concentration(view):
    """Concentration of each column's values given another column.

    As `target_concentration`, for each ordered pair of at most 12 columns; undefined for a constant column.
    Source: Kalousis & Hilario (2001); Goodman & Kruskal (1954).
    """
    order = view.rng("column_concentration").permutation(view.sample.levels.shape[1])[:_MAX_CONCENTRATED_COLUMNS]
    columns = _bins(view)[:, np.sort(order)].T
    n_columns = len(columns)
    return np.array(
        [concentration(columns[i], columns[j]) for i in range(n_columns) for j in range(n_columns) if i != j]
    )


def mutual_information(a: np.ndarray, b: np.ndarray) -> float:
    """Return the mutual information, in bits, of two arrays of codes from 0, less what is expected by chance.

    Parameters
    ----------
    a, b : ndarray of int of shape (n_rows,)
        A code of each row.

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
    freedom = int((np.count_nonzero(rows) - 1) * (np.count_nonzero(columns) - 1))
    return entropy(rows) + entropy(columns) - entropy(joint), freedom


def concentration(a: np.ndarray, b: np.ndarray) -> float:
    """Return Goodman's and Kruskal's tau of `a` given `b`, arrays of codes from 0; NaN if `a` is constant.

    Parameters
    ----------
    a, b : ndarray of int of shape (n_rows,)
        A code of each row.

    Examples
    --------
    >>> a = np.array([0, 0, 1, 1])
    >>> float(concentration(a, a)), float(concentration(a, np.array([0, 1, 0, 1])))
    (1.0, 0.0)
    """
    shares = _joint(a, b).reshape(a.max() + 1, b.max() + 1) / len(a)
    by_chance = np.sum(shares.sum(axis=1) ** 2)
    given = np.maximum(shares.sum(axis=0), np.finfo(float).tiny)  # a code may be left out
    return np.clip((np.sum(shares**2 / given) - by_chance) / (1 - by_chance), 0.0, 1.0)


def _joint(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Counts of pairs of codes, (n_codes_a * n_codes_b,)."""
    n = b.max() + 1
    return np.bincount(a * n + b, minlength=(a.max() + 1) * n)


def _shared_bits(view) -> np.ndarray:
    pairs = (_raw_information(column, view.sample.target_levels)[0] for column in _bins(view).T)
    return np.maximum(np.array(list(pairs)), 0.0)


@once
def _bins(view) -> np.ndarray:
    """All columns of the sample as codes from 0, numbers cut at quantiles, (n_sample, n_columns)."""
    n_bins = max(int(np.cbrt(len(view.sample.numbers)) + 1e-9), 1)
    numeric = [_cut_at_quantiles(column, n_bins) for column in view.sample.scaled.T]
    categorical = [np.minimum(codes, _MAX_CATEGORIES) + 1 for codes in view.sample.categories.T]
    return np.column_stack(numeric + categorical)


def _cut_at_quantiles(column: np.ndarray, n_bins: int) -> np.ndarray:
    known = ~np.isnan(column)
    if not known.any():
        return np.zeros(len(column), dtype=int)
    edges = np.unique(np.quantile(column[known], np.linspace(0, 1, n_bins + 1)[1:]))
    return np.where(known, np.digitize(column, edges, right=True), len(edges))


def _is_dependent(a: np.ndarray, b: np.ndarray) -> bool:
    information, freedom = _raw_information(a, b)
    if freedom == 0:
        return False
    # The 99 % quantile of chi-squared by Wilson & Hilferty (1931): importing scipy.stats takes longer than all this
    part = 2 / (9 * freedom)
    critical = freedom * (1 - part + 2.3263 * np.sqrt(part)) ** 3
    return 2 * len(a) * np.log(2) * information > critical


def _target_information(view) -> np.ndarray:
    information = [mutual_information(column, view.sample.target_levels) for column in _filled(view.sample.levels).T]
    return np.clip(np.array(information) / _target_entropy(view), 0.0, 1.0)


def _target_entropy(view) -> float:
    # 0 / 0 is NaN for a NumPy float, an error for Python's
    return np.float64(entropy(np.bincount(view.sample.target_levels)))


def _filled(levels: np.ndarray) -> np.ndarray:
    """Being missing as a level of its own."""
    return np.where(levels < 0, N_LEVELS, levels)
