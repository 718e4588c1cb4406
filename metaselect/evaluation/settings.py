"""`BatchSettings`: what all evaluations of a store have in common."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["BatchSettings"]


@dataclass(frozen=True)
class BatchSettings:
    """What all evaluations of a store have in common.

    Attributes
    ----------
    max_rows : int
        Larger datasets are represented by so many of their rows, stratified; metafeatures describe those rows too.
    time_limit : float
        Seconds of wall-clock time for all folds of one evaluation; its process is killed then.
    random_state : int
    memory_limit : int
        Megabytes that one evaluation may take beside the interpreter, the libraries and the dataset.
    """

    max_rows: int = 4000
    time_limit: float = 60.0
    random_state: int = 0
    memory_limit: int = 4096
