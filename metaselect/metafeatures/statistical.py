"""How numeric columns are distributed, how they relate to each other and to the target.

All of it is measured on the sample of the view, and on columns scaled to magnitudes of at most 1, which changes none
of these values and cannot overflow.
"""

from __future__ import annotations

import numpy as np

from metaselect.metafeatures._encoding import mean_of_known, ranks
from metaselect.metafeatures._registry import metafeature

_UNBOUNDED = (0, np.inf)
_SHARE = (0, 1)


@metafeature(group="statistical", bounds=_UNBOUNDED, is_array=True)
def skewness(view):
    """Absolute skewness of each numeric column.

    Third standardised moment; 0 if symmetric, undefined for a constant column.
    Source: Michie, Spiegelhalter & Taylor (1994).
    """
    return np.abs(standardised_moment(view.scaled, 3))


@metafeature(group="statistical", bounds=_UNBOUNDED, is_array=True)
def log_kurtosis(view):
    """Logarithm of the kurtosis of each numeric column.

    Fourth standardised moment, to base 10: 0 for two equally frequent values, 0.48 for a normal column, more with heavy
    tails; undefined for a constant column.
    Source: Michie, Spiegelhalter & Taylor (1994).
    """
    return np.maximum(np.log10(standardised_moment(view.scaled, 4)), 0.0)  # at least 1 but for rounding


@metafeature(group="statistical", bounds=_SHARE, is_array=True)
def outlier_share(view):
    """Share of outliers in each numeric column.

    Values beyond 1.5 interquartile ranges from the quartiles.
    Source: Tukey (1977).
    """
    return outliers(view.scaled)


@metafeature(group="statistical", bounds=_UNBOUNDED)
def log_scale_range(view):
    """Logarithm of the ratio of the largest to the smallest spread of columns.

    Of standard deviations, to base 10: 3 if one column varies a thousand times as much as another. Undefined with
    fewer than two columns that vary.
    Source: Michie, Spiegelhalter & Taylor (1994), on ratios of deviations.
    """
    largest = np.nanmax(np.abs(np.vstack([view.numbers, np.zeros(view.numbers.shape[1])])), axis=0)
    spread = np.log10(_deviation(view.scaled)) + np.log10(largest)  # (n_numeric,), -inf where constant
    spread = spread[np.isfinite(spread)]
    return np.ptp(spread) if len(spread) > 1 else np.nan


@metafeature(group="statistical", bounds=_SHARE, is_array=True)
def column_correlation(view):
    """Absolute correlation of each pair of numeric columns.

    Pearson's; missing values are taken at the mean, constant columns left out.
    Source: Michie, Spiegelhalter & Taylor (1994).
    """
    upper = np.triu_indices(len(view.correlations), k=1)
    return np.abs(view.correlations[upper])


@metafeature(group="statistical", bounds=_SHARE)
def redundant_columns_share(view):
    """Share of numeric columns that nearly repeat another.

    Correlated with another by more than 0.95 in magnitude; undefined with fewer than two columns that vary.
    Source: Hall (1999), on redundant columns.
    """
    if len(view.correlations) < 2:
        return np.nan
    others = np.abs(view.correlations - np.eye(len(view.correlations)))
    return np.mean(others.max(axis=0) > 0.95)


@metafeature(group="statistical", bounds=_SHARE)
def first_component_share(view):
    """Share of variance on the first principal component.

    Of standardised numeric columns; undefined with fewer than two columns that vary.
    Source: Bardenet et al. (2013).
    """
    variances = view.principal_variances
    return variances[0] / variances.sum() if len(variances) > 1 else np.nan


@metafeature(group="statistical", bounds=_SHARE)
def components_for_95_share(view):
    """Share of principal components that carry 95 % of the variance.

    Number of components over number of numeric columns that vary; undefined with fewer than two of them.
    Source: Bardenet et al. (2013).
    """
    variances = view.principal_variances
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
    variances = view.principal_variances
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
    return _relation(view, view.scaled, view.sample_target[:, None] if view.kind == "regression" else None)


@metafeature(group="statistical", bounds=_SHARE, is_array=True)
def target_rank_correlation(view):
    """Strength of the monotone relation of each numeric column with the target.

    As `target_correlation`, of ranks: outliers and bends do not matter.
    Source: Spearman (1904); Kruskal & Wallis (1952).
    """
    centred = view.ranks / len(view.ranks)
    return _relation(view, centred, ranks(view.sample_target[:, None]) if view.kind == "regression" else None)


