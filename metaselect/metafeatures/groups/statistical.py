"""How numeric columns are distributed, how they relate to each other and to the target.

All of it is measured on the sample of the view, and on columns scaled to magnitudes of at most 1, which changes none
of these values and cannot overflow. Undefined without a numeric column, and for a column without known values or, where
it is divided by its spread, without any.
"""

from __future__ import annotations

import numpy as np

from metaselect.metafeatures._registry import metafeature
from metaselect.metafeatures.views.distributions import deviation, normality, outliers, standardized_moment
from metaselect.metafeatures.views.encoding import mean_of_known, ranks
from metaselect.metafeatures.views.once import once

_UNBOUNDED = (0, np.inf)
_SHARE = (0, 1)


@metafeature(group="statistical", bounds=_UNBOUNDED, is_array=True)
def skewness(view):
    """Absolute skewness of each numeric column.

    Third standardised moment; 0 if symmetric, undefined for a constant column.
    Source: Michie, Spiegelhalter & Taylor (1994).
    """
    return np.abs(standardized_moment(view.sample.scaled, 3))


@metafeature(group="statistical", bounds=_UNBOUNDED, is_array=True)
def log_kurtosis(view):
    """Logarithm of the kurtosis of each numeric column.

    Fourth standardised moment, to base 10: 0 for two equally frequent values, 0.48 for a normal column, more with heavy
    tails; undefined for a constant column.
    Source: Michie, Spiegelhalter & Taylor (1994).
    """
    return np.maximum(np.log10(standardized_moment(view.sample.scaled, 4)), 0.0)  # at least 1 but for rounding


@metafeature(group="statistical", bounds=_SHARE, is_array=True)
def outlier_share(view):
    """Share of outliers in each numeric column.

    Values beyond 1.5 interquartile ranges from the quartiles.
    Source: Tukey (1977).
    """
    return outliers(view.sample.scaled)


@metafeature(group="statistical", bounds=_UNBOUNDED)
def log_scale_range(view):
    """Logarithm of the ratio of the largest to the smallest spread of columns.

    Of standard deviations, to base 10: 3 if one column varies a thousand times as much as another. Undefined with
    fewer than two columns that vary.
    Source: Michie, Spiegelhalter & Taylor (1994), on ratios of deviations.
    """
    largest = np.nanmax(np.abs(np.vstack([view.sample.numbers, np.zeros(view.sample.numbers.shape[1])])), axis=0)
    spread = np.log10(deviation(view.sample.scaled)) + np.log10(largest)  # (n_numeric,), -inf where constant
    spread = spread[np.isfinite(spread)]
    return np.ptp(spread) if len(spread) > 1 else np.nan


@metafeature(group="statistical", bounds=_SHARE, is_array=True)
def column_correlation(view):
    """Absolute correlation of each pair of numeric columns.

    Pearson's; missing values are taken at the mean, constant columns left out. Undefined with fewer than two columns
    that vary.
    Source: Michie, Spiegelhalter & Taylor (1994).
    """
    upper = np.triu_indices(len(view.sample.correlations), k=1)
    return np.abs(view.sample.correlations[upper])


@metafeature(group="statistical", bounds=_SHARE)
def redundant_columns_share(view):
    """Share of numeric columns that nearly repeat another.

    Correlated with another by more than 0.95 in magnitude; undefined with fewer than two columns that vary.
    Source: Hall (1999), on redundant columns.
    """
    if len(view.sample.correlations) < 2:
        return np.nan
    others = np.abs(view.sample.correlations - np.eye(len(view.sample.correlations)))
    return np.mean(others.max(axis=0) > 0.95)


@metafeature(group="statistical", bounds=_SHARE)
def first_component_share(view):
    """Share of variance on the first principal component.

    Of standardised numeric columns; undefined with fewer than two columns that vary.
    Source: Bardenet et al. (2013).
    """
    variances = view.sample.principal_variances
    return variances[0] / variances.sum() if len(variances) > 1 else np.nan


