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
    rows of a table from its labeled rows; it serves any new table. It does best on up to 1,000 rows and 25 columns, and
    is weak where rules over unordered categories decide. It knows ten classes at most.

    Parameters
    ----------
    n_members : int
        Members of the ensemble: each reads columns and classes in another order. Seconds grow with it.
    context_rows : int
        Each member reads so many rows at most, a draw of its own: of each class its share, and one at least. Seconds
        grow with its square when fitting, and with it when predicting.
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
    The order of the rows, and what the classes are called, change nothing but rounding. A fitted model, and a file of
    it, hold the labeled rows that its members read; what they made of them is not in a file, so that the first
    prediction of a model that was loaded takes as long as fitting. Müller et al. (2022), Transformers can do Bayesian
    inference; Hollmann et al. (2025), Accurate predictions on small data with a tabular foundation model.

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
        table, encoder = self._fit_table(X)
        check_consistent_length(table, y)
        y = column_or_1d(y, warn=True)
        check_classification_targets(y)
        classes, codes = np.unique(y, return_inverse=True)
        if len(classes) > MOST_CLASSES:
            raise ValueError(
                f"y has {len(classes)} classes, and the network knows at most {MOST_CLASSES}; use another model, or "
                "unite rare classes"
            )
        class_order = _canonical_numbers(table, codes)
        labels = class_order[codes]
        order = canonical_order(table, labels)
        self._read(table[order], [labels[order]] * self.n_members)
        self.classes_, self._class_order, self.encoder_ = classes, class_order, encoder
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


def _canonical_numbers(table: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Return a number for each class, by its size and then by its rows: what it is called changes nothing."""
    order = canonical_order(table)
    ordered, of_row = table[order] + 0.0, codes[order]  # -0 is 0
    of_class = [ordered[of_row == code] for code in range(codes.max() + 1)]
    in_order = sorted(range(len(of_class)), key=lambda code: (-len(of_class[code]), of_class[code].tobytes()))
    return np.argsort(in_order)
