"""Where a model comes from: what was recommended, and what that promised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaselect.models.manifest import Expectation

if TYPE_CHECKING:  # who only predicts needs no advice
    from metaselect.recommendation import Candidate, Recommendation

__all__ = ["expectation_of", "provenance_of"]


def expectation_of(candidate: Candidate, recommendation: Recommendation) -> Expectation:
    """Return how well a candidate is expected to predict.

    Parameters
    ----------
    candidate : Candidate
        Which was fitted.
    recommendation : Recommendation
        Of which it is one.
    """
    low, high = candidate.interval
    return Expectation(recommendation.metric, float(candidate.expected_score), (float(low), float(high)))


def provenance_of(candidate: Candidate, recommendation: Recommendation) -> dict[str, Any]:
    """Return where a fitted candidate comes from, for JSON.

    Parameters
    ----------
    candidate : Candidate
        Which was fitted.
    recommendation : Recommendation
        Of which it is one.
    """
    return {
        "configuration": candidate.configuration.to_dict(),
        "id": candidate.configuration.id,
        "rank": candidate.rank,
        "random_state": candidate.random_state,
        "meta_learner": recommendation.meta_learner,
        "knowledge_base": recommendation.knowledge_base,
    }
