"""What to beware of when following the advice."""

from __future__ import annotations

from dataclasses import dataclass

from metaselect.facts import Fact
from metaselect.recommendation.confidence.more_rows import MoreRows

__all__ = ["LearnerNotRegistered", "MoreRowsThanKnown", "UnlikeKnown"]


@dataclass(frozen=True)
class UnlikeKnown(Fact):
    """The dataset is unlike nearly all known ones, but the advice depends on the data all the same."""


@dataclass(frozen=True)
class MoreRowsThanKnown(Fact):
    """The dataset has more rows than any known one.

    Attributes
    ----------
    n_rows, most_rows : int
        Of the dataset, and of the largest known one.
    more_rows : MoreRows
        What twice the rows were worth on known datasets.
    """

    n_rows: int
    most_rows: int
    more_rows: MoreRows


@dataclass(frozen=True)
class LearnerNotRegistered(Fact):
    """A base learner is known from past datasets and cannot be recommended, as nothing registers it here.

    Attributes
    ----------
    learner : str
        Its name.
    module : str
        Which registers it; empty where that is not known.
    """

    learner: str
    module: str = ""