@metafeature(group="statistical", bounds=_SHARE)
def components_for_95_share(view):
    """Share of principal components that carry 95 % of the variance.

    Number of components over number of numeric columns that vary; undefined with fewer than two of them.
    Source: Bardenet et al. (2013).
    """
    variances = view.sample.principal_variances
    if len(variances) < 2:
        return np.nan
    carried = np.cumsum(variances) / variances.sum()
    # 1e-9: equal shares that add up to 0.95 exactly must not need one component more because of rounding
    return (np.searchsorted(carried, 0.95 - 1e-9) + 1) / len(variances)


@metafeature(group="statistical", bounds=(0, 12))
def log_condition_number(view):
    """Logarithm of the condition number of the column correlations.

    Greatest over smallest eigenvalue, to base 10, at most 12: how ill-posed a linear model is without regularisation.
    Undefined with fewer than two columns that vary.
    Source: Belsley, Kuh & Welsch (1980).
    """
    variances = view.sample.principal_variances
    if len(variances) < 2:
        return np.nan
    return np.log10(variances[0] / max(variances[-1], 1e-12 * variances[0]))


@metafeature(group="statistical", bounds=_SHARE, is_array=True)
def target_correlation(view):
    """Strength of the linear relation of each numeric column with the target.

    Absolute correlation for regression, correlation ratio over classes; freed of what chance alone explains, so 0 for
    noise. Undefined for a constant column.
    Source: Kelley (1935).
    """
    return _relation(view, view.sample.scaled, view.sample.target[:, None] if view.task_type == "regression" else None)


@metafeature(group="statistical", bounds=_SHARE, is_array=True)
def target_rank_correlation(view):
    """Strength of the monotone relation of each numeric column with the target.

    As `target_correlation`, of ranks: outliers and bends do not matter. Undefined for a constant column and for one
    with too few known values.
    Source: Spearman (1904); Kruskal & Wallis (1952).
    """
    centered = view.sample.ranks / len(view.sample.ranks)
    return _relation(view, centered, ranks(view.sample.target[:, None]) if view.task_type == "regression" else None)


@metafeature(group="statistical", tasks={"classification"}, bounds=_UNBOUNDED, is_array=True)
def log_class_spread_ratio(view):
    """Logarithm of the ratio of spreads between classes in each numeric column.

    Largest over smallest standard deviation within a class, to base 10; 0 if classes spread alike. Classes with fewer
    than five known values or without spread are left out. Undefined where fewer than two classes are left.
    Source: Michie, Spiegelhalter & Taylor (1994), on homogeneity of covariances.
    """
    count, mean, mean_square = _class_moments(view, view.sample.scaled)  # each (n_classes, n_numeric)
    spread = np.sqrt(np.maximum(mean_square - mean**2, 0.0))
    usable = (count >= 5) & (spread > 1e-7)  # below is rounding
    largest = np.where(usable, spread, -np.inf).max(axis=0, initial=-np.inf)
    smallest = np.where(usable, spread, np.inf).min(axis=0, initial=np.inf)
    return np.where(usable.sum(axis=0) > 1, np.log10(largest / smallest), np.nan)


@metafeature(group="statistical", is_array=True)
def signed_skewness(view):
    """Skewness of each numeric column with its sign.

    Third standardised moment: below 0 with a long tail of small values. Undefined for a constant column.
    Source: Michie, Spiegelhalter & Taylor (1994).
    """
    return standardized_moment(view.sample.scaled, 3)


@metafeature(group="statistical", bounds=_SHARE)
def outlier_columns_share(view):
    """Share of numeric columns with an outlier.

    A value beyond 1.5 interquartile ranges from the quartiles; undefined without numeric columns.
    Source: Kopf & Iglezakis (2002); Tukey (1977).
    """
    share = outliers(view.sample.scaled)
    return np.sum(share > 0) / np.float64(len(share))


@metafeature(group="statistical", bounds=_SHARE, is_array=True)
def value_repetition(view):
    """Repetition of values in each numeric column.

    Rows per distinct value, less 1, over rows less 1: 0 without ties, 1 for a constant column.
    Source: Salama, Hassanien & Revett (2013), on sparsity.
    """
    n_known = np.sum(~np.isnan(view.sample.numbers), axis=0)
    n_distinct = np.array([len(np.unique(column[~np.isnan(column)])) for column in view.sample.numbers.T])
    return (n_known / n_distinct - 1) / (n_known - 1)


