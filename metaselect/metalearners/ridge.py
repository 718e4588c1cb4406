"""A linear model from metafeatures to ranks."""

from __future__ import annotations

import numpy as np

from metaselect.metalearners._base import BaseMetaLearner
from metaselect.metalearners._registry import meta_learner
from metaselect.metalearners.regret import CLIP, blended_regret

__all__ = ["RidgeMetaLearner"]

_PENALTIES = np.logspace(0, 4, 9)


@meta_learner("ridge")
class RidgeMetaLearner(BaseMetaLearner):
    """Predicts the rank of each configuration, in units of regret, by ridge regression.

    The penalty is the same for all configurations and chosen among nine by leave-one-out error, which ridge
    regression gives for free. Source: Hoerl & Kennard (1970), Ridge regression, Technometrics 12.

    Parameters
    ----------
    rank_share : float in [0, 1]
        Share of the rank in the target, the rest is clipped regret.
    clip : float
        Regrets above it count as it.
    random_state : int
        Unused; every meta-learner has one.
    """

    def __init__(self, rank_share=1.0, clip=CLIP, random_state=0):
        self.rank_share = rank_share
        self.clip = clip
        self.random_state = random_state

    def _learn(self, M, R):
        from sklearn.linear_model import Ridge, RidgeCV

        targets = blended_regret(R, self.clip, self.rank_share)
        enough = len(M) > 2  # leaving one out of two leaves nothing to fit
        self.ridge_ = (RidgeCV(_PENALTIES) if enough else Ridge(_PENALTIES[-1])).fit(M, targets)
        self.n_configurations_ = R.shape[1]

    def _predict(self, M):
        return self.ridge_.predict(M).reshape(len(M), self.n_configurations_)
