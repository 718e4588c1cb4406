"""`DatasetView`: what several metafeatures share of one dataset, computed once and gone with the view."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
import pandas as pd

from metaselect.data import Dataset, task_type_of
from metaselect.metafeatures.views.content_hash import category_hashes
from metaselect.metafeatures.views.content_order import class_codes, column_order, row_digests, row_order
from metaselect.metafeatures.views.encoding import (
    N_LEVELS,
    frequency_codes,
    mean_of_known,
    rank_levels,
    ranks,
    scale_to_unit,
)
from metaselect.metafeatures.views.landmark_sample import LandmarkSample, landmark_sample
from metaselect.metafeatures.views.small_sample import SmallSample, small_sample
from metaselect.seeding import rng_from, seed_from

__all__ = ["DatasetView"]

# Bounds on cost, by size and never by the clock: the same dataset has the same metafeatures on any machine.
MAX_ROWS = 5_000
MAX_COLUMNS = 100


class DatasetView:
    """One dataset as metafeatures see it.

    Rows, columns and classes are taken in orders that follow from what they hold, so that neither their order in the
    dataset nor names of columns and classes matter. "Sample" is at most 5,000 rows and 100 columns.

    Parameters
    ----------
    dataset : Dataset
    random_state : int

    Attributes
    ----------
    task_type : {"classification", "regression"}
    n_rows, n_rows_total : int
        Rows held, and rows that there are, of which those held may be a sample.

    Examples
    --------
    >>> dataset = Dataset.from_arrays([[1.0, 5.0], [2.0, np.nan]], ["no", "yes"])
    >>> DatasetView(dataset, random_state=0).missing_per_column
    array([0, 1])
    """

    def __init__(self, dataset: Dataset, random_state: int = 0):
        self.dataset = dataset
        self.random_state = random_state
        self.task_type = task_type_of(dataset.task)
        self.n_rows = dataset.n_rows
        self.n_rows_total = dataset.n_rows_total
        self.n_columns = dataset.n_columns
        self._made: dict[str, object] = {}
        self._coded: dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]] = {}

    def once(self, name: str, make: Callable[[DatasetView], object]):
        """Return `make(self)`, made on the first call for `name` and remembered as long as the view lives."""
        if name not in self._made:
            self._made[name] = make(self)
        return self._made[name]

    def rng(self, name: str) -> np.random.Generator:
        """Return a generator that depends on `random_state` and `name` alone."""
        return rng_from(self.random_state, name)

    def seed(self, name: str) -> int:
        """Return a seed that depends on `random_state` and `name` alone."""
        return seed_from(self.random_state, name)

    def values(self, column: str, rows: np.ndarray | slice = slice(None)) -> np.ndarray:
        """Return some rows of one column, float64 or object, (n_rows,); not to be written to."""
        return self.dataset.X[column].to_numpy()[rows]

    def first_of_classes(self, n_wanted: np.ndarray) -> np.ndarray:
        """Return the positions of the first rows of each class, in the order of `row_order`.

        Parameters
        ----------
        n_wanted : ndarray of shape (n_wanted_classes,)
            Of the first classes; all rows of a class that has fewer.
        """
        codes = self.class_codes[self.row_order].astype(np.min_scalar_type(len(self.class_counts)))  # to sort by radix
        by_class = np.argsort(codes, kind="stable")
        starts = np.cumsum(self.class_counts) - self.class_counts
        n_rows = np.minimum(n_wanted, self.class_counts[: len(n_wanted)])
        first = [by_class[start : start + n] for start, n in zip(starts, n_rows, strict=False)]
        return self.row_order[np.sort(np.concatenate([*first, np.array([], dtype=int)]))]

    # Exact: all rows, all columns

    @cached_property
    def columns(self) -> list[str]:
        """Names of the columns, in an order that follows from what they hold."""
        return column_order(self)

    @cached_property
    def row_order(self) -> np.ndarray:
        """Positions of all rows, in a random order that follows from what they hold, (n_rows,)."""
        return row_order(self)

    @cached_property
    def row_digests(self) -> np.ndarray:
        """A number for what each row holds, the target aside, uint64 (n_rows,)."""
        return row_digests(self)

    @cached_property
    def is_numeric(self) -> dict[str, bool]:
        """Whether a column is numeric; the others are categorical."""
        dtypes = dict(self.dataset.X.dtypes)
        return {column: dtype.kind == "f" for column, dtype in dtypes.items()}

    def coded(self, column: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return codes (n_rows,) of a categorical column, -1 where missing, its categories, and hashes of these.

        There is one hash more than there are categories, for missing values.
        """
        if column not in self._coded:
            codes, categories = pd.factorize(self.values(column))
            self._coded[column] = codes.astype(np.int32), categories, category_hashes(categories)
        return self._coded[column]

    @cached_property
    def labels(self) -> np.ndarray:
        """Class of each row as a number from 0, in order of first appearance, (n_rows,)."""
        return pd.factorize(self.dataset.y)[0]

    @cached_property
    def class_codes(self) -> np.ndarray:
        """Class of each row as a number from 0, the largest class first, (n_rows,)."""
        return class_codes(self)

    @cached_property
    def class_counts(self) -> np.ndarray:
        """Number of rows of each class, (n_classes,)."""
        return np.bincount(self.class_codes)

    @cached_property
    def category_counts(self) -> list[np.ndarray]:
        """For each categorical column the number of rows of each category, greatest first, (n_categories,)."""
        codes = (self.coded(column)[0] for column in self.columns if not self.is_numeric[column])
        return [np.sort(np.bincount(code[code >= 0]))[::-1] for code in codes]

    @cached_property
    def missing_per_column(self) -> np.ndarray:
        """Number of missing values of each column, (n_columns,)."""
        return self._missing[0]

    @cached_property
    def class_totals(self) -> np.ndarray:
        """Number of rows that there are of each class, of which `class_counts` may be a sample, (n_classes,)."""
        return self.dataset.class_totals[pd.unique(self.dataset.codes)]

    @cached_property
    def missing_totals(self) -> np.ndarray:
        """Number of missing values of each column in all rows there are, (n_columns,)."""
        if self.dataset.whole is None:
            return self.missing_per_column
        counted, share = self.dataset.whole.n_missing_of_known, self.n_rows_total / self.n_rows
        seen = zip(self.columns, self.missing_per_column, strict=True)
        return np.array([counted.get(column, round(share * n)) for column, n in seen])

    @cached_property
    def has_missing(self) -> np.ndarray:
        """Whether a row misses any value, (n_rows,)."""
        return self._missing[1]

    @cached_property
    def _missing(self) -> tuple[np.ndarray, np.ndarray]:
        per_column = np.zeros(self.n_columns, dtype=int)
        in_row = np.zeros(self.n_rows, dtype=bool)
        for i, column in enumerate(self.columns):  # one column at a time: a mask of a wide table may not fit
            mask = pd.isna(self.values(column))
            per_column[i] = mask.sum()
            in_row |= mask
        return per_column, in_row

    # Sampled: at most MAX_ROWS rows and MAX_COLUMNS columns

    @cached_property
    def sample_rows(self) -> np.ndarray:
        """Positions of the rows of the sample, in the order of `row_order`, (n_sample,)."""
        return self.row_order[:MAX_ROWS]

    @cached_property
    def sample_columns(self) -> list[str]:
        """Names of the columns of the sample, in the order of `columns`."""
        if self.n_columns <= MAX_COLUMNS:
            return self.columns
        chosen = self.rng("sample_columns").choice(self.n_columns, MAX_COLUMNS, replace=False)
        return [self.columns[i] for i in np.sort(chosen)]

    @cached_property
    def numbers(self) -> np.ndarray:
        """Values of the numeric columns, NaN where missing, (n_sample, n_numeric)."""
        numeric = [self.values(column, self.sample_rows) for column in self.sample_columns if self.is_numeric[column]]
        return np.column_stack(numeric) if numeric else np.empty((len(self.sample_rows), 0))

    @cached_property
    def scaled(self) -> np.ndarray:
        """`numbers`, each column divided by its largest magnitude so that squares cannot overflow."""
        return scale_to_unit(self.numbers)

    @cached_property
    def ranks(self) -> np.ndarray:
        """Ranks from 1 in each numeric column, ties averaged, NaN where missing, (n_sample, n_numeric)."""
        return ranks(self.numbers)

    @cached_property
    def categories(self) -> np.ndarray:
        """Codes of the categorical columns, -1 where missing, (n_sample, n_categorical); 0 is the most frequent."""
        codes = [
            frequency_codes(self.values(column, self.sample_rows))
            for column in self.sample_columns
            if not self.is_numeric[column]
        ]
        return np.column_stack(codes) if codes else np.empty((len(self.sample_rows), 0), dtype=int)

    @cached_property
    def levels(self) -> np.ndarray:
        """All columns, numeric ones first, cut into at most 10 levels; -1 where missing, (n_sample, n_columns).

        Numbers are cut at the deciles of their ranks; of categories the nine most frequent are kept apart.
        """
        return np.hstack([rank_levels(self.ranks), np.minimum(self.categories, N_LEVELS - 1)])

    @cached_property
    def sample_classes(self) -> np.ndarray:
        """Class of each row of the sample, numbered from 0 without gaps, (n_sample,)."""
        return np.unique(self.class_codes[self.sample_rows], return_inverse=True)[1]

    @cached_property
    def sample_target(self) -> np.ndarray:
        """Target of regression divided by its largest magnitude, (n_sample,)."""
        return scale_to_unit(self.dataset.y[self.sample_rows, None])[:, 0]

    @cached_property
    def target_levels(self) -> np.ndarray:
        """Classes, or the target of regression cut at the deciles of its ranks, (n_sample,)."""
        if self.task_type == "classification":
            return self.sample_classes
        return rank_levels(ranks(self.sample_target[:, None]))[:, 0]

    @cached_property
    def correlations(self) -> np.ndarray:
        """Pearson correlations of the numeric columns that vary, missing values at the mean, (n_varying, n_varying)."""
        centred = self.scaled - mean_of_known(self.scaled)
        varying = np.ptp(np.where(np.isnan(centred), 0.0, centred), axis=0) > 0 if centred.size else []
        centred = np.where(np.isnan(centred), 0.0, centred)[:, varying]
        norms = np.sqrt((centred**2).sum(axis=0))
        standardised = (centred / norms)[:, norms > 0]
        return np.clip(standardised.T @ standardised, -1.0, 1.0)

    @cached_property
    def principal_variances(self) -> np.ndarray:
        """Eigenvalues of `correlations`, greatest first, none below 0, (n_varying,)."""
        return np.maximum(np.linalg.eigvalsh(self.correlations)[::-1], 0.0)

    @cached_property
    def landmark_sample(self) -> LandmarkSample | None:
        """Rows, encoded columns and folds for small models; None where there is too little to learn from."""
        return landmark_sample(self)

    @cached_property
    def small_sample(self) -> SmallSample | None:
        """Rows between all pairs of which distances may be measured; None where there is too little to compare."""
        return small_sample(self)
