"""What the target alone looks like: the counterparts for regression of the class counts, and their unevenness.

Counts are exact for classes; a target of regression is taken in the sample of 5,000 rows.
"""

from __future__ import annotations

import numpy as np

from metaselect.metafeatures._registry import metafeature
from metaselect.metafeatures.views.distributions import normality, standardized_moment

_SHARE = (0, 1)
_UNBOUNDED = (0, np.inf)
_REGRESSION = {"regression"}
_CLASSES = {"classification"}


@metafeature(group="target", tasks=_CLASSES, bounds=_UNBOUNDED)
def log_class_ratio(view):
    """Logarithm of the ratio of the largest to the smallest class.

    To base 10: 0 for equally frequent classes, 2 for one in a hundred.
    Source: Japkowicz & Stephen (2002), on the imbalance ratio.
    """
    return np.log10(view.counts.classes.max() / view.counts.classes.min())


@metafeature(group="target", tasks=_CLASSES, bounds=_UNBOUNDED)
def class_share_variation(view):
    """Variation of the sizes of classes.

    Standard deviation over mean of the number of rows: 0 for equally frequent classes.
    Source: Pearson (1896), on the coefficient of variation.
    """
    return view.counts.classes.std() / view.counts.classes.mean()


@metafeature(group="target", tasks=_REGRESSION, bounds=_SHARE)
def target_normality(view):
    """Closeness of the target to a normal distribution.

    Squared correlation of the sorted values with normal quantiles, of Shapiro and Francia: 1 if normal. Undefined for a
    constant target.
    Source: Shapiro & Francia (1972).
    """
    return normality(view.sample.target)


@metafeature(group="target", tasks=_REGRESSION, bounds=_SHARE)
def target_largest_gap(view):
    """Largest gap between neighbouring values of the target.

    Over its range: near 1 where an outlier or a second cluster is far off. Undefined for a constant target.
    Source: Dixon (1950), on the ratio of gap and range.
    """
    ordered = np.sort(view.sample.target)
    return np.diff(ordered).max() / (ordered[-1] - ordered[0])


@metafeature(group="target", tasks=_REGRESSION, bounds=_SHARE)
def target_integer_share(view):
    """Share of rows with a whole number as target.

    1 for counts and grades.
    Source: Cameron & Trivedi (1998), on count data.
    """
    values = view.dataset.y[view.sample.rows]
    return np.mean(values == np.round(values))


@metafeature(group="target", tasks=_REGRESSION, bounds=_SHARE)
def target_zero_share(view):
    """Share of rows with zero as target.

    High for counts and amounts that mostly do not occur.
    Source: Lambert (1992), on data with an excess of zeros.
    """
    return np.mean(view.sample.target == 0)


@metafeature(group="target", tasks=_REGRESSION, bounds=_SHARE)
def target_negative_share(view):
    """Share of rows with a target below zero.

    0 for prices and counts, about one half for differences.
    Source: Tukey (1977), on amounts and balances.
    """
    return np.mean(view.sample.target < 0)


@metafeature(group="target", tasks=_REGRESSION, bounds=_SHARE)
def target_heaping_share(view):
    """Share of rows whose target is a round number among whole numbers.

    Of whole numbers other than 0 those that end in 0 or 5: 0.2 by chance, more where people have estimated. Undefined
    without whole numbers.
    Source: Myers (1940), on digit preference.
    """
    values = view.dataset.y[view.sample.rows]
    # Beyond 2 ** 53 every float is whole, and says nothing about its last digit
    whole = values[(values == np.round(values)) & (values != 0) & (np.abs(values) < 2**53)]
    return np.sum(np.fmod(whole, 5) == 0) / np.float64(len(whole))


@metafeature(group="target", tasks=_REGRESSION, bounds=_SHARE)
def target_bimodality(view):
    """Bimodality of the target by skewness and kurtosis.

    (skewness² + 1) / kurtosis: 0.33 if normal, 0.56 if uniform, 1 for two values. Undefined for a constant target.
    Source: Sarle (1990), on the bimodality coefficient.
    """
    skewness, kurtosis = (standardized_moment(view.sample.target[:, None], order)[0] for order in (3, 4))
    return np.clip((skewness**2 + 1) / kurtosis, 0.0, 1.0)


@metafeature(group="target", tasks=_REGRESSION, bounds=_SHARE)
def target_repeated_share(view):
    """Share of rows whose target occurs in another row too.

    1 for grades, 0 for a measurement without ties.
    Source: Lorena et al. (2018), on discreteness of the target.
    """
    counts = np.unique(view.sample.target, return_counts=True)[1]
    return counts[counts > 1].sum() / len(view.sample.target)


@metafeature(group="target", tasks=_REGRESSION, bounds=_UNBOUNDED)
def target_tail_ratio(view):
    """Length of the target's tails against its middle.

    Range of the central 98 % over that of the central 50 %, by the ratio of a normal distribution, 3.45: 1 if normal,
    more with heavy tails. Undefined where half of the rows have the same target.
    Source: Hogg (1974), on measures of tails.
    """
    quantiles = np.quantile(view.sample.target, [0.01, 0.25, 0.75, 0.99])
    return (quantiles[3] - quantiles[0]) / (quantiles[2] - quantiles[1]) / 3.449
