"""What a recommendation says, as one dictionary of plain values."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass

import numpy as np

from metaselect.learners import Configuration
from metaselect.recommendation import Candidate, Confidence, Recommendation

__all__ = ["collect", "plain"]


def collect(recommendation: Recommendation) -> dict[str, object]:
    """Return what `metaselect recommend --json` prints.

    Numbers that are undefined are None, so that the dictionary is valid JSON.

    Returns
    -------
    dictionary : dict
        `dataset` (name, n_rows, n_columns, task, target), `metric`, `candidates` (rank, learner, configuration,
        hyperparameters, unusual, expected_score, interval, fit_seconds, predict_seconds of 1,000 rows,
        peak_megabytes), `neighbors`, `reasons`, `familiarity`, `meta_learner`, `n_known_datasets`, `knowledge_base`,
        `warnings`, `confidence`, `explanation` (families, path, first, against_second, counterfactuals),
        `validation`, `metric_advice`, `speed` (factor and whether it was measured), `trade`. Sentences for people are
        under `words`.
    """
    return {
        "dataset": plain(recommendation.dataset),
        "metric": recommendation.metric,
        "candidates": [_candidate(candidate) for candidate in recommendation.candidates],
        "neighbors": [plain(neighbor) for neighbor in recommendation.neighbors],
        "reasons": [plain(reason) for reason in recommendation.reasons],
        "familiarity": recommendation.confidence.familiarity,
        "meta_learner": recommendation.meta_learner,
        "n_known_datasets": recommendation.n_known_datasets,
        "knowledge_base": recommendation.knowledge_base,
        "warnings": list(recommendation.warnings),
        "confidence": _confidence(recommendation.confidence),
        "explanation": plain(recommendation.explanation),
        "validation": {**plain(recommendation.validation), "code": recommendation.validation.code},
        "metric_advice": recommendation.metric_advice,
        "speed": plain(recommendation.speed),
        "trade": plain(recommendation.trade),
    }


def _confidence(confidence: Confidence) -> dict[str, object]:
    sentences = (confidence.on_abstaining(), confidence.on_first(), confidence.on_familiarity())
    return {
        **plain(confidence),
        "is_clear": confidence.is_clear,
        "level": confidence.level,
        "words": [sentence for sentence in sentences if sentence],
    }


def _candidate(candidate: Candidate) -> dict[str, object]:
    return {
        "rank": candidate.rank,
        "learner": candidate.configuration.learner,
        "configuration": candidate.configuration.id,
        "hyperparameters": dict(candidate.configuration.hyperparameters),
        "unusual": candidate.unusual,
        "expected_score": plain(candidate.expected_score),
        "interval": plain(candidate.interval),
        "fit_seconds": plain(candidate.fit_seconds),
        "predict_seconds": plain(candidate.predict_seconds),
        "peak_megabytes": plain(candidate.peak_megabytes),
    }


def plain(value: object) -> object:
    """Return `value` as what JSON knows: dictionaries, lists, texts and numbers; what is undefined as None.

    Parameters
    ----------
    value : object
        A dataclass becomes a dictionary of its fields, and of its sentence as `words` where it has one.

    Examples
    --------
    >>> plain({"scores": (np.float64(0.5), math.nan), "n": np.int64(3)})
    {'scores': [0.5, None], 'n': 3}
    """
    if isinstance(value, Configuration):
        return {"id": value.id, **value.to_dict()}
    if is_dataclass(value):
        words = {"words": value.words} if hasattr(value, "words") else {}
        return {**{field.name: plain(getattr(value, field.name)) for field in fields(value)}, **words}
    if isinstance(value, Mapping):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value
