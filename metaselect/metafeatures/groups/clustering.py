"""How far classes are clusters of their own.

Taken on the small sample of about 1,000 rows, by Euclidean distances of standardised columns (indicators of categories
likewise). For regression the fifths of the target's ranks take the place of classes. Undefined where the small sample
is: fewer than 10 rows or 2 classes, or no column that varies.
"""

from __future__ import annotations

import numpy as np

from metaselect.metafeatures._registry import metafeature
from metaselect.metafeatures.views.small_sample import of_small_sample

_UNBOUNDED = (0, np.inf)
_SHARE = (0, 1)


@metafeature(group="clustering", cost="medium", bounds=(-1, 1), is_array=True)
@of_small_sample
def silhouette(sample):
    """Silhouette of each row: how much nearer its own class is than the next.

    (b - a) / max(a, b) of mean distances a to its own class and b to the nearest other; 0 for the only row of a class.
    Source: Rousseeuw (1987).
    """
    n_others = sample.group_counts - 1
    sums = sample.distances @ np.eye(len(sample.group_counts))[sample.groups]  # (n_rows, n_groups)
    own = sums[np.arange(len(sums)), sample.groups] / n_others[sample.groups]
    means = sums / sample.group_counts
    means[np.arange(len(sums)), sample.groups] = np.inf
    nearest = means.min(axis=1)
    return np.nan_to_num((nearest - own) / np.maximum(nearest, own))


@metafeature(group="clustering", cost="medium", bounds=_UNBOUNDED)
@of_small_sample
def davies_bouldin(sample):
    """Spread of each class against its distance to the most similar class.

    Mean over classes of the largest (s_i + s_j) / d_ij of mean distances s to the centre and distances d of centres,
    VDB: small for separate classes. Undefined where all centres are the same.
    Source: Davies & Bouldin (1979).
    """
    centers = _centers(sample)
    to_center = np.linalg.norm(sample.standard - centers[sample.groups], axis=1)
    spread = np.bincount(sample.groups, to_center) / sample.group_counts
    between = np.linalg.norm(centers[:, None] - centers, axis=2)
    between[between < 1e-9] = 0.0  # the same but for rounding
    ratios = (spread[:, None] + spread) / np.where(between > 0, between, np.inf)
    return ratios.max(axis=1).mean() if between.any() else np.nan


@metafeature(group="clustering", cost="medium")
@of_small_sample
def log_calinski_harabasz(sample):
    """Logarithm of the variance between classes over that within.

    Each by its degrees of freedom, CH, to base 10: 0 for classes that are none. Undefined without variance within or
    between.
    Source: Caliński & Harabasz (1974).
    """
    centers = _centers(sample)
    n_rows, n_groups = len(sample.groups), len(centers)
    between = np.sum(sample.group_counts * ((centers - sample.standard.mean(axis=0)) ** 2).sum(axis=1))
    within = np.sum((sample.standard - centers[sample.groups]) ** 2)
    if min(between, within) < 1e-18 * (between + within):  # nothing but rounding
        return np.nan
    return np.log10(between * (n_rows - n_groups) / (within * (n_groups - 1)))


@metafeature(group="clustering", cost="medium", bounds=_UNBOUNDED)
@of_small_sample
def dunn_index(sample):
    """Smallest distance between classes over the largest within one.

    Above 1 for compact and separate classes. Undefined where all rows of every class are equal.
    Source: Dunn (1973).
    """
    same = sample.groups[:, None] == sample.groups
    return sample.distances[~same].min() / sample.distances[same].max()


@metafeature(group="clustering", cost="medium", bounds=_UNBOUNDED)
@of_small_sample
def distance_between_classes(sample):
    """Mean distance between rows of different classes, per pair of classes.

    INT; over the square root of the number of encoded columns, as distances grow with it: about 1.4 for classes that
    are none.
    Source: Bezdek & Pal (1998).
    """
    indicators = np.eye(len(sample.group_counts))[sample.groups]
    sums = indicators.T @ sample.distances @ indicators
    means = sums / np.outer(sample.group_counts, sample.group_counts)
    return means[np.triu_indices(len(means), k=1)].mean() / np.sqrt(sample.unit.shape[1])


@metafeature(group="clustering", cost="medium", bounds=(-1, 1))
@of_small_sample
def class_distance_correlation(sample):
    """Correlation of being in the same class with the distance of two rows.

    Over all pairs, PB: -1 where rows of a class are near and others far.
    Source: Milligan (1981), on the point-biserial correlation.
    """
    upper = np.triu_indices(len(sample.groups), k=1)
    same = (sample.groups[:, None] == sample.groups)[upper].astype(float)
    distance = sample.distances[upper]
    same, distance = same - same.mean(), distance - distance.mean()
    return np.clip(np.sum(same * distance) / np.sqrt(np.sum(same**2) * np.sum(distance**2)), -1.0, 1.0)


@metafeature(group="clustering", tasks={"classification"}, bounds=_SHARE)
def small_classes_share(view):
    """Share of classes with fewer than 15 rows.

    SC over the number of classes; in all rows.
    Source: Pimentel & de Carvalho (2019), on clusters smaller than a size.
    """
    return np.mean(view.counts.classes < 15)


def _centers(sample) -> np.ndarray:
    """Mean of each class, (n_groups, n_encoded)."""
    return (np.eye(len(sample.group_counts))[sample.groups].T @ sample.standard) / sample.group_counts[:, None]
