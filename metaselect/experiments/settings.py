"""`BatchSettings`: what all evaluations of a store have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["BatchSettings"]

# What stores that are older than a setting were made with.
_BEFORE_RECORDED = {"memory_limit": 4096, "resampling": "5-fold below 500 rows, 3-fold above"}


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
        Seeds the rows that represent a larger dataset, the folds, metafeatures and learners.
    memory_limit : int
        Megabytes that one evaluation may take beside the interpreter, the libraries and the dataset.
    resampling : str
        The rule by which datasets are split, in words: it says which rows can be compared, and is not to be chosen.
    """

    max_rows: int = 20_000
    time_limit: float = 60.0
    random_state: int = 0
    memory_limit: int = 4096
    resampling: str = "5-fold x 2 below 500 rows, 5-fold to 5000, 3-fold to 10000, holdout 1/3 above"

    @staticmethod
    def recorded(settings: Mapping[str, object]) -> dict[str, object]:
        """Return what a store was made with from what it recorded of it.

        Examples
        --------
        >>> BatchSettings.recorded({"max_rows": 2000})["memory_limit"]
        4096
        """
        return {**_BEFORE_RECORDED, **settings}
