"""How values become numbers that are safe to compute with: scaled, ranked, cut into levels, coded."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metaselect.data import Dataset

__all__ = [
    "N_LEVELS",
    "fill_with_median",
    "frequency_codes",
    "indicators",
    "mean_of_known",
    "rank_levels",
    "ranks",
    "scale_to_unit",
    "standardize",
    "values_of",
]

# A column is cut into at most this many levels where information is measured.
N_LEVELS = 10


def values_of(dataset: Dataset, column: str, rows: np.ndarray | slice = slice(None)) -> np.ndarray:
    """Return one column, float64 or object, (n_rows,); not to be written to.

    Parameters
    ----------
    dataset : Dataset
        Whose column it is.
    column : str
        Name of the column.
    rows : ndarray of int or slice
        Positions of the rows, in the order wanted; all when not given.
    """
    return dataset.X[column].to_numpy()[rows]


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


def indicators(codes: np.ndarray, n_codes: int) -> np.ndarray:
    """Return whether each row is missing, and whether it has each code, 0 or 1, (n_rows, 1 + n_codes).

    Parameters
    ----------
    codes : ndarray of int of shape (n_rows,)
        From 0; -1 where missing.
    n_codes : int
        How many codes have a column; rows with a greater one are 0 in all of them.

    Examples
    --------
    >>> indicators(np.array([0, -1, 2]), 2).tolist()
    [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
    """
    return (codes[:, None] == np.arange(-1, n_codes)).astype(np.float64)


def fill_with_median(values: np.ndarray) -> np.ndarray:
    """Return `values` (n_rows,) with the median in place of NaN; zeros where none is known."""
    missing = np.isnan(values)
    return np.where(missing, 0.0 if missing.all() else np.median(values[~missing]), values)


def standardize(values: np.ndarray) -> np.ndarray:
    """Return `values` (n_rows,), none missing, with mean 0 and standard deviation 1; zeros if they do not vary."""
    values = scale_to_unit(values[:, None])[:, 0]
    centered = values - values.mean()
    deviation = np.sqrt(np.mean(centered**2))
    if np.ptp(values) == 0 or deviation == 0:
        return np.zeros_like(values)
    return centered / deviation
