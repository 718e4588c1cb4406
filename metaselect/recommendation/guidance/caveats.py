"""What to beware of when following the advice."""

from __future__ import annotations

from dataclasses import dataclass

from metaselect.facts import Fact
from metaselect.learners import LEARNERS
from metaselect.recommendation.case import Case
from metaselect.recommendation.confidence.more_rows import MoreRows

__all__ = ["LearnerNotRegistered", "MoreRowsThanKnown", "UnlikeKnown", "find_caveats"]


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


def find_caveats(case: Case) -> tuple[Fact, ...]:
    """Return what to beware of: what was noted when the dataset was read, then what its place among the known says."""
    return tuple(_caveats(case))


def _caveats(case: Case):
    yield from case.dataset.notes
    if case.confidence.level == "far" and not case.confidence.abstains:
        yield UnlikeKnown()
    n_rows, learned = case.dataset.n_rows_total, case.learned
    if n_rows > learned.most_rows:
        yield MoreRowsThanKnown(n_rows, learned.most_rows, learned.measure_more_rows())
    for learner in sorted({configuration.learner for configuration in case.configurations} - set(LEARNERS)):
        yield LearnerNotRegistered(learner, learned.learner_modules.get(learner, ""))
