"""What the classifier and the regressor share."""

from __future__ import annotations

import logging
import warnings
from dataclasses import replace
from numbers import Integral, Real
from pathlib import Path
from typing import Self

import numpy as np
import pandas as pd
from joblib import effective_n_jobs
from numpy.typing import ArrayLike
from sklearn import config_context
from sklearn.base import BaseEstimator
from sklearn.pipeline import Pipeline
from sklearn.utils import check_random_state
from sklearn.utils.validation import (
    check_consistent_length,
    check_is_fitted,
    column_or_1d,
    validate_data,
)

from metaselect.data import Note, as_dense, as_frame, as_target, dataset_from_arrays, is_foreign_frame, unmasked
from metaselect.estimators._importances import importances_of_columns, last_step
from metaselect.estimators._progress import print_progress, say_nothing
from metaselect.estimators._weights import apply_weights, in_own_order
from metaselect.evaluation import Evaluation
from metaselect.exceptions import ConfigurationError, DatasetError, MetaSelectWarning
from metaselect.experiments import RowsToFit
from metaselect.learners import Blend, Configuration, learners_for
from metaselect.metalearners import DEFAULT_META_LEARNER
from metaselect.models import describe_training, expectation_of, make_model, provenance_of, save_model
from metaselect.recommendation import Candidate, Recommendation, advise_and_place, names_in, warn_of
from metaselect.report import render_search
from metaselect.search import Clock, Search, Spending, search, start_processes

__all__ = ["BaseMetaSelect"]

_logger = logging.getLogger(__name__)