@metafeature(group="statistical", bounds=_SHARE)
def correlated_pairs_share(view):
    """Share of pairs of numeric columns with a correlation of at least one half.

    In magnitude; undefined with fewer than two columns that vary.
    Source: Salama, Hassanien & Revett (2013).
    """
    pairs = np.abs(view.sample.correlations[np.triu_indices(len(view.sample.correlations), k=1)])
    return np.sum(pairs >= 0.5) / np.float64(len(pairs))


@metafeature(group="statistical", bounds=_SHARE, is_array=True)
def canonical_correlation(view):
    """Correlation of the target with the best linear combinations of numeric columns.

    One per class but one, or per column where they are fewer; for regression the multiple correlation. On the rows that
    they were fitted to, missing values at the mean. Undefined without a numeric column that varies.
    Source: Hotelling (1936); Kalousis (2002).
    """
    return _canonical_correlations(view)


@metafeature(group="statistical", bounds=_UNBOUNDED)
def pillai_trace(view):
    """How well linear combinations of columns separate classes, Pillai's trace.

    Sum of squared canonical correlations: the number of classes less 1 where they are linearly separate.
    Source: Pillai (1955).
    """
    correlations = _canonical_correlations(view)
    return np.sum(correlations**2) if len(correlations) else np.nan


@metafeature(group="statistical", bounds=_SHARE)
def wilks_lambda(view):
    """Share of variance that linear combinations leave within classes, Wilks' lambda.

    Product of 1 less the squared canonical correlations: 0 where classes are linearly separate.
    Source: Lindner & Studer (1999); Wilks (1932).
    """
    correlations = _canonical_correlations(view)
    return np.prod(1 - correlations**2) if len(correlations) else np.nan


@metafeature(group="statistical", bounds=_UNBOUNDED)
def log_lawley_hotelling_trace(view):
    """Logarithm of the Lawley-Hotelling trace of the target and the columns.

    To base 10, of 1 more than the sum of r² / (1 - r²) over canonical correlations r. Undefined where one is 1.
    Source: Lawley (1938); Hotelling (1951).
    """
    squares = _canonical_correlations(view) ** 2
    return np.log10(1 + np.sum(squares / (1 - squares))) if len(squares) else np.nan


@metafeature(group="statistical", bounds=_UNBOUNDED)
def log_roy_root(view):
    """Logarithm of Roy's root, the best variance ratio of a linear combination.

    To base 10, of 1 more than r² / (1 - r²) for the largest canonical correlation r. Undefined where it is 1.
    Source: Roy (1957).
    """
    squares = _canonical_correlations(view) ** 2
    return -np.log10(1 - squares.max()) if len(squares) else np.nan


@metafeature(group="statistical", tasks={"classification"}, bounds=_UNBOUNDED)
def class_centre_distance(view):
    """Distance between the centres of the largest and the smallest class.

    In standard deviations of the numeric columns, over the square root of their number; of classes equally small the
    farthest counts. Undefined without a numeric column that varies, or for a single class in the sample.
    Source: Ali & Smith-Miles (2006), on the centre of gravity.
    """
    values = _standardized_known(view)
    counts = np.bincount(view.sample.classes)
    if not values.shape[1] or len(counts) < 2:
        return np.nan
    centers = (np.eye(len(counts))[view.sample.classes].T @ values) / counts[:, None]
    distances = np.linalg.norm(centers[:, None, :] - centers[counts == counts.max()][None], axis=2)
    smallest = np.flatnonzero(counts == counts.min())
    return distances[smallest].max() / np.sqrt(values.shape[1])


@metafeature(group="statistical", bounds=_SHARE, is_array=True)
def column_normality(view):
    """Closeness of each numeric column to a normal distribution.

    Squared correlation of the sorted values with normal quantiles: 1 if normal. Undefined for a constant column.
    Source: Shapiro & Francia (1972).
    """
    known = (column[~np.isnan(column)] for column in view.sample.scaled.T)
    return np.array([normality(column) if len(column) > 2 else np.nan for column in known])


