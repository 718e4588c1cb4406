"""`LandmarkSample`: the few rows and encoded columns on which small models are tried."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from metaselect.data import Dataset, deal_groups, deal_rows
from metaselect.metafeatures._cost import SMALL_SAMPLE_ROWS
from metaselect.metafeatures.views.content_order import ContentOrder
from metaselect.metafeatures.views.encoding import (
    fill_with_median,
    frequency_codes,
    indicators,
    rank_levels,
    ranks,
    standardize,
)
from metaselect.metafeatures.views.sampling import (
    MAX_INDICATORS,
    MIN_ROWS,
    EncodedColumn,
    encode_columns,
    rows_of_classes,
)
from metaselect.metafeatures.views.text_encoding import encode_texts
from metaselect.seeding import rng_from

__all__ = ["N_FOLDS", "LandmarkSample", "landmark_sample"]

N_FOLDS = 3
# Values beyond this many standard deviations are pulled in, or one outlier decides every distance.
_FARTHEST = 10.0


@dataclass(frozen=True, eq=False)
class LandmarkSample:
    """What a landmarker learns from.

    Attributes
    ----------
    X : ndarray of shape (n_rows, n_encoded)
        Numeric columns imputed by the median and standardized; indicators of categories and of missing values centered;
        topics of free text standardized.
    sources : ndarray of shape (n_encoded,)
        Position of the column that an encoded column stems from, in `columns`.
    columns : list of str
        Names of the columns that vary, in the random order in which they were encoded.
    Y : ndarray of shape (n_rows, n_outputs)
        One indicator per class, or the standardized target of regression.
    folds : ndarray of shape (n_rows,)
        0 to 2; every class is in every fold. Where the dataset says which rows belong together, or when they were,
        these stay in one fold; there may be two folds alone then, and classes that are not in all.
    levels : ndarray of shape (n_rows, n_columns)
        The columns cut into about ten levels each, from 1; 0 where missing.
    """

    X: np.ndarray
    sources: np.ndarray
    columns: list[str]
    Y: np.ndarray
    folds: np.ndarray
    levels: np.ndarray

    @cached_property
    def squared_distances(self) -> np.ndarray:
        """Between all rows of X, (n_rows, n_rows)."""
        squares = (self.X**2).sum(axis=1)
        distances = squares[:, None] + squares
        distances -= 2 * self.X @ self.X.T
        return np.maximum(distances, 0.0, out=distances)

    def gaussian_kernel(self) -> np.ndarray:
        """exp(-d^2 / mean d^2), (n_rows, n_rows)."""
        mean = self.squared_distances.mean()
        kernel = self.squared_distances / -(mean if mean > 0 else 1.0)
        return np.exp(kernel, out=kernel)

    def additive_kernel(self) -> np.ndarray:
        """Mean over columns of their product in two rows and of whether the rows share a level, (n_rows, n_rows)."""
        indicators = np.hstack([np.eye(column.max() + 1)[column] for column in self.levels.T])
        # Levels weigh less than the slope: they are there for what a line cannot do
        kernel = 0.3 * indicators @ indicators.T
        del indicators  # as large as another kernel
        kernel += self.X @ self.X.T
        kernel /= self.levels.shape[1]
        return kernel


def landmark_sample(dataset: Dataset, order: ContentOrder) -> LandmarkSample | None:
    """Return at most about 1,000 rows and 100 encoded columns.

    Rows of classes with fewer rows than folds are set aside. None where fewer than 10 rows or 2 classes are left, or
    the target is constant.

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
    Y = _targets(dataset, order, rows)
    if not np.any(np.ptp(Y, axis=0) > 0):
        return None
    shuffled = order.shuffled_columns("landmark_columns")
    columns = list(encode_columns(dataset, rows, shuffled, _ENCODERS)) or [_nothing(order, len(rows))]
    sources = np.repeat(np.arange(len(columns)), [column.block.shape[1] for column in columns])
    return LandmarkSample(
        X=np.hstack([column.block for column in columns]),
        sources=sources,
        columns=[column.name for column in columns],
        Y=Y,
        folds=_folds(order, Y, dataset.structure.kept_together(rows)),
        levels=np.column_stack([column.extra for column in columns]) + 1,
    )


def _rows(order: ContentOrder) -> np.ndarray:
    if order.task_type == "regression":
        return order.rows[:SMALL_SAMPLE_ROWS]
    wanted = rows_of_classes(order.class_counts, least=N_FOLDS)
    # With thousands of classes even three rows of each are too many: keep the largest classes whole.
    n_kept = min(int(np.count_nonzero(wanted >= N_FOLDS)), SMALL_SAMPLE_ROWS // N_FOLDS)
    return order.first_of_classes(wanted[:n_kept]) if n_kept >= 2 else np.array([], dtype=int)


def _targets(dataset: Dataset, order: ContentOrder, rows: np.ndarray) -> np.ndarray:
    if order.task_type == "classification":
        _, codes = np.unique(order.class_codes[rows], return_inverse=True)
        return np.eye(codes.max() + 1)[codes]  # (n_rows, n_classes)
    return standardize(dataset.y[rows])[:, None]


def _folds(order: ContentOrder, Y: np.ndarray, units: np.ndarray | None) -> np.ndarray:
    """Folds differ by one row per class at most where there are no units that must not be torn apart."""
    shuffled = rng_from(order.random_state, "landmark_folds").permutation(len(Y))
    classes = Y.argmax(axis=1) if order.task_type == "classification" else None
    if units is None:
        return deal_rows(shuffled, N_FOLDS, classes)
    return deal_groups(shuffled, N_FOLDS, units, classes)


def _nothing(order: ContentOrder, n_rows: int) -> EncodedColumn:
    """Where nothing varies: one column of zeros, from which every model learns the same, nothing."""
    return EncodedColumn(order.columns[0], np.zeros((n_rows, 1)), np.array([False]), np.zeros(n_rows, dtype=int))


# Encoded values of a column, (n_rows, n_encoded), and its levels, (n_rows,), -1 where missing.


def _encode_numbers(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    missing = np.isnan(values)
    numbers = np.clip(standardize(fill_with_median(values)), -_FARTHEST, _FARTHEST)
    return np.column_stack([numbers, missing - missing.mean()]), rank_levels(ranks(values[:, None]))[:, 0]


def _encode_texts(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Topics, of which the first one tells the levels apart."""
    topics = encode_texts(values)
    block = np.column_stack([standardize(topic) for topic in topics.T] or [np.zeros(len(values))])
    return block, rank_levels(ranks(block[:, :1]))[:, 0]


def _encode_categories(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    codes = frequency_codes(values)
    block = indicators(codes, min(codes.max() + 1, MAX_INDICATORS))
    return block - block.mean(axis=0), np.minimum(codes, MAX_INDICATORS)


_ENCODERS = {"number": _encode_numbers, "category": _encode_categories, "text": _encode_texts}
