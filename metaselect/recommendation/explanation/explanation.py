"""`Explanation`: why this advice, and what would change it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metaselect.facts import ShownShort
from metaselect.learners import Configuration
from metaselect.recommendation.case import Case
from metaselect.recommendation.explanation.attribution import Attribution, attribute
from metaselect.recommendation.explanation.counterfactuals import Counterfactual, find_counterfactuals
from metaselect.recommendation.explanation.decision_path import DecisionPath, find_decision_path
from metaselect.recommendation.explanation.families import Family, rank_families
from metaselect.recommendation.portfolio import make_criterion

__all__ = ["Explanation", "explain"]


@dataclass(frozen=True, repr=False)
class Explanation(ShownShort):
    """What lies behind a recommendation, beside its reasons and similar datasets.

    Attributes
    ----------
    families : tuple of Family
        The base learners, the most promising first.
    path : DecisionPath, optional
        Through a small tree over metafeatures; None where the advice does not depend on the data.
    first : Attribution, optional
        How metafeatures moved the predicted regret of the first candidate; None where the meta-learner cannot say.
    against_second : Attribution, optional
        The same of the regret of the first less that of the second.
    counterfactuals : tuple of Counterfactual
        What would put another base learner first.
    of : tuple of Configuration
        The first and the second configuration that this is about: where a blend is recommended first, the first two
        of those that are blended.
    """

    families: tuple[Family, ...] = ()
    path: DecisionPath | None = None
    first: Attribution | None = None
    against_second: Attribution | None = None
    counterfactuals: tuple[Counterfactual, ...] = ()
    of: tuple[Configuration, ...] = ()


def explain(case: Case, order: np.ndarray, *, cheap: bool = False) -> Explanation:
    """Return why an order of single models is advised, and what would change it.

    Parameters
    ----------
    case : Case
        The new dataset beside what is known, without blends.
    order : ndarray of int
        Indices of the recommended configurations.
    cheap : bool
        Whether fit time counts in the order.
    """
    families = rank_families(case)
    of = tuple(case.configurations[i] for i in order[:2])
    if not case.uses_data:
        return Explanation(families, of=of)
    first, *others = np.eye(len(case.configurations))[order]
    return Explanation(
        families=families,
        path=find_decision_path(case, order[0]),
        first=attribute(case, first),
        against_second=attribute(case, first - others[0]) if others else None,
        counterfactuals=find_counterfactuals(case, make_criterion(case, cheap=cheap)),
        of=of,
    )
