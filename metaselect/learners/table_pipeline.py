"""`TablePipeline`: a pipeline that fits the table and the target that a recommendation was asked for, as they are."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from sklearn.exceptions import ConvergenceWarning
from sklearn.pipeline import Pipeline
from sklearn.utils import _safe_indexing

from metaselect.data import TargetReading, as_frame, is_foreign_frame
from metaselect.exceptions import DatasetError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["TablePipeline"]


class TablePipeline(Pipeline):
    """A pipeline from a raw table to predictions.

    Parameters
    ----------
    steps : list of (name, estimator)
        As of scikit-learn's `Pipeline`.
    transform_input, memory, verbose
        As of scikit-learn's `Pipeline`.
    target : TargetReading, optional
        How the target is read: rows without one are left out by `fit`, labels and numbers are put right. When not
        given, the target is learned as it is.
    is_quiet : bool
        Whether the last step stops before it converges for good reason, so that it is not to be warned of.
    """

    def __init__(
        self,
        steps,
        *,
        transform_input=None,
        memory=None,
        verbose=False,
        target: TargetReading | None = None,
        is_quiet: bool = False,
    ):
        super().__init__(steps, transform_input=transform_input, memory=memory, verbose=verbose)
        self.target = target
        self.is_quiet = is_quiet

    def fit(self, X, y=None, **params):
        """Fit all steps on the rows that have a target."""
        X, y, params = self._rows_with_target(X, y, params)
        return self._fit_all(X, y, params)

    def _fit_all(self, X, y, params: dict[str, Any]):
        if not self.is_quiet:
            return super().fit(X, y, **params)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            return super().fit(X, y, **params)

    def score(self, X, y=None, sample_weight=None, **params) -> float:
        """Return how well the rows that have a target are predicted: accuracy, or R² of numbers."""
        X, y, given = self._rows_with_target(X, y, {"sample_weight": sample_weight})
        return float(super().score(X, y, **given, **params))

    def _rows_with_target(self, X, y, params: dict[str, Any]) -> tuple[Any, Any, dict[str, Any]]:
        """Return the rows that have a target, the target as models learn it, and what is given for each row."""
        if self.target is None or y is None:
            return X, y, params
        is_known, values = self.target.read(y)
        n_rows = len(X) if not hasattr(X, "shape") else X.shape[0]
        if n_rows != len(is_known):
            raise DatasetError(f"X has {n_rows} rows and y has {len(is_known)}; they must be of the same length")
        if is_known.all():
            return X, values, params
        rows = np.flatnonzero(is_known)
        X = _safe_indexing(as_frame(X) if is_foreign_frame(X) else X, rows)
        return X, values, {name: _of_rows(value, rows, n_rows) for name, value in params.items()}


def _of_rows(value: ArrayLike | None, rows: np.ndarray, n_rows: int) -> Any:
    """Return those of some rows where there is one for each row; anything else as it is."""
    is_for_rows = isinstance(value, pd.Series | np.ndarray | list | tuple) and len(value) == n_rows
    return _safe_indexing(value, rows) if is_for_rows else value
