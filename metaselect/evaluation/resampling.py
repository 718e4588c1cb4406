"""How a dataset is split: the same folds for every configuration, decided by its size, its name and a seed."""

from __future__ import annotations

import numpy as np

from metaselect.data import Dataset
from metaselect.data.tasks import is_classification
from metaselect.seeding import rng_from, seed_from

__all__ = ["make_folds", "n_folds_for", "subsample"]

# Scores on few rows vary most between folds, so small data gets more of them.
_FIVE_FOLDS_BELOW = 500


def n_folds_for(n_rows: int) -> int:
    """Return how many folds a dataset of `n_rows` gets.

    Examples
    --------
    >>> n_folds_for(150), n_folds_for(5000)
    (5, 3)
    """
    return 5 if n_rows < _FIVE_FOLDS_BELOW else 3


def make_folds(
    dataset: Dataset, n_folds: int | None = None, random_state: int = 0
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return training and test positions of each fold, stratified by class for classification.

    A class with fewer rows than folds is missing from the test rows of some.
    """
    n_folds = min(n_folds or n_folds_for(dataset.n_rows), dataset.n_rows)
    rng = rng_from(random_state, "folds", dataset.name)
    order = rng.permutation(dataset.n_rows)
    if is_classification(dataset.task):
        # Dealing out the rows class by class, like cards, gives every fold its share of each class.
        order = order[np.argsort(dataset.codes[order], kind="stable")]
    fold_of = np.empty(dataset.n_rows, dtype=int)
    fold_of[order] = np.arange(dataset.n_rows) % n_folds
    return [(np.flatnonzero(fold_of != fold), np.flatnonzero(fold_of == fold)) for fold in range(n_folds)]


def subsample(dataset: Dataset, max_rows: int, random_state: int = 0) -> Dataset:
    """Return `dataset` itself, or `max_rows` of its rows drawn at random, stratified by class.

    Examples
    --------
    >>> dataset = Dataset.from_arrays(np.arange(20.0).reshape(10, 2), ["a", "b"] * 5)
    >>> subsample(dataset, 4).n_rows
    4
    """
    if dataset.n_rows <= max_rows:
        return dataset
    from sklearn.model_selection import train_test_split

    stratify = None
    if is_classification(dataset.task):
        labels, codes, counts = np.unique(dataset.y, return_inverse=True, return_counts=True)
        # Both the rows taken and the rows left must be able to hold every class.
        if counts.min() >= 2 and min(max_rows, dataset.n_rows - max_rows) >= len(labels):
            stratify = codes
    rows, _ = train_test_split(
        np.arange(dataset.n_rows),
        train_size=max_rows,
        stratify=stratify,
        random_state=seed_from(random_state, "subsample", dataset.name),
    )
    return dataset.take(np.sort(rows))
