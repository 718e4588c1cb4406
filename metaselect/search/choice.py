"""Which model a search ends with: what was advised, unless another average did better on the same rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from metaselect.evaluation import Resampling
from metaselect.learners import Blend, Configuration, weighted_median
from metaselect.recommendation import Candidate
from metaselect.search.beliefs import shares_of_best
from metaselect.search.ensemble import select_votes
from metaselect.search.interval import score_interval
from metaselect.search.next_trial import speed_correction
from metaselect.search.problem import Problem
from metaselect.search.trial import Trial

__all__ = ["Choice", "candidate_of", "choice_of", "choose_model", "refit_seconds"]

# The best of very many is best by chance; and greedy selection takes time for each.
_MOST_COMPARED = 20


@dataclass(frozen=True)
class Choice:
    """A model, and how it did on rows that none of its members had learned from.

    Attributes
    ----------
    model : Configuration or Blend
        What is to be fitted.
    fold_scores : tuple of float
        Of the metric asked for, greater is better; empty where it was not tried.
    """

    model: Configuration | Blend
    fold_scores: tuple[float, ...] = ()

    @property
    def score(self) -> float:
        """Mean over the folds, NaN where it was not tried."""
        defined = [score for score in self.fold_scores if np.isfinite(score)]
        return float(np.mean(defined)) if defined else float("nan")


def choose_model(
    problem: Problem,
    trials: Sequence[Trial],
    *,
    single: bool = False,
    most_seconds: float = np.inf,
    ready: Configuration | Blend | None = None,
) -> Choice:
    """Return what to fit after some trials.

    Parameters
    ----------
    problem : Problem
        What was searched.
    trials : sequence of Trial
        All of them, in the order of their numbers.
    single : bool
        Whether it must be a single model.
    most_seconds : float
        That fitting it to all rows may take, where that is known.
    ready : Configuration or Blend, optional
        What is fitted already.
    """
    complete = [trial for trial in trials if trial.is_complete]
    advised = problem.recommendation.best.configuration
    if not complete:
        return Choice(advised if ready is None else ready)
    if single:
        return _best_single(problem, complete, most_seconds)
    prior = dict(zip(advised.members, advised.weights, strict=True)) if isinstance(advised, Blend) else {advised: 1}
    chosen = _average_of_best(problem, complete, prior, most_seconds)
    as_advised = choice_of(problem, advised, complete)
    is_affordable = advised == ready or _expected_seconds(problem, prior, complete) <= most_seconds
    is_better = is_affordable and _is_believed_better(problem, complete, as_advised, chosen)
    if is_better or chosen.model == _as_model(prior):
        return as_advised
    rivals = [as_advised] if is_affordable else []
    if ready is not None:
        rivals.append(choice_of(problem, ready, complete))
    # What is equally good and was advised, or is fitted already, stays.
    return max([*rivals, chosen], key=lambda choice: choice.score if choice.fold_scores else -np.inf)


def _average_of_best(
    problem: Problem, complete: Sequence[Trial], prior: Mapping[Configuration, int], most_seconds: float
) -> Choice:
    """Return the average that predicts best, of what can be fitted in time."""
    compared = _compared(complete)
    predictions = {trial.configuration.id: problem.scorer.predictions(trial.evaluation) for trial in compared}
    seconds = {trial.configuration.id: refit_seconds(problem, trial) for trial in compared}
    by_id = {member.id: weight for member, weight in prior.items()}
    votes = select_votes(predictions, problem.scorer.score, by_id, problem.n_rows_of_evidence, seconds, most_seconds)
    configurations = {trial.configuration.id: trial.configuration for trial in compared}
    average = np.average([predictions[name] for name in votes.weights], axis=0, weights=list(votes.weights.values()))
    model = _as_model({configurations[name]: weight for name, weight in votes.weights.items()})
    return Choice(model, problem.scorer.fold_scores(average))


def _expected_seconds(problem: Problem, members: Collection[Configuration], complete: Sequence[Trial]) -> float:
    """Return what fitting the members will take, in seconds: as in the trials, or as expected where there was none."""
    tried = {trial.configuration: trial for trial in complete}
    correction = speed_correction(problem, complete)
    return float(
        sum(
            refit_seconds(problem, tried[member])
            if member in tried
            else problem.fit_seconds[problem.index_of[member.id]] * correction
            for member in members
        )
    )


def _is_believed_better(problem: Problem, complete: Sequence[Trial], as_advised: Choice, chosen: Choice) -> bool:
    """Return whether what was advised was not tried as a whole, and is believed to be better than what was chosen."""
    if as_advised.fold_scores:
        return False
    tried = [problem.index_of[trial.configuration.id] for trial in complete]
    skills = problem.skills(complete)
    believed = problem.beliefs.given(tried, shares_of_best(skills)).mean[problem.index_of_advice]
    best = max(complete, key=lambda trial: trial.score)
    # What averaging gains over the best single model, in the units of beliefs.
    ahead = problem.share_gained(best.score, chosen.score)
    return bool(believed > 1.0 + ahead)


def choice_of(problem: Problem, model: Configuration | Blend, trials: Sequence[Trial]) -> Choice:
    """Return a model with its score, without one where not all of its members were tried.

    Parameters
    ----------
    problem : Problem
        What was searched.
    model : Configuration or Blend
        Whatever there is.
    trials : sequence of Trial
        All of them.
    """
    members = model.members if isinstance(model, Blend) else (model,)
    tried = {trial.configuration.id: trial for trial in trials if trial.is_complete}
    if not all(member.id in tried for member in members):
        return Choice(model)
    if not isinstance(model, Blend):
        return Choice(model, tried[model.id].fold_scores)
    return Choice(model, problem.scorer.fold_scores(_predictions_of(problem, model, trials)))


def candidate_of(problem: Problem, choice: Choice, trials: Sequence[Trial]) -> Candidate:
    """Return a model as if it had been advised, with what was measured of it in place of what was expected.

    Parameters
    ----------
    problem : Problem
        What was searched.
    choice : Choice
        The model; where it was not tried, what is expected of it stays.
    trials : sequence of Trial
        All of them.
    """
    model, best = choice.model, problem.recommendation.best
    if choice.fold_scores:
        predictions = _predictions_of(problem, model, trials)
        interval = score_interval(problem.scorer, predictions, problem.resampling)
        return replace(best, configuration=model, expected_score=choice.score, interval=interval)
    advised = {candidate.configuration: candidate for candidate in problem.recommendation.candidates}
    if model in advised or isinstance(model, Blend):
        return advised.get(model, replace(best, configuration=model))
    i, scores = problem.index_of[model.id], problem.case.scores
    expected, interval = float(scores.expected[i]), (float(scores.low[i]), float(scores.high[i]))
    return replace(best, configuration=model, expected_score=expected, interval=interval)


def _predictions_of(problem: Problem, model: Configuration | Blend, trials: Sequence[Trial]) -> np.ndarray:
    """Return the out-of-fold predictions of a model whose members were all tried."""
    members = model.members if isinstance(model, Blend) else (model,)
    tried = {trial.configuration.id: trial for trial in trials if trial.is_complete}
    predictions = {member.id: problem.scorer.predictions(tried[member.id].evaluation) for member in members}
    return _blended(model, predictions) if isinstance(model, Blend) else predictions[model.id]


def refit_seconds(problem: Problem, trial: Trial) -> float:
    """Return what fitting a configuration that was tried to all rows will take, in seconds."""
    evaluation = trial.evaluation
    of_fold = evaluation.fit_seconds
    if np.isfinite(trial.seconds):  # as others use the processor too, longer than it computes
        share = of_fold / max(of_fold + evaluation.predict_seconds, 1e-9)
        of_fold = max(of_fold, share * trial.seconds / Resampling.from_text(problem.resampling).n_splits)
    return float(of_fold * problem.case.dataset.n_rows_total / max(evaluation.n_train_rows, 1))


def _best_single(problem: Problem, complete: Sequence[Trial], most_seconds: float) -> Choice:
    """Return the model that is believed to be best, which is not always the one with the luckiest score."""
    affordable = [trial for trial in complete if refit_seconds(problem, trial) <= most_seconds] or list(complete)
    tried = [problem.index_of[trial.configuration.id] for trial in complete]
    believed = problem.beliefs.given(tried, shares_of_best(problem.skills(complete))).mean
    best = max(affordable, key=lambda trial: believed[problem.index_of[trial.configuration.id]])
    return Choice(best.configuration, best.fold_scores)


def _compared(complete: Sequence[Trial]) -> list[Trial]:
    """Return the trials that may become members: the best, and all that were advised."""
    best = sorted(complete, key=lambda trial: -trial.score)[:_MOST_COMPARED]
    return [trial for trial in complete if trial.is_advised or trial in best]


def _as_model(weights: Mapping[Configuration, int]) -> Configuration | Blend:
    """Return one configuration as it is, and several as their weighted mean."""
    members = tuple(weights)
    return members[0] if len(members) == 1 else Blend(members, tuple(weights.values()))


def _blended(blend: Blend, predictions: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return what a blend predicts, as it puts its members together."""
    of_members = [predictions[member.id] for member in blend.members]
    if blend.center == "median" and of_members[0].ndim == 1:
        return weighted_median(np.column_stack(of_members), blend.weights)
    average: np.ndarray = np.average(of_members, axis=0, weights=blend.weights)
    return average
