"""`MetaSelectRegressor`."""

from __future__ import annotations

from typing import Self

import pandas as pd
from numpy.typing import ArrayLike
from sklearn.base import RegressorMixin

from metaselect.data import is_date
from metaselect.estimators._base import BaseMetaSelect
from metaselect.exceptions import DatasetError

__all__ = ["MetaSelectRegressor"]


class MetaSelectRegressor(RegressorMixin, BaseMetaSelect):
    """A regressor that knows which model to be: it fits what is recommended for the data.

    Parameters
    ----------
    metric : str, optional
        scikit-learn's scorer name that the recommendation is for; `"neg_root_mean_squared_error"` when not given.
    meta_learner : str or meta-learner
        What recommends: `"ensemble"`, `"forest"`, `"nearest"`, `"tree"`, `"svm"`, `"neural"`, `"average_rank"`, …
    knowledge_base : KnowledgeBase or path, optional
        The packaged one when not given.
    budget : None
        Seconds to spend on comparing candidates on the data; for now the first recommendation is fitted at once.
    n_jobs : int, optional
        Threads of the fitted learner, where it can use several.
    random_state : int, RandomState or None
        Seeds the recommendation and the recommended pipelines; 0 by default.

    Attributes
    ----------
    recommendation_ : Recommendation
        What was recommended for the data, with reasons.
    best_estimator_ : Pipeline
        Fitted, preprocessing included.
    n_features_in_ : int
        Number of columns that `fit` saw.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only when `X` has names of text.

    Examples
    --------
    >>> from sklearn.datasets import load_diabetes
    >>> X, y = load_diabetes(return_X_y=True, as_frame=True)
    >>> regressor = MetaSelectRegressor().fit(X, y)
    >>> regressor.predict(X).shape
    (442,)
    """

    def fit(self, X: pd.DataFrame | ArrayLike, y: ArrayLike) -> Self:
        """Recommend configurations for (X, y) and fit the first.

        Parameters
        ----------
        X : DataFrame or array-like of shape (n_rows, n_columns)
            Text categories and missing values are welcome.
        y : array-like of shape (n_rows,)
            Numbers, none missing or infinite.

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
        values = pd.Series(y)
        if not pd.api.types.is_numeric_dtype(values.dtype) and is_date(values):
            raise DatasetError(
                f"the target holds dates such as {str(values.iloc[0])!r}; MetaSelectRegressor predicts numbers: "
                "turn it into days first, such as (pd.to_datetime(y) - pd.Timestamp(0)) / pd.Timedelta(days=1)"
            )
        return self._fit(X, y, task="regression")
