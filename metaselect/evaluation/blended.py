"""`evaluate_blend`: how a blend of configurations does, from what these predicted; nothing is fitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from metaselect.data import Dataset
from metaselect.evaluation.evaluate import Evaluation
from metaselect.evaluation.measures import measures_for
from metaselect.evaluation.out_of_fold import restore_predictions
from metaselect.evaluation.resampling import Resampling, make_folds
from metaselect.learners import weighted_median

__all__ = ["evaluate_blend"]


def evaluate_blend(
    configuration: str,
    members: Sequence[Evaluation],
    weights: Sequence[float],
    dataset: Dataset,
    *,
    center: str = "mean",
    random_state: int = 0,
) -> Evaluation:
    """Return how the weighted mean of what the members predict does on the folds that they were evaluated on.

    Probabilities are averaged, or the center of predicted numbers is taken, as `Blend` does. It takes as long as the
    members together, and the memory of the largest.

    Parameters
    ----------
    configuration : str
        What the blend is called.
    members : list of Evaluation
        With the status `"ok"` and their out-of-fold predictions, all on the same folds.
    weights : list of float, of length n_members
        How much each counts.
    dataset : Dataset
        What they were evaluated on.
    center : {"mean", "median"}
        What is taken of predicted numbers.
    random_state : int
        With which they were evaluated.

    Raises
    ------
    ValueError
        If a member has no predictions, or the members were evaluated on different folds.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from metaselect.evaluation import evaluate
    >>> from metaselect.learners import make_configuration
    >>> iris = Dataset.from_arrays(*load_iris(return_X_y=True), name="iris")
    >>> members = [evaluate(make_configuration(name), iris) for name in ("gaussian_naive_bayes", "linear_discriminant")]
    >>> round(evaluate_blend("both", members, [1, 1], iris).score("accuracy"), 2)
    0.96
    """
    first = members[0]
    if any(not member.out_of_fold for member in members):
        raise ValueError("a member of the blend has no out-of-fold predictions")
    if len({member.resampling for member in members}) > 1:
        raise ValueError("the members of the blend were evaluated on different folds")
    folds = make_folds(dataset, Resampling.from_text(first.resampling), random_state)
    of_members = [restore_predictions(member.out_of_fold, dataset, folds) for member in members]
    if center == "median" and dataset.task == "regression":
        blended = [weighted_median(np.column_stack(of_fold), weights) for of_fold in zip(*of_members, strict=True)]
    else:
        blended = [np.average(of_fold, axis=0, weights=weights) for of_fold in zip(*of_members, strict=True)]
    scores = {
        measure.name: tuple(
            float(measure.score(dataset.codes[test], predicted))
            for predicted, (_, test) in zip(blended, folds, strict=True)
        )
        for measure in measures_for(dataset.task)
    }
    return replace(
        first,
        configuration=configuration,
        fold_scores=scores,
        fit_seconds=float(np.sum([member.fit_seconds for member in members])),
        predict_seconds=float(np.sum([member.predict_seconds for member in members])),
        peak_megabytes=float(np.max([member.peak_megabytes for member in members])),
        error="",
        out_of_fold=(),
    )
