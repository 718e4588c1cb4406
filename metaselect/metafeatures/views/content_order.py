"""`ContentOrder`: orders of rows, columns and classes that follow from what they hold, not from position or name.

Whoever shuffles a table, or renames its columns or classes, has the same orders, so that samples, folds and sums are
the same to the last bit. What the orders cannot tell apart is equal, and does not matter.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from metaselect.data import Dataset, task_type_of
from metaselect.metafeatures.views.content_hash import category_hashes, chunks, float_bits, mix, scramble
from metaselect.metafeatures.views.encoding import values_of
from metaselect.metafeatures.views.once import once
from metaselect.seeding import rng_from, seed_from

__all__ = ["Categories", "ContentOrder"]

# Columns that are read before rows are compared: mostly enough, and the rest is read for equal rows alone.
_COLUMNS_AT_ONCE = 16
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


class Categories(NamedTuple):
    """What a categorical column holds.

    Attributes
    ----------
    codes : ndarray of shape (n_rows,)
        Category of each row by first appearance, int32; -1 where missing.
    hashes : ndarray of shape (n_categories + 1,)
        A number for each category, uint64; the last one, which code -1 finds, is for missing values.
    """

    codes: np.ndarray
    hashes: np.ndarray


class ContentOrder:
    """The orders in which the rows, columns and classes of one dataset are taken.

    Parameters
    ----------
    dataset : Dataset
        Not modified.
    random_state : int
        Seeds the order of rows, and what is drawn by it.

    Attributes
    ----------
    task_type : {"classification", "regression"}
        What `dataset` poses.

    Examples
    --------
    >>> X = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": ["x", "y", None]})
    >>> first, second = (Dataset.from_arrays(frame, list("nny")) for frame in (X, X[["b", "a"]]))
    >>> ContentOrder(first).columns == ContentOrder(second).columns
    True
    """

    def __init__(self, dataset: Dataset, random_state: int = 0):
        self.dataset = dataset
        self.random_state = random_state
        self.task_type = task_type_of(dataset.task)

    @cached_property
    def is_numeric(self) -> dict[str, bool]:
        """Whether a column is numeric; the others are categorical."""
        dtypes = dict(self.dataset.X.dtypes)
        return {column: dtype.kind == "f" for column, dtype in dtypes.items()}

    @cached_property
    def categories(self) -> dict[str, Categories]:
        """What each categorical column holds, by its name."""
        coded = {}
        for column in (column for column, is_numeric in self.is_numeric.items() if not is_numeric):
            codes, categories = pd.factorize(values_of(self.dataset, column))
            coded[column] = Categories(codes.astype(np.int32), category_hashes(categories))
        return coded

    @cached_property
    def columns(self) -> list[str]:
        """Names of the columns in the order of the hash of all that they hold.

        Columns with the same values in other rows are told apart by the other columns of these rows; those that even
        then look alike, as equal ones do, are in the order of their names.
        """
        hashes = {column: _total_hash(self, column) for column in self.dataset.X.columns}
        occurrences = Counter(hashes.values())
        alike = [column for column, total in hashes.items() if occurrences[total] > 1]
        if alike:
            rows = _row_colors(self, hashes)
            hashes |= {column: _total_hash(self, column, salts=rows) for column in alike}
        return sorted(hashes, key=lambda column: (hashes[column], column))

    @cached_property
    def row_digests(self) -> np.ndarray:
        """A number for what each row holds in all columns, the target aside, uint64 (n_rows,).

        Columns are read sixteen at a time, and only for rows that are equal to another in those before.
        """
        digests = np.full(self.dataset.n_rows, np.uint64(seed_from(self.random_state, "row_digests")))
        for rows in chunks(len(digests)):
            for column in self.columns[:_COLUMNS_AT_ONCE]:
                mix(digests[rows], _value_hashes(self, column, rows))
        equal = np.flatnonzero(_is_repeated(digests))
        for start in range(_COLUMNS_AT_ONCE, len(self.columns), _COLUMNS_AT_ONCE):
            if not len(equal):
                break
            part = digests[equal]
            for column in self.columns[start : start + _COLUMNS_AT_ONCE]:
                mix(part, _value_hashes(self, column, equal))
            digests[equal] = part
            equal = equal[_is_repeated(part)]
        return digests

    @cached_property
    def rows(self) -> np.ndarray:
        """Positions of all rows in a random order that follows from what they hold, (n_rows,).

        The first rows of it are a random sample. Equal rows stand apart, as they would in a shuffled table.
        """
        is_regression = self.task_type == "regression"
        keys = self.row_digests.copy()
        mix(keys, float_bits(self.dataset.y) if is_regression else self.class_codes.astype(np.uint64))
        repeated = np.flatnonzero(_is_repeated(keys))
        keys[repeated] += _occurrence(keys[repeated]) * _GOLDEN
        return np.argsort(scramble(keys))

    @cached_property
    def class_codes(self) -> np.ndarray:
        """Class of each row as a number from 0, (n_rows,): the largest first, equal ones by what they hold."""
        labels = _labels(self)
        counts = np.bincount(labels)
        if len(np.unique(counts)) == len(counts):  # sizes alone tell, and need no look at the rows
            order = np.argsort(-counts)
        else:
            held = np.zeros(len(counts), dtype=np.uint64)
            np.add.at(held, labels, scramble(self.row_digests.copy()))  # a sum: the order of rows does not matter
            order = np.lexsort((held, -counts))
        new_code = np.empty(len(counts), dtype=np.intp)
        new_code[order] = np.arange(len(counts))
        return new_code[labels]

    @cached_property
    def class_counts(self) -> np.ndarray:
        """Number of rows of each class, (n_classes,)."""
        return np.bincount(self.class_codes)

    def first_of_classes(self, n_wanted: np.ndarray) -> np.ndarray:
        """Return the positions of the first rows of each class, in the order of `rows`.

        Parameters
        ----------
        n_wanted : ndarray of shape (n_wanted_classes,)
            Of the first classes; all rows of a class that has fewer.
        """
        codes = self.class_codes[self.rows].astype(np.min_scalar_type(len(self.class_counts)))  # to sort by radix
        by_class = np.argsort(codes, kind="stable")
        starts = np.cumsum(self.class_counts) - self.class_counts
        n_rows = np.minimum(n_wanted, self.class_counts[: len(n_wanted)])
        first = [by_class[start : start + n] for start, n in zip(starts, n_rows, strict=False)]
        return self.rows[np.sort(np.concatenate([*first, np.array([], dtype=int)]))]

    def shuffled_columns(self, name: str) -> list[str]:
        """Return the names of the columns in a random order of its own for each `name`."""
        return [self.columns[i] for i in rng_from(self.random_state, name).permutation(len(self.columns))]


def _value_hashes(order: ContentOrder, column: str, rows: np.ndarray | slice) -> np.ndarray:
    """A number for each value of a column, equal for equal values, uint64 (n_rows,), free to be written to.

    Floats are their own bits: 0 and -0 are one number, and so is every NaN.
    """
    if order.is_numeric[column]:
        return float_bits(values_of(order.dataset, column, rows))
    codes, hashes = order.categories[column]
    return hashes[codes[rows]]


def _total_hash(order: ContentOrder, column: str, *, salts: np.ndarray | None = None) -> int:
    """A number for all values of a column together, whatever their order.

    With a salt per row, uint64 (n_rows,), columns with the same values in other rows have different numbers.
    """
    if salts is None and not order.is_numeric[column]:
        codes, hashes = order.categories[column]
        counts = np.bincount(codes + 1, minlength=len(hashes)).astype(np.uint64)  # missing first
        return int(np.sum(np.roll(counts, -1) * scramble(hashes.copy())))
    total = np.uint64(0)
    with np.errstate(over="ignore"):  # sums are meant to wrap around
        for rows in chunks(order.dataset.n_rows):
            hashes = _value_hashes(order, column, rows)
            total += scramble(hashes if salts is None else hashes ^ salts[rows]).sum()
    return int(total)


def _row_colors(order: ContentOrder, salts: dict[str, int]) -> np.ndarray:
    """A number for what a row holds that does not depend on the order of columns, uint64 (n_rows,)."""
    colors = float_bits(order.dataset.y) if order.task_type == "regression" else _class_sizes(order)
    for rows in chunks(len(colors)):
        part = scramble(colors[rows])
        for column, salt in salts.items():
            part += scramble(_value_hashes(order, column, rows) ^ np.uint64(salt))
        colors[rows] = scramble(part)
    return colors


def _class_sizes(order: ContentOrder) -> np.ndarray:
    """Number of rows of the class of each row, uint64 (n_rows,)."""
    labels = _labels(order)
    return np.bincount(labels)[labels].astype(np.uint64)


@once
def _labels(order: ContentOrder) -> np.ndarray:
    """Class of each row as a number from 0, in order of first appearance, (n_rows,)."""
    return pd.factorize(order.dataset.y)[0]


def _is_repeated(keys: np.ndarray) -> np.ndarray:
    """Whether a key occurs more than once, (n_rows,)."""
    ordered = np.sort(keys)
    repeated = ordered[1:] == ordered[:-1]
    if not repeated.any():
        return np.zeros(len(keys), dtype=bool)
    return pd.Series(keys).duplicated(keep=False).to_numpy()


def _occurrence(keys: np.ndarray) -> np.ndarray:
    """How many earlier keys are equal, uint64 (n_rows,)."""
    return pd.Series(keys).groupby(keys, sort=False).cumcount().to_numpy().astype(np.uint64)