@metafeature(group="statistical", tasks={"regression"}, bounds=_UNBOUNDED)
def target_skewness(view):
    """Absolute skewness of the target.

    Third standardised moment; undefined for a constant target.
    Source: Lorena et al. (2018), on metafeatures of regression.
    """
    return np.abs(standardized_moment(view.sample.target[:, None], 3)[0])


@metafeature(group="statistical", tasks={"regression"}, bounds=_UNBOUNDED)
def target_log_kurtosis(view):
    """Logarithm of the kurtosis of the target.

    Fourth standardised moment, to base 10; undefined for a constant target.
    Source: Lorena et al. (2018), on metafeatures of regression.
    """
    return np.maximum(np.log10(standardized_moment(view.sample.target[:, None], 4)[0]), 0.0)


@metafeature(group="statistical", tasks={"regression"}, bounds=_SHARE)
def target_outlier_share(view):
    """Share of outliers in the target.

    Values beyond 1.5 interquartile ranges from the quartiles.
    Source: Tukey (1977).
    """
    return outliers(view.sample.target[:, None])[0]


def _relation(view, values: np.ndarray, target: np.ndarray | None) -> np.ndarray:
    """Root of the adjusted share of each column's variance that the target explains, (n_columns,)."""
    known = ~np.isnan(values)
    n = known.sum(axis=0)
    spread = deviation(values)
    if target is None:
        count, mean, _ = _class_moments(view, values)
        between = np.where(count > 0, count * (mean - mean_of_known(values)) ** 2, 0.0).sum(axis=0) / n
        explained, n_parameters = between / spread**2, (count > 0).sum(axis=0)
    else:
        paired = np.where(known, target, np.nan)  # the target where the column is known, (n_rows, n_columns)
        covariance = mean_of_known((values - mean_of_known(values)) * (paired - mean_of_known(paired)))
        explained, n_parameters = (covariance / spread / deviation(paired)) ** 2, 2
    adjusted = 1 - (1 - explained) * (n - 1) / (n - n_parameters)
    defined = (spread > 0) & (n > n_parameters)
    return np.where(defined, np.sqrt(np.clip(adjusted, 0.0, 1.0)), np.nan)


def _class_moments(view, values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Number, mean and mean square of the known values per class and column, each (n_classes, n_columns)."""
    known = ~np.isnan(values)
    filled = np.where(known, values, 0.0)
    order = np.argsort(view.sample.classes, kind="stable")
    starts = np.searchsorted(view.sample.classes[order], np.arange(view.sample.classes.max() + 1))
    count, total, squares = (
        np.add.reduceat(matrix[order], starts, axis=0) for matrix in (known.astype(float), filled, filled**2)
    )
    return count, total / count, squares / count


def _standardized_known(view) -> np.ndarray:
    """The numeric columns that vary, with mean 0 and deviation 1 and missing values at 0, (n_sample, n_varying)."""
    spread = deviation(view.sample.scaled)
    varies = spread > 0
    centered = (view.sample.scaled - mean_of_known(view.sample.scaled))[:, varies] / spread[varies]
    return np.where(np.isnan(centered), 0.0, centered)


@once
def _canonical_correlations(view) -> np.ndarray:
    """Greatest first, at most one less than there are classes, (n_correlations,)."""
    values = _standardized_known(view)
    if view.task_type == "regression":
        target = view.sample.target[:, None] - view.sample.target.mean()
        Y, rank = target / np.linalg.norm(target), 1
    else:
        indicators = np.eye(view.sample.classes.max() + 1)[view.sample.classes]
        Y, rank = indicators / np.sqrt(indicators.sum(axis=0)), indicators.shape[1] - 1
    variances, directions = np.linalg.eigh(values.T @ values)
    kept = variances > 1e-9 * variances.max(initial=0)  # directions without variance are rounding
    if not kept.any() or not np.isfinite(Y).all():
        return np.array([])
    whitened = (Y.T @ values) @ (directions[:, kept] / np.sqrt(variances[kept]))  # (n_outputs, n_kept)
    return np.clip(np.linalg.svd(whitened, compute_uv=False), 0.0, 1.0)[:rank]
