"""`Model`: a fitted pipeline and what is known of it, ready to predict."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from sklearn.pipeline import Pipeline

from metaselect.data import ColumnType, Note, as_dense, as_frame, is_classification, is_foreign_frame, with_tidy_names
from metaselect.exceptions import ConfigurationError, DatasetError, shorten
from metaselect.models.checks import Checks
from metaselect.models.manifest import Manifest

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["Model"]


class Model:
    """A fitted pipeline that takes any table with its columns, and says in which ways a table is unlike what it knows.

    Columns may come in any order, with others beside them. Those that are not there are missing in all rows. What is
    predicted of a row does not depend on the rows beside it.

    Parameters
    ----------
    pipeline : Pipeline
        Fitted; its first step is a `TableCleaner`.
    manifest : Manifest
        What is known of it.

    Attributes
    ----------
    pipeline, manifest
        See above.

    Examples
    --------
    >>> from sklearn.datasets import load_wine
    >>> from metaselect.data import dataset_from_arrays
    >>> from metaselect.learners import make_configuration
    >>> from metaselect.models import describe_training, make_model
    >>> X, y = load_wine(return_X_y=True, as_frame=True)
    >>> pipeline = make_configuration("decision_tree").build("multiclass").fit(X, y)
    >>> model = make_model(pipeline, describe_training(dataset_from_arrays(X, y)))
    >>> print(*model.check(X.drop(columns="hue")))
    1 column that the model knows is not there, and taken for missing in all rows: hue
    >>> model.predict(X.drop(columns="hue")).shape
    (178,)
    """

    def __init__(self, pipeline: Pipeline, manifest: Manifest):
        self.pipeline = pipeline
        self.manifest = manifest

    @property
    def types(self) -> Mapping[str, ColumnType]:
        """What each column of the table that it was fitted to was taken for."""
        types: Mapping[str, ColumnType] = self.pipeline[0].types_
        return types

    @property
    def classes_(self) -> np.ndarray:
        """Class labels, in the order of `predict_proba`; only of classifiers."""
        self._check_has_classes("classes")
        labels: np.ndarray = self.pipeline.classes_
        return labels

    def predict(self, X: pd.DataFrame | ArrayLike) -> np.ndarray:
        """Return the prediction for each row.

        Parameters
        ----------
        X : DataFrame, array-like or sparse matrix of shape (n_rows, n_columns)
            With the columns that the model was fitted to, or some of them; an array has them in their order.

        Returns
        -------
        y : ndarray of shape (n_rows,)
            Class labels, or numbers.
        """
        table = self._table(X)
        if len(table) == 0:
            return self.classes_[:0] if is_classification(self.manifest.training.task) else np.empty(0)
        predictions: np.ndarray = self.pipeline.predict(table)
        return predictions

    def predict_proba(self, X: pd.DataFrame | ArrayLike) -> np.ndarray:
        """Return the probability of each class for each row.

        Parameters
        ----------
        X : DataFrame, array-like or sparse matrix of shape (n_rows, n_columns)
            As for `predict`.

        Returns
        -------
        probabilities : ndarray of shape (n_rows, n_classes)
            In the order of `classes_`.
        """
        self._check_has_classes("probabilities")
        table = self._table(X)
        if len(table) == 0:
            return np.empty((0, len(self.classes_)))
        probabilities: np.ndarray = self.pipeline.predict_proba(table)
        return probabilities

    def check(self, X: pd.DataFrame | ArrayLike) -> tuple[Note, ...]:
        """Return in which ways a table is unlike the one that the model was fitted to; `str` of each is a sentence.

        Columns that are not there, cells of another type, categories that are new, values beyond the known range, and
        shares that have shifted, each with counts.

        Parameters
        ----------
        X : DataFrame, array-like or sparse matrix of shape (n_rows, n_columns)
            As for `predict`.
        """
        checks = self.begin_checks()
        checks.add(self._frame(X))
        return checks.facts()

    def begin_checks(self) -> Checks:
        """Return what compares rows block by block, where there are too many to be held at once."""
        return Checks(self.manifest.training, self.types)

    def _check_has_classes(self, what: str) -> None:
        if not is_classification(self.manifest.training.task):
            raise ConfigurationError(f"the model predicts numbers, and so has no {what}")

    def _frame(self, X: pd.DataFrame | ArrayLike) -> pd.DataFrame:
        """Return any table as one of pandas, an array under the names of the columns that the model knows."""
        X = as_dense(X)
        frame = as_frame(X)
        if not isinstance(X, pd.DataFrame) and not is_foreign_frame(X):
            if frame.shape[1] != len(self.types):
                raise DatasetError(
                    f"X has {frame.shape[1]} columns without names, and the model was fitted to {len(self.types)}; "
                    "give these in their order, or a DataFrame"
                )
            frame.columns = list(self.types)
        return self._with_known_names(frame)

    def _with_known_names(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return a table whose columns are called as those of a file that is read, where more of them are known then.

        A model that was fitted to a file knows `age`, and others read the same file with ` age ` in it.
        """
        tidy = with_tidy_names(frame)
        known = self.types.keys()
        return tidy if len(known & set(tidy.columns)) > len(known & set(frame.columns)) else frame

    def _table(self, X: pd.DataFrame | ArrayLike) -> pd.DataFrame | np.ndarray:
        """Return the table with the columns that the pipeline was fitted to, in their order."""
        frame = self._frame(X)
        used = [column.name for column in self.manifest.training.columns]
        if not set(used) & set(frame.columns):
            raise DatasetError(
                f"none of the columns that the model knows is in the table ({shorten(used, 5)}); its columns: "
                f"{shorten(frame.columns, 5)}"
            )
        absent = pd.Series(np.nan, index=frame.index, dtype=object)
        table = pd.DataFrame(
            {name: frame[name] if name in frame.columns else absent for name in self.types}, index=frame.index
        )
        return table if hasattr(self.pipeline[0], "feature_names_in_") else table.to_numpy()
