"""Candidates for the advice, judged on origins they have not seen, and the choice among them judged in the same way.

In nested resampling each outer fold is advised by whatever candidate is best within the other folds, where each was
fitted without both its own fold and the outer one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from metaselect.metalearners import cap_regret, make_meta_learner
from metaselect.recommendation import Forecast, advised_order

__all__ = ["Answer", "Candidate", "answer", "judge", "mean_answer", "measure", "nested_choice"]

_LIST = 5


@dataclass(frozen=True)
class Candidate:
    """A way to give advice: the mean of some meta-learners, and a short list.

    Attributes
    ----------
    members : tuple of str
        Weights of known datasets are those of the first.
    uses_weights : bool
        Whether the short list counts similar datasets more.
    on_known_regrets : bool
        Whether the short list is greedy on the regrets of known datasets, as if it were not known what is missed.
    """

    members: tuple[str, ...]
    uses_weights: bool = True
    on_known_regrets: bool = False


@dataclass(frozen=True)
class Answer:
    """What a meta-learner says of held-out datasets.

    Attributes
    ----------
    predicted : ndarray of shape (n_held_out, n_configurations)
    weights : ndarray of shape (n_held_out, n_known), optional
    errors : ndarray of shape (n_known, n_configurations), optional
    proximities_of_known : ndarray of shape (n_known, n_known), optional
    """

    predicted: np.ndarray
    weights: np.ndarray | None
    errors: np.ndarray | None
    proximities_of_known: np.ndarray | None = None


def answer(meta_learner, examples, known: np.ndarray, held_out: np.ndarray, columns=slice(None)) -> Answer:
    """Fit an unfitted meta-learner on the datasets `known`, and ask it about `held_out`; both boolean masks."""
    origins = np.asarray(examples.origins)
    assert not set(origins[known]) & set(origins[held_out]), "an origin is known and held out"
    M = examples.M[:, columns]
    fitted = make_meta_learner(meta_learner).fit(M[known], examples.R[known])
    return Answer(
        fitted.predict(M[held_out]),
        fitted.weights(M[held_out]),
        fitted.residuals_of_known(),
        fitted.proximities_of_known(),
    )


def mean_answer(answers: Sequence[Answer]) -> Answer:
    """Return what an `EnsembleMetaLearner` of meta-learners says."""
    first, *others = answers
    predicted = np.mean([a.predicted for a in answers], axis=0)
    if any(a.errors is None for a in answers):
        return Answer(predicted, first.weights, errors=None)
    errors = np.mean([a.errors for a in answers], axis=0)
    if others and first.proximities_of_known is not None:
        missed = np.sum([a.errors for a in others], axis=0) / len(answers)
        predicted, errors = predicted + first.weights @ missed, errors - first.proximities_of_known @ missed
    return Answer(predicted, first.weights, errors)


def judge(given: Answer, candidate: Candidate, R_known: np.ndarray, R: np.ndarray, size: int = _LIST) -> np.ndarray:
    """Return the true regret of the first pick and of the best on the list, (n_held_out, 2).

    Parameters
    ----------
    given : Answer
    candidate : Candidate
    R_known : ndarray of shape (n_known, n_configurations)
    R : ndarray of shape (n_held_out, n_configurations)
        NaN where never run: such are not recommended.
    size : int
    """
    regrets = np.empty((len(R), 2))
    errors = None if candidate.on_known_regrets else given.errors
    for i, true in enumerate(cap_regret(R)):
        available = np.flatnonzero(~np.isnan(R[i]))
        weights = given.weights[i] if candidate.uses_weights and given.weights is not None else None
        order = advised_order(Forecast(given.predicted[i], weights, errors, R_known), available, size)
        regrets[i] = true[order[0]], true[order].min()
    return regrets


def measure(
    candidates: Mapping[str, Candidate], members: Mapping[str, tuple], examples, fold: np.ndarray, *, inner: bool = True
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Return the regrets of each candidate, left out once and left out twice.

    Parameters
    ----------
    candidates : mapping of str to Candidate
    members : mapping of str to (unfitted meta-learner, columns of the metafeatures)
    examples : MetaExamples
    fold : ndarray of shape (n_datasets,)
    inner : bool
        Whether to leave out pairs of folds, too.

    Returns
    -------
    flat : dict of str to ndarray of shape (n_datasets, 2)
        Regrets as `judge` returns them, by a fit without the dataset's own fold.
    nested : dict of str to ndarray of shape (n_folds, n_datasets, 2)
        [k, i]: by a fit without the fold of i and without fold k; NaN where these are the same.
    """
    R, n_folds = examples.R, fold.max() + 1
    flat = {name: np.full((len(R), 2), np.nan) for name in candidates}
    nested = {name: np.full((n_folds, len(R), 2), np.nan) for name in candidates}
    used = dict.fromkeys(member for candidate in candidates.values() for member in candidate.members)
    pairs = list(combinations(range(n_folds), 2)) if inner else []
    for left_out in [(k,) for k in range(n_folds)] + pairs:
        held_out = np.isin(fold, left_out)
        said = {name: answer(members[name][0], examples, ~held_out, held_out, members[name][1]) for name in used}
        for name, candidate in candidates.items():
            given = mean_answer([said[member] for member in candidate.members])
            regrets = judge(given, candidate, R[~held_out], R[held_out])
            if len(left_out) == 1:
                flat[name][held_out] = regrets
            else:
                for k, other in (left_out, left_out[::-1]):
                    nested[name][k, fold == other] = regrets[fold[held_out] == other]
    return flat, nested


def nested_choice(flat, nested, folds, references: tuple[str, str]) -> tuple[dict[str, np.ndarray], list[str]]:
    """Return the regrets of the chosen candidate by task, and which one was chosen for each outer fold.

    One candidate is chosen for all tasks: that with the smallest mean, over tasks, of first pick and list, each in
    units of the reference's.

    Parameters
    ----------
    flat, nested : dict of str (task) to what `measure` returns
    folds : dict of str to ndarray of shape (n_datasets,)
    references : (str, str)
        The candidates whose first pick and whose list are 1.
    """
    chosen = []
    regrets = {task: np.empty((len(fold), 2)) for task, fold in folds.items()}
    for k in range(max(fold.max() for fold in folds.values()) + 1):
        loss = dict.fromkeys(next(iter(nested.values())), 0.0)
        for by_name in nested.values():
            unit = [np.nanmean(by_name[reference][k, :, j]) for j, reference in enumerate(references)]
            for name, inner in by_name.items():
                loss[name] += np.mean(np.nanmean(inner[k], axis=0) / unit)
        chosen.append(min(loss, key=loss.get))
        for task, fold in folds.items():
            regrets[task][fold == k] = flat[task][chosen[-1]][fold == k]
    return regrets, chosen
