"""How hard classes are to tell apart: overlap of columns, straight boundaries, neighbourhoods, graphs.

All of it on the small sample of about 1,000 rows; undefined where that has fewer than 10 rows or 2 classes, or no
column varies. Between 0, simple, and 1, complex, unless said otherwise. Measures of pairs of classes are taken over the
ten largest classes. Distances are Gower's, so that categorical columns count as numeric ones do. The counterparts for
regression are in `regression_complexity.py`.
"""

from __future__ import annotations

import numpy as np

from metaselect.metafeatures._registry import metafeature
from metaselect.metafeatures.views.graphs import interpolate, minimum_spanning_tree
from metaselect.metafeatures.views.once import once
from metaselect.metafeatures.views.ridge import solve_ridge
from metaselect.metafeatures.views.small_sample import of_small_sample

_SHARE = (0, 1)
_CLASSES = {"classification"}
# Share of the rows that are a row's neighbours in the graph of neighbours.
_GRAPH_SHARE = 0.15


@metafeature(group="complexity", tasks=_CLASSES, bounds=_SHARE)
def class_imbalance(view):
    """Imbalance of classes by the ratio of their sizes.

    0 for equally frequent classes, near 1 where one class holds nearly all rows; C2, in all rows. Undefined for a
    single class.
    Source: Tanwani & Farooq (2010); Lorena et al. (2019).
    """
    counts = view.counts.classes
    if len(counts) < 2:
        return np.nan
    return 1 - len(counts) / ((len(counts) - 1) * np.sum(counts / (view.n_rows_total - counts)))


@metafeature(group="complexity", cost="medium", tasks=_CLASSES, bounds=_SHARE, is_array=True)
@of_small_sample
def column_class_overlap(sample):
    """Overlap of classes in each encoded column by Fisher's ratio.

    Variance within classes over all variance, F1: 1 for a column that has the same mean in every class.
    Source: Ho & Basu (2002); Lorena et al. (2019).
    """
    means = _group_means(sample.unit, sample.groups)
    between = (sample.group_counts[:, None] * (means - sample.unit.mean(axis=0)) ** 2).sum(axis=0)
    within = ((sample.unit - means[sample.groups]) ** 2).sum(axis=0)
    return within / (within + between)


@metafeature(group="complexity", cost="medium", tasks=_CLASSES, bounds=_SHARE, is_array=True)
@of_small_sample
def directional_overlap(sample):
    """Overlap of each pair of classes in the best direction.

    By Fisher's ratio along the linear discriminant, F1v.
    Source: Orriols-Puig et al. (2010); Lorena et al. (2019).
    """
    return np.array([1 / (1 + _discriminant_ratio(sample.unit[a], sample.unit[b])) for a, b in sample.paired_groups])


@metafeature(group="complexity", cost="medium", tasks=_CLASSES, bounds=_SHARE, is_array=True)
@of_small_sample
def overlap_volume(sample):
    """Volume in which each pair of classes overlaps.

    Product over encoded columns of the overlap of ranges over their union, F2; 0 as soon as one column separates.
    Source: Ho & Basu (2002); Lorena et al. (2019).
    """
    return np.array([_overlap_volume(sample.unit[a], sample.unit[b]) for a, b in sample.paired_groups])


@metafeature(group="complexity", cost="medium", tasks=_CLASSES, bounds=_SHARE, is_array=True)
@of_small_sample
def best_column_overlap(sample):
    """Share of rows of each pair of classes that the best column cannot separate.

    Rows in the overlap of ranges, in the column where they are fewest, F3.
    Source: Ho & Basu (2002); Lorena et al. (2019).
    """
    return np.array([_in_overlap(sample.unit[np.r_[a, b]], len(a)).mean(axis=0).min() for a, b in sample.paired_groups])


