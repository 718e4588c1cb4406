"""A `Configuration` goes in: a base learner, its hyperparameters and its structure. An unfitted scikit-learn pipeline
comes out that takes a raw DataFrame. To add a base learner, decorate a function in the file of its family.
"""

from metaselect.learners import (  # noqa: F401  (they register)
    bayes,
    discriminant,
    gaussian_process,
    in_context,
    kernel,
    linear,
    neighbors,
    neural,
    trees,
)
from metaselect.learners._registry import LEARNERS, Learner, find_learner, learner, learners_for
from metaselect.learners.blend import (
    BLEND,
    Blend,
    MemberPipeline,
    blend_rule,
    center_of_rule,
    is_blend_rule,
    weights_of_rule,
)
from metaselect.learners.configuration import (
    Configuration,
    make_configuration,
    sample_configuration,
    why_outside_space,
)
from metaselect.learners.in_context import InContextClassifier, InContextRegressor
from metaselect.learners.labels import LabelEncodedClassifier, are_fractional_classes
from metaselect.learners.obstacle import Obstacle
from metaselect.learners.pipeline import build_pipeline
from metaselect.learners.portfolio import shipped_configurations
from metaselect.learners.preprocessing import NamedColumns
from metaselect.learners.space import Choice, Float, Hyperparameter, Integer, LogFloat, LogInteger
from metaselect.learners.voting_median import weighted_median

__all__ = [
    "BLEND",
    "LEARNERS",
    "Blend",
    "Choice",
    "Configuration",
    "Float",
    "Hyperparameter",
    "InContextClassifier",
    "InContextRegressor",
    "Integer",
    "LabelEncodedClassifier",
    "Learner",
    "LogFloat",
    "LogInteger",
    "MemberPipeline",
    "NamedColumns",
    "Obstacle",
    "are_fractional_classes",
    "blend_rule",
    "build_pipeline",
    "center_of_rule",
    "find_learner",
    "is_blend_rule",
    "learner",
    "learners_for",
    "make_configuration",
    "sample_configuration",
    "shipped_configurations",
    "weighted_median",
    "weights_of_rule",
    "why_outside_space",
]
