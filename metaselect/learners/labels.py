"""Any class labels: for a classifier that wants 0, 1, 2, …, and for scikit-learn, to which fractions are no classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, MetaEstimatorMixin, clone
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, column_or_1d, validate_data

from metaselect.learners.table_pipeline import TablePipeline

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["ClassificationPipeline", "LabelEncodedClassifier", "are_fractional_classes"]

_MOST_FRACTIONAL_CLASSES = 10


def are_fractional_classes(y: ArrayLike) -> bool:
    """Return whether labels are a few numbers with fractions: classes to people, but not to scikit-learn.

    Two distinct values are classes; more, up to ten, where each occurs twice on average.

    Examples
    --------
    >>> are_fractional_classes([0.5, 1.5, 0.5]), are_fractional_classes([0.0, 1.0]), are_fractional_classes([0.1, 2, 3])
    (True, False, False)
    """
    y = np.asarray(y)
    if y.ndim != 1 or y.dtype.kind != "f" or not np.isfinite(y).all() or (y == np.round(y)).all():
        return False
    n_distinct = len(np.unique(y))
    return n_distinct <= 2 or (n_distinct <= _MOST_FRACTIONAL_CLASSES and 2 * n_distinct <= len(y))


def _are_strange_classes(y: ArrayLike) -> bool:
    """Return whether labels are neither numbers, truth values nor text, such as days; scikit-learn refuses these."""
    y = np.asarray(y)
    if y.ndim != 1 or y.dtype.kind in "biufU":
        return False
    return y.dtype.kind in "mM" or (y.dtype == object and not all(isinstance(label, str) for label in y))


class ClassificationPipeline(TablePipeline):
    """A pipeline that ends in a classifier and takes any labels, such as 0.5 and 1.5, or days.

    Its steps see such labels as 0, 1, …; `predict` returns them as given. Labels that scikit-learn knows are passed on
    as they are.

    Examples
    --------
    >>> from sklearn.linear_model import LogisticRegression
    >>> pipeline = ClassificationPipeline([("model", LogisticRegression())])
    >>> pipeline.fit([[0], [0], [9], [9]], [0.5, 0.5, 1.5, 1.5]).predict([[8]])
    array([1.5])
    """

    def fit(self, X, y=None, **params):
        """Fit all steps."""
        X, y, params = self._rows_with_target(X, y, params)
        self.labels_ = None
        if are_fractional_classes(y) or _are_strange_classes(y):
            self.labels_, y = np.unique(np.asarray(y), return_inverse=True)
        return self._fit_all(X, y, params)

    @property
    def classes_(self) -> np.ndarray:
        """The labels, sorted."""
        return super().classes_ if self.labels_ is None else self.labels_

    def predict(self, X, **params) -> np.ndarray:
        """Return the most probable class of each row."""
        predicted = super().predict(X, **params)
        return predicted if self.labels_ is None else self.labels_[predicted]

    def score(self, X, y=None, sample_weight=None, **params) -> float:
        """Return the share of rows that are predicted right."""
        if self.labels_ is None:
            return super().score(X, y, sample_weight=sample_weight, **params)
        X, y, given = self._rows_with_target(X, y, {"sample_weight": sample_weight})
        return float(np.average(self.predict(X) == np.asarray(y), weights=given["sample_weight"]))


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

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> LabelEncodedClassifier:
        """Fit a clone of the estimator on numbered classes, with a weight for each row where they are given."""
        validate_data(self, X, skip_check_array=True)  # sets n_features_in_
        y = column_or_1d(y, warn=True)
        check_classification_targets(y)
        self.classes_, codes = np.unique(y, return_inverse=True)
        weights = {} if sample_weight is None else {"sample_weight": _check_sample_weight(sample_weight, X)}
        self.estimator_ = clone(self.estimator).fit(X, codes, **weights)
        return self

    @property
    def feature_importances_(self) -> np.ndarray:
        """How much each column matters, as the estimator says."""
        check_is_fitted(self)
        return self.estimator_.feature_importances_

    def predict(self, X: ArrayLike) -> np.ndarray:
        """Return the most probable class of each row."""
        best = self.predict_proba(X).argmax(axis=1)
        return self.classes_[best]

    def predict_proba(self, X: ArrayLike) -> np.ndarray:
        """Return the probability of each class, of shape (n_rows, n_classes)."""
        check_is_fitted(self)
        validate_data(self, X, skip_check_array=True, reset=False)
        probabilities = self.estimator_.predict_proba(X).astype(np.float64)  # xgboost works in single precision
        return probabilities / probabilities.sum(axis=1, keepdims=True)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags
