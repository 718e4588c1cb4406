"""Why a base learner cannot be tried, in words."""

from __future__ import annotations

from metaselect.learners import Obstacle

__all__ = ["obstacle_words"]

_WORDS_ON_SIZES = {
    "few rows": "fewer than {limit} rows",
    "many rows": "more than {limit} rows",
    "small class": "a class with fewer than {limit} rows",
    "many columns": "more than {limit} columns",
    "many classes": "more than {limit} classes",
}


def obstacle_words(obstacle: Obstacle) -> str:
    """Return the rule that forbids the data."""
    if obstacle.rule == "task":
        return f"{obstacle.of} is not for {obstacle.task}" if obstacle.of else f"not for {obstacle.task}"
    words = _WORDS_ON_SIZES[obstacle.rule].format(limit=obstacle.limit)
    return f"{words} for {obstacle.of.replace('_', ' ')}" if obstacle.of else words
