"""`SmallSample`: the few rows between all pairs of which distances are measured."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from metaselect.data import Dataset
from metaselect.metafeatures._cost import SMALL_SAMPLE_ROWS
from metaselect.metafeatures.views.content_order import ContentOrder
from metaselect.metafeatures.views.encoding import (
    fill_with_median,
    frequency_codes,
    indicators,
    rank_levels,
    ranks,
    scale_to_unit,
    standardize,
)
from metaselect.metafeatures.views.sampling import MAX_INDICATORS, MIN_ROWS, encode_columns, rows_of_classes
from metaselect.metafeatures.views.text_encoding import encode_texts

__all__ = ["SmallSample", "of_small_sample", "small_sample"]

_MAX_CLASSES = 300
_MAX_PAIRED_CLASSES = 10


@dataclass(frozen=True, eq=False)
class SmallSample:
    """At most about 1,000 rows in an order that follows from what they hold.

    Attributes
    ----------
    rows : ndarray of shape (n_rows,)
        Positions in the dataset, in the order of `ContentOrder.rows`.
    unit : ndarray of shape (n_rows, n_encoded)
        Numeric columns imputed by the median and scaled to 0 to 1; indicators of categories; topics of free text. Only
        what varies.
    weights : ndarray of shape (n_encoded,)
        1 for a numeric column, one half for an indicator: a change of category changes two of them; 1 for all topics
        of a text together.
    sources : ndarray of shape (n_encoded,)
        Number of the column that an encoded column stems from.
    groups : ndarray of shape (n_rows,)
        Classes from 0 by first appearance in the sample; for regression the fifths of the target's ranks.
    target : ndarray of shape (n_rows,)
        Of regression, scaled to 0 to 1; of classification the groups as floats.
    is_regression : bool
        Whether `target` is a number, not a class.
    units : ndarray of int of shape (n_rows,), optional
        What halves must not tear apart, where the dataset says so: the groups that rows belong to, or stretches of
        time.
    """

    rows: np.ndarray
    unit: np.ndarray
    weights: np.ndarray
    sources: np.ndarray
    groups: np.ndarray
    target: np.ndarray
    is_regression: bool
    units: np.ndarray | None = None

    @cached_property
    def outputs(self) -> np.ndarray:
        """What models learn: an indicator per class, or the target of regression, (n_rows, n_outputs)."""
        return self.target[:, None] if self.is_regression else np.eye(len(self.group_counts))[self.groups]

    @cached_property
    def standard(self) -> np.ndarray:
        """The columns with mean 0 and standard deviation 1, (n_rows, n_encoded)."""
        return np.column_stack([standardize(column) for column in self.unit.T])

    @cached_property
    def gower(self) -> np.ndarray:
        """Mean over columns of their difference, 0 to 1 each; Gower (1971). (n_rows, n_rows)."""
        return _pairs(self.unit * self.weights, "cityblock") / len(np.unique(self.sources))

    @cached_property
    def distances(self) -> np.ndarray:
        """Euclidean distances of the standardized columns, (n_rows, n_rows)."""
        return _pairs(self.standard, "euclidean")

    @cached_property
    def unit_distances(self) -> np.ndarray:
        """Euclidean distances of the columns scaled to 0 to 1, (n_rows, n_rows)."""
        return _pairs(self.unit, "euclidean")

    @cached_property
    def group_counts(self) -> np.ndarray:
        """Number of rows of each group, (n_groups,)."""
        return np.bincount(self.groups)

    @cached_property
    def paired_groups(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """Positions of the rows of each pair of the ten largest groups."""
        largest = np.argsort(-self.group_counts, kind="stable")[:_MAX_PAIRED_CLASSES]
        members = [np.flatnonzero(self.groups == group) for group in largest]
        return [(members[i], members[j]) for j in range(len(members)) for i in range(j)]

    def others_gower(self) -> np.ndarray:
        """`gower` with infinity from a row to itself, (n_rows, n_rows); made when asked for, to hold few matrices."""
        others = self.gower.copy()
        np.fill_diagonal(others, np.inf)
        return others

    @cached_property
    def nearest_enemies(self) -> tuple[np.ndarray, np.ndarray]:
        """Position of the nearest row of another group, and how far that is in `gower`, (n_rows,) each."""
        distances = np.where(self.groups[:, None] == self.groups, np.inf, self.gower)
        return distances.argmin(axis=1), distances.min(axis=1)


def small_sample(dataset: Dataset, order: ContentOrder) -> SmallSample | None:
    """Return at most about 1,000 rows and 100 encoded columns.

    Classes with a single row are set aside. None where fewer than 10 rows or 2 groups are left, or no column varies.

    Parameters
    ----------
    dataset : Dataset
        What is sampled.
    order : ContentOrder
        Of the same dataset: the first rows of each class are taken, and random columns until there are enough.
    """
    rows = _rows(order)
    if len(rows) < MIN_ROWS:
        return None
    groups, target = _targets(dataset, order, rows)
    shuffled = order.shuffled_columns("small_sample_columns")
    encoded = {column.name: column for column in encode_columns(dataset, rows, shuffled, _ENCODERS)}
    columns = [encoded[name] for name in order.columns if name in encoded]
    if groups.max() == 0 or not columns:
        return None
    unit = np.concatenate([column.block for column in columns], axis=1)
    weights = np.concatenate([column.extra[column.varies] for column in columns])
    sources = np.repeat(np.arange(len(columns)), [column.block.shape[1] for column in columns])
    units = dataset.structure.kept_together(rows)
    return SmallSample(rows, unit, weights, sources, groups, target, order.task_type == "regression", units)


def of_small_sample(function: Callable[[SmallSample], float | np.ndarray]) -> Callable[[Any], float | np.ndarray]:
    """Return `function` as one of a view, which hands it the view's small sample; NaN where there is none."""

    @functools.wraps(function)
    def of_view(view):
        return np.nan if view.small_sample is None else function(view.small_sample)

    return of_view


