"""Metafeatures and regrets of known datasets go in; the predicted regret of every configuration on a new one comes out.

Every meta-learner is a scikit-learn style regressor, `fit(M, R)` and `predict(M_new)`, that sees two matrices and no
files. To add one, decorate a class in a file of its own and import that file below.
"""

from metaselect.metalearners._base import BaseMetaLearner
from metaselect.metalearners._registry import DEFAULT_META_LEARNER, META_LEARNERS, make_meta_learner, meta_learner
from metaselect.metalearners.baselines import (
    AverageRankMetaLearner,
    RandomMetaLearner,
    SingleBestMetaLearner,
    StaticPortfolioMetaLearner,
)
from metaselect.metalearners.forest import ForestMetaLearner
from metaselect.metalearners.greedy import greedy_portfolio
from metaselect.metalearners.nearest import NearestMetaLearner
from metaselect.metalearners.neural import NeuralMetaLearner
from metaselect.metalearners.proximity import ProximityForest
from metaselect.metalearners.regret import CLIP, WORST_REGRET, cap_regret, complete_regret, scaled_ranks
from metaselect.metalearners.svm import SVMMetaLearner
from metaselect.metalearners.tree import TreeMetaLearner

__all__ = [
    "CLIP",
    "DEFAULT_META_LEARNER",
    "META_LEARNERS",
    "WORST_REGRET",
    "AverageRankMetaLearner",
    "BaseMetaLearner",
    "ForestMetaLearner",
    "NearestMetaLearner",
    "NeuralMetaLearner",
    "ProximityForest",
    "RandomMetaLearner",
    "SVMMetaLearner",
    "SingleBestMetaLearner",
    "StaticPortfolioMetaLearner",
    "TreeMetaLearner",
    "cap_regret",
    "complete_regret",
    "greedy_portfolio",
    "make_meta_learner",
    "meta_learner",
    "scaled_ranks",
]
