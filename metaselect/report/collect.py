"""What a recommendation says, as one dictionary of plain values."""

from __future__ import annotations

import math

from metaselect.recommendation import Candidate, Recommendation

__all__ = ["collect"]


def collect(recommendation: Recommendation) -> dict[str, object]:
    """Return what `metaselect recommend --json` prints.

    Numbers that are undefined are None, so that the dictionary is valid JSON.

    Returns
    -------
    dictionary : dict
        `dataset` (name, n_rows, n_columns, task, target), `metric`, `candidates` (rank, learner, configuration,
        hyperparameters, expected_score, interval, fit_seconds), `neighbors`, `reasons`, `familiarity`, `meta_learner`,
        `n_known_datasets`, `knowledge_base`, `warnings`.
    """
    return {
        "dataset": dict(recommendation.dataset),
        "metric": recommendation.metric,
        "candidates": [_candidate(candidate) for candidate in recommendation.candidates],
        "neighbors": [_plain(vars(neighbor)) for neighbor in recommendation.neighbors],
        "reasons": [_plain(vars(reason)) for reason in recommendation.reasons],
        "familiarity": recommendation.familiarity,
        "meta_learner": recommendation.meta_learner,
        "n_known_datasets": recommendation.n_known_datasets,
        "knowledge_base": recommendation.knowledge_base,
        "warnings": list(recommendation.warnings),
    }


def _candidate(candidate: Candidate) -> dict[str, object]:
    return {
        "rank": candidate.rank,
        "learner": candidate.configuration.learner,
        "configuration": candidate.configuration.id,
        "hyperparameters": dict(candidate.configuration.hyperparameters),
        "expected_score": _number(candidate.expected_score),
        "interval": _number(candidate.interval),
        "fit_seconds": _number(candidate.fit_seconds),
    }


def _plain(values: dict[str, object]) -> dict[str, object]:
    return {name: _number(value) for name, value in values.items()}


def _number(value):
    """Return `value` with None for numbers that are undefined."""
    if isinstance(value, (tuple, list)):
        return [_number(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
