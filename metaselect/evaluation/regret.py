"""Regret: what a configuration loses against the best one on the same dataset."""

from __future__ import annotations

import numpy as np

from metaselect.exceptions import KnowledgeBaseError

__all__ = ["normalized_regret"]


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
