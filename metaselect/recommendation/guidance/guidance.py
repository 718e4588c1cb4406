"""`Guidance`: what goes with the advice."""

from __future__ import annotations

from dataclasses import dataclass

from metaselect.facts import Fact
from metaselect.recommendation.case import Case
from metaselect.recommendation.guidance.caveats import find_caveats
from metaselect.recommendation.guidance.metric_advice import MetricAdvice, advise_metric
from metaselect.recommendation.guidance.splits import ValidationScheme, choose_validation

__all__ = ["Guidance", "guide"]


@dataclass(frozen=True)
class Guidance:
    """How to compare candidates on the user's data, and what to beware of.

    Attributes
    ----------
    validation : ValidationScheme
        Which splits to use.
    metric_advice : RareClass or FewRowsRule, optional
        Why another metric would suit the target better; None where none would.
    caveats : tuple of Fact
        What was noted when the dataset was read, and what its place among the known datasets says.
    """

    validation: ValidationScheme
    metric_advice: MetricAdvice | None
    caveats: tuple[Fact, ...]


def guide(case: Case) -> Guidance:
    """Return how to compare candidates on the dataset of the case, and what to beware of."""
    return Guidance(
        validation=choose_validation(case.dataset, case.random_state),
        metric_advice=advise_metric(case.dataset, case.metric.name if case.metric else case.learned.examples.metric),
        caveats=find_caveats(case),
    )
