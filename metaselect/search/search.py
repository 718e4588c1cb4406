"""`search`: spends seconds or trials on a dataset, and ends with a fitted model."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.pipeline import Pipeline

from metaselect.evaluation import find_scores
from metaselect.experiments import RowsToFit, start_children, stop_children, write_rows
from metaselect.facts import ShownShort
from metaselect.learners import Blend, Configuration
from metaselect.recommendation import Candidate, Case, Recommendation
from metaselect.search.choice import Choice, candidate_of, choice_of, choose_model
from metaselect.search.clock import MARGIN, SECONDS_TO_END, Clock
from metaselect.search.fits import ModelFits, fit_choice, fit_fast_model, fit_sound_model
from metaselect.search.problem import Problem, make_problem, run_of_searches
from metaselect.search.run_folder import open_run_folder
from metaselect.search.run_trials import run_trials, seconds_to_fit
from metaselect.search.shuffled import ShuffledClaim, shuffled_claim
from metaselect.search.spending import Progress, Spending
from metaselect.search.trial import Trial

__all__ = ["Search", "search", "start_processes"]

Model = Configuration | Blend

# What is left after the advice is too little for trials: a process may take a second to start, and as long to be ended.
_LEAST_SECONDS = 4.0
_COLUMNS = [
    "learner",
    "hyperparameters",
    "status",
    "score",
    "expected_score",
    "weight",
    "fit_seconds",
    "trial",
    "configuration",
]


@dataclass(frozen=True, eq=False, repr=False)
class Search(ShownShort):
    """What came of a search.

    Attributes
    ----------
    trials : tuple of Trial
        All that was tried, in the order in which it was chosen.
    choice : Choice
        The model, and its score on rows that none of its members had learned from; without a score where there was
        time for no trial.
    pipeline : Pipeline
        The model, fitted to all rows.
    advised : Choice
        What was advised before anything was tried, with its score on the same rows where all its members were tried.
    seconds : dict of str to float
        Where the time went: `"before"`, `"trials"`, `"choice"` and `"fit"`.
    resampling : str
        How rows were split, such as `"5-fold"`.
    metric : str
        By which trials were compared.
    candidate : Candidate
        The model as if it had been advised: with its score, and the interval of this, in place of what was expected
        where it was tried.
    failures : tuple of str
        Why models that were chosen could not be fitted, so that another was.
    budget : float
        Seconds that were to be spent; infinite where time did not count.
    claim : ShuffledClaim, optional
        What shuffled rows would have claimed, where rows are kept apart by groups or time.
    """

    trials: tuple[Trial, ...]
    choice: Choice
    pipeline: Pipeline
    advised: Choice
    seconds: dict[str, float]
    resampling: str
    metric: str
    candidate: Candidate
    failures: tuple[str, ...] = ()
    budget: float = float("inf")
    claim: ShuffledClaim | None = None

    @property
    def ensemble(self) -> dict[Configuration, float]:
        """The members of the model with the share of the weight of each, the heaviest first."""
        model = self.choice.model
        if not isinstance(model, Blend):
            return {model: 1.0}
        total = sum(model.weights)
        pairs = sorted(zip(model.members, model.weights, strict=True), key=lambda pair: -pair[1])
        return {member: weight / total for member, weight in pairs}

    def leaderboard(self) -> pd.DataFrame:
        """Return one row per trial, the best first: what it was, how it did, what was expected, its weight."""
        weights = {member.id: share for member, share in self.ensemble.items()}
        rows = [
            {
                "learner": trial.configuration.learner,
                "hyperparameters": trial.configuration.changed,
                "status": trial.evaluation.status,
                "score": trial.score,
                "expected_score": trial.expected_score,
                "weight": weights.get(trial.configuration.id, 0.0),
                "fit_seconds": trial.evaluation.fit_seconds,
                "trial": trial.number,
                "configuration": trial.configuration.id,
            }
            for trial in self.trials
        ]
        table = pd.DataFrame(rows, columns=_COLUMNS)
        table["complete"] = [trial.is_complete for trial in self.trials]
        table = table.sort_values(["complete", "score", "trial"], ascending=[False, False, True])[_COLUMNS]
        return table.set_axis(pd.RangeIndex(1, len(table) + 1, name="rank"), axis=0)


def start_processes(spending: Spending) -> None:
    """Start the processes of a search before it begins, while its dataset is still being read or described.

    Parameters
    ----------
    spending : Spending
        How many there are to be.
    """
    if spending.budget is None or spending.budget >= _LEAST_SECONDS:
        start_children(run_of_searches(), spending.n_processes)


def search(
    case: Case,
    recommendation: Recommendation,
    rows: RowsToFit,
    make_pipeline: Callable[[Model], Pipeline],
    spending: Spending,
    clock: Clock | None = None,
    compared: np.ndarray | None = None,
    tell: Callable[[Progress], None] = lambda progress: None,
) -> Search:
    """Spend a budget on a dataset: try the most promising configurations, average the best, fit the result.

    Parameters
    ----------
    case : Case
        The dataset beside all that is known.
    recommendation : Recommendation
        What was advised for it.
    rows : RowsToFit
        The raw table and its target, to which the model is fitted.
    make_pipeline : callable
        From a configuration or blend to the unfitted pipeline for these rows.
    spending : Spending
        How much, and how.
    clock : Clock, optional
        Of the call that this is a part of; it begins now when not given.
    compared : ndarray of int, optional
        Positions of the rows that trials are compared on, where some repeat others; all when not given.
    tell : callable
        Called with the progress whenever it changes.

    Raises
    ------
    ConfigurationError
        If the folder holds the trials of other data.
    """
    clock = clock or Clock(np.inf if spending.budget is None else spending.budget)
    start_processes(spending)
    before = clock.used
    metric = spending.metric or recommendation.scorer
    with tempfile.TemporaryDirectory(prefix="metaselect-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        problem = make_problem(case, recommendation, metric, folder, spending.random_state, compared)
        fit = ModelFits(problem, write_rows(rows, folder), folder, make_pipeline)
        if clock.left < _LEAST_SECONDS:
            return _without_trials(problem, rows, make_pipeline, clock)
        with (
            ThreadPoolExecutor(max(1, spending.n_jobs)) as executor,
            _ended_at_once(problem, executor),
            open_run_folder(spending.folder, problem) as kept,
        ):
            sound = fit_sound_model(problem, fit, executor, clock) if clock.is_limited else None
            trials = list(kept.trials())
            for trial in run_trials(problem, spending, clock, executor, trials, tell):
                kept.keep(trial)
                trials.append(trial)
            trials.sort(key=lambda trial: trial.number)
            reserve = seconds_to_fit(problem, trials)
            claim = shuffled_claim(problem, trials, folder, clock, reserve + SECONDS_TO_END)
            tried = clock.used
            most_seconds = (clock.left - SECONDS_TO_END) / MARGIN
            ready = None if sound is None else sound.model
            choice = choose_model(problem, trials, single=spending.single, most_seconds=most_seconds, ready=ready)
            chosen = clock.used
            choice, pipeline, failures = fit_choice(problem, fit, choice, trials, sound, clock)
    seconds = {"before": before, "trials": tried - before, "choice": chosen - tried, "fit": clock.used - chosen}
    return Search(
        trials=tuple(trials),
        choice=choice,
        pipeline=pipeline,
        advised=choice_of(problem, recommendation.best.configuration, trials),
        seconds=seconds,
        resampling=problem.resampling,
        metric=find_scores(metric, case.dataset.task).name,
        candidate=candidate_of(problem, choice, trials),
        failures=tuple(failures),
        budget=clock.budget,
        claim=claim,
    )


@contextmanager
def _ended_at_once(problem: Problem, executor: ThreadPoolExecutor) -> Iterator[None]:
    """Let nothing go on in the background where the block is interrupted."""
    try:
        yield
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        stop_children(problem.run)
        raise


def _without_trials(
    problem: Problem, rows: RowsToFit, make_pipeline: Callable[[Model], Pipeline], clock: Clock
) -> Search:
    """Fit what is fast enough for a short budget, in this process."""
    before = clock.used
    model, pipeline, failures = fit_fast_model(problem, rows, make_pipeline, clock)
    choice = Choice(model)
    return Search(
        trials=(),
        choice=choice,
        pipeline=pipeline,
        advised=Choice(problem.recommendation.best.configuration),
        seconds={"before": before, "trials": 0.0, "choice": 0.0, "fit": clock.used - before},
        resampling=problem.resampling,
        metric=find_scores(problem.metric, problem.dataset.task).name,
        candidate=candidate_of(problem, choice, ()),
        failures=tuple(failures),
        budget=clock.budget,
    )
