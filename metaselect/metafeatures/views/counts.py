"""`Counts`: what is counted in all rows and all columns of a dataset."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pandas as pd

from metaselect.data import Dataset
from metaselect.metafeatures.views.content_order import ContentOrder
from metaselect.metafeatures.views.encoding import values_of

__all__ = ["Counts"]


class Counts:
    """Exact numbers of rows: of each class, of each category, with missing values.

    Where the rows of the dataset are themselves a sample of those there are, classes and missing values are counted in
    all that there are.

    Parameters
    ----------
    dataset : Dataset
        What is counted.
    order : ContentOrder
        Of the same dataset.

    Examples
    --------
    >>> dataset = Dataset.from_arrays([[1.0, 5.0], [2.0, np.nan]], ["no", "yes"])
    >>> Counts(dataset, ContentOrder(dataset)).missing
    array([0, 1])
    """

    def __init__(self, dataset: Dataset, order: ContentOrder):
        self.dataset = dataset
        self.order = order

    @cached_property
    def classes(self) -> np.ndarray:
        """Number of rows that there are of each class, by first appearance, (n_classes,)."""
        totals = self.dataset.class_totals
        assert totals is not None, "a regression has no classes to count"
        return totals[pd.unique(self.dataset.codes)]

    @cached_property
    def categories(self) -> list[np.ndarray]:
        """For each categorical column the number of rows held of each category, greatest first, (n_categories,)."""
        columns = (column for column in self.order.columns if not self.order.is_numeric[column])
        codes = (self.order.categories[column].codes for column in columns)
        return [np.sort(np.bincount(code[code >= 0]))[::-1] for code in codes]

    @cached_property
    def missing(self) -> np.ndarray:
        """Number of missing values of each column in all rows that there are, in the order of columns, (n_columns,)."""
        held, whole = self._missing[0], self.dataset.whole
        if whole is None:
            return held
        share = self.dataset.n_rows_total / self.dataset.n_rows
        seen = zip(self.order.columns, held, strict=True)
        return np.array([whole.n_missing_of_known.get(column, round(share * n)) for column, n in seen])

    @property
    def rows_with_missing(self) -> int:
        """Number of rows held that miss any value."""
        return int(self._missing[1].sum())

    @cached_property
    def _missing(self) -> tuple[np.ndarray, np.ndarray]:
        """Number of missing values of each column, and whether a row misses any."""
        per_column = np.zeros(self.dataset.n_columns, dtype=int)
        in_row = np.zeros(self.dataset.n_rows, dtype=bool)
        for i, column in enumerate(self.order.columns):  # one at a time: a mask of a wide table may not fit
            mask = pd.isna(values_of(self.dataset, column))
            per_column[i] = mask.sum()
            in_row |= mask
        return per_column, in_row
