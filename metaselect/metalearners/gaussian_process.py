"""A Gaussian process from metafeatures to the main directions in which ranks vary."""

from __future__ import annotations

import warnings

import numpy as np

from metaselect.metalearners._base import BaseMetaLearner
from metaselect.metalearners._registry import meta_learner
from metaselect.metalearners._scaling import principal_directions
from metaselect.metalearners.regret import CLIP, blended_regret

__all__ = ["GaussianProcessMetaLearner"]


@meta_learner("gaussian_process")
class GaussianProcessMetaLearner(BaseMetaLearner):
    """Predicts the rank of each configuration, in units of regret, by a Gaussian process.

    One kernel for all principal directions, a squared exponential and noise, with length and noise chosen by marginal
    likelihood. Far from all known datasets it returns to the average. Source: Rasmussen & Williams (2006), Gaussian
    processes for machine learning.

    Parameters
    ----------
    n_directions : int
        Principal directions of the targets that are learned.
    rank_share : float in [0, 1]
        Share of the rank in the target, the rest is clipped regret.
    clip : float
        Regrets above it count as it.
    random_state : int
        Unused; every meta-learner has one.
    """

    def __init__(self, n_directions=5, rank_share=1.0, clip=CLIP, random_state=0):
        self.n_directions = n_directions
        self.rank_share = rank_share
        self.clip = clip
        self.random_state = random_state

    def residuals_of_known(self) -> np.ndarray:
        """Return clipped regrets minus what is predicted when the dataset is left out: see `BaseMetaLearner`.

        In closed form, with the length and noise learned from all: Rasmussen & Williams, eq. 5.12.
        """
        inverse = np.linalg.inv(self.process_.kernel_(self.M_))
        left_out = self.coordinates_ - inverse @ self.coordinates_ / np.diag(inverse)[:, None]
        return self.clipped_ - self.mean_ - left_out @ self.directions_

    def _learn(self, M, R):
        from sklearn.gaussian_process import GaussianProcessRegressor
        from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel

        targets = blended_regret(R, self.clip, self.rank_share)
        self.mean_, coordinates, self.directions_ = principal_directions(targets, self.n_directions)
        self.scale_ = max(float(coordinates[:, 0].std()), 1e-12)  # one for all: a direction counts as it varies
        length = np.sqrt(M.shape[1] / 6.0)  # the typical distance of two datasets, as ranks have variance 1/12
        kernel = ConstantKernel(0.5, (1e-2, 1e1)) * RBF(length, (0.1 * length, 10 * length))
        process = GaussianProcessRegressor(kernel + WhiteKernel(0.5, (1e-2, 1e1)), random_state=0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a length or noise at its bound is a fair answer
            self.process_ = process.fit(M, coordinates / self.scale_)
        self.M_, self.coordinates_, self.clipped_ = M, coordinates, np.minimum(R, self.clip)

    def _predict(self, M):
        coordinates = self.process_.predict(M).reshape(len(M), -1)
        return self.mean_ + self.scale_ * coordinates @ self.directions_