@metafeature(group="complexity", cost="medium", tasks=_CLASSES, bounds=_SHARE, is_array=True)
@of_small_sample
def all_columns_overlap(sample):
    """Share of rows of each pair of classes that no column can separate.

    Rows left after the best column has taken its share, then the next best, and so on, F4.
    Source: Orriols-Puig et al. (2010); Lorena et al. (2019).
    """
    return np.array([_overlap_of_all(sample.unit[a], sample.unit[b]) for a, b in sample.paired_groups])


@metafeature(group="complexity", cost="medium", tasks=_CLASSES, bounds=_SHARE, is_array=True)
@of_small_sample
def linear_error_distance(sample):
    """Distance of wrong rows from the straight boundary of each pair of classes.

    Sum of their distances over rows, d, as d / (1 + d), L1; the boundary is that of ridge regression on the class.
    Source: Ho & Basu (2002); Lorena et al. (2019), with a support vector machine.
    """
    sums = [np.maximum(-margins, 0).mean() for margins, _ in _linear_margins(sample)]
    return 1 - 1 / (1 + np.array(sums))


@metafeature(group="complexity", cost="medium", tasks=_CLASSES, bounds=_SHARE, is_array=True)
@of_small_sample
def linear_error_share(sample):
    """Share of rows that a straight boundary of each pair of classes gets wrong.

    On the rows that it was fitted to, L2; the boundary is that of ridge regression on the class.
    Source: Ho & Basu (2002); Lorena et al. (2019), with a support vector machine.
    """
    return np.array([np.mean(margins < 0) for margins, _ in _linear_margins(sample)])


@metafeature(group="complexity", cost="medium", tasks=_CLASSES, bounds=_SHARE, is_array=True)
@of_small_sample
def linear_interpolation_error(sample):
    """Share of points within a class that a straight boundary gets wrong.

    Points between random rows of the same class, the boundary of each pair of classes as in `linear_error_share`, L3.
    Source: Hoekstra & Duin (1996); Lorena et al. (2019), with a support vector machine.
    """
    return np.array([np.mean(margins < 0) for _, margins in _linear_margins(sample)])


@metafeature(group="complexity", cost="medium", tasks=_CLASSES, bounds=_SHARE)
@of_small_sample
def borderline_share(sample):
    """Share of rows that touch another class in the minimum spanning tree.

    N1.
    Source: Friedman & Rafsky (1979); Lorena et al. (2019).
    """
    edges = minimum_spanning_tree(sample.gower)
    mixed = edges[sample.groups[edges[:, 0]] != sample.groups[edges[:, 1]]]
    return len(np.unique(mixed)) / len(sample.rows)


@metafeature(group="complexity", cost="medium", tasks=_CLASSES, bounds=_SHARE, is_array=True)
@of_small_sample
def neighbor_distance_share(sample):
    """Distance of each row to the nearest of its class against the nearest of another.

    a / (a + b), N2: above one half where the nearest row is of another class.
    Source: Ho & Basu (2002); Lorena et al. (2019).
    """
    same = np.where(sample.groups[:, None] == sample.groups, sample.others_gower(), np.inf).min(axis=1)
    _, other = sample.nearest_enemies
    return same / (same + other)


@metafeature(group="complexity", cost="medium", tasks=_CLASSES, bounds=_SHARE)
@of_small_sample
def nearest_neighbor_error(sample):
    """Share of rows whose nearest other row is of another class.

    N3; of rows equally near the first in the sample counts.
    Source: Ho & Basu (2002); Lorena et al. (2019).
    """
    return np.mean(sample.groups[sample.others_gower().argmin(axis=1)] != sample.groups)


