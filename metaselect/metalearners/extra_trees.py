"""The forest with thresholds drawn at random."""

from __future__ import annotations

from metaselect.metalearners._registry import meta_learner
from metaselect.metalearners.forest import ForestMetaLearner

__all__ = ["ExtraTreesMetaLearner"]


@meta_learner("extra_trees")
class ExtraTreesMetaLearner(ForestMetaLearner):
    """Predicts as `ForestMetaLearner` does, from trees whose thresholds are drawn at random.

    Each single split is worse and the trees differ more: what is averaged is smoother. Parameters as there.
    Source: Geurts, Ernst & Wehenkel (2006), Extremely randomized trees, Machine Learning 63.
    """

    random_splits = True
