"""`LabelEncodedClassifier`: any class labels for a classifier that wants 0, 1, 2, …"""

from __future__ import annotations

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, MetaEstimatorMixin, clone
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, column_or_1d, validate_data

__all__ = ["LabelEncodedClassifier"]


class LabelEncodedClassifier(ClassifierMixin, MetaEstimatorMixin, BaseEstimator):
    """Number the classes before fitting, and name them again after predicting.

    Parameters
    ----------
    estimator : classifier
        With `predict_proba`.

    Examples
    --------
    >>> from sklearn.tree import DecisionTreeClassifier
    >>> LabelEncodedClassifier(DecisionTreeClassifier()).fit([[0], [1]], ["no", "yes"]).predict([[1]])
    array(['yes'], dtype='<U3')
    """

    def __init__(self, estimator):
        self.estimator = estimator

    def fit(self, X, y):
        """Fit a clone of the estimator on numbered classes."""
        validate_data(self, X, skip_check_array=True)  # sets n_features_in_
        y = column_or_1d(y, warn=True)
        check_classification_targets(y)
        self.classes_, codes = np.unique(y, return_inverse=True)
        self.estimator_ = clone(self.estimator).fit(X, codes)
        return self

    def predict(self, X) -> np.ndarray:
        """Return the most probable class of each row."""
        best = self.predict_proba(X).argmax(axis=1)
        return self.classes_[best]

    def predict_proba(self, X) -> np.ndarray:
        """Return the probability of each class, of shape (n_rows, n_classes)."""
        check_is_fitted(self)
        validate_data(self, X, skip_check_array=True, reset=False)
        probabilities = self.estimator_.predict_proba(X).astype(np.float64)  # xgboost works in single precision
        return probabilities / probabilities.sum(axis=1, keepdims=True)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags
