"""The three ways to make a round of folds: of shuffled rows, of whole groups, and in the order of time."""

from __future__ import annotations

import numpy as np

from metaselect.data import Dataset, deal_groups, deal_rows, is_classification
from metaselect.exceptions import DatasetError

__all__ = ["grouped_folds", "later_folds", "shuffled_folds"]

Folds = list[tuple[np.ndarray, np.ndarray]]  # training and test positions of each


def shuffled_folds(dataset: Dataset, n_folds: int, order: np.ndarray) -> Folds:
    """Return folds of about the same size, each with its share of each class.

    Parameters
    ----------
    dataset : Dataset
        What is split.
    n_folds : int
        As many as there are rows where these are fewer.
    order : ndarray of int of shape (n_rows,)
        All positions, shuffled.
    """
    n_folds = min(n_folds, dataset.n_rows)
    return _folds(deal_rows(order, n_folds, _classes(dataset)), n_folds)


def grouped_folds(dataset: Dataset, n_folds: int, order: np.ndarray) -> Folds:
    """Return folds of whole groups, of about the same size and with about their share of each class.

    Parameters
    ----------
    dataset : Dataset
        It says which rows belong together.
    n_folds : int
        As many as there are groups where these are fewer.
    order : ndarray of int of shape (n_rows,)
        All positions, shuffled.

    Raises
    ------
    DatasetError
        If there are no groups, or one alone.
    """
    groups = dataset.structure.groups
    if groups is None:
        raise DatasetError(f"nothing says which rows of {dataset.name} belong together; a role of a column would")
    n_groups = len(np.unique(groups))
    if n_groups < 2:
        raise DatasetError(
            f"{dataset.name} cannot be split by {dataset.structure.group}: all its rows are of one group, and no other "
            "is left to test on; leave the group out"
        )
    return _folds(deal_groups(order, n_folds, groups, _classes(dataset)), min(n_folds, n_groups))


def later_folds(dataset: Dataset, n_folds: int, *, is_holdout: bool = False) -> Folds:
    """Return folds in which all test rows are later than all training rows, as TimeSeriesSplit makes them.

    Rows are cut into as many stretches and one more, of about the same length, and never between rows of one time;
    each stretch but the first is predicted from all before it. Folds are left out whose training or test rows are of
    one class: nothing can be learned from the former, and the latter tell nothing of the order of classes.

    Parameters
    ----------
    dataset : Dataset
        It says when rows were; those without a time are in no fold.
    n_folds : int
        Fewer are made where there are fewer times.
    is_holdout : bool
        Whether to make a single fold, which tests the last of `n_folds` stretches; False by default.

    Raises
    ------
    DatasetError
        If there are no times, or one alone, or no fold is left.
    """
    moments = dataset.structure.moments
    if moments is None:
        raise DatasetError(f"nothing says when the rows of {dataset.name} were; a role of a column would")
    order = np.argsort(moments, kind="stable")[: np.count_nonzero(~np.isnan(moments))]  # NaN comes last
    n_stretches = n_folds if is_holdout else n_folds + 1
    first = n_folds - 1 if is_holdout else 1
    ideal = len(order) * np.arange(first, n_stretches) / n_stretches
    changes = np.flatnonzero(np.diff(moments[order])) + 1  # where a later time begins
    if not len(changes):
        raise DatasetError(
            f"{dataset.name} cannot be split by {dataset.structure.time}: all its rows are of one time, and no later "
            "one is left to test on; leave the time out"
        )
    cuts = np.unique(changes[np.abs(changes[:, None] - ideal).argmin(axis=0)])  # the nearest to each
    ends = np.append(cuts[1:], len(order))
    folds = [(np.sort(order[:cut]), np.sort(order[cut:end])) for cut, end in zip(cuts, ends, strict=True)]
    if is_classification(dataset.task):
        codes = dataset.codes
        folds = [(train, test) for train, test in folds if np.ptp(codes[train]) > 0 and np.ptp(codes[test]) > 0]
    if not folds:
        raise DatasetError(
            f"{dataset.name} cannot be split by {dataset.structure.time}: earlier or later rows are all of one class; "
            "leave the time out"
        )
    return folds


def _classes(dataset: Dataset) -> np.ndarray | None:
    return dataset.codes if is_classification(dataset.task) else None


def _folds(fold_of: np.ndarray, n_folds: int) -> Folds:
    return [(np.flatnonzero(fold_of != fold), np.flatnonzero(fold_of == fold)) for fold in range(n_folds)]
