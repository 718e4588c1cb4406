"""`Trial`: a configuration that was tried on the dataset at hand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metaselect.evaluation import Evaluation
from metaselect.learners import Configuration

__all__ = ["Trial"]


@dataclass(frozen=True)
class Trial:
    """One configuration, evaluated on the folds that all others are evaluated on.

    Attributes
    ----------
    number : int
        From 1, in the order in which configurations were chosen.
    configuration : Configuration
        What was tried.
    evaluation : Evaluation
        How it did; `"raced"` where it was hopelessly behind after some folds, which is compared with nothing.
    fold_scores : tuple of float
        Of the metric that was asked for, on each fold; empty where it failed.
    expected_score : float
        What was expected before anything was tried.
    seconds : float
        Of wall-clock time that it took; NaN where that is not known any more.
    is_advised : bool
        Whether it is a member of what was advised; for the others the expected gain per second spoke.
    """

    number: int
    configuration: Configuration
    evaluation: Evaluation
    fold_scores: tuple[float, ...] = ()
    expected_score: float = float("nan")
    seconds: float = float("nan")
    is_advised: bool = False

    @property
    def score(self) -> float:
        """Mean over the folds that were run, NaN where there is none."""
        defined = [score for score in self.fold_scores if np.isfinite(score)]
        return float(np.mean(defined)) if defined else float("nan")

    @property
    def is_complete(self) -> bool:
        """Whether it has predictions and a score on all folds."""
        is_ok = self.evaluation.status == "ok" and bool(self.evaluation.out_of_fold)
        return is_ok and bool(np.isfinite(self.score))
