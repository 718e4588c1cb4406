"""Support vector regression of the main directions in which regrets vary."""

from __future__ import annotations

import numpy as np

from metaselect.metalearners._base import BaseMetaLearner
from metaselect.metalearners._registry import meta_learner
from metaselect.metalearners._scaling import principal_directions
from metaselect.metalearners.regret import CLIP

__all__ = ["SVMMetaLearner"]


@meta_learner("svm")
class SVMMetaLearner(BaseMetaLearner):
    """Predicts regret with one support vector machine (RBF kernel) per principal direction of the regrets.

    Parameters
    ----------
    n_directions : int
        Directions beyond the first few are noise with a few hundred known datasets.
    C : float
        Penalty of errors; smaller is smoother.
    clip : float
        Regrets above it count as it.
    random_state : int
        Unused; every meta-learner has one.
    """

    def __init__(self, n_directions=5, C=1.0, clip=CLIP, random_state=0):
        self.n_directions = n_directions
        self.C = C
        self.clip = clip
        self.random_state = random_state

    def _learn(self, M, R):
        from sklearn.svm import SVR

        self.mean_, coordinates, self.directions_ = principal_directions(np.minimum(R, self.clip), self.n_directions)
        self.scales_ = np.maximum(coordinates.std(axis=0), 1e-12)  # (n_kept,)
        self.regressors_ = [_seeded(SVR(C=self.C)).fit(M, target) for target in (coordinates / self.scales_).T]

    def _predict(self, M):
        coordinates = np.column_stack([regressor.predict(M) for regressor in self.regressors_]) * self.scales_
        return self.mean_ + coordinates @ self.directions_


def _seeded(regressor):
    """Return `regressor`, kept from drawing a seed it does not need from NumPy's global random state."""
    regressor.random_state = 0  # an attribute of the base class that SVR does not take as parameter
    return regressor
