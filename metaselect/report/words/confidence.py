"""How much the advice is to be trusted, in words."""

from __future__ import annotations

import math

from metaselect.recommendation import Confidence
from metaselect.report.text.numbers import percent

__all__ = ["confidence_words", "words_on_abstaining", "words_on_familiarity", "words_on_first"]

_LEVELS = {
    "far": "far from what is known",
    "edge": "at the edge of what is known",
    "within": "well within what is known",
}


def confidence_words(confidence: Confidence) -> list[str]:
    """Return all there is to say, what matters most first."""
    said = (words_on_abstaining(confidence), words_on_first(confidence), words_on_familiarity(confidence))
    return [words for words in said if words]


def words_on_familiarity(confidence: Confidence) -> str:
    """Return how far the dataset is from the known ones."""
    share = percent(confidence.familiarity)
    return f"{_LEVELS[confidence.level]} ({share} of the known datasets are at least as far from the others)"


def words_on_abstaining(confidence: Confidence) -> str:
    """Return why the advice does not depend on the data; empty where it does."""
    if not confidence.abstains:
        return ""
    return (
        f"nothing known is similar (the nearest known datasets are {confidence.distance:.1f} times as far as usual, "
        f"the farthest known one {confidence.farthest:.1f} times): this is the order that is best on average, whatever "
        "the data; compare the candidates on yours"
    )


def words_on_first(confidence: Confidence) -> str:
    """Return whether the first candidate is clearly better than the second; empty where that is not known."""
    if math.isnan(confidence.first_beats_second):
        return ""
    odds = f"{percent(confidence.first_beats_second)}, by what such predictions missed on known datasets"
    if confidence.is_clear:
        return f"the first is clearly ahead of the second: odds that it is better {odds}"
    if confidence.first_beats_second > 0.5:
        return f"the first is not clearly ahead of the second: odds that it is better {odds}; try both"
    return f"the second may well be as good as the first: odds that the first is better {odds}; try both"
