"""`TableCleaner`: the first step of every pipeline, from a raw table to floats and text."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from metaselect.data import ColumnType, as_dense, as_frame, clean_columns, column_types
from metaselect.exceptions import DatasetError

__all__ = ["TableCleaner"]

# Trees and networks compute with 32 bits, to which anything larger is infinite.
_LARGEST = float(np.finfo(np.float32).max)
_TEXT = pd.StringDtype("python", na_value=pd.NA)


class TableCleaner(TransformerMixin, BaseEstimator):
    """Represent numbers and the parts of dates as float64, everything else as text, infinite and missing values as NaN.

    Numbers are at most 3.4e38 in magnitude, the largest of 32 bits; larger ones are taken for that.

    What each column is, is decided when fitting and kept: rows seen later never change it. Columns without any value
    when fitting are dropped. Columns of free text get pandas' type for strings, by which the next step knows them, and
    the empty text where a value is missing.

    Parameters
    ----------
    kinds : mapping of str to str or ColumnType, optional
        What some columns are, as in `Dataset.kinds`; the others are decided by their values.

    Attributes
    ----------
    types_ : dict of str to ColumnType
        What each column is, and so what becomes of it.
    n_features_in_ : int
        Number of columns seen when fitting.
    feature_names_in_ : ndarray of shape (n_columns,)
        Only when fitted on a DataFrame; as text, made unique.

    Examples
    --------
    >>> table = pd.DataFrame({"age": [31, None], "member": [True, False], "void": [None, None]})
    >>> TableCleaner().fit_transform(table).values.tolist()
    [[31.0, 'True'], [nan, 'False']]
    """

    def __init__(self, kinds: Mapping[str, str | ColumnType] | None = None):
        self.kinds = kinds

    def fit(self, X, y=None):
        """Decide what each column is."""
        X = as_dense(X)
        frame = as_frame(X)
        validate_data(self, frame if isinstance(X, pd.DataFrame) else X, skip_check_array=True)
        self.types_ = column_types(frame, self.kinds)
        if not self._names():
            raise DatasetError(
                f"none of the {len(self.types_)} columns has a value in the rows given for training "
                f"(0 feature(s) (shape={frame.shape}) while a minimum of 1 is required.)"
            )
        return self

    def transform(self, X) -> pd.DataFrame:
        """Return the table as floats and text, with the columns that were kept when fitting."""
        check_is_fitted(self)
        X = as_dense(X)
        frame = as_frame(X)
        validate_data(self, frame if isinstance(X, pd.DataFrame) else X, skip_check_array=True, reset=False)
        frame.columns = list(self.types_)  # an array has other names; the order is the same
        cleaned = _within_reach(clean_columns(frame, self.types_))
        texts = [name for name, column_type in self.types_.items() if column_type.becomes == "text"]
        return cleaned.assign(**{name: cleaned[name].fillna("").astype(_TEXT) for name in texts})

    def get_feature_names_out(self, input_features=None) -> np.ndarray:
        """Return the names of the columns that are kept, and those that dates become."""
        check_is_fitted(self)
        return np.array(self._names(), dtype=object)

    def _names(self) -> list[str]:
        return [new for name, column_type in self.types_.items() for new in column_type.names(name)]

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.input_tags.sparse = True
        tags.input_tags.string = True
        tags.input_tags.categorical = True
        return tags


def _within_reach(table: pd.DataFrame) -> pd.DataFrame:
    numbers = table.select_dtypes("number")
    too_large = numbers.columns[(numbers.abs() > _LARGEST).any()]
    return table.assign(**{name: table[name].clip(-_LARGEST, _LARGEST) for name in too_large})
