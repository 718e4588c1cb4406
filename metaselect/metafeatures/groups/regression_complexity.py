"""How hard a number is to predict: correlation, straight fits, smoothness.

The counterparts for regression of `complexity.py`, on the same small sample: columns and target scaled to 0 to 1.
Undefined where that has fewer than 10 rows, the target has too few values, or no column varies.
"""

from __future__ import annotations

import numpy as np

from metaselect.metafeatures._registry import metafeature
from metaselect.metafeatures.views.encoding import ranks, standardize
from metaselect.metafeatures.views.graphs import minimum_spanning_tree
from metaselect.metafeatures.views.ridge import RidgeFit, fit_ridge
from metaselect.metafeatures.views.small_sample import of_small_sample

_SHARE = (0, 1)
_UNBOUNDED = (0, np.inf)
_REGRESSION = {"regression"}
# A column explains the target well where their rank correlation exceeds this.
_STRONG = 0.9


@metafeature(group="complexity", cost="medium", tasks=_REGRESSION, bounds=_SHARE, is_array=True)
@of_small_sample
def column_target_rank_correlation(sample):
    """Rank correlation of each encoded column with the target.

    In magnitude; the largest is C1, the mean C2.
    Source: Maciel et al. (2016); Lorena et al. (2018).
    """
    return np.abs(_rank_correlations(sample.unit, sample.target))


@metafeature(group="complexity", cost="medium", tasks=_REGRESSION, bounds=_SHARE)
@of_small_sample
def rows_to_drop_for_one_column(sample):
    """Share of rows to drop until the best column explains the target.

    Rows farthest from the line through ranks are dropped until the rank correlation exceeds 0.9, C3. The share is
    found by halving, to 1 in 100.
    Source: Maciel et al. (2016); Lorena et al. (2018).
    """
    return min(_share_to_drop(column, sample.target) for column in sample.unit.T)


@metafeature(group="complexity", cost="medium", tasks=_REGRESSION, bounds=_SHARE)
@of_small_sample
def rows_no_column_explains(sample):
    """Share of rows that no column explains by a straight line.

    The column of largest rank correlation takes the rows within a tenth of the target's range of its line, then the
    next best of what is left, C4.
    Source: Maciel et al. (2016); Lorena et al. (2018).
    """
    left, columns = np.arange(len(sample.target)), np.arange(sample.unit.shape[1])
    while len(columns) and len(left) > 2:
        strength = np.nan_to_num(np.abs(_rank_correlations(sample.unit[np.ix_(left, columns)], sample.target[left])))
        best = strength.argmax()
        residuals = np.abs(_straight_residuals(sample.unit[left, columns[best]][:, None], sample.target[left]))
        left, columns = left[residuals > 0.1], np.delete(columns, best)
    return len(left) / len(sample.target)


@metafeature(group="complexity", cost="medium", tasks=_REGRESSION, bounds=_SHARE)
@of_small_sample
def linear_absolute_error(sample):
    """Mean absolute error of a linear fit.

    On the rows that it was fitted to, over the target's range, L1.
    Source: Maciel et al. (2016); Lorena et al. (2018).
    """
    return np.clip(np.mean(np.abs(_straight_residuals(sample.standard, sample.target))), 0.0, 1.0)


@metafeature(group="complexity", cost="medium", tasks=_REGRESSION, bounds=_SHARE)
@of_small_sample
def linear_squared_error(sample):
    """Mean squared error of a linear fit.

    On the rows that it was fitted to, of the target scaled to 0 to 1, L2.
    Source: Maciel et al. (2016); Lorena et al. (2018).
    """
    return np.clip(np.mean(_straight_residuals(sample.standard, sample.target) ** 2), 0.0, 1.0)


@metafeature(group="complexity", cost="medium", tasks=_REGRESSION, bounds=_UNBOUNDED)
@of_small_sample
def linear_interpolation_squared_error(sample):
    """Mean squared error of a linear fit between rows of similar target.

    At random points between rows next to each other in the order of the target, L3.
    Source: Maciel et al. (2016); Lorena et al. (2018).
    """
    points, target = _between_similar(sample.standard, sample.target)
    return np.mean((_straight_fit(sample.standard, sample.target).predict(points) - target) ** 2)


