"""Which metafeatures moved a prediction, and by how much: a sum that is exact."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from metaselect.facts import ShownShort
from metaselect.recommendation.case import Case
from metaselect.recommendation.explanation.reasons import Reason, make_reasons

__all__ = ["Attribution", "attribute"]


@dataclass(frozen=True, repr=False)
class Attribution(ShownShort):
    """A predicted regret, or a difference of two, as the mean plus what each metafeature added.

    Attributes
    ----------
    base : float
        The prediction before any metafeature is looked at.
    prediction : float
        The prediction for this dataset: `base` plus `correction`, minus the sum of the effects of `reasons`.
    reasons : tuple of Reason
        Every metafeature that had an effect, the greatest effect of either sign first. A positive effect lowered the
        predicted regret.
    correction : float
        What predictions of this kind missed on similar known datasets.
    """

    base: float
    prediction: float
    reasons: tuple[Reason, ...]
    correction: float = 0.0


def attribute(case: Case, direction: ArrayLike) -> Attribution | None:
    """Return how metafeatures moved `prediction @ direction`; None for a meta-learner that cannot say so exactly.

    Parameters
    ----------
    case : Case
        The new dataset beside what is known.
    direction : array-like of shape (n_configurations,)
        A unit vector for the regret of one configuration; 1 and -1 for that of one less that of another.
    """
    direction = np.asarray(direction, dtype=float)
    contributions = case.learned.meta_learner.contributions(case.m[None, :], direction)
    if contributions is None:
        return None
    effects = -contributions.by_metafeature[0]
    return Attribution(
        base=contributions.base,
        prediction=float(case.forecast.predicted @ direction),
        reasons=make_reasons(case, effects, np.argsort(-np.abs(effects), kind="stable").tolist()),
        correction=float(contributions.correction[0]),
    )
