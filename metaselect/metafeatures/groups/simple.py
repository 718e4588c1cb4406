"""What counting tells: size, classes, kinds of columns, missing values, categories."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metaselect.metafeatures._registry import metafeature

_UNBOUNDED = (0, np.inf)
_SHARE = (0, 1)


@metafeature(group="simple", bounds=_UNBOUNDED)
def log_n_rows(view):
    """Logarithm of the number of rows.

    To base 10: 3 is a thousand rows.
    Source: Feurer et al. (2015).
    """
    return np.log10(view.n_rows_total)


@metafeature(group="simple", bounds=_UNBOUNDED)
def log_n_columns(view):
    """Logarithm of the number of columns.

    To base 10; the target is not counted.
    Source: Feurer et al. (2015).
    """
    return np.log10(view.n_columns)


@metafeature(group="simple")
def log_rows_per_column(view):
    """Logarithm of the number of rows per column.

    To base 10; below 0 where there are more columns than rows.
    Source: Kalousis & Theoharis (1999), as the inverse.
    """
    return np.log10(view.n_rows_total / view.n_columns)


@metafeature(group="simple", bounds=_UNBOUNDED)
def log_encoded_columns(view):
    """Logarithm of the number of columns after one-hot encoding.

    To base 10; a numeric column counts once, a categorical one as often as it has categories.
    Source: Reif et al. (2014), on the dimension that learners see.
    """
    n_numeric = sum(view.order.is_numeric.values())
    return np.log10(n_numeric + sum(len(counts) for counts in view.counts.categories))


@metafeature(group="simple", tasks={"classification"}, bounds=_UNBOUNDED)
def log_n_classes(view):
    """Logarithm of the number of classes.

    To base 10: 0.3 is two classes.
    Source: Michie, Spiegelhalter & Taylor (1994).
    """
    return np.log10(len(view.order.class_counts))


@metafeature(group="simple", tasks={"classification"}, bounds=_SHARE)
def minority_share(view):
    """Share of rows in the smallest class.

    At most one half.
    Source: Feurer et al. (2015).
    """
    return view.counts.classes.min() / view.n_rows_total


@metafeature(group="simple", tasks={"classification"}, bounds=_SHARE)
def majority_share(view):
    """Share of rows in the largest class.

    What always predicting the most frequent class gets right.
    Source: Michie, Spiegelhalter & Taylor (1994), as default accuracy.
    """
    return view.counts.classes.max() / view.n_rows_total


@metafeature(group="simple", tasks={"classification"}, bounds=_UNBOUNDED)
def log_minority_rows(view):
    """Logarithm of the number of rows in the smallest class.

    To base 10; how much there is to learn a rare class from, which its share does not say.
    Source: Japkowicz & Stephen (2002).
    """
    return np.log10(view.counts.classes.min())


@metafeature(group="simple", tasks={"regression"}, bounds=_SHARE)
def target_distinct_share(view):
    """Share of distinct values in the target.

    1 where every row has a value of its own; in the sample of 5,000 rows.
    Source: Lorena et al. (2018), on metafeatures of regression.
    """
    return len(np.unique(view.sample.target)) / len(view.sample.target)


@metafeature(group="simple", tasks={"regression"}, bounds=_SHARE)
def target_mode_share(view):
    """Share of rows with the most frequent target value.

    High for counts with many zeros; in the sample of 5,000 rows.
    Source: Lambert (1992), on data with an excess of zeros.
    """
    return np.unique(view.sample.target, return_counts=True)[1].max() / len(view.sample.target)


@metafeature(group="simple", bounds=_SHARE)
def categorical_share(view):
    """Share of categorical columns.

    0 to 1.
    Source: Engels & Theusinger (1998).
    """
    return 1 - np.mean(list(view.order.is_numeric.values()))


@metafeature(group="simple", bounds=_SHARE)
def binary_share(view):
    """Share of columns with exactly two distinct values.

    Categorical columns by all rows, numeric ones in the sample.
    Source: Michie, Spiegelhalter & Taylor (1994).
    """
    n_binary = np.sum(_distinct_numbers(view) == 2)
    sampled = np.sum([view.order.is_numeric[column] for column in view.sample.columns])
    share_of_numeric = n_binary / sampled if sampled else 0.0
    n_binary_categorical = sum(len(counts) == 2 for counts in view.counts.categories)
    return (share_of_numeric * sum(view.order.is_numeric.values()) + n_binary_categorical) / view.n_columns


@metafeature(group="simple", bounds=_SHARE)
def integer_share(view):
    """Share of numeric columns that hold whole numbers only.

    Counts, codes and grades rather than measurements; undefined without numeric columns.
    Source: Rivolli et al. (2022), on types of columns.
    """
    whole = np.isnan(view.sample.numbers) | (view.sample.numbers == np.round(view.sample.numbers))
    return whole.all(axis=0).sum() / whole.shape[1]


@metafeature(group="simple", bounds=_SHARE)
def constant_share(view):
    """Share of columns with a single value.

    In the sample; missing values do not count as a value.
    Source: Rivolli et al. (2022), on degenerate columns.
    """
    distinct_categories = [len(np.unique(codes[codes >= 0])) for codes in view.sample.categories.T]
    return np.mean(np.append(_distinct_numbers(view), distinct_categories) <= 1)


@metafeature(group="simple", bounds=_SHARE)
def zero_share(view):
    """Share of zeros among the numbers.

    Missing values are not counted; undefined without numeric columns.
    Source: Salama, Hassanien & Revett (2013), on sparsity.
    """
    return np.sum(view.sample.numbers == 0) / np.sum(~np.isnan(view.sample.numbers))


@metafeature(group="simple", bounds=_SHARE, is_array=True)
def distinct_share(view):
    """Share of distinct values in each numeric column.

    Distinct known values over known values in the sample: 1 for a measurement without ties, small for grades.
    Undefined without numeric columns.
    Source: Salama, Hassanien & Revett (2013), on sparsity.
    """
    return _distinct_numbers(view) / np.sum(~np.isnan(view.sample.numbers), axis=0)


@metafeature(group="simple", bounds=_SHARE)
def duplicate_rows_share(view):
    """Share of rows that repeat another row.

    In the sample, by the columns of the sample, the target left aside.
    Source: Rivolli et al. (2022), on degenerate rows.
    """
    return pd.DataFrame(np.hstack([view.sample.numbers, view.sample.categories])).duplicated().mean()


@metafeature(group="simple", bounds=_SHARE)
def missing_share(view):
    """Share of values missing.

    0 to 1, over all columns but the target.
    Source: Kalousis (2002).
    """
    return view.counts.missing.sum() / (view.n_rows_total * view.n_columns)


@metafeature(group="simple", bounds=_SHARE)
def columns_with_missing_share(view):
    """Share of columns with missing values.

    0 to 1.
    Source: Feurer et al. (2015).
    """
    return np.mean(view.counts.missing > 0)


@metafeature(group="simple", bounds=_SHARE)
def rows_with_missing_share(view):
    """Share of rows with missing values.

    0 to 1.
    Source: Feurer et al. (2015).
    """
    return view.counts.rows_with_missing / view.n_rows


@metafeature(group="simple", bounds=_SHARE)
def largest_missing_share(view):
    """Share of values missing in the column that misses most.

    0 to 1.
    Source: Kalousis (2002).
    """
    return view.counts.missing.max() / view.n_rows_total


@metafeature(group="simple", bounds=_UNBOUNDED, is_array=True)
def log_n_categories(view):
    """Logarithm of the number of categories of each categorical column.

    To base 10: 0.3 is two categories; undefined without categorical columns.
    Source: Feurer et al. (2015), on symbols.
    """
    return np.log10([len(counts) for counts in view.counts.categories])


@metafeature(group="simple", bounds=_SHARE)
def rare_category_share(view):
    """Share of categorical values whose category has fewer than ten rows.

    Such categories are hardly learnable one by one; undefined without categorical columns.
    Source: Micci-Barreca (2001), on high-cardinality columns.
    """
    n_known = sum(counts.sum() for counts in view.counts.categories)
    n_rare = sum(counts[counts < 10].sum() for counts in view.counts.categories)
    return np.divide(n_rare, n_known)


def _distinct_numbers(view) -> np.ndarray:
    """Number of distinct known values of each numeric column of the sample, (n_numeric,)."""
    ordered = np.sort(view.sample.numbers, axis=0)  # NaN last
    known = ~np.isnan(ordered)
    steps = (ordered[1:] != ordered[:-1]) & known[1:]  # the first value is no step
    return steps.sum(axis=0) + known.any(axis=0)
