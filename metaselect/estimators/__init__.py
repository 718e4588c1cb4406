"""A table and its target go in; a fitted model comes out, chosen by recommendation, as a scikit-learn estimator.

What both share is in `_base.py`; the classifier and the regressor add what their predictions need.
"""

from metaselect.estimators.classifier import MetaSelectClassifier
from metaselect.estimators.regressor import MetaSelectRegressor

__all__ = ["MetaSelectClassifier", "MetaSelectRegressor"]
