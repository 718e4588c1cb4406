"""`InContextRegressor`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.base import RegressorMixin
from sklearn.linear_model import Ridge, RidgeCV
from sklearn.model_selection import KFold, cross_val_predict
from sklearn.utils.validation import check_consistent_length, column_or_1d

from metaselect.learners.in_context._base import InContextBase, canonical_order
from metaselect.learners.in_context.cells import learn_scales, standardize
from metaselect.learners.in_context.network import MOST_CLASSES

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike

__all__ = ["InContextRegressor"]

_STRENGTHS = (0.1, 1.0, 10.0, 100.0, 1000.0)
_FEWEST_ROWS = 20  # fewer tell nothing of a line
_LARGEST = 1e100  # squares of them are numbers


class InContextRegressor(RegressorMixin, InContextBase):
    """Predict numbers with a network that learned to learn: it reads the labeled rows and predicts the others at once.

    The network tells classes apart: what a ridge regression leaves over of the target is cut into up to ten bins of as
    many rows each. The prediction is that of the ridge regression and the mean of the bins' means, weighted by their
    probabilities. Each member cuts elsewhere. See `InContextClassifier` for what the network is.

    Parameters
    ----------
    n_members : int
        Members of the ensemble: each reads columns in another order, and cuts the target elsewhere. Seconds grow with
        it.
    context_rows : int
        Each member reads so many rows at most, a draw of its own: of each bin its share, and one at least. Seconds grow
        with its square when fitting, and with it when predicting.
    random_state : int, RandomState instance or None
        Draws orders and rows.

    Attributes
    ----------
    encoder_ : Pipeline or None
        Makes numbers of a table that holds something else.
    n_features_in_ : int
        Number of columns seen when fitting.
    feature_names_in_ : ndarray of shape (n_columns,)
        Only when fitted on a DataFrame.

    Examples
    --------
    >>> from sklearn.datasets import load_diabetes
    >>> X, y = load_diabetes(return_X_y=True)
    >>> bool(InContextRegressor(n_members=1).fit(X[::2], y[::2]).score(X[1::2], y[1::2]) > 0.3)
    True
    """

    def fit(self, X: ArrayLike | pd.DataFrame, y: ArrayLike) -> InContextRegressor:
        """Read the labeled rows.

        Parameters
        ----------
        X : DataFrame or array-like of shape (n_rows, n_columns)
            Numbers, categories or text; NaN and None where a value is missing.
        y : array-like of shape (n_rows,)
            The numbers to predict.
        """
        table, encoder = self._fit_table(X)
        check_consistent_length(table, y)
        target = _as_numbers(y)
        order = canonical_order(table, target)
        table, target = table[order], target[order]
        scales = learn_scales(table)
        if len(np.unique(target)) <= MOST_CLASSES:  # its values are classes as they are
            ridge, expected = _fit_constant(table, target)
            bins = [np.unique(target, return_inverse=True)[1]] * self.n_members
        else:
            ridge, expected = _fit_ridge(standardize(table, scales), target)
            bins = [_bins(target - expected, number, self.n_members) for number in range(self.n_members)]
        self._read(table, bins)
        self._bin_means = [np.bincount(of_row, weights=target - expected) / np.bincount(of_row) for of_row in bins]
        self._scales, self._ridge, self.encoder_ = scales, ridge, encoder
        return self

    def predict(self, X: ArrayLike | pd.DataFrame) -> np.ndarray:
        """Return the number that is expected for each row.

        Parameters
        ----------
        X : DataFrame or array-like of shape (n_rows, n_columns)
            Rows to predict, with the columns seen when fitting.
        """
        table = self._table(X)
        said = zip(self._probabilities(table), self._bin_means, strict=True)
        rest = np.mean([probabilities @ means for probabilities, means in said], axis=0)
        return self._ridge.predict(standardize(table, self._scales)) + rest


def _as_numbers(y: ArrayLike) -> np.ndarray:
    given: np.ndarray = column_or_1d(y, warn=True)
    if given.dtype.kind in "mM":
        raise ValueError("y holds dates or times, which are no numbers; predict how much time has passed, as a number")
    try:
        numbers: np.ndarray = given.astype(np.float64)
    except (TypeError, ValueError):
        raise ValueError("y holds something else than numbers; use InContextClassifier for classes") from None
    if not np.isfinite(numbers).all():
        raise ValueError("y holds NaN or infinity; leave these rows out")
    if np.abs(numbers).max() > _LARGEST:
        raise ValueError(f"y holds numbers beyond {_LARGEST:g}; divide it by a number")
    return numbers


def _fit_constant(X: np.ndarray, y: np.ndarray) -> tuple[Ridge, np.ndarray]:
    return Ridge().fit(np.zeros_like(X), y), np.full(len(y), y.mean())


def _fit_ridge(X: np.ndarray, y: np.ndarray) -> tuple[Ridge, np.ndarray]:
    """Return a ridge regression, and what others of its kind, which did not see it, expect of each row."""
    if len(y) < _FEWEST_ROWS:
        return _fit_constant(X, y)
    strength = RidgeCV(_STRENGTHS).fit(X, y).alpha_
    folds = KFold(10, shuffle=True, random_state=0)
    return Ridge(strength).fit(X, y), cross_val_predict(Ridge(strength), X, y, cv=folds)


def _bins(y: np.ndarray, number: int, n_members: int) -> np.ndarray:
    """Return the bin of each row, from 0 on: between quantiles, which the members shift against each other."""
    shift = (number + 0.5) / n_members - 0.5
    levels = (np.arange(1, MOST_CLASSES) + 0.8 * shift) / MOST_CLASSES
    edges = np.unique(np.quantile(y, levels))
    return np.unique(np.searchsorted(edges, y, side="left"), return_inverse=True)[1]
