"""What to beware of when following the advice."""

from __future__ import annotations

from dataclasses import dataclass

from metaselect.data import Note, find_leaks
from metaselect.facts import Fact
from metaselect.learners import BLEND, LEARNERS
from metaselect.recommendation.case import Case
from metaselect.recommendation.confidence.more_rows import MoreRows

__all__ = ["LearnerNotRegistered", "MetricStandIn", "MoreRowsThanKnown", "UnlikeKnown", "find_caveats"]


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
class MetricStandIn(Fact):
    """Known datasets were not scored by the metric that was asked for; another stands in for it.

    Attributes
    ----------
    metric : str
        The one that was asked for.
    stand_in : str
        By which candidates are ordered, and of which the expected scores are.
    """

    metric: str
    stand_in: str


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
    """Return what to beware of: of the metric, of the dataset, and of its place among the known ones."""
    return tuple(_caveats(case))


def _caveats(case: Case):
    if case.metric is not None and case.metric.of_scores != case.metric.name:
        yield MetricStandIn(case.metric.name, case.metric.stand_in)
    yield from case.dataset.notes
    for name, evidence in find_leaks(case.dataset).items():
        yield Note.on("leak", [name], evidence=evidence)
    if case.confidence.level == "far" and not case.confidence.abstains:
        yield UnlikeKnown()
    n_rows, learned = case.dataset.n_rows_total, case.learned
    if n_rows > learned.most_rows:
        yield MoreRowsThanKnown(n_rows, learned.most_rows, learned.measure_more_rows())
    for learner in sorted({configuration.learner for configuration in case.configurations} - {*LEARNERS, BLEND}):
        yield LearnerNotRegistered(learner, learned.learner_modules.get(learner, ""))
