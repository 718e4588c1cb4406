"""The forest that splits on what is undefined, too."""

from __future__ import annotations

from metaselect.metalearners._registry import meta_learner
from metaselect.metalearners._scaling import OpenRankScaling
from metaselect.metalearners.forest import ForestMetaLearner

__all__ = ["MissingForestMetaLearner"]


@meta_learner("missing_forest")
class MissingForestMetaLearner(ForestMetaLearner):
    """Predicts as `ForestMetaLearner` does, from trees that learn which way an undefined metafeature goes.

    A metafeature is mostly undefined for a reason (no numeric column, no second class), which may say something about
    the dataset; the other meta-learners put the middle in its place. Parameters as there.
    Source: Twala, Jones & Hand (2008), Good methods for coping with missing data in decision trees, Pattern
    Recognition Letters 29 (missing incorporated in attributes).
    """

    scaling = OpenRankScaling
