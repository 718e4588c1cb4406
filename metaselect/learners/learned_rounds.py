"""`LearnedRounds`: boosting for as many rounds as rows that are set aside gain by, then fitted anew to all rows."""

from __future__ import annotations

import numpy as np
from sklearn.base import BaseEstimator, MetaEstimatorMixin, clone, is_classifier
from sklearn.utils import _safe_indexing, get_tags
from sklearn.utils.validation import check_is_fitted

__all__ = ["LearnedRounds"]


class LearnedRounds(MetaEstimatorMixin, BaseEstimator):
    """Boost until rows set aside gain no more, then fit all rows for as many rounds.

    A fifth of the rows is set aside within `fit`, of each class its share, so that rows that a model is scored on are
    never among them. Where no class has five rows, all rounds are run.

    Parameters
    ----------
    estimator : XGBClassifier or XGBRegressor
        With the most rounds there may be as `n_estimators`. Classes are numbered.
    patience : int
        Stop when so many rounds have brought no gain.
    random_state : int
        Draws the rows that are set aside.

    Attributes
    ----------
    n_rounds_ : int
        How many rounds were enough.
    estimator_ : XGBClassifier or XGBRegressor
        Fitted to all rows.

    Examples
    --------
    >>> from sklearn.datasets import load_diabetes
    >>> from xgboost import XGBRegressor
    >>> boosted = LearnedRounds(XGBRegressor(n_estimators=500, learning_rate=0.05)).fit(*load_diabetes(return_X_y=True))
    >>> 10 < boosted.n_rounds_ < 200
    True
    """

    def __init__(self, estimator, patience=50, random_state=0):
        self.estimator = estimator
        self.patience = patience
        self.random_state = random_state

    def fit(self, X, y, sample_weight=None):
        """Learn how many rounds are enough, then fit all rows, with a weight for each row where they are given."""
        y = np.asarray(y)
        self.n_rounds_ = self._enough(X, y, sample_weight)
        self.estimator_ = clone(self.estimator).set_params(n_estimators=self.n_rounds_)
        self.estimator_.fit(X, y, sample_weight=sample_weight)
        return self

    def _enough(self, X, y, sample_weight):
        """Return after how many rounds the rows that are set aside are predicted best."""
        order = np.random.default_rng(self.random_state).permutation(len(y))
        groups = [order[y[order] == label] for label in np.unique(y)] if is_classifier(self.estimator) else [order]
        aside = np.sort(np.concatenate([rows[: len(rows) // 5] for rows in groups]))
        if len(aside) == 0:
            return int(self.estimator.n_estimators)
        rest = np.setdiff1d(order, aside)
        weights = [None if sample_weight is None else _safe_indexing(sample_weight, rows) for rows in (rest, aside)]
        trial = clone(self.estimator).set_params(early_stopping_rounds=self.patience)
        trial.fit(
            _safe_indexing(X, rest),
            y[rest],
            sample_weight=weights[0],
            eval_set=[(_safe_indexing(X, aside), y[aside])],
            sample_weight_eval_set=None if sample_weight is None else [weights[1]],
            verbose=False,
        )
        return int(trial.best_iteration) + 1

    @property
    def feature_importances_(self):
        """How much each column matters, as the estimator says."""
        check_is_fitted(self)
        return self.estimator_.feature_importances_

    @property
    def classes_(self):
        """The numbers of the classes."""
        return self.estimator_.classes_

    def predict(self, X):
        """Return the prediction for each row."""
        check_is_fitted(self)
        return self.estimator_.predict(X)

    @property
    def predict_proba(self):
        """What returns the probability of each class, of shape (n_rows, n_classes); only classifiers have it."""
        return getattr(self, "estimator_", self.estimator).predict_proba

    def __sklearn_tags__(self):
        return get_tags(self.estimator)