@metafeature(group="complexity", cost="medium", tasks=_CLASSES, bounds=_SHARE)
@of_small_sample
def nearest_neighbor_interpolation_error(sample):
    """Share of points between two rows of a class whose nearest row is of another.

    At random points between random rows of the same class, N4.
    Source: Ho & Basu (2002); Lorena et al. (2019).
    """
    from scipy.spatial.distance import cdist

    members = [np.flatnonzero(sample.groups == group) for group in range(len(sample.group_counts))]
    points = np.concatenate([interpolate(sample.unit[rows]) for rows in members])
    nearest = cdist(points * sample.weights, sample.unit * sample.weights, "cityblock").argmin(axis=1)
    return np.mean(sample.groups[nearest] != np.concatenate([sample.groups[rows] for rows in members]))


@metafeature(group="complexity", cost="medium", tasks=_CLASSES, bounds=_SHARE)
@of_small_sample
def sphere_share(sample):
    """Number of spheres that cover each class without touching another, per row.

    Spheres in larger ones are left out, T1: near 0 for compact classes.
    Source: Ho & Basu (2002); Lorena et al. (2019).
    """
    inside = sample.gower <= _sphere_radii(sample)  # (n_rows, n_spheres)
    covers = np.ones(len(inside), dtype=int)
    for sphere in np.argsort(-inside.sum(axis=0), kind="stable"):
        if covers[sphere] > 0:
            absorbed = covers[inside[:, sphere]].sum()
            covers[inside[:, sphere]] = 0
            covers[sphere] = absorbed
    return np.mean(covers > 0)


@metafeature(group="complexity", cost="medium", tasks=_CLASSES, bounds=_SHARE)
@of_small_sample
def local_set_complexity(sample):
    """Smallness of the neighbourhoods that hold a single class.

    1 minus the mean share of rows nearer than the nearest of another class, LSC.
    Source: Leyva, González & Pérez (2014); Lorena et al. (2019).
    """
    return 1 - np.mean(sample.gower < sample.nearest_enemies[1])


@metafeature(group="complexity", cost="medium", tasks=_CLASSES, bounds=_SHARE)
@of_small_sample
def graph_sparsity(sample):
    """Share of pairs of rows that are not linked as near and of one class.

    Near are the 15 % nearest rows of either, Density.
    Source: Garcia, de Carvalho & Lorena (2015); Lorena et al. (2019).
    """
    linked = _neighbor_graph(sample)
    return 1 - linked.sum() / (len(linked) * (len(linked) - 1))


@metafeature(group="complexity", cost="medium", tasks=_CLASSES, bounds=_SHARE)
@of_small_sample
def graph_looseness(sample):
    """Share of pairs of linked neighbours of a row that are not linked to each other.

    In the graph of `graph_sparsity`, ClsCoef; 1 if no row has two neighbours.
    Source: Garcia, de Carvalho & Lorena (2015); Lorena et al. (2019).
    """
    linked = _neighbor_graph(sample).astype(np.float32)
    degrees = linked.sum(axis=1)
    n_pairs = np.sum(degrees * (degrees - 1))
    return 1 - np.sum((linked @ linked) * linked) / n_pairs if n_pairs > 0 else 1.0


@metafeature(group="complexity", cost="medium", bounds=(0, np.inf))
@of_small_sample
def log_components_per_row(sample):
    """Logarithm of the rows per principal component that carry 95 % of the variance.

    To base 10; T3 inverted, of the columns scaled to 0 to 1. 1 is ten rows per component.
    Source: Lorena et al. (2012, 2019).
    """
    centered = sample.unit - sample.unit.mean(axis=0)
    variances = np.maximum(np.linalg.eigvalsh(centered.T @ centered)[::-1], 0.0)
    carried = np.cumsum(variances) / variances.sum()
    n_components = np.searchsorted(carried, 0.95 - 1e-9) + 1
    return np.maximum(np.log10(len(centered) / n_components), 0.0)