@metafeature(group="complexity", cost="medium", tasks=_REGRESSION, bounds=_SHARE)
@of_small_sample
def target_change_between_neighbors(sample):
    """Mean change of the target along the minimum spanning tree.

    Over the target's range, S1: near 0 where near rows have near targets.
    Source: Maciel et al. (2016); Lorena et al. (2018).
    """
    edges = minimum_spanning_tree(sample.gower)
    return np.mean(np.abs(sample.target[edges[:, 0]] - sample.target[edges[:, 1]]))


@metafeature(group="complexity", cost="medium", tasks=_REGRESSION, bounds=_SHARE)
@of_small_sample
def distance_between_similar_targets(sample):
    """Mean distance of rows next to each other in the order of the target.

    Gower's distance, S2: near 0 where near targets come from near rows.
    Source: Maciel et al. (2016); Lorena et al. (2018).
    """
    order = np.argsort(sample.target, kind="stable")
    return np.mean(sample.gower[order[1:], order[:-1]])


@metafeature(group="complexity", cost="medium", tasks=_REGRESSION, bounds=_SHARE)
@of_small_sample
def nearest_neighbor_squared_error(sample):
    """Mean squared error of the nearest other row's target.

    Of the target scaled to 0 to 1, S3.
    Source: Maciel et al. (2016); Lorena et al. (2018).
    """
    return np.mean((sample.target[sample.others_gower().argmin(axis=1)] - sample.target) ** 2)


@metafeature(group="complexity", cost="medium", tasks=_REGRESSION, bounds=_SHARE)
@of_small_sample
def nearest_neighbor_interpolation_squared_error(sample):
    """Mean squared error of the nearest row's target between rows of similar target.

    At random points between rows next to each other in the order of the target, S4.
    Source: Maciel et al. (2016); Lorena et al. (2018).
    """
    from scipy.spatial.distance import cdist

    points, target = _between_similar(sample.unit, sample.target)
    nearest = cdist(points * sample.weights, sample.unit * sample.weights, "cityblock").argmin(axis=1)
    return np.mean((sample.target[nearest] - target) ** 2)


def _rank_correlations(values: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Spearman's correlation of each column with the target, NaN where it does not vary, (n_columns,).

    SciPy's has that of all pairs of columns, and p-values: 1.3 seconds more for a hundred columns, as it is asked for
    hundreds of times.
    """
    x, y = ranks(values), ranks(target[:, None])
    x, y = x - x.mean(axis=0), y - y.mean(axis=0)
    return np.clip((x * y).sum(axis=0) / np.sqrt((x**2).sum(axis=0) * (y**2).sum(axis=0)), -1.0, 1.0)


def _share_to_drop(column: np.ndarray, target: np.ndarray) -> float:
    x, y = (standardize(ranks(values[:, None])[:, 0]) for values in (column, target))
    sign = -1.0 if np.mean(x * y) < 0 else 1.0
    order = np.argsort(np.abs(y - sign * x), kind="stable")  # those in line come first
    low, high = 0.0, 1.0
    while high - low > 0.01:
        share = (low + high) / 2
        kept = order[: max(round(len(order) * (1 - share)), 2)]
        explained = sign * _rank_correlations(x[kept, None], y[kept])[0] > _STRONG
        low, high = (low, share) if explained else (share, high)
    return high


def _straight_fit(values: np.ndarray, target: np.ndarray) -> RidgeFit:
    return fit_ridge(values, target, penalty=1e-6 * len(values))


def _straight_residuals(values: np.ndarray, target: np.ndarray) -> np.ndarray:
    fit = _straight_fit(values, target)
    return target - fit.mean - fit.deviation(values)


def _between_similar(values: np.ndarray, target: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Points between rows next to each other in the order of the target, and their targets."""
    order = np.argsort(target, kind="stable")
    share = np.random.default_rng(len(order)).random((len(order) - 1, 1))
    mix = [part[order[:-1]] * share + part[order[1:]] * (1 - share) for part in (values, target[:, None])]
    return mix[0], mix[1][:, 0]
