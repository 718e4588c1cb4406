"""`Obstacle`: why a base learner cannot be tried on some data."""

from __future__ import annotations

from dataclasses import dataclass

from metaselect.facts import Fact

__all__ = ["Obstacle"]


@dataclass(frozen=True)
class Obstacle(Fact):
    """The rule that forbids some data; `str` of it says it.

    Attributes
    ----------
    rule : {"task", "few rows", "many rows", "small class", "many columns", "many classes"}
        What it is about.
    limit : int
        Number of rows that are needed, or the most rows, columns or classes there may be; 0 where it is about the task.
    task : str
        What a learner or hyperparameter is not for; empty where it is about sizes.
    of : str
        The hyperparameter whose rule it is; empty for the learner itself.

    Examples
    --------
    >>> str(Obstacle("many rows", limit=600))
    'more than 600 rows'
    """

    rule: str
    limit: int = 0
    task: str = ""
    of: str = ""
