"""`Guidance`: what goes with the advice."""

from __future__ import annotations

from dataclasses import dataclass

from metaselect.recommendation.case import Case
from metaselect.recommendation.guidance.metric_advice import MetricAdvice, advise_metric
from metaselect.recommendation.guidance.splits import ValidationScheme, choose_validation

__all__ = ["Guidance", "guide"]


@dataclass(frozen=True)
class Guidance:
    """How to compare candidates on the user's data.

    Attributes
    ----------
    validation : ValidationScheme
        Which splits to use.
    metric_advice : RareClass or FewRowsRule, optional
        Why another metric would suit the target better; None where none would.
    """

    validation: ValidationScheme
    metric_advice: MetricAdvice | None


def guide(case: Case) -> Guidance:
    """Return how to compare candidates on the dataset of the case."""
    return Guidance(
        validation=choose_validation(case.dataset, case.random_state),
        metric_advice=advise_metric(case.dataset, case.learned.examples.metric),
    )