class BaseMetaSelect(BaseEstimator):
    """Recommends on `fit`, and fits the first recommendation, or what a search within a budget finds."""

    search_: Search

    def __init__(
        self,
        metric=None,
        meta_learner=DEFAULT_META_LEARNER,
        knowledge_base=None,
        budget=None,
        n_jobs=None,
        random_state=0,
        *,
        exclude=(),
        roles=None,
        missing=None,
        single=False,
        cheap=False,
        n_trials=None,
        run_folder=None,
        verbose=0,
    ):
        self.metric = metric
        self.meta_learner = meta_learner
        self.knowledge_base = knowledge_base
        self.budget = budget
        self.n_jobs = n_jobs
        self.random_state = random_state
        self.exclude = exclude
        self.roles = roles
        self.missing = missing
        self.single = single
        self.cheap = cheap
        self.n_trials = n_trials
        self.run_folder = run_folder
        self.verbose = verbose

    def _fit(self, X, y, task: str, sample_weight, groups) -> Self:
        """Recommend configurations for (X, y) and fit the first."""
        spending = self._spending()
        clock = None if spending is None or spending.budget is None else Clock(spending.budget)
        if spending is not None:
            start_processes(spending)  # while the table is being looked at
        rows = apply_weights(X, y, sample_weight, _check_groups(X, groups))
        dataset = dataset_from_arrays(rows.X, rows.y, task=task, roles=self.roles, missing=self.missing)
        if dataset.n_rows < len(rows.y):
            n_rows = len(rows.y) - dataset.n_rows
            raise DatasetError(f"y holds what stands for a missing value in {n_rows} rows; leave these out")
        if rows.groups is not None:
            dataset = dataset.with_groups(rows.groups, str(getattr(groups, "name", None) or "groups"))
        exclude = names_in(self.exclude)
        if rows.weights is not None:
            unable = [learner.name for learner in learners_for(dataset.task) if not learner.takes_weights(dataset.task)]
            exclude = (*exclude, *unable)
        seed = int(check_random_state(self.random_state).randint(2**31 - 1))
        self.recommendation_, case = advise_and_place(
            dataset,
            metric=self.metric,
            meta_learner=self.meta_learner,
            knowledge_base=self.knowledge_base,
            exclude=exclude,
            single=self.single,
            cheap=self.cheap,
            random_state=seed,
        )
        warn_of(self.recommendation_, stacklevel=4)
        self._training = describe_training(dataset)
        compared = None if rows.given is None else np.unique(rows.given, return_index=True)[1]
        rows = in_own_order(rows)
        weights = {} if rows.weights is None else {"model__sample_weight": rows.weights}
        if spending is None:
            self.best_estimator_ = self._fit_first(self.recommendation_, rows.X, rows.y, weights)
            return self
        self.search_ = search(
            case,
            self.recommendation_,
            RowsToFit(rows.X, rows.y, weights),
            self._pipeline_of,
            replace(spending, random_state=seed),
            clock,
            compared,
            print_progress if self.verbose else say_nothing,
        )
        self.best_estimator_, self._candidate = self.search_.pipeline, self.search_.candidate
        return self

    def _spending(self) -> Spending | None:
        """Return what is to be spent, None where the first recommendation is fitted at once."""
        if not isinstance(self.n_jobs, Integral | None):
            raise ConfigurationError(f"n_jobs is {self.n_jobs!r:.60}; expected a whole number, or None")
        if self.budget is None and self.n_trials is None:
            return None
        if self.budget is not None and not (isinstance(self.budget, Real) and 0 < float(self.budget) < float("inf")):
            raise ConfigurationError(f"budget is {self.budget!r:.60}; expected seconds above 0, or None")
        if self.n_trials is not None and not (isinstance(self.n_trials, Integral) and int(self.n_trials) > 0):
            raise ConfigurationError(f"n_trials is {self.n_trials!r:.60}; expected a whole number above 0, or None")
        return Spending(
            budget=None if self.budget is None else float(self.budget),
            n_trials=None if self.n_trials is None else int(self.n_trials),
            n_jobs=effective_n_jobs(self.n_jobs),
            single=bool(self.single),
            metric=self.metric,
            folder=None if self.run_folder is None else Path(self.run_folder),
        )

    def _pipeline_of(self, model: Configuration | Blend) -> Pipeline:
        """Return the unfitted pipeline of a model, for the rows that `fit` was given."""
        pipeline: Pipeline = replace(self.recommendation_.best, configuration=model, target=None).build()
        return pipeline

    def _fit_first(self, recommendation: Recommendation, X, y, weights: dict[str, np.ndarray]) -> Pipeline:
        """Fit the first candidate; where that fails on this data, the next, so that there is always a model."""
        *candidates, last = recommendation.candidates
        for candidate in candidates:
            try:
                return self._fit_candidate(candidate, X, y, weights)
            except Exception as error:  # noqa: BLE001  (a learner may fail in any way)
                _logger.warning("%s failed, the next one is fitted: %s", candidate.configuration.id, error)
        return self._fit_candidate(last, X, y, weights)

    def _fit_candidate(self, candidate: Candidate, X, y, weights: dict[str, np.ndarray]) -> Pipeline:
        pipeline = replace(candidate, target=None).build()  # the target was checked and is learned as it is
        # The learners are to use several threads, neither the steps before them nor whoever blends them.
        own = [name for name in pipeline.get_params() if name.startswith("model__") and name.endswith("n_jobs")]
        if isinstance(candidate.configuration, Blend):
            own = [name for name in own if "__model__" in name]
        pipeline.set_params(**dict.fromkeys(own, self.n_jobs))
        with config_context(enable_metadata_routing=False):  # what goes to which step is settled here
            pipeline.fit(X, y, **weights)
        self._candidate = candidate
        return pipeline

    def _check_X(self, X, *, reset: bool):
        """Return a DataFrame of pandas or an array; set or compare the names and number of columns."""
        X = as_dense(X)
        if is_foreign_frame(X):
            X = as_frame(X)
        if isinstance(X, pd.DataFrame):
            X = _with_usable_names(X, says_so=reset)
            validate_data(self, X, reset=reset, skip_check_array=True)
            if X.shape[0] == 0 or X.shape[1] == 0:
                raise ValueError(
                    f"Found array with 0 sample(s) or feature(s) (shape={X.shape}); at least 1 is required."
                )
            if not reset and not hasattr(self.best_estimator_[0], "feature_names_in_"):
                return X.to_numpy()  # names that were not there at first were warned of once, not by each step
            return X
        # Infinite and missing values are the pipelines' business.
        values = validate_data(self, X, reset=reset, dtype=None, ensure_all_finite=False)
        if reset or not hasattr(self, "feature_names_in_"):
            return values
        return pd.DataFrame(values, columns=self.feature_names_in_)  # which was warned of once, not by each step

    def _check_y(self, X, y) -> np.ndarray:
        """Return `y` as an array of shape (n_rows,) without missing values."""
        if y is None:
            raise ValueError(f"{type(self).__name__} requires y to be passed, but the target y is None.")
        y = unmasked(y)
        if np.isscalar(y):
            raise DatasetError(f"y is {y!r:.60}; expected the target, a 1d array or column with one value per row")
        if not isinstance(y, pd.Series):
            y = column_or_1d(y, warn=True) if not isinstance(y, pd.api.extensions.ExtensionArray) else y
        values = as_target(y)
        check_consistent_length(X, values)
        if values.isna().any():
            raise DatasetError(
                f"Input y contains NaN: {int(values.isna().sum())} of {len(values)} rows have no target; leave them out"
            )
        if pd.api.types.is_float_dtype(values.dtype) and np.isinf(values.to_numpy(dtype=float)).any():
            raise DatasetError(
                "Input y contains infinity or a value too large for dtype('float64'); leave out the rows that have it"
            )
        plain: np.ndarray = (values.astype(object).infer_objects() if _is_wrapped(values) else values).to_numpy()
        return plain

    def predict(self, X: pd.DataFrame | ArrayLike) -> np.ndarray:
        """Return the prediction for each row.

        Parameters
        ----------
        X : DataFrame, array-like or sparse matrix of shape (n_rows, n_columns)
            The columns seen by `fit`. Categories not seen there are allowed.

        Returns
        -------
        y : ndarray of shape (n_rows,)
            Class labels as `fit` got them, or numbers.
        """
        check_is_fitted(self)
        return self.best_estimator_.predict(self._check_X(X, reset=False))

    def save(self, path: str | Path) -> Path:
        """Save the fitted model, without its training data, for `metaselect.load_model` and the command line.

        Parameters
        ----------
        path : path-like
            Of the file, such as `model.skops`; it is replaced at once or not at all.

        Returns
        -------
        path : Path
            Of the file.

        Raises
        ------
        ModelFileError
            If a learner of the user's own is part of the model.
        """
        check_is_fitted(self)
        model = make_model(
            self.best_estimator_,
            self._training,
            expectation=expectation_of(self._candidate, self.recommendation_),
            provenance=provenance_of(self._candidate, self.recommendation_),
        )
        return save_model(path, model)

    @property
    def leaderboard_(self) -> pd.DataFrame:
        """What was tried, the best first, with its weight in the model; only after a search."""
        return self._searched("leaderboard_").leaderboard()

    @property
    def evaluations_(self) -> tuple[Evaluation, ...]:
        """How each configuration did that was tried, in that order; only after a search."""
        return tuple(trial.evaluation for trial in self._searched("evaluations_").trials)

    @property
    def ensemble_(self) -> dict[Configuration, float]:
        """The members of the model with the share of the weight of each, the heaviest first; only after a search."""
        return self._searched("ensemble_").ensemble

    def explain(self) -> str:
        """Return in words what was tried and why, what was learned on the way, and what averaging adds.

        Raises
        ------
        AttributeError
            If `fit` searched nothing, as neither `budget` nor `n_trials` was given.
        """
        return render_search(self._searched("explain"), self.recommendation_)

    def _searched(self, name: str) -> Search:
        check_is_fitted(self)
        if not hasattr(self, "search_"):
            raise AttributeError(
                f"{type(self).__name__} has no {name}: nothing was searched, as neither budget nor n_trials was given"
            )
        return self.search_

    @property
    def feature_importances_(self) -> np.ndarray:
        """How much each column of `X` matters to the model, (n_features_in_,); only where the model says so."""
        check_is_fitted(self)
        return importances_of_columns(self.best_estimator_, self.n_features_in_)

    @property
    def coef_(self) -> np.ndarray:
        """Coefficients of the model, for the columns that the steps before it make; only where the model has them."""
        check_is_fitted(self)
        coefficients: np.ndarray = last_step(self.best_estimator_, "coef_").coef_
        return coefficients

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.input_tags.string = True
        tags.input_tags.categorical = True
        tags.input_tags.sparse = True
        return tags