def _group_means(values: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """(n_groups, n_columns)."""
    indicators = np.eye(groups.max() + 1)[groups]
    return indicators.T @ values / indicators.sum(axis=0)[:, None]


def _discriminant_ratio(a: np.ndarray, b: np.ndarray) -> float:
    """Distance of means over the spread within, along Fisher's direction."""
    difference = a.mean(axis=0) - b.mean(axis=0)
    within = (len(a) * _covariance(a) + len(b) * _covariance(b)) / (len(a) + len(b))
    return max(difference @ np.linalg.pinv(within, hermitian=True) @ difference, 0.0)


def _covariance(values: np.ndarray) -> np.ndarray:
    centered = values - values.mean(axis=0)
    return centered.T @ centered / (len(values) - 1)


def _overlap_volume(a: np.ndarray, b: np.ndarray) -> float:
    shared = np.minimum(a.max(axis=0), b.max(axis=0)) - np.maximum(a.min(axis=0), b.min(axis=0))
    union = np.maximum(a.max(axis=0), b.max(axis=0)) - np.minimum(a.min(axis=0), b.min(axis=0))
    varies = union > 0
    return np.prod(np.maximum(shared[varies], 0.0) / union[varies])


def _in_overlap(values: np.ndarray, n_first: int) -> np.ndarray:
    """Whether each value lies in the range of both classes, of which the first has `n_first` rows."""
    a, b = values[:n_first], values[n_first:]
    low = np.maximum(a.min(axis=0), b.min(axis=0))
    high = np.minimum(a.max(axis=0), b.max(axis=0))
    return (values >= low) & (values <= high)


def _overlap_of_all(a: np.ndarray, b: np.ndarray) -> float:
    n_rows, columns = len(a) + len(b), np.arange(a.shape[1])
    while len(columns) and len(a) and len(b):
        overlapping = _in_overlap(np.vstack([a, b])[:, columns], len(a))
        best = overlapping.sum(axis=0).argmin()
        a, b = a[overlapping[: len(a), best]], b[overlapping[len(a) :, best]]
        columns = np.delete(columns, best)
    # Where one class is gone, the ranges of both no longer overlap
    return (len(a) + len(b)) / n_rows if len(a) and len(b) else 0.0


@once
def _linear_margins(sample) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each pair of classes the margins of its rows and of points between them; below 0 is wrong."""
    return [_pair_margins(sample.standard[a], sample.standard[b]) for a, b in sample.paired_groups]


def _pair_margins(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    X, sign = np.vstack([a, b]), np.repeat([1.0, -1.0], [len(a), len(b)])
    between = np.vstack([interpolate(a), interpolate(b)])
    center = (a.mean(axis=0) + b.mean(axis=0)) / 2
    # Balanced: a class weighs as much as the other, as the boundary is to lie between them
    weights = np.repeat([0.5 / len(a), 0.5 / len(b)], [len(a), len(b)])
    direction = solve_ridge(X - center, sign, penalty=1e-3, weights=weights)
    return sign * ((X - center) @ direction), sign * ((between - center) @ direction)


def _sphere_radii(sample) -> np.ndarray:
    """Radius of the sphere around each row that does not touch one of another class, (n_rows,)."""
    enemy, distance = sample.nearest_enemies
    radii = np.zeros(len(enemy))
    for row in np.argsort(distance, kind="stable"):  # the enemy's own nearest enemy is no farther: it came before
        mutual = enemy[enemy[row]] == row
        radii[row] = distance[row] / 2 if mutual else abs(distance[row] - radii[enemy[row]])
    return radii


@once
def _neighbor_graph(sample) -> np.ndarray:
    """Whether two rows of a class are among the nearest of either, (n_rows, n_rows)."""
    n_rows = len(sample.rows)
    n_neighbors = max(round(n_rows * _GRAPH_SHARE), 1)
    nearest = np.argpartition(sample.others_gower(), n_neighbors - 1, axis=1)[:, :n_neighbors]
    near = np.zeros((n_rows, n_rows), dtype=bool)
    np.put_along_axis(near, nearest, True, axis=1)
    return (near | near.T) & (sample.groups[:, None] == sample.groups)
