"""`InContextClassifier`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.base import ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_consistent_length, check_is_fitted, column_or_1d

from metaselect.learners.in_context._base import InContextBase, canonical_order
from metaselect.learners.in_context.network import MOST_CLASSES

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike

__all__ = ["InContextClassifier"]


class InContextClassifier(ClassifierMixin, InContextBase):
    """Predict classes with a network that learned to learn: it reads the labeled rows and predicts the others at once.

    Nothing is trained when fitting. A small transformer was trained once, on millions of synthetic tables, to predict
    rows of a table from its labeled rows; it serves any new table. It does best on up to 1,000 rows, 60 columns and ten
    classes, and is weak where rules over unordered categories decide.

    Parameters
    ----------
    n_members : int
        Members of the ensemble: each reads columns and classes in another order. Seconds grow with it.
    context_rows : int
        Each member reads at most so many rows, a draw of its own, of each class its share. Seconds grow with its
        square when fitting, and with it when predicting.
    random_state : int, RandomState instance or None
        Draws orders and rows.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        The labels, sorted.
    encoder_ : Pipeline or None
        Makes numbers of a table that holds something else.
    n_features_in_ : int
        Number of columns seen when fitting.
    feature_names_in_ : ndarray of shape (n_columns,)
        Only when fitted on a DataFrame.

    Notes
    -----
    The order of the rows, and what the classes are called, change nothing but rounding. A fitted model keeps the
    labeled rows. Müller et al. (2022), Transformers can do Bayesian inference; Hollmann et al. (2025), Accurate
    predictions on small data with a tabular foundation model.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> X, y = load_iris(return_X_y=True)
    >>> bool(InContextClassifier(n_members=1).fit(X[::2], y[::2]).score(X[1::2], y[1::2]) > 0.9)
    True
    """

    def fit(self, X: ArrayLike | pd.DataFrame, y: ArrayLike) -> InContextClassifier:
        """Read the labeled rows.

        Parameters
        ----------
        X : DataFrame or array-like of shape (n_rows, n_columns)
            Numbers, categories or text; NaN and None where a value is missing.
        y : array-like of shape (n_rows,)
            The classes, at most ten.
        """
        table = self._fit_table(X)
        check_consistent_length(table, y)
        y = column_or_1d(y, warn=True)
        check_classification_targets(y)
        self.classes_, codes = np.unique(y, return_inverse=True)
        if len(self.classes_) > MOST_CLASSES:
            raise ValueError(
                f"y has {len(self.classes_)} classes, and the network knows at most {MOST_CLASSES}; use another model, "
                "or unite rare classes"
            )
        order = canonical_order(table)
        table, codes = table[order], codes[order]
        # By their size, and then by their first row: what classes are called changes nothing.
        first = np.array([np.argmax(codes == code) for code in range(len(self.classes_))])
        by_size = np.lexsort([first, -np.bincount(codes)])
        self._class_order = np.argsort(by_size)
        labels = self._class_order[codes]
        self._read(table, lambda number: labels)
        return self

    def predict_proba(self, X: ArrayLike | pd.DataFrame) -> np.ndarray:
        """Return the probability of each class for each row, of shape (n_rows, n_classes).

        Parameters
        ----------
        X : DataFrame or array-like of shape (n_rows, n_columns)
            Rows to predict, with the columns seen when fitting.
        """
        return np.mean(self._probabilities(self._table(X)), axis=0)[:, self._class_order]

    def predict(self, X: ArrayLike | pd.DataFrame) -> np.ndarray:
        """Return the most probable class of each row.

        Parameters
        ----------
        X : DataFrame or array-like of shape (n_rows, n_columns)
            Rows to predict, with the columns seen when fitting.
        """
        check_is_fitted(self)
        return self.classes_[np.argmax(self.predict_proba(X), axis=1)]
