"""`DatasetView`: what several metafeatures share of one dataset, computed once and gone with the view."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from metaselect.data import Dataset, task_type_of
from metaselect.metafeatures.views.content_order import ContentOrder
from metaselect.metafeatures.views.counts import Counts
from metaselect.metafeatures.views.landmark_sample import LandmarkSample, landmark_sample
from metaselect.metafeatures.views.sample import Sample
from metaselect.metafeatures.views.small_sample import SmallSample, small_sample
from metaselect.seeding import rng_from, seed_from

__all__ = ["DatasetView"]


class DatasetView:
    """One dataset as metafeatures see it.

    Parameters
    ----------
    dataset : Dataset
        Not modified.
    random_state : int
        Seeds the samples, and what metafeatures draw by `rng` and `seed`.

    Attributes
    ----------
    task_type : {"classification", "regression"}
        What the dataset poses.
    n_rows, n_rows_total : int
        Rows held, and rows that there are, of which those held may be a sample.
    n_columns : int
        The target not counted.
    order : ContentOrder
        In which rows, columns and classes are taken, so that neither their order in the dataset nor names of columns
        and classes matter.
    counts : Counts
        Of all rows and columns.
    sample : Sample
        At most 5,000 rows and 100 columns, for whatever is linear in them.

    Examples
    --------
    >>> dataset = Dataset.from_arrays([[1.0, 5.0], [2.0, np.nan]], ["no", "yes"])
    >>> view = DatasetView(dataset, random_state=0)
    >>> view.counts.missing, view.small_sample is None
    (array([0, 1]), True)
    """

    def __init__(self, dataset: Dataset, random_state: int = 0):
        self.dataset = dataset
        self.random_state = random_state
        self.task_type = task_type_of(dataset.task)
        self.n_rows = dataset.n_rows
        self.n_rows_total = dataset.n_rows_total
        self.n_columns = dataset.n_columns
        self.order = ContentOrder(dataset, random_state)
        self.counts = Counts(dataset, self.order)
        self.sample = Sample(dataset, self.order)

    @cached_property
    def small_sample(self) -> SmallSample | None:
        """Rows between all pairs of which distances may be measured; None where there is too little to compare."""
        return small_sample(self.dataset, self.order)

    @cached_property
    def landmark_sample(self) -> LandmarkSample | None:
        """Rows, encoded columns and folds for small models; None where there is too little to learn from."""
        return landmark_sample(self.dataset, self.order)

    def rng(self, name: str) -> np.random.Generator:
        """Return a generator that depends on `random_state` and `name` alone."""
        return rng_from(self.random_state, name)

    def seed(self, name: str) -> int:
        """Return a seed that depends on `random_state` and `name` alone."""
        return seed_from(self.random_state, name)
