"""`MetaExamples`: what a meta-learner fits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metaselect.exceptions import KnowledgeBaseError

__all__ = ["LEARNED_GROUPS", "MetaExamples", "normalized_regret"]

# The groups of metafeatures that meta-learners learn from. All others together add nothing that can be measured
# (benchmarks/bench_metalearners.py: "ensemble, all groups"), and take longer to compute and to understand.
LEARNED_GROUPS = ("simple", "landmarking")


@dataclass(frozen=True, eq=False)
class MetaExamples:
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
    configurations : tuple of str, of length n_configurations
        Their ids.
    metafeatures : tuple of str, of length n_metafeatures
    task, metric : str
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


def normalized_regret(skills: np.ndarray, given_up: np.ndarray) -> np.ndarray:
    """Return the regret of each configuration, scaled so that 0 is the best and 1 the dummy predictor.

    Parameters
    ----------
    skills : ndarray of shape (n_datasets, n_configurations)
        0 for the dummy predictor, greater is better; NaN where there is no score.
    given_up : ndarray of bool of shape (n_datasets, n_configurations)
        Where the configuration failed or ran out of time: as bad as the dummy predictor, which always works.

    Returns
    -------
    regret : ndarray of shape (n_datasets, n_configurations)
        In [0, 1], as one can always fall back on the dummy predictor; NaN where a configuration was not run; a row of
        NaN where nothing beats the dummy predictor.

    Raises
    ------
    KnowledgeBaseError
        If a dataset has no score at all.

    Examples
    --------
    >>> normalized_regret(np.array([[0.8, 0.4, np.nan]]), given_up=np.array([[False, False, True]]))
    array([[0. , 0.5, 1. ]])
    """
    if np.isnan(skills).all(axis=1).any():
        raise KnowledgeBaseError("a dataset has no score of any configuration")
    best = np.nanmax(skills, axis=1, keepdims=True)  # (n_datasets, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        regret = np.clip((best - skills) / best, 0.0, 1.0)
    regret[given_up] = 1.0
    regret[best[:, 0] <= 0] = np.nan
    return regret
