"""`Explanation`: why this advice, and what would change it."""

from __future__ import annotations

from dataclasses import dataclass

from metaselect.recommendation.explanation.attribution import Attribution
from metaselect.recommendation.explanation.counterfactuals import Counterfactual
from metaselect.recommendation.explanation.decision_path import DecisionPath
from metaselect.recommendation.explanation.families import Family

__all__ = ["Explanation"]


@dataclass(frozen=True)
class Explanation:
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
    """

    families: tuple[Family, ...] = ()
    path: DecisionPath | None = None
    first: Attribution | None = None
    against_second: Attribution | None = None
    counterfactuals: tuple[Counterfactual, ...] = ()
