"""`Problem`: one dataset, all that is believed of it, and how its trials are run and scored."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from metaselect.data import Dataset, is_classification
from metaselect.evaluation import (
    MEASURES,
    Evaluation,
    Incumbent,
    find_incumbent,
    find_measure,
    find_scores,
    make_folds,
    resampling_of,
    skill,
    subsample,
)
from metaselect.experiments import BatchSettings, Run, evaluate_isolated
from metaselect.learners import LEARNERS, Blend, Configuration
from metaselect.recommendation import Case, Recommendation
from metaselect.search.beliefs import LEAST_SCALE, Beliefs, prior_beliefs
from metaselect.search.fold_scores import FoldScorer
from metaselect.search.spool import SpooledDataset, spool
from metaselect.search.trial import Trial

__all__ = ["Problem", "make_problem", "run_of_searches"]

# Of larger tables so many rows are used to compare configurations, as in what is known of other datasets.
_MOST_ROWS = 20_000
# To hand a fold to a process and the answer back.
_SECONDS_OF_EXCHANGE = 0.05
# As in what is known of other datasets, most of which was run with less.
_LONGEST_TRIAL = 300.0


@dataclass(frozen=True, eq=False, repr=False)
class Problem:
    """One dataset to spend time on.

    Attributes
    ----------
    case : Case
        The dataset beside all that is known.
    recommendation : Recommendation
        What was advised before anything was tried.
    dataset : Dataset
        The rows that trials are compared on.
    entry : SpooledDataset
        The same for the processes in which they are run.
    run : Run
        Limits, the seed, and whose processes these are.
    metric : str or callable
        By which they are compared.
    """

    case: Case
    recommendation: Recommendation
    dataset: Dataset
    entry: SpooledDataset
    run: Run
    metric: str | Callable[..., object]

    @cached_property
    def beliefs(self) -> Beliefs:
        """What is believed before anything was tried."""
        return prior_beliefs(self.case.forecast)

    @property
    def resampling(self) -> str:
        """How rows are split, the same for all trials."""
        return str(resampling_of(self.dataset))

    @cached_property
    def scorer(self) -> FoldScorer:
        """Scores out-of-fold predictions by the metric."""
        return FoldScorer(self.dataset, self.resampling, self.metric, self.run.settings.random_state)

    @cached_property
    def index_of(self) -> dict[str, int]:
        """Index of each configuration by its id."""
        return {configuration.id: i for i, configuration in enumerate(self.case.configurations)}

    @cached_property
    def advised(self) -> list[int]:
        """Indices of what is tried first: the members of the blends that were advised, and the single models."""
        listed: list[Configuration] = []
        for candidate in self.recommendation.candidates:
            model = candidate.configuration
            listed += model.members if isinstance(model, Blend) else [model]
        return [self.index_of[id_] for id_ in dict.fromkeys(configuration.id for configuration in listed)]

    @cached_property
    def index_of_advice(self) -> int:
        """Index of what was advised first, that of the rule where it is a blend."""
        advised = self.recommendation.best.configuration
        return next(int(i) for i in self.case.allowed if self.case.model(i) == advised)

    @cached_property
    def fit_seconds(self) -> np.ndarray:
        """Expected seconds of a fit to all rows, on this machine, (n_configurations,)."""
        return self.case.costs().fit_seconds * self.case.speed.factor

    @cached_property
    def trial_seconds(self) -> np.ndarray:
        """Expected seconds of a trial, on this machine, (n_configurations,)."""
        resampling = resampling_of(self.dataset)
        share_tested = 1 / resampling.n_folds
        n_rows = self.dataset.n_rows
        costs = self.case.costs(n_rows * (1 - share_tested) / self.case.dataset.n_rows_total)
        of_fold = costs.fit_seconds + costs.predict_seconds * n_rows * share_tested / 1000
        seconds: np.ndarray = resampling.n_splits * (of_fold * self.case.speed.factor) + _SECONDS_OF_EXCHANGE
        return seconds

    @property
    def n_rows_of_evidence(self) -> int:
        """How many rows speak for one choice and against another: twice those of the rarest class, for each class."""
        n_rows = self.scorer.n_rows
        if not is_classification(self.dataset.task):
            return n_rows
        smallest = int(np.bincount(self.dataset.codes).min())
        return min(n_rows, smallest * (self.dataset.n_classes or 1) * 2)

    def skills(self, trials: Sequence[Trial]) -> list[float]:
        """Return how far each trial is from the best constant prediction, 1 for perfect ones, by the known metric."""
        name = self.case.learned.measure.name
        measure = find_measure(name, self.dataset.task)
        dummy = measure.dummy(self.dataset.codes)
        scores = [np.mean(trial.evaluation.fold_scores.get(name, (dummy,))) for trial in trials]
        return [float(np.nan_to_num(skill(float(score), dummy, measure.perfect))) for score in scores]

    def share_gained(self, before: float, after: float) -> float:
        """Return how much a score is better than another, as a share of that; 0 for metrics that are not comparable."""
        measure = self.case.learned.measure
        if find_scores(self.metric, self.dataset.task).name != measure.name:
            return 0.0
        dummy = measure.dummy(self.dataset.codes)
        skills = [float(skill(score, dummy, measure.perfect)) for score in (before, after)]
        return (skills[1] - skills[0]) / max(skills[0], LEAST_SCALE)

    def attempt(
        self, i: int, number: int, incumbent: Incumbent | None = None, seconds: float = np.inf, deadline: float = np.inf
    ) -> Trial:
        """Return what came of trying the configuration with index `i`.

        Parameters
        ----------
        i : int
            Of the configuration.
        number : int
            Of the trial.
        incumbent : Incumbent, optional
            It is stopped where it is hopelessly behind this one.
        seconds : float
            It is ended after so many; after the time limit of a benchmark when not given.
        deadline : float
            When it is ended at the latest, as of `time.monotonic`.
        """
        settings = replace(self.run.settings, time_limit=min(self.run.settings.time_limit, seconds))
        run = replace(self.run, settings=settings, deadline=deadline)
        begun = time.monotonic()
        evaluation = evaluate_isolated(self.entry, self.case.configurations[i], run, incumbent)
        return self.trial(number, self.case.configurations[i], evaluation, time.monotonic() - begun)

    def trial(
        self, number: int, configuration: Configuration, evaluation: Evaluation, seconds: float = float("nan")
    ) -> Trial:
        """Return an evaluation as a trial, scored by the metric."""
        i = self.index_of[configuration.id]
        name = find_scores(self.metric, self.dataset.task).name
        if name in evaluation.fold_scores:
            scores = tuple(evaluation.fold_scores[name])
        elif evaluation.out_of_fold:
            scores = self.scorer.fold_scores(self.scorer.predictions(evaluation))
        else:
            scores = ()
        expected = float(self.case.scores.expected[i])
        return Trial(number, configuration, evaluation, scores, expected, seconds, is_advised=i in self.advised)

    def incumbent(self, trials: Sequence[Trial]) -> Incumbent | None:
        """Return the best of the complete trials, for others to race against; None where the metric allows no race."""
        name = find_scores(self.metric, self.dataset.task).name
        if name not in MEASURES:
            return None
        scores = {trial.configuration.id: trial.fold_scores for trial in trials if trial.is_complete}
        return find_incumbent(scores, name, MEASURES[name].dummy(self.dataset.codes))


def make_problem(
    case: Case,
    recommendation: Recommendation,
    metric: str | Callable[..., object],
    folder: Path,
    random_state: int,
    compared: np.ndarray | None = None,
) -> Problem:
    """Return what is to be searched.

    Parameters
    ----------
    case : Case
        The dataset beside all that is known.
    recommendation : Recommendation
        What was advised for it.
    metric : str or callable
        By which trials are compared.
    folder : Path
        Private to this process; the rows for its child processes are written there.
    random_state : int
        Seeds the folds and the learners.
    compared : ndarray of int, optional
        Positions of the rows that trials are compared on; all when not given.

    Raises
    ------
    DatasetError
        If the rows cannot be split by their groups or times.
    """
    rows = case.dataset if compared is None else case.dataset.take(compared)
    dataset = subsample(rows, _MOST_ROWS, random_state)
    make_folds(dataset, resampling_of(dataset), random_state)  # an error now rather than in each trial
    run = run_of_searches(random_state)
    return Problem(case, recommendation, dataset, spool(dataset, folder), run, metric)


def run_of_searches(random_state: int = 0) -> Run:
    """Return what trials and fits share: their processes outlive a search, so that the next one finds them ready.

    Parameters
    ----------
    random_state : int
        Seeds the folds and the learners.
    """
    modules = {base_learner.make.__module__ for base_learner in LEARNERS.values()}
    own = tuple(sorted(name for name in modules if not name.startswith("metaselect.") and name != "__main__"))
    return Run(BatchSettings(random_state=random_state, time_limit=_LONGEST_TRIAL), own, f"search-{os.getpid()}-{own}")
