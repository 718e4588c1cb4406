"""How a dataset is split: the same folds for every configuration, decided by its size, its name and a seed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from metaselect.data import Dataset, deal_rows, is_classification, spread_classes
from metaselect.seeding import rng_from, seed_from

__all__ = ["Resampling", "make_folds", "resampling_for", "share_of_rows", "subsample"]


@dataclass(frozen=True)
class Resampling:
    """Folds, a round of them or several, or a single split.

    Attributes
    ----------
    n_folds : int
        Parts of about the same size, each of which is tested once per round.
    n_rounds : int
        How often the rows are shuffled and dealt out anew.
    is_holdout : bool
        Whether only the first fold is ever tested.
    """

    n_folds: int
    n_rounds: int = 1
    is_holdout: bool = False

    def __str__(self) -> str:
        """Return what is recorded beside each evaluation.

        Examples
        --------
        >>> str(Resampling(5, n_rounds=2)), str(Resampling(3, is_holdout=True))
        ('5-fold x 2', 'holdout 1/3')
        """
        if self.is_holdout:
            return f"holdout 1/{self.n_folds}"
        return f"{self.n_folds}-fold" + (f" x {self.n_rounds}" if self.n_rounds > 1 else "")

    @property
    def n_splits(self) -> int:
        """How often a learner is fitted."""
        return 1 if self.is_holdout else self.n_folds * self.n_rounds

    @classmethod
    def from_text(cls, text: str) -> Resampling:
        """Return the resampling that was recorded as `text`.

        Examples
        --------
        >>> Resampling.from_text("5-fold x 2").n_splits, Resampling.from_text("holdout 1/3")
        (10, Resampling(n_folds=3, n_rounds=1, is_holdout=True))
        """
        if text.startswith("holdout 1/"):
            return cls(int(text.removeprefix("holdout 1/")), is_holdout=True)
        n_folds, _, n_rounds = text.partition("-fold")
        return cls(int(n_folds), int(n_rounds.removeprefix(" x ") or 1))


# Scores on few rows vary most from split to split, and cost least.
_BY_SIZE = (
    (500, Resampling(5, n_rounds=2)),
    (5_001, Resampling(5)),
    (10_001, Resampling(3)),
    (math.inf, Resampling(3, is_holdout=True)),
)


def resampling_for(n_rows: int) -> Resampling:
    """Return how a dataset of `n_rows` is split.

    Below 500 rows five folds twice, up to 5,000 five folds, up to 10,000 three folds, above one third is held out.

    Examples
    --------
    >>> [str(resampling_for(n_rows)) for n_rows in (150, 5_000, 10_000, 20_000)]
    ['5-fold x 2', '5-fold', '3-fold', 'holdout 1/3']
    """
    return next(resampling for limit, resampling in _BY_SIZE if n_rows < limit)


def make_folds(
    dataset: Dataset, resampling: Resampling | int | None = None, random_state: int = 0
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return training and test positions of each fold, stratified by class for classification.

    A class with fewer rows than folds is missing from the test rows of some.

    Parameters
    ----------
    dataset : Dataset
        Its name takes part in the shuffling, so that two datasets of one size are split differently.
    resampling : Resampling or int, optional
        An int is the number of folds; `resampling_for` the size of the dataset when not given.
    random_state : int
        Seeds the shuffling of the rows.
    """
    if resampling is None:
        resampling = resampling_for(dataset.n_rows)
    elif isinstance(resampling, int):
        resampling = Resampling(resampling)
    folds = []
    for round_ in range(resampling.n_rounds):
        folds += _one_round(dataset, resampling.n_folds, random_state, round_)
    return folds[:1] if resampling.is_holdout else folds


def _one_round(dataset: Dataset, n_folds: int, random_state: int, round_: int):
    n_folds = min(n_folds, dataset.n_rows)
    rng = rng_from(random_state, "folds", dataset.name, *([f"round {round_}"] if round_ else []))
    order = rng.permutation(dataset.n_rows)
    fold_of = deal_rows(order, n_folds, dataset.codes if is_classification(dataset.task) else None)
    return [(np.flatnonzero(fold_of != fold), np.flatnonzero(fold_of == fold)) for fold in range(n_folds)]


def share_of_rows(dataset: Dataset, rows: np.ndarray, share: float, random_state: int = 0) -> np.ndarray:
    """Return a share of `rows`, stratified by class for classification; smaller shares are parts of larger ones.

    Parameters
    ----------
    dataset : Dataset
        The whole one.
    rows : ndarray of shape (n,)
        Positions in the dataset, such as the training rows of a fold.
    share : float
        Above 0 and up to 1.
    random_state : int
        Seeds the order in which rows are taken.

    Examples
    --------
    >>> dataset = Dataset.from_arrays(np.arange(80.0).reshape(40, 2), ["a", "a", "a", "b"] * 10)
    >>> half, quarter = (share_of_rows(dataset, np.arange(40), share) for share in (1 / 2, 1 / 4))
    >>> len(half), len(quarter), set(quarter) <= set(half), int((dataset.y[half] == "b").sum())
    (20, 10, True, 5)
    """
    order = rng_from(random_state, "share", dataset.name).permutation(dataset.n_rows)
    order = order[np.isin(order, rows)]
    if is_classification(dataset.task):
        order = spread_classes(order, dataset.codes)
    return np.sort(order[: max(1, round(share * len(rows)))])


def subsample(dataset: Dataset, max_rows: int, random_state: int = 0) -> Dataset:
    """Return `dataset` itself, or `max_rows` of its rows drawn at random, stratified by class.

    Parameters
    ----------
    dataset : Dataset
        Not changed.
    max_rows : int
        At least 1.
    random_state : int
        Seeds the drawing.

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
