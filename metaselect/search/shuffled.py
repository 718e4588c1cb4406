"""What shuffled rows would have claimed, where rows belong together or are in order of time."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from metaselect.data import RowStructure
from metaselect.evaluation import find_scores
from metaselect.experiments import evaluate_isolated
from metaselect.facts import Fact
from metaselect.search.clock import MARGIN, Clock
from metaselect.search.problem import Problem
from metaselect.search.spool import spool
from metaselect.search.trial import Trial

__all__ = ["ShuffledClaim", "shuffled_claim"]


@dataclass(frozen=True)
class ShuffledClaim(Fact):
    """The best single model has another score where rows are shuffled, which is not the one to expect of new rows.

    Attributes
    ----------
    learner : str
        Of the model.
    score : float
        On rows that were kept apart.
    shuffled_score : float
        On rows drawn at random.
    by : {"group", "time"}
        What keeps rows apart.
    """

    learner: str
    score: float
    shuffled_score: float
    by: str


def shuffled_claim(
    problem: Problem, trials: Sequence[Trial], folder: Path, clock: Clock, reserve: float
) -> ShuffledClaim | None:
    """Return what shuffled rows say of the best single model; None where rows are shuffled, or there is no time.

    Parameters
    ----------
    problem : Problem
        What was searched.
    trials : sequence of Trial
        All of them.
    folder : Path
        Private to this process.
    clock : Clock
        Of the whole call.
    reserve : float
        Seconds that are needed for other things.
    """
    complete = [trial for trial in trials if trial.is_complete]
    by = problem.dataset.structure.by
    name = find_scores(problem.metric, problem.dataset.task).name
    if by is None or not complete:
        return None
    best = max(complete, key=lambda trial: trial.score)
    seconds = clock.left - reserve
    if name not in best.evaluation.fold_scores or seconds < MARGIN * best.seconds:
        return None
    entry = spool(replace(problem.dataset, structure=RowStructure()), folder)
    run = replace(problem.run, deadline=time.monotonic() + seconds)
    evaluation = evaluate_isolated(entry, best.configuration, run)
    if evaluation.status != "ok":
        return None
    return ShuffledClaim(best.configuration.learner, best.score, evaluation.score(name), by)
