"""A linear model from metafeatures to ranks."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from metaselect.metalearners._base import BaseMetaLearner, Contributions
from metaselect.metalearners._registry import meta_learner
from metaselect.metalearners._scaling import relevance
from metaselect.metalearners.regret import CLIP, blended_regret

__all__ = ["RidgeMetaLearner"]

_PENALTIES = np.logspace(0, 4, 9)


@meta_learner("ridge")
class RidgeMetaLearner(BaseMetaLearner):
    """Predicts the rank of each configuration, in units of regret, by ridge regression.

    Metafeatures that explain little by themselves are shrunk more, by their `relevance`: most of hundreds only add
    noise. The penalty is the same for all configurations and chosen among nine by leave-one-out error, which ridge
    regression gives for free. Source: Hoerl & Kennard (1970), Ridge regression, Technometrics 12.

    Parameters
    ----------
    rank_share : float in [0, 1]
        Share of the rank in the target, the rest is clipped regret.
    clip : float
        Regrets above it count as it.
    random_state : int
        Unused; every meta-learner has one.

    Attributes
    ----------
    expected_regret_ : ndarray of shape (n_configurations,)
        Prediction before any metafeature is looked at.
    """

    def __init__(self, rank_share=1.0, clip=CLIP, random_state=0):
        self.rank_share = rank_share
        self.clip = clip
        self.random_state = random_state

    def contributions(self, M: ArrayLike, direction: ArrayLike) -> Contributions:
        """Return what each metafeature adds to `prediction @ direction`: see `BaseMetaLearner`.

        Its scaled value times its slope; there is no correction.

        Parameters
        ----------
        M : array-like of shape (n_new, n_metafeatures)
            NaN where a metafeature is undefined.
        direction : array-like of shape (n_configurations,)
            A unit vector for one configuration; 1 and -1 for two that are compared.
        """
        direction = np.asarray(direction, dtype=float)
        slopes = direction @ self.slopes_  # (n_metafeatures,)
        scaled = self._scale_by_relevance(self._scale(M))
        return Contributions(
            base=float(self.expected_regret_ @ direction),
            by_metafeature=scaled * slopes,
            correction=np.zeros(len(scaled)),
        )

    def residuals_of_known(self) -> np.ndarray:
        """Return clipped regrets minus what is predicted when the dataset is left out: see `BaseMetaLearner`.

        In closed form, with the relevance and the penalty learned from all. Source: Hastie, Tibshirani & Friedman
        (2009), The elements of statistical learning, eq. 7.64.
        """
        n_datasets, n_metafeatures = self.M_.shape
        centered = self._scale_by_relevance(self.M_)
        inverse = np.linalg.inv(centered.T @ centered + self.penalty_ * np.eye(n_metafeatures))
        leverage = 1.0 / n_datasets + np.einsum("ij,jk,ik->i", centered, inverse, centered, optimize=True)
        missed = (self.targets_ - self._predict(self.M_)) / np.maximum(1.0 - leverage, 1e-9)[:, None]
        return self.clipped_ - (self.targets_ - missed)

    def _learn(self, M, R):
        from sklearn.linear_model import Ridge, RidgeCV

        targets = blended_regret(R, self.clip, self.rank_share)
        self.M_, self.targets_, self.clipped_ = M, targets, np.minimum(R, self.clip)
        self.center_, self.relevance_ = M.mean(axis=0), relevance(M, self.clipped_)
        enough = len(M) > 2  # leaving one out of two leaves nothing to fit
        ridge = RidgeCV(_PENALTIES) if enough else Ridge(_PENALTIES[-1])
        ridge.fit(self._scale_by_relevance(M), targets)
        self.slopes_ = ridge.coef_.reshape(R.shape[1], -1)  # (n_configurations, n_metafeatures)
        self.expected_regret_ = targets.mean(axis=0)
        self.penalty_ = float(ridge.alpha_ if enough else ridge.alpha)

    def _predict(self, M):
        return self.expected_regret_ + self._scale_by_relevance(M) @ self.slopes_.T

    def _scale_by_relevance(self, M):
        return (M - self.center_) * self.relevance_
