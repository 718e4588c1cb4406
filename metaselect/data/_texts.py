"""A few distinct values of a long column, the same ones whatever the order of rows."""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = ["is_texts", "some_distinct"]

# Enough to tell what a column holds; more would cost time on long columns and tell nothing else.
_ENOUGH = 2000


def some_distinct(column: pd.Series) -> tuple[pd.Series, int, int]:
    """Return some distinct texts of a column without blanks around them, how many there are, and of how many values.

    Parameters
    ----------
    column : Series
        Of text; missing values are passed over.

    Examples
    --------
    >>> texts, n_distinct, n_values = some_distinct(pd.Series(["a", " b", "a", None]))
    >>> texts.tolist(), n_distinct, n_values
    (['a', 'b'], 2, 3)
    """
    values = column.dropna()
    distinct = pd.unique(values.astype(object))
    n_distinct = len(distinct)
    if n_distinct > _ENOUGH:
        hashes = pd.util.hash_array(distinct, categorize=False)
        distinct = distinct[np.argpartition(hashes, _ENOUGH)[:_ENOUGH]]
    return pd.Series(distinct, dtype=object).str.strip(), n_distinct, len(values)


def is_texts(column: pd.Series) -> bool:
    """Return whether a column holds text alone and is no pandas category, whose maker has said what it is."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return False
    if isinstance(column.dtype, pd.StringDtype):
        return bool(column.notna().any())
    return column.dtype == object and pd.api.types.infer_dtype(column, skipna=True) == "string"
