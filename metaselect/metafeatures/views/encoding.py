"""How values become numbers that are safe to compute with: scaled, ranked, cut into levels, coded."""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = ["N_LEVELS", "frequency_codes", "mean_of_known", "rank_levels", "ranks", "scale_to_unit", "standardise"]

# A column is cut into at most this many levels where information is measured.
N_LEVELS = 10


def scale_to_unit(values: np.ndarray) -> np.ndarray:
    """Return `values` (n_rows, n_columns), each column divided by its largest magnitude; zeros stay zeros."""
    known = np.where(np.isnan(values), 0.0, values)
    largest = np.abs(known).max(axis=0, initial=0.0)
    return values / np.where(largest > 0, largest, 1.0)


def mean_of_known(values: np.ndarray) -> np.ndarray:
    """Return the mean of each column over its known values, NaN where there is none, (n_columns,)."""
    known = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        return np.where(known, values, 0.0).sum(axis=0) / known.sum(axis=0)


def ranks(values: np.ndarray) -> np.ndarray:
    """Return ranks from 1 in each column of `values` (n_rows, n_columns), ties averaged, NaN where missing."""
    return pd.DataFrame(values).rank().to_numpy()


def rank_levels(ranks: np.ndarray) -> np.ndarray:
    """Return the tenth of its column into which each rank falls, 0 to 9; ties stay together, -1 where missing."""
    known = ~np.isnan(ranks)  # (n_rows, n_columns)
    position = (np.where(known, ranks, 0.5) - 0.5) / np.maximum(known.sum(axis=0), 1)  # in [0, 1)
    return np.where(known, (N_LEVELS * position).astype(int), -1)


def frequency_codes(values: np.ndarray) -> np.ndarray:
    """Return codes of categories by falling frequency, then by name; -1 where missing, (n_rows,)."""
    codes, categories = pd.factorize(values)
    counts = np.bincount(codes[codes >= 0], minlength=len(categories))
    order = sorted(range(len(categories)), key=lambda i: (-counts[i], str(categories[i])))
    new_code = np.empty(len(categories) + 1, dtype=int)
    new_code[order] = np.arange(len(order))
    new_code[-1] = -1  # what code -1, missing, becomes
    return new_code[codes]


def standardise(values: np.ndarray) -> np.ndarray:
    """Return `values` (n_rows,), none missing, with mean 0 and standard deviation 1; zeros if they do not vary."""
    values = scale_to_unit(values[:, None])[:, 0]
    centred = values - values.mean()
    deviation = np.sqrt(np.mean(centred**2))
    if np.ptp(values) == 0 or deviation == 0:
        return np.zeros_like(values)
    return centred / deviation
