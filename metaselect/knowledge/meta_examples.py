"""`MetaExamples`: what a meta-learner fits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metaselect.facts import ShownShort
from metaselect.learners import BLEND

__all__ = ["LEARNED_GROUPS", "MetaExamples"]

# The groups of metafeatures that meta-learners learn from. All others together add nothing that can be measured
# (benchmarks/bench_metalearners.py: "ensemble, all groups"), and take longer to compute and to understand.
LEARNED_GROUPS = ("simple", "landmarking")


@dataclass(frozen=True, eq=False, repr=False)
class MetaExamples(ShownShort):
    """Metafeatures and regrets of the known datasets of one task, for one metric.

    Attributes
    ----------
    M : ndarray of shape (n_datasets, n_metafeatures)
        NaN where a metafeature is undefined.
    R : ndarray of shape (n_datasets, n_configurations)
        Normalised regret: 0 for the best configuration of the dataset; 1 for one that is no better than the dummy
        predictor, failed, crashed or ran out of time or memory; NaN where it was never run.
    skills : ndarray of shape (n_datasets, n_configurations)
        0 for the dummy predictor, 1 for perfect predictions; NaN where there is no score.
    datasets, origins : tuple of str, of length n_datasets
        Their names, and the source of each: what has one origin is left out together.
    configurations : tuple of str, of length n_configurations
        Their ids.
    metafeatures : tuple of str, of length n_metafeatures
        Their names.
    task, metric : str
        What the regrets are about.
    """

    M: np.ndarray
    R: np.ndarray
    skills: np.ndarray
    datasets: tuple[str, ...]
    origins: tuple[str, ...]
    configurations: tuple[str, ...]
    metafeatures: tuple[str, ...]
    task: str
    metric: str

    @property
    def blends(self) -> np.ndarray:
        """Indices of the configurations that are blends of what is advised."""
        return np.flatnonzero([id_.startswith(f"{BLEND}-") for id_ in self.configurations])
