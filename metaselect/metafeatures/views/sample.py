"""`Sample`: the rows and columns in which statistics are taken, at most 5,000 and 100."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from metaselect.data import Dataset
from metaselect.metafeatures._cost import SAMPLE_COLUMNS, SAMPLE_ROWS
from metaselect.metafeatures.views.content_order import ContentOrder
from metaselect.metafeatures.views.encoding import (
    N_LEVELS,
    frequency_codes,
    mean_of_known,
    rank_levels,
    ranks,
    scale_to_unit,
    values_of,
)
from metaselect.seeding import rng_from

__all__ = ["Sample"]


class Sample:
    """Rows and columns of one dataset, encoded in the ways that statistics need, each when it is first asked for.

    Parameters
    ----------
    dataset : Dataset
        What is sampled.
    order : ContentOrder
        Of the same dataset: the first rows are taken, and random columns where there are too many.

    Examples
    --------
    >>> dataset = Dataset.from_arrays([[1.0, 5.0], [2.0, np.nan]], ["no", "yes"])
    >>> Sample(dataset, ContentOrder(dataset)).numbers.shape
    (2, 2)
    """

    def __init__(self, dataset: Dataset, order: ContentOrder):
        self.dataset = dataset
        self.order = order

    @cached_property
    def rows(self) -> np.ndarray:
        """Positions of the rows, in the order of `ContentOrder.rows`, (n_sample,)."""
        return self.order.rows[:SAMPLE_ROWS]

    @cached_property
    def columns(self) -> list[str]:
        """Names of the columns, in the order of `ContentOrder.columns`."""
        columns = self.order.columns
        if len(columns) <= SAMPLE_COLUMNS:
            return columns
        rng = rng_from(self.order.random_state, "sample_columns")
        return [columns[i] for i in np.sort(rng.choice(len(columns), SAMPLE_COLUMNS, replace=False))]

    @cached_property
    def numbers(self) -> np.ndarray:
        """Values of the numeric columns, NaN where missing, (n_sample, n_numeric)."""
        numeric = [column for column in self.columns if self.order.is_numeric[column]]
        if not numeric:
            return np.empty((len(self.rows), 0))
        return np.column_stack([values_of(self.dataset, column, self.rows) for column in numeric])

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
        categorical = [column for column in self.columns if not self.order.is_numeric[column]]
        if not categorical:
            return np.empty((len(self.rows), 0), dtype=int)
        return np.column_stack([frequency_codes(values_of(self.dataset, column, self.rows)) for column in categorical])

    @cached_property
    def levels(self) -> np.ndarray:
        """All columns, numeric ones first, cut into at most 10 levels; -1 where missing, (n_sample, n_columns).

        Numbers are cut at the deciles of their ranks; of categories the nine most frequent are kept apart.
        """
        return np.hstack([rank_levels(self.ranks), np.minimum(self.categories, N_LEVELS - 1)])

    @cached_property
    def classes(self) -> np.ndarray:
        """Class of each row, numbered from 0 without gaps, (n_sample,)."""
        return np.unique(self.order.class_codes[self.rows], return_inverse=True)[1]

    @cached_property
    def target(self) -> np.ndarray:
        """Target of regression divided by its largest magnitude, (n_sample,)."""
        return scale_to_unit(self.dataset.y[self.rows, None])[:, 0]

    @cached_property
    def target_levels(self) -> np.ndarray:
        """Classes, or the target of regression cut at the deciles of its ranks, (n_sample,)."""
        if self.order.task_type == "classification":
            return self.classes
        return rank_levels(ranks(self.target[:, None]))[:, 0]

    @cached_property
    def correlations(self) -> np.ndarray:
        """Pearson correlations of the numeric columns that vary, missing values at the mean, (n_varying, n_varying)."""
        centered = self.scaled - mean_of_known(self.scaled)
        varying = np.ptp(np.where(np.isnan(centered), 0.0, centered), axis=0) > 0 if centered.size else []
        centered = np.where(np.isnan(centered), 0.0, centered)[:, varying]
        norms = np.sqrt((centered**2).sum(axis=0))
        standardized = (centered / norms)[:, norms > 0]
        return np.clip(standardized.T @ standardized, -1.0, 1.0)

    @cached_property
    def principal_variances(self) -> np.ndarray:
        """Eigenvalues of `correlations`, greatest first, none below 0, (n_varying,)."""
        return np.maximum(np.linalg.eigvalsh(self.correlations)[::-1], 0.0)
