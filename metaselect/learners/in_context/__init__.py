"""A network that learned to learn: trained once on synthetic tables, it reads the labeled rows of a new one.

It needs no torch. `metaselect.pretraining` trains the weights.
"""

from metaselect.learners.in_context import base_learner  # noqa: F401  (it registers)
from metaselect.learners.in_context.classifier import InContextClassifier
from metaselect.learners.in_context.network import MOST_CLASSES
from metaselect.learners.in_context.regressor import InContextRegressor

__all__ = ["MOST_CLASSES", "InContextClassifier", "InContextRegressor"]
