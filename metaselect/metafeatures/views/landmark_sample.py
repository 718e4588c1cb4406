"""`LandmarkSample`: the few rows and encoded columns on which small models are tried."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from metaselect.metafeatures.views.encoding import frequency_codes, rank_levels, ranks, standardise
from metaselect.metafeatures.views.text_encoding import encode_texts

if TYPE_CHECKING:
    from metaselect.metafeatures.views.dataset_view import DatasetView

__all__ = ["N_FOLDS", "LandmarkSample", "landmark_sample"]

N_FOLDS = 3
MAX_ROWS = 1_000
MAX_ENCODED_COLUMNS = 100

_MIN_ROWS = 10
# A class keeps this many rows where it has them: without, the rare class of a large table would be gone.
_MIN_CLASS_ROWS = 30
_MAX_INDICATORS = 10
# Values beyond this many standard deviations are pulled in, or one outlier decides every distance.
_FARTHEST = 10.0


@dataclass(frozen=True, eq=False)
class LandmarkSample:
    """What a landmarker learns from.

    Attributes
    ----------
    X : ndarray of shape (n_rows, n_encoded)
        Numeric columns imputed by the median and standardised; indicators of categories and of missing values centred;
        topics of free text standardised.
    sources : ndarray of shape (n_encoded,)
        Position of the column that an encoded column stems from, in `columns`.
    columns : list of str
    Y : ndarray of shape (n_rows, n_outputs)
        One indicator per class, or the standardised target of regression.
    folds : ndarray of shape (n_rows,)
        0 to 2; every class is in every fold.
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


def landmark_sample(view: DatasetView) -> LandmarkSample | None:
    """Return at most about 1,000 rows and 100 encoded columns of the dataset behind `view`.

    Rows of classes with fewer rows than folds are set aside. None where fewer than 10 rows or 2 classes are left, or
    the target is constant.
    """
    rows = _rows(view)
    if len(rows) < _MIN_ROWS:
        return None
    Y = _targets(view, rows)
    if not np.any(np.ptp(Y, axis=0) > 0):
        return None
    columns, blocks, levels = _encode(view, rows)
    sources = np.repeat(np.arange(len(blocks)), [block.shape[1] for block in blocks])
    return LandmarkSample(np.hstack(blocks), sources, columns, Y, _folds(view, Y), np.column_stack(levels) + 1)


def _rows(view: DatasetView) -> np.ndarray:
    if view.task_type == "regression":
        return view.row_order[:MAX_ROWS]
    counts = view.class_counts
    share = min(1.0, MAX_ROWS / view.n_rows)
    floor = min(_MIN_CLASS_ROWS, max(N_FOLDS, MAX_ROWS // len(counts)))
    wanted = np.minimum(counts, np.maximum(np.round(counts * share).astype(int), floor))
    # With thousands of classes even three rows of each are too many: keep the largest classes whole.
    n_kept = min(np.count_nonzero(wanted >= N_FOLDS), MAX_ROWS // N_FOLDS)
    return view.first_of_classes(wanted[:n_kept]) if n_kept >= 2 else np.array([], dtype=int)


def _targets(view: DatasetView, rows: np.ndarray) -> np.ndarray:
    if view.task_type == "classification":
        _, codes = np.unique(view.class_codes[rows], return_inverse=True)
        return np.eye(codes.max() + 1)[codes]  # (n_rows, n_classes)
    return standardise(view.dataset.y[rows])[:, None]


def _folds(view: DatasetView, Y: np.ndarray) -> np.ndarray:
    """Shuffle, then deal out class by class: folds differ by one row per class at most."""
    shuffled = view.rng("landmark_folds").permutation(len(Y))
    if view.task_type == "classification":
        shuffled = shuffled[np.argsort(Y[shuffled].argmax(axis=1), kind="stable")]
    folds = np.empty(len(Y), dtype=int)
    folds[shuffled] = np.arange(len(Y)) % N_FOLDS
    return folds


def _encode(view: DatasetView, rows: np.ndarray) -> tuple[list[str], list[np.ndarray], list[np.ndarray]]:
    """Encode columns in random order until there are enough; return their names, blocks and levels."""
    columns, blocks, levels, n_encoded = [], [], [], 0
    for column in view.rng("landmark_columns").permutation(view.columns).tolist():
        if n_encoded >= MAX_ENCODED_COLUMNS:
            break
        encode = _encode_numbers if view.is_numeric[column] else _encode_categories
        encode = _encode_texts if column in view.dataset.text_columns else encode
        block, level = encode(view.values(column, rows))
        block = block[:, np.ptp(block, axis=0) > 0]
        if block.shape[1]:
            columns.append(column)
            blocks.append(block)
            levels.append(level)
            n_encoded += block.shape[1]
    if not columns:  # nothing varies: one column of zeros, from which every model learns the same, nothing
        zeros = np.zeros(len(rows))
        return view.columns[:1], [zeros[:, None]], [zeros.astype(int)]
    return columns, blocks, levels


def _encode_numbers(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    missing = np.isnan(values)
    if missing.all():
        return np.zeros((len(values), 1)), np.zeros(len(values), dtype=int)
    numbers = standardise(np.where(missing, np.median(values[~missing]), values))
    numbers = np.clip(numbers, -_FARTHEST, _FARTHEST)
    level = rank_levels(ranks(values[:, None]))[:, 0]
    return np.column_stack([numbers, missing - missing.mean()]), level


def _encode_texts(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Topics, of which the first one tells the levels apart."""
    topics = encode_texts(values)
    block = np.column_stack([standardise(topic) for topic in topics.T] or [np.zeros(len(values))])
    return block, rank_levels(ranks(block[:, :1]))[:, 0]


def _encode_categories(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    codes = frequency_codes(values)
    n_kept = min(codes.max() + 1, _MAX_INDICATORS)
    indicators = (codes[:, None] == np.arange(-1, n_kept)).astype(np.float64)  # (n_rows, 1 + n_kept), missing first
    return indicators - indicators.mean(axis=0), np.minimum(codes, _MAX_INDICATORS)
