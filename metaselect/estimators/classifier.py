"""`MetaSelectClassifier`."""

from __future__ import annotations

from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from sklearn.base import ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted

from metaselect.estimators._base import BaseMetaSelect
from metaselect.exceptions import DatasetError
from metaselect.learners import are_fractional_classes

__all__ = ["MetaSelectClassifier"]


def _classes(y: np.ndarray) -> np.ndarray:
    """Return the distinct labels, sorted."""
    if y.dtype == object and len(kinds := set(map(type, y))) > 1:
        names = " and ".join(sorted(kind.__name__ for kind in kinds))
        raise DatasetError(f"y holds labels of several types, {names}, which have no order; make text of them first")
    try:
        classes = np.unique(y)
    except TypeError as error:
        raise DatasetError(
            f"y holds labels such as {y[0]!r:.40}, which have no order; make text of them first"
        ) from error
    if _is_text_or_number(y) and not are_fractional_classes(y):
        check_classification_targets(y)
    return classes


def _is_text_or_number(labels: np.ndarray) -> bool:
    return labels.dtype.kind in "biufU" or all(isinstance(label, str) for label in labels)


def _is_known_to_scikit_learn(classes: np.ndarray) -> bool:
    """Return whether its measures take distinct labels: they refuse days, and numbers with fractions."""
    is_fractional = classes.dtype.kind == "f" and bool((classes != np.round(classes)).any())
    return _is_text_or_number(classes) and not is_fractional


class MetaSelectClassifier(ClassifierMixin, BaseMetaSelect):
    """A classifier that knows which model to be: it fits what is recommended for the data.

    Parameters
    ----------
    metric : str or callable, optional
        scikit-learn's scorer name that the recommendation is for; `"roc_auc"` for two classes and `"neg_log_loss"`
        for more when not given.
    meta_learner : str or meta-learner
        What recommends: `"ensemble"`, `"forest"`, `"nearest"`, `"tree"`, `"svm"`, `"neural"`, `"average_rank"`, …
    knowledge_base : KnowledgeBase or path, optional
        The packaged one when not given.
    budget : float, optional
        Seconds of wall-clock time for all of `fit`: the most promising configurations are tried by cross-validation,
        the best are averaged, and the average is fitted. The first recommendation is fitted at once when neither this
        nor `n_trials` is given.
    n_jobs : int, optional
        Processes of one thread each for a search, threads of the fitted learner otherwise, as joblib counts them.
    random_state : int, RandomState or None
        Seeds the recommendation and the recommended pipelines; 0 by default.
    exclude : str or collection of str
        Base learners not to recommend.
    roles : mapping of str to str, optional
        What columns are there for, where they are taken for something else, as for `recommend`.
    missing : str, number, sequence or mapping, optional
        Values that stand for missing ones, as for `recommend`; in rows seen later too.
    single : bool
        Whether a single model is fitted, and no blend of several; False by default.
    cheap : bool
        Whether fit time counts; False by default.
    n_trials : int, optional
        How many configurations are tried. Without a budget, the result then depends neither on a clock nor on `n_jobs`.
    run_folder : path, optional
        Where what was tried is kept; a later search on the same data goes on with it.
    verbose : int
        Above 0, a search prints how far it is; 0 by default.

    Attributes
    ----------
    recommendation_ : Recommendation
        What was recommended for the data, with reasons.
    best_estimator_ : Pipeline
        Fitted, preprocessing included.
    search_ : Search
        What was tried and what came of it; only after a search, as are the next three.
    leaderboard_ : DataFrame
        What was tried, the best first, with its weight in the model.
    evaluations_ : tuple of Evaluation
        How each configuration did that was tried, in that order.
    ensemble_ : dict of Configuration to float
        The members of the model with the share of the weight of each.
    classes_ : ndarray of shape (n_classes,)
        Class labels that `fit` saw, sorted.
    n_features_in_ : int
        Number of columns that `fit` saw.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only when `X` has names of text.
    feature_importances_ : ndarray of shape (n_features_in_,)
        How much each column matters; only where the fitted model says so.
    coef_ : ndarray
        Only where the fitted model has it, of the columns that it sees: `best_estimator_[:-1].get_feature_names_out()`.

    Examples
    --------
    >>> from sklearn.datasets import load_wine
    >>> X, y = load_wine(return_X_y=True, as_frame=True)
    >>> classifier = MetaSelectClassifier().fit(X, y)
    >>> classifier.score(X, y) > 0.9
    True
    """

    def fit(
        self,
        X: pd.DataFrame | ArrayLike,
        y: ArrayLike,
        sample_weight: ArrayLike | None = None,
        groups: ArrayLike | None = None,
    ) -> Self:
        """Recommend configurations for (X, y) and fit the first.

        Parameters
        ----------
        X : DataFrame or array-like of shape (n_rows, n_columns)
            Text categories and missing values are welcome.
        y : array-like of shape (n_rows,)
            Class labels, none missing.
        sample_weight : array-like of shape (n_rows,), optional
            How much each row counts; equally when not given. A row of weight 2 is the row twice; with fractions, only
            learners that take weights are recommended.
        groups : array-like of shape (n_rows,), optional
            Which rows belong together, such as those of one patient: the advice says how to validate then. Pipelines
            and searches hand them over after `set_fit_request(groups=True)`. The same as a column with the role
            `"group"`, for groups that are no column of `X`.

        Returns
        -------
        self

        Raises
        ------
        ValueError
            If the data cannot be used, or an option is unknown.
        """
        X = self._check_X(X, reset=True)
        y = self._check_y(X, y)
        self.classes_ = _classes(y)
        return self._fit(X, y, "classification", sample_weight, groups)

    def score(self, X: pd.DataFrame | ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> float:
        """Return the share of rows that are predicted right.

        Parameters
        ----------
        X : DataFrame or array-like of shape (n_rows, n_columns)
            The columns seen by `fit`.
        y : array-like of shape (n_rows,)
            Their true classes.
        sample_weight : array-like of shape (n_rows,), optional
            How much each row counts; equally when not given.
        """
        check_is_fitted(self)
        if not _is_known_to_scikit_learn(self.classes_):
            weights = None if sample_weight is None else np.asarray(sample_weight)
            return float(np.average(self.predict(X) == np.asarray(y), weights=weights))
        accuracy: float = super().score(X, y, sample_weight)
        return accuracy

    def predict_proba(self, X: pd.DataFrame | ArrayLike) -> np.ndarray:
        """Return the probability of each class for each row, of shape (n_rows, n_classes)."""
        check_is_fitted(self)
        probabilities: np.ndarray = self.best_estimator_.predict_proba(self._check_X(X, reset=False))
        return probabilities