def _check_groups(X, groups) -> np.ndarray | None:
    """Return groups as an array of shape (n_rows,), None where there are none."""
    if groups is None:
        return None
    values = groups.to_numpy() if isinstance(groups, pd.Series | pd.DataFrame) else np.asarray(groups)
    if values.ndim == 2 and values.shape[1] == 1:
        values = values[:, 0]
    if values.ndim != 1:
        raise DatasetError(f"groups has shape {values.shape}; expected one value per row")
    check_consistent_length(X, values)
    return values


def _with_usable_names(X: pd.DataFrame, says_so: bool) -> pd.DataFrame:
    """Return a table with the names that `recommend` gives it where scikit-learn would refuse its own."""
    is_text = [isinstance(name, str) for name in X.columns]
    if X.columns.is_unique and (all(is_text) or not any(is_text)):
        return X
    renamed = as_frame(X)
    for before, name in zip(X.columns, renamed.columns, strict=True):
        if says_so and str(before) != name:
            note = Note.on("renamed", [name], before=str(before))
            warnings.warn(f"{note}.", MetaSelectWarning, stacklevel=4)
    return renamed


def _is_wrapped(y: pd.Series) -> bool:
    """Return whether values are held in another way than NumPy would."""
    return y.dtype == object or isinstance(y.dtype, pd.api.extensions.ExtensionDtype)
