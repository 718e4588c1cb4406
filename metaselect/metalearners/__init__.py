"""Metafeatures and regrets of known datasets go in; the predicted regret of every configuration on a new one comes out.

Every meta-learner is a scikit-learn style regressor, `fit(M, R)` and `predict(M_new)`, that sees two matrices and no
files. What else one can say `BaseMetaLearner` lists; None is "cannot say". To add one, decorate a class in a file of
its own and import that file below.
"""

from metaselect.metalearners._base import BaseMetaLearner, Contributions, Tree
from metaselect.metalearners._registry import (
    DEFAULT_META_LEARNER,
    META_LEARNERS,
    SLOW_META_LEARNERS,
    make_meta_learner,
    meta_learner,
)
from metaselect.metalearners._scaling import MedianImputation, RankScaling
from metaselect.metalearners._tree_node import TreeNode
from metaselect.metalearners._tree_nodes import TreeNodes
from metaselect.metalearners.any_regressor import AnyRegressorMetaLearner, Regressor
from metaselect.metalearners.baselines import (
    AverageRankMetaLearner,
    RandomMetaLearner,
    SingleBestMetaLearner,
    StaticPortfolioMetaLearner,
)
from metaselect.metalearners.encoding import encode_configurations
from metaselect.metalearners.ensemble import EnsembleMetaLearner
from metaselect.metalearners.extra_trees import ExtraTreesMetaLearner
from metaselect.metalearners.forest import ForestMetaLearner
from metaselect.metalearners.gaussian_process import GaussianProcessMetaLearner
from metaselect.metalearners.greedy import greedy_portfolio
from metaselect.metalearners.joint_neural import JointNeuralMetaLearner
from metaselect.metalearners.missing_forest import MissingForestMetaLearner
from metaselect.metalearners.nearest import LearnedNearestMetaLearner, NearestMetaLearner, OneNearestMetaLearner
from metaselect.metalearners.neural import NeuralMetaLearner
from metaselect.metalearners.pairwise_forest import PairwiseForestMetaLearner
from metaselect.metalearners.proximity import ProximityForest
from metaselect.metalearners.ranking_svm import RankingSVMMetaLearner
from metaselect.metalearners.regret import (
    CLIP,
    WORST_REGRET,
    blended_regret,
    cap_regret,
    complete_regret,
    scaled_ranks,
)
from metaselect.metalearners.ridge import RidgeMetaLearner
from metaselect.metalearners.svm import SVMMetaLearner
from metaselect.metalearners.tree import TreeMetaLearner
from metaselect.metalearners.tree_stability import TreeStability, tree_stability

__all__ = [
    "CLIP",
    "DEFAULT_META_LEARNER",
    "META_LEARNERS",
    "SLOW_META_LEARNERS",
    "WORST_REGRET",
    "AnyRegressorMetaLearner",
    "AverageRankMetaLearner",
    "BaseMetaLearner",
    "Contributions",
    "EnsembleMetaLearner",
    "ExtraTreesMetaLearner",
    "ForestMetaLearner",
    "GaussianProcessMetaLearner",
    "JointNeuralMetaLearner",
    "LearnedNearestMetaLearner",
    "MedianImputation",
    "MissingForestMetaLearner",
    "NearestMetaLearner",
    "NeuralMetaLearner",
    "OneNearestMetaLearner",
    "PairwiseForestMetaLearner",
    "ProximityForest",
    "RandomMetaLearner",
    "RankScaling",
    "RankingSVMMetaLearner",
    "Regressor",
    "RidgeMetaLearner",
    "SVMMetaLearner",
    "SingleBestMetaLearner",
    "StaticPortfolioMetaLearner",
    "Tree",
    "TreeMetaLearner",
    "TreeNode",
    "TreeNodes",
    "TreeStability",
    "blended_regret",
    "cap_regret",
    "complete_regret",
    "encode_configurations",
    "greedy_portfolio",
    "make_meta_learner",
    "meta_learner",
    "scaled_ranks",
    "tree_stability",
]
