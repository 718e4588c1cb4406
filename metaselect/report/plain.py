"""What a recommendation says, as one dictionary of plain values."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

import numpy as np

from metaselect.facts import Fact
from metaselect.learners import Blend, Configuration
from metaselect.recommendation import (
    Candidate,
    Confidence,
    Counterfactual,
    PathStep,
    Reason,
    Recommendation,
    ValidationScheme,
)
from metaselect.report.words.confidence import confidence_words
from metaselect.report.words.configurations import blend_words, describe_changes
from metaselect.report.words.in_words import in_words

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

__all__ = ["collect", "plain"]

_WITH_WORDS = (Reason, Counterfactual, PathStep, ValidationScheme)


def collect(recommendation: Recommendation, *, with_explanation: bool = True) -> dict[str, object]:
    """Return what `metaselect recommend --json --explain` prints.

    Numbers that are undefined are None, so that the dictionary is valid JSON.

    Parameters
    ----------
    recommendation : Recommendation
        The advice.
    with_explanation : bool
        Whether there is `explanation`, which is longer than all else together.

    Returns
    -------
    dictionary : dict
        `dataset` (name, n_rows, n_columns, task, target), `metric`, `candidates` (rank, learner, configuration,
        hyperparameters, unusual, members of a blend with their weights, expected_score, interval of the
        cross-validated score, single_split_interval of the score on one held-out third, fit_seconds, predict_seconds of
        1,000 rows, peak_megabytes, why_there: why it stands below others with worse expected scores), `neighbors`,
        `reasons`, `familiarity`, `meta_learner`, `n_known_datasets`, `knowledge_base`, `warnings`, `confidence`,
        `explanation` (families, path, first, against_second, counterfactuals, of which configurations), `validation`,
        `metric_advice`, `speed` (factor and whether it was measured), `trade`. Sentences for people are under `words`.
    """
    why_there = {fact.rank: in_words(fact) for fact in recommendation.out_of_order}
    collected = {
        "dataset": plain(recommendation.dataset),
        "metric": recommendation.metric,
        "candidates": [
            {**_candidate(candidate), "why_there": why_there.get(candidate.rank, "")}
            for candidate in recommendation.candidates
        ],
        "neighbors": [plain(neighbor) for neighbor in recommendation.neighbors],
        "reasons": [plain(reason) for reason in recommendation.reasons],
        "familiarity": recommendation.confidence.familiarity,
        "meta_learner": recommendation.meta_learner,
        "n_known_datasets": recommendation.n_known_datasets,
        "knowledge_base": recommendation.knowledge_base,
        "warnings": plain(recommendation.warnings),
        "confidence": _confidence(recommendation.confidence),
        "explanation": plain(recommendation.explanation),
        "validation": {**_fields(recommendation.validation), "code": recommendation.validation.code},
        "metric_advice": plain(recommendation.metric_advice) or "",
        "speed": plain(recommendation.speed),
        "trade": plain(recommendation.trade),
    }
    if not with_explanation:
        del collected["explanation"]
    return collected


def _confidence(confidence: Confidence) -> dict[str, object]:
    return {
        **_fields(confidence),
        "is_clear": confidence.is_clear,
        "level": confidence.level,
        "words": confidence_words(confidence),
    }


def _candidate(candidate: Candidate) -> dict[str, object]:
    return {
        "rank": candidate.rank,
        "learner": candidate.configuration.learner,
        "configuration": candidate.configuration.id,
        "hyperparameters": dict(candidate.configuration.hyperparameters),
        **_parts(candidate.configuration),
        "expected_score": plain(candidate.expected_score),
        "interval": plain(candidate.interval),
        "single_split_interval": plain(candidate.single_split_interval),
        "fit_seconds": plain(candidate.fit_seconds),
        "predict_seconds": plain(candidate.predict_seconds),
        "peak_megabytes": plain(candidate.peak_megabytes),
    }


def _parts(model: Configuration | Blend) -> dict[str, object]:
    """Return what is unusual about a configuration, or what is blended."""
    if isinstance(model, Configuration):
        return {"unusual": describe_changes(model), "members": []}
    members = [
        {**_named(member), "weight": weight} for member, weight in zip(model.members, model.weights, strict=True)
    ]
    return {"unusual": [blend_words(model)], "members": members}


def _named(configuration: Configuration) -> dict[str, object]:
    return {
        "learner": configuration.learner,
        "configuration": configuration.id,
        "hyperparameters": dict(configuration.hyperparameters),
        "unusual": describe_changes(configuration),
    }


def plain(value: object) -> object:
    """Return `value` as what JSON knows: dictionaries, lists, texts and numbers; what is undefined as None.

    Parameters
    ----------
    value : object
        A dataclass becomes a dictionary of its fields, a fact its sentence; a few facts become both, with the
        sentence as `words`.

    Examples
    --------
    >>> plain({"scores": (np.float64(0.5), math.nan), "n": np.int64(3)})
    {'scores': [0.5, None], 'n': 3}
    """
    if isinstance(value, Configuration | Blend):
        return {"id": value.id, **value.to_dict()}
    if isinstance(value, Fact) and type(value) not in _WITH_WORDS:
        return in_words(value)
    if is_dataclass(value):
        return _fields(value)
    if isinstance(value, Mapping):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _fields(value: DataclassInstance | type[DataclassInstance]) -> dict[str, object]:
    """Return the fields of a dataclass, with the sentence of a fact."""
    plain_fields = {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return {**plain_fields, "words": in_words(value)} if isinstance(value, Fact) else plain_fields