@metafeature(group="statistical", tasks={"classification"}, bounds=_UNBOUNDED, is_array=True)
def log_class_spread_ratio(view):
    """Logarithm of the ratio of spreads between classes in each numeric column.

    Largest over smallest standard deviation within a class, to base 10; 0 if classes spread alike. Classes with fewer
    than five known values or without spread are left out.
    Source: Michie, Spiegelhalter & Taylor (1994), on homogeneity of covariances.
    """
    count, mean, mean_square = _class_moments(view, view.scaled)  # each (n_classes, n_numeric)
    spread = np.sqrt(np.maximum(mean_square - mean**2, 0.0))
    usable = (count >= 5) & (spread > 1e-7)  # below is rounding
    largest = np.where(usable, spread, -np.inf).max(axis=0, initial=-np.inf)
    smallest = np.where(usable, spread, np.inf).min(axis=0, initial=np.inf)
    return np.where(usable.sum(axis=0) > 1, np.log10(largest / smallest), np.nan)


@metafeature(group="statistical", tasks={"regression"}, bounds=_UNBOUNDED)
def target_skewness(view):
    """Absolute skewness of the target.

    Third standardised moment; undefined for a constant target.
    Source: Lorena et al. (2018), on metafeatures of regression.
    """
    return np.abs(standardised_moment(view.sample_target[:, None], 3)[0])


@metafeature(group="statistical", tasks={"regression"}, bounds=_UNBOUNDED)
def target_log_kurtosis(view):
    """Logarithm of the kurtosis of the target.

    Fourth standardised moment, to base 10; undefined for a constant target.
    Source: Lorena et al. (2018), on metafeatures of regression.
    """
    return np.maximum(np.log10(standardised_moment(view.sample_target[:, None], 4)[0]), 0.0)


@metafeature(group="statistical", tasks={"regression"}, bounds=_SHARE)
def target_outlier_share(view):
    """Share of outliers in the target.

    Values beyond 1.5 interquartile ranges from the quartiles.
    Source: Tukey (1977).
    """
    return outliers(view.sample_target[:, None])[0]


def standardised_moment(values: np.ndarray, order: int) -> np.ndarray:
    """Return the moment of each column, known values only; NaN where it is constant, (n_columns,)."""
    centred = values - mean_of_known(values)
    deviation = _deviation(values)
    return mean_of_known((centred / np.where(deviation > 0, deviation, np.nan)) ** order)


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


def _deviation(values: np.ndarray) -> np.ndarray:
    """Standard deviation of each column, exactly 0 where it is constant, (n_columns,)."""
    known = ~np.isnan(values)
    largest = np.where(known, values, -np.inf).max(axis=0, initial=-np.inf)
    smallest = np.where(known, values, np.inf).min(axis=0, initial=np.inf)
    deviation = np.sqrt(mean_of_known((values - mean_of_known(values)) ** 2))
    return np.where(largest > smallest, deviation, 0.0)


def _relation(view, values: np.ndarray, target: np.ndarray | None) -> np.ndarray:
    """Root of the adjusted share of each column's variance that the target explains, (n_columns,)."""
    known = ~np.isnan(values)
    n = known.sum(axis=0)
    deviation = _deviation(values)
    if target is None:
        count, mean, _ = _class_moments(view, values)
        between = np.where(count > 0, count * (mean - mean_of_known(values)) ** 2, 0.0).sum(axis=0) / n
        explained, n_parameters = between / deviation**2, (count > 0).sum(axis=0)
    else:
        paired = np.where(known, target, np.nan)  # the target where the column is known, (n_rows, n_columns)
        covariance = mean_of_known((values - mean_of_known(values)) * (paired - mean_of_known(paired)))
        explained, n_parameters = (covariance / deviation / _deviation(paired)) ** 2, 2
    adjusted = 1 - (1 - explained) * (n - 1) / (n - n_parameters)
    defined = (deviation > 0) & (n > n_parameters)
    return np.where(defined, np.sqrt(np.clip(adjusted, 0.0, 1.0)), np.nan)


def _class_moments(view, values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Number, mean and mean square of the known values per class and column, each (n_classes, n_columns)."""
    known = ~np.isnan(values)
    filled = np.where(known, values, 0.0)
    order = np.argsort(view.sample_classes, kind="stable")
    starts = np.searchsorted(view.sample_classes[order], np.arange(view.sample_classes.max() + 1))
    count, total, squares = (
        np.add.reduceat(matrix[order], starts, axis=0) for matrix in (known.astype(float), filled, filled**2)
    )
    return count, total / count, squares / count
