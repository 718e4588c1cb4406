"""Where values are missing, whether together, and whether that says something about the target.

Shares of columns are exact; what is said of rows and of pairs of columns is taken in the sample of 5,000 rows and 100
columns. Shares are 0 where nothing is missing.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from metaselect.metafeatures._registry import metafeature

_SHARE = (0, 1)


@metafeature(group="missingness", bounds=_SHARE, is_array=True)
def column_missing_share(view):
    """Share of values missing in each column.

    0 to 1, over all rows.
    Source: Kalousis (2002).
    """
    return view.counts.missing / view.n_rows_total


@metafeature(group="missingness", bounds=_SHARE, is_array=True)
def row_missing_share(view):
    """Share of values missing in each row.

    0 to 1, over the columns of the sample.
    Source: Kalousis (2002), on instances with missing values.
    """
    return _masks(view).mean(axis=1)


@metafeature(group="missingness", bounds=_SHARE)
def mostly_missing_columns_share(view):
    """Share of columns that miss more than half of their values.

    Such columns are often better dropped; over all rows.
    Source: Little & Rubin (1987), on rates of missing values.
    """
    return np.mean(view.counts.missing > 0.5 * view.n_rows_total)


@metafeature(group="missingness", bounds=_SHARE, is_array=True)
def missing_with_target(view):
    """Strength of the relation of each column's missing values with the target.

    Correlation ratio of being missing over classes, or over tenths of the target, freed of what chance explains: 0 if
    missing at random. Undefined where no column misses values.
    Source: Rubin (1976), on values not missing at random; Kelley (1935).
    """
    masks = _incomplete(view)  # (n_sample, n_incomplete)
    levels = np.unique(view.sample.target_levels, return_inverse=True)[1]
    indicators = np.eye(levels.max() + 1)[levels]
    counts = indicators.sum(axis=0)
    means = indicators.T @ masks / counts[:, None]
    explained = (counts[:, None] * (means - masks.mean(axis=0)) ** 2).sum(axis=0) / len(masks) / masks.var(axis=0)
    n_rows, n_levels = indicators.shape
    return np.sqrt(np.clip(1 - (1 - explained) * (n_rows - 1) / np.float64(n_rows - n_levels), 0.0, 1.0))


@metafeature(group="missingness", bounds=_SHARE, is_array=True)
def missing_together(view):
    """Strength with which each pair of columns misses values in the same rows.

    Magnitude of the correlation of being missing. Undefined with fewer than two columns that miss values.
    Source: Little & Rubin (1987), on patterns of missing values.
    """
    masks = _incomplete(view)
    standardized = (masks - masks.mean(axis=0)) / masks.std(axis=0)
    correlations = standardized.T @ standardized / len(masks)
    return np.minimum(np.abs(correlations[np.triu_indices(len(correlations), k=1)]), 1.0)


@metafeature(group="missingness", bounds=_SHARE)
def missing_patterns_share(view):
    """Number of patterns of missing values per row.

    Distinct sets of columns missing, but for the complete row, over rows: small where whole blocks are missing.
    Source: Little & Rubin (1987), on patterns of missing values.
    """
    masks = _masks(view)
    patterns = pd.DataFrame(np.packbits(masks[masks.any(axis=1)], axis=1)).drop_duplicates()
    return len(patterns) / len(masks)


def _masks(view) -> np.ndarray:
    """Whether a value of the sample is missing, (n_sample, n_columns)."""
    return view.sample.levels < 0


def _incomplete(view) -> np.ndarray:
    """The masks, as floats, of the columns that miss some values but not all, (n_sample, n_incomplete)."""
    masks = _masks(view)
    varies = masks.any(axis=0) & ~masks.all(axis=0)
    return masks[:, varies].astype(float)
