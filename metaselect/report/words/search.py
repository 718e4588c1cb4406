"""Sentences on what a search learned."""

from __future__ import annotations

from metaselect.report.text.numbers import render_score
from metaselect.search import ShuffledClaim, Surprise

__all__ = ["claim_words", "surprise_words"]


def surprise_words(surprise: Surprise) -> str:
    """Return who did better or worse than expected.

    Examples
    --------
    >>> surprise_words(Surprise("ridge", 0.91, 0.8, is_better=True))
    'ridge did better beside the others than expected (0.910, expected 0.800)'
    """
    how = "better" if surprise.is_better else "worse"
    score, expected = render_score(surprise.score), render_score(surprise.expected_score)
    return f"{surprise.learner} did {how} beside the others than expected ({score}, expected {expected})"


def claim_words(claim: ShuffledClaim) -> str:
    """Return what shuffled rows would have claimed.

    Examples
    --------
    >>> claim_words(ShuffledClaim("ridge", 0.71, 0.93, "group"))
    'shuffled rows would have claimed 0.930 for ridge, which has 0.710 on groups that it had not seen'
    """
    on = "groups that it had not seen" if claim.by == "group" else "later rows"
    shuffled, score = render_score(claim.shuffled_score), render_score(claim.score)
    return f"shuffled rows would have claimed {shuffled} for {claim.learner}, which has {score} on {on}"
