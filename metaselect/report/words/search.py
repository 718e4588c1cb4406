"""Sentences on what a search learned."""

from __future__ import annotations

from metaselect.report.text.numbers import render_score
from metaselect.search import Surprise

__all__ = ["surprise_words"]


def surprise_words(surprise: Surprise) -> str:
    """Return who did better or worse than expected.

    Examples
    --------
    >>> surprise_words(Surprise("ridge", 0.91, 0.8, is_better=True))
    'ridge did better than expected: 0.910, expected 0.800'
    """
    how = "better" if surprise.is_better else "worse"
    score, expected = render_score(surprise.score), render_score(surprise.expected_score)
    return f"{surprise.learner} did {how} than expected: {score}, expected {expected}"