def _pairs(values: np.ndarray, metric: Literal["cityblock", "euclidean"]) -> np.ndarray:
    from scipy.spatial.distance import cdist  # here, not above: importing it takes longer than most commands

    return cdist(values, values, metric)


def _rows(order: ContentOrder) -> np.ndarray:
    if order.task_type == "regression":
        return order.rows[:SMALL_SAMPLE_ROWS]
    n_kept = min(np.count_nonzero(order.class_counts >= 2), _MAX_CLASSES)  # the largest come first
    return order.first_of_classes(rows_of_classes(order.class_counts, least=2)[:n_kept])


def _targets(dataset: Dataset, order: ContentOrder, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    if order.task_type == "classification":
        codes = order.class_codes[rows]
        _, first, inverse = np.unique(codes, return_index=True, return_inverse=True)
        groups = np.argsort(np.argsort(first))[inverse]  # numbered by first appearance in the sample
        return groups, groups.astype(float)
    target = _to_unit(dataset.y[rows])
    fifths = rank_levels(ranks(target[:, None]))[:, 0] // 2
    return np.unique(fifths, return_inverse=True)[1], target


# Encoded values of a column, (n_rows, n_encoded), and their weights, (n_encoded,).


def _encode_numbers(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return _to_unit(fill_with_median(values))[:, None], np.ones(1)


def _encode_texts(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Topics, which weigh as much as one number together."""
    topics = encode_texts(values)
    if not topics.shape[1]:
        return np.zeros((len(values), 1)), np.ones(1)
    return np.column_stack([_to_unit(topic) for topic in topics.T]), np.full(topics.shape[1], 1 / topics.shape[1])


def _encode_categories(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    levels = np.minimum(frequency_codes(values), MAX_INDICATORS - 1)  # the last one is all others
    block = indicators(levels, levels.max() + 1)
    return block, np.full(block.shape[1], 0.5)


_ENCODERS = {"number": _encode_numbers, "category": _encode_categories, "text": _encode_texts}


def _to_unit(values: np.ndarray) -> np.ndarray:
    """`values` (n_rows,) from 0 to 1; zeros if they do not vary."""
    values = scale_to_unit(values[:, None])[:, 0]
    spread = np.ptp(values)
    return (values - values.min()) / (spread if spread > 0 else 1.0)
