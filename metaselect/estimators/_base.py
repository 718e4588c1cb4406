"""What the classifier and the regressor share."""

from __future__ import annotations

import logging
import warnings
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator
from sklearn.exceptions import ConvergenceWarning
from sklearn.pipeline import Pipeline
from sklearn.utils import check_random_state
from sklearn.utils.validation import (
    assert_all_finite,
    check_consistent_length,
    check_is_fitted,
    column_or_1d,
    validate_data,
)

from metaselect.data import Dataset, as_frame, is_foreign_frame
from metaselect.exceptions import ConfigurationError
from metaselect.metalearners import DEFAULT_META_LEARNER
from metaselect.recommendation import Candidate, Recommendation, recommend_for_dataset

__all__ = ["BaseMetaSelect"]

_logger = logging.getLogger(__name__)


class BaseMetaSelect(BaseEstimator):
    """Recommends on `fit`, and fits the first recommendation."""

    def __init__(
        self,
        metric=None,
        meta_learner=DEFAULT_META_LEARNER,
        knowledge_base=None,
        budget=None,
        n_jobs=None,
        random_state=0,
    ):
        self.metric = metric
        self.meta_learner = meta_learner
        self.knowledge_base = knowledge_base
        self.budget = budget
        self.n_jobs = n_jobs
        self.random_state = random_state

    def _fit(self, X, y, task: str) -> Self:
        """Recommend configurations for (X, y) and fit the first."""
        if self.budget is not None:
            raise ConfigurationError(
                f"budget={self.budget!r}: candidates cannot be compared within a budget yet; use budget=None, which "
                "fits the first recommendation"
            )
        dataset = Dataset.from_arrays(X, y, task=task)
        seed = int(check_random_state(self.random_state).randint(2**31 - 1))
        self.recommendation_ = recommend_for_dataset(
            dataset,
            metric=self.metric,
            meta_learner=self.meta_learner,
            knowledge_base=self.knowledge_base,
            random_state=seed,
        )
        self.best_estimator_ = self._fit_first(self.recommendation_, X, y)
        return self

    def _fit_first(self, recommendation: Recommendation, X, y) -> Pipeline:
        """Fit the first candidate; where that fails on this data, the next, so that there is always a model."""
        *candidates, last = recommendation.candidates
        for candidate in candidates:
            try:
                return self._fit_candidate(candidate, X, y)
            except Exception as error:  # noqa: BLE001  (a learner may fail in any way)
                _logger.warning("%s failed, the next one is fitted: %s", candidate.configuration.id, error)
        return self._fit_candidate(last, X, y)

    def _fit_candidate(self, candidate: Candidate, X, y) -> Pipeline:
        pipeline = candidate.build()
        # The learner, not the steps before it, is to use several threads.
        own = [name for name in pipeline.get_params() if name.startswith("model__") and name.endswith("n_jobs")]
        with warnings.catch_warnings():
            # How long to train is a hyperparameter here: stopping before convergence regularises.
            warnings.simplefilter("ignore", ConvergenceWarning)
            return pipeline.set_params(**dict.fromkeys(own, self.n_jobs)).fit(X, y)

    def _check_X(self, X, *, reset: bool):
        """Return a DataFrame of pandas or an array; set or compare the names and number of columns."""
        if is_foreign_frame(X):
            X = as_frame(X)
        if isinstance(X, pd.DataFrame):
            validate_data(self, X, reset=reset, skip_check_array=True)
            if X.shape[0] == 0 or X.shape[1] == 0:
                raise ValueError(
                    f"Found array with 0 sample(s) or feature(s) (shape={X.shape}); at least 1 is required."
                )
            return X
        # Infinite and missing values are the pipelines' business.
        return validate_data(self, X, reset=reset, dtype=None, ensure_all_finite=False)

    def _check_y(self, X, y):
        """Return `y` as an array of shape (n_rows,) without missing values."""
        if y is None:
            raise ValueError(f"{type(self).__name__} requires y to be passed, but the target y is None.")
        y = column_or_1d(y, warn=True)
        check_consistent_length(X, y)
        assert_all_finite(y, input_name="y")
        if y.dtype == object and pd.isna(y).any():
            raise ValueError("Input y contains NaN.")
        return y

    def predict(self, X: pd.DataFrame | ArrayLike) -> np.ndarray:
        """Return the prediction for each row.

        Parameters
        ----------
        X : DataFrame or array-like of shape (n_rows, n_columns)
            The columns seen by `fit`. Categories not seen there are allowed.

        Returns
        -------
        y : ndarray of shape (n_rows,)
            Class labels as `fit` got them, or numbers.
        """
        check_is_fitted(self)
        return self.best_estimator_.predict(self._check_X(X, reset=False))

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.input_tags.string = True
        tags.input_tags.categorical = True
        return tags
