"""How a dataset is split: the same folds for every configuration, decided by its size, its name and a seed.

Rows are shuffled, unless somebody has said of a column that it tells which rows belong together, or when they were.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from metaselect.data import Dataset, is_classification, spread_classes
from metaselect.evaluation.folds import grouped_folds, later_folds, shuffled_folds
from metaselect.seeding import rng_from, seed_from

__all__ = ["Resampling", "make_folds", "resampling_for", "resampling_of", "share_of_rows", "subsample"]


# What is recorded, and what it means.
_BY: dict[str, Literal["group", "time"] | None] = {"": None, "group": "group", "time": "time"}


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
        Whether only one part is ever tested: the first, or the latest in time.
    by : {"group", "time"}, optional
        What decides: the rows of a group are on one side, or what is tested is later than what is learned from, which
        leaves the earliest rows untested. Chance when not given.
    """

    n_folds: int
    n_rounds: int = 1
    is_holdout: bool = False
    by: Literal["group", "time"] | None = None

    def __str__(self) -> str:
        """Return what is recorded beside each evaluation.

        Examples
        --------
        >>> str(Resampling(5, n_rounds=2)), str(Resampling(3, is_holdout=True, by="time"))
        ('5-fold x 2', 'holdout 1/3 by time')
        """
        by = "" if self.by is None else f" by {self.by}"
        if self.is_holdout:
            return f"holdout 1/{self.n_folds}{by}"
        return f"{self.n_folds}-fold" + (f" x {self.n_rounds}" if self.n_rounds > 1 else "") + by

    @property
    def n_splits(self) -> int:
        """How often a learner is fitted."""
        return 1 if self.is_holdout else self.n_folds * self.n_rounds

    @classmethod
    def from_text(cls, text: str) -> Resampling:
        """Return the resampling that was recorded as `text`.

        Examples
        --------
        >>> Resampling.from_text("5-fold x 2").n_splits, Resampling.from_text("holdout 1/3 by group")
        (10, Resampling(n_folds=3, n_rounds=1, is_holdout=True, by='group'))
        """
        parts, _, by = text.partition(" by ")
        if by not in _BY:
            raise ValueError(f"{text!r} is no resampling; rows are split by {' or by '.join(filter(None, _BY))}")
        if parts.startswith("holdout 1/"):
            return cls(int(parts.removeprefix("holdout 1/")), is_holdout=True, by=_BY[by])
        n_folds, _, n_rounds = parts.partition("-fold")
        return cls(int(n_folds), int(n_rounds.removeprefix(" x ") or 1), by=_BY[by])


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


def resampling_of(dataset: Dataset, n_folds: int | None = None) -> Resampling:
    """Return how a dataset is split, by its size and by what is said of its rows.

    Parameters
    ----------
    dataset : Dataset
        A column that is merely suspected to tell groups or times changes nothing.
    n_folds : int, optional
        Of a single round; decided by the size when not given.

    Examples
    --------
    >>> dataset = Dataset.from_arrays(np.arange(600.0)[:, None], ["a", "b"] * 300)
    >>> str(resampling_of(dataset)), str(resampling_of(dataset.with_groups(np.arange(600) % 3)))
    ('5-fold', '3-fold by group')
    """
    resampling = resampling_for(dataset.n_rows) if n_folds is None else Resampling(n_folds)
    by, n_units = dataset.structure.by, dataset.structure.n_units
    if by is None or n_units is None:
        return resampling
    if by == "group":
        return replace(resampling, n_folds=max(2, min(resampling.n_folds, _most_folds(dataset, n_units))), by="group")
    # There is one order in time, hence one round; and the first of the times is never tested.
    most = resampling.n_folds if resampling.is_holdout else max(1, min(resampling.n_folds, n_units - 1))
    return replace(resampling, n_folds=most, n_rounds=1, by="time")


def _most_folds(dataset: Dataset, n_groups: int) -> int:
    """Return the number of groups in which both of two classes are: with one of them, folds tell no order of rows."""
    groups = dataset.structure.groups
    if dataset.task != "binary" or groups is None:
        return n_groups
    return min(len(np.unique(groups[dataset.codes == code])) for code in range(2))


def make_folds(
    dataset: Dataset, resampling: Resampling | int | None = None, random_state: int = 0
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return training and test positions of each fold, stratified by class for classification.

    A class with fewer rows than folds is missing from the test rows of some. Where the dataset says which rows belong
    together, no group is on both sides of a fold, and classes are spread as far as that allows; where it says when
    they were, every test row is later than all rows that are learned from, and rows without a time are in no fold.

    Parameters
    ----------
    dataset : Dataset
        Its name takes part in the shuffling, so that two datasets of one size are split differently.
    resampling : Resampling or int, optional
        An int is the number of folds; `resampling_of` the dataset when not given.
    random_state : int
        Seeds the shuffling of the rows.

    Raises
    ------
    DatasetError
        If rows are to be split by a group or a time that is the same for all.
    """
    if not isinstance(resampling, Resampling):
        resampling = resampling_of(dataset, resampling)
    if resampling.by == "time":
        return later_folds(dataset, resampling.n_folds, is_holdout=resampling.is_holdout)
    deal = shuffled_folds if resampling.by is None else grouped_folds
    folds = []
    for round_ in range(resampling.n_rounds):
        folds += deal(dataset, resampling.n_folds, _order(dataset, random_state, round_))
    return folds[:1] if resampling.is_holdout else folds


def _order(dataset: Dataset, random_state: int, round_: int) -> np.ndarray:
    """Return the positions of all rows, shuffled, (n_rows,)."""
    rng = rng_from(random_state, "folds", dataset.name, *([f"round {round_}"] if round_ else []))
    return rng.permutation(dataset.n_rows)


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
