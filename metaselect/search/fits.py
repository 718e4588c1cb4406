"""Models are fitted to all rows: one early, so that there is one whatever happens, and what was chosen in the end."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.pipeline import Pipeline

from metaselect.exceptions import ConfigurationError, first_line
from metaselect.experiments import Fitted, RowsToFit, fit_isolated, fit_to
from metaselect.learners import Blend, Configuration
from metaselect.search.choice import Choice, choice_of
from metaselect.search.clock import SECONDS_TO_END, Clock
from metaselect.search.problem import Problem
from metaselect.search.trial import Trial

__all__ = ["ModelFits", "SoundModel", "fit_choice", "fit_fast_model", "fit_sound_model"]

_logger = logging.getLogger(__name__)

# Of the time that is left, the model that is there in any case may take so much.
_SHARE_OF_FIRST = 0.3
# Where it is the only one, so much: expected seconds are right within a factor of two.
_SHARE_OF_ONLY = 0.5
# What is fitted when the time is over, as there must be a model, may take so many seconds.
_SECONDS_OF_LAST_RESORT = 60.0
_MOST_TRIALS_IN_CASE, _MOST_OTHERS_IN_CASE = 5, 10

Model = Configuration | Blend


@dataclass(frozen=True, eq=False)
class ModelFits:
    """Fits models to all rows, in processes of their own."""

    problem: Problem
    rows_file: Path
    folder: Path
    make_pipeline: Callable[[Model], Pipeline]

    def __call__(self, model: Model, seconds: float) -> Fitted:
        pipeline = self.make_pipeline(model)
        return fit_isolated(pipeline, self.rows_file, self.folder, self.problem.run, seconds)


def fit_sound_model(problem: Problem, fit: ModelFits, executor: Executor, clock: Clock) -> SoundModel:
    """Begin to fit what was advised, or the most promising of what is fast enough, so that there is a model soon."""
    model = _affordable(problem, _SHARE_OF_FIRST * clock.left)
    return SoundModel(model, executor.submit(fit, model, max(clock.left - SECONDS_TO_END, 1.0)))


def fit_fast_model(
    problem: Problem, rows: RowsToFit, make_pipeline: Callable[[Model], Pipeline], clock: Clock
) -> tuple[Model, Pipeline, list[str]]:
    """Fit what was advised, or what is fast enough, in this process: where there is no time to start another."""
    failures: list[str] = []
    models = [_affordable(problem, _SHARE_OF_ONLY * clock.left), *_fastest(problem)]
    for model in dict.fromkeys(models):
        try:
            return model, fit_to(make_pipeline(model), rows), failures
        except Exception as error:  # noqa: BLE001  (a learner may fail in any way)
            failures.append(first_line(error))
    raise _no_model(problem, failures)


def _affordable(problem: Problem, limit: float) -> Model:
    """Return the first of what was advised that is fitted within a limit, or the most promising of what is."""
    for candidate in problem.recommendation.candidates:
        if candidate.fit_seconds <= limit:
            return candidate.configuration
    return problem.case.configurations[_fast_enough(problem, limit)]


def _fastest(problem: Problem) -> list[Model]:
    singles = problem.case.singles
    order = singles[np.argsort(problem.fit_seconds[singles], kind="stable")]
    return [problem.case.configurations[i] for i in order[:_MOST_OTHERS_IN_CASE]]


def _no_model(problem: Problem, failures: Sequence[str]) -> ConfigurationError:
    return ConfigurationError(f"no model could be fitted to {problem.dataset.name}: {failures[-1]}")


def _fast_enough(problem: Problem, limit: float) -> int:
    """Return the index of the most promising configuration that is fitted within a limit; of the fastest if none is."""
    singles, seconds = problem.case.singles, problem.fit_seconds
    fast = singles[seconds[singles] <= limit]
    if not len(fast):
        return int(singles[np.argmin(seconds[singles])])
    return int(fast[np.argmax(problem.beliefs.mean[fast])])


@dataclass(eq=False)
class SoundModel:
    """A model that is fitted early, so that there is one whatever happens."""

    model: Model
    fitted: Future[Fitted]


def fit_choice(
    problem: Problem,
    fit: ModelFits,
    choice: Choice,
    trials: Sequence[Trial],
    sound: SoundModel | None,
    clock: Clock,
) -> tuple[Choice, Pipeline, list[str]]:
    """Return the model that was chosen, fitted; the next best where that fails, or the time is over."""
    failures: list[str] = []
    if sound is not None and sound.model != choice.model:
        fitted = fit(choice.model, clock.left - SECONDS_TO_END) if clock.left > SECONDS_TO_END else Fitted(None)
        if fitted.pipeline is not None:
            return choice, fitted.pipeline, failures
        failures.append(fitted.error or "the time was over")
    if sound is not None:
        fitted = sound.fitted.result()
        if fitted.pipeline is not None:
            return _choice_of(problem, sound.model, choice, trials), fitted.pipeline, failures
        failures.append(fitted.error)
    for model in _in_case_of_failure(problem, choice, trials, sound):
        fitted = fit(model, max(clock.left, _SECONDS_OF_LAST_RESORT))
        if fitted.pipeline is not None:
            return _choice_of(problem, model, choice, trials), fitted.pipeline, failures
        failures.append(fitted.error)
        _logger.warning("%s could not be fitted, the next one is: %s", model.id, fitted.error)
    raise _no_model(problem, failures)


def _in_case_of_failure(
    problem: Problem, choice: Choice, trials: Sequence[Trial], sound: SoundModel | None
) -> Iterator[Model]:
    """Yield what is fitted in turn, until one is: what was chosen, the best single models, the fastest."""
    if sound is None:
        yield choice.model
    complete = sorted((trial for trial in trials if trial.is_complete), key=lambda trial: -trial.score)
    yield from (trial.configuration for trial in complete[:_MOST_TRIALS_IN_CASE])
    yield from _fastest(problem)


def _choice_of(problem: Problem, model: Model, choice: Choice, trials: Sequence[Trial]) -> Choice:
    return choice if model == choice.model else choice_of(problem, model, trials)
