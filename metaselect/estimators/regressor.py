"""`MetaSelectRegressor`."""

from __future__ import annotations

from typing import Self

import pandas as pd
from numpy.typing import ArrayLike
from sklearn.base import RegressorMixin

from metaselect.data import find_target_reading, is_date
from metaselect.estimators._base import BaseMetaSelect
from metaselect.exceptions import DatasetError

__all__ = ["MetaSelectRegressor"]


class MetaSelectRegressor(RegressorMixin, BaseMetaSelect):
    """A regressor that knows which model to be: it fits what is recommended for the data.

    Parameters
    ----------
    metric : str or callable, optional
        scikit-learn's scorer name that the recommendation is for; `"neg_root_mean_squared_error"` when not given.
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
    >>> from sklearn.datasets import load_diabetes
    >>> X, y = load_diabetes(return_X_y=True, as_frame=True)
    >>> regressor = MetaSelectRegressor().fit(X, y)
    >>> regressor.predict(X).shape
    (442,)
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
            Numbers, none missing or infinite.
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
        values = pd.Series(y)
        if not pd.api.types.is_numeric_dtype(values.dtype) and is_date(values):
            raise DatasetError(
                f"the target holds dates such as {str(values.iloc[0])!r}; MetaSelectRegressor predicts numbers: "
                "turn it into days first, such as (pd.to_datetime(y) - pd.Timestamp(0)) / pd.Timedelta(days=1)"
            )
        if not pd.api.types.is_numeric_dtype(values.dtype):  # numbers in text, decimals
            is_known, y = find_target_reading(values, "regression").read(values)
            if not is_known.all():
                wrong = values[~is_known].iloc[0]
                raise DatasetError(f"y holds text that is no number, such as {wrong!r:.40}; leave such rows out")
        return self._fit(X, y, "regression", sample_weight, groups)
