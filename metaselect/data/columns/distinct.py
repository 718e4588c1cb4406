"""Long columns of text, handled by their distinct values: what is done to a million cells is done to a few words."""

from __future__ import annotations

import datetime
import decimal
import warnings
from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from metaselect.data.columns.labels import label_of

__all__ = [
    "MANY_ROWS",
    "as_text",
    "distinct_texts",
    "distinct_values",
    "fold_text",
    "is_folded",
    "is_plain_text",
    "is_text",
    "is_text_or_folded",
    "map_distinct",
    "of_rows",
    "rows_of_categories",
    "some_distinct",
    "text_of_mixed",
    "unfolded",
]

# From so many rows on, looking at every cell is what takes the time.
MANY_ROWS = 50_000
# The name of the categories that stand for repeated texts.
_FOLDED = "folded"
# What may stand beside text in a column.
_PLAIN = (
    *(str, bytes, bool, np.bool_, int, float, np.number, decimal.Decimal),
    *(datetime.date, datetime.time, datetime.timedelta, np.datetime64),
)
# Enough to tell what a column holds; more would cost time on long columns and tell nothing else.
_ENOUGH = 2000


def is_text(column: pd.Series) -> bool:
    """Return whether all known cells of a column, one at least, are text, be they stored as pandas categories or not.

    Categories that have an order are none: whoever made them has said what they are.
    """
    if isinstance(column.dtype, pd.CategoricalDtype):
        return not column.cat.ordered and is_text_or_folded(column) and bool(column.notna().any())
    return is_plain_text(column)


def is_folded(column: pd.Series) -> bool:
    """Return whether `fold_text` made categories of a column."""
    return isinstance(column.dtype, pd.CategoricalDtype) and column.cat.categories.name == _FOLDED


def unfolded(column: pd.Series) -> pd.Series:
    """Return a column as it was before `fold_text`."""
    return column.astype(object) if is_folded(column) else column


def of_rows(column: pd.Series, texts: pd.Series | pd.Index) -> pd.Series:
    """Return the text of each row of a folded column, NaN where it is missing.

    Parameters
    ----------
    column : Series of shape (n_rows,)
        Folded.
    texts : Series or Index of shape (n_categories,)
        What its categories are to be.
    """
    with_nan = np.append(texts.to_numpy(dtype=object), np.nan)  # code -1 is the NaN at the end
    return pd.Series(with_nan[column.cat.codes.to_numpy()], index=column.index, dtype=object)


def text_of_mixed(column: pd.Series, decimal: str = ".") -> pd.Series:
    """Return a column of text and of numbers, truth values or dates, or of bytes, as text; others as they are.

    Examples
    --------
    >>> text_of_mixed(pd.Series(["$1,200", 300, None])).tolist()
    ['$1,200', '300', nan]
    >>> text_of_mixed(pd.Series(["1.200,75", 300.5]), ",").tolist()
    ['1.200,75', '300,5']
    """
    kind = pd.api.types.infer_dtype(column, skipna=True) if column.dtype == object else ""
    if kind == "bytes":
        return column.map(label_of, na_action="ignore")
    if not kind.startswith("mixed"):
        return column
    types = set(column.dropna().map(type))
    if str not in types or not all(issubclass(found, _PLAIN) for found in types):
        return column
    if decimal == ".":
        return column.map(label_of, na_action="ignore")
    return column.map(
        lambda value: value if isinstance(value, str) else label_of(value).replace(".", decimal), na_action="ignore"
    )


def is_text_or_folded(column: pd.Series) -> bool:
    """Return whether all known cells of a column are text, folded or not."""
    values = column.cat.categories if isinstance(column.dtype, pd.CategoricalDtype) else column
    if isinstance(values.dtype, pd.StringDtype):
        return True
    return values.dtype == object and pd.api.types.infer_dtype(values, skipna=True) == "string"


def is_plain_text(column: pd.Series) -> bool:
    """Return whether a column holds text alone and is no pandas category, whose maker has said what it is.

    What `fold_text` made is text.
    """
    if isinstance(column.dtype, pd.CategoricalDtype):
        return is_folded(column) and bool(column.notna().any())
    if isinstance(column.dtype, pd.StringDtype):
        return bool(column.notna().any())
    return column.dtype == object and pd.api.types.infer_dtype(column, skipna=True) == "string"


def fold_text(table: pd.DataFrame) -> pd.DataFrame:
    """Return a long table in which columns of repeated texts are pandas categories; a short one as it is.

    Examples
    --------
    >>> fold_text(pd.DataFrame({"city": ["Rome", "Oslo"] * 30_000}))["city"].dtype.name
    'category'
    """
    if len(table) < MANY_ROWS:
        return table
    folded = {name: column for name in table.columns if (column := _folded(table[name])) is not None}
    return table.assign(**folded) if folded else table


def _folded(column: pd.Series) -> pd.Series | None:
    if isinstance(column.dtype, pd.CategoricalDtype) or not is_text_or_folded(column):
        return None
    codes, texts = pd.factorize(column)
    if 2 * len(texts) > len(column):
        return None
    categories = pd.Categorical.from_codes(codes, pd.Index(texts, dtype=object, name=_FOLDED))
    return pd.Series(categories, index=column.index, name=column.name)


def distinct_texts(column: pd.Series) -> pd.Series:
    """Return the distinct known texts of a column."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return pd.Series(_used_categories(column), dtype=object)
    return pd.Series(column.dropna().unique())


def rows_of_categories(column: pd.Series) -> np.ndarray:
    """Return in how many rows each category of a column is, (n_categories,)."""
    codes = np.add(column.cat.codes.to_numpy(), 1, dtype=np.intp)
    return np.bincount(codes, minlength=len(column.cat.categories) + 1)[1:]  # -1 is missing


def _used_categories(column: pd.Series) -> pd.Index:
    """Return the categories that a row has, which of long columns the first rows may show."""
    for rows in (column.iloc[:MANY_ROWS], column):
        is_used = rows_of_categories(rows) > 0
        if is_used.all():
            return column.cat.categories
    return column.cat.categories[is_used]


def distinct_values(column: pd.Series) -> Iterable[object]:
    """Return the distinct known values of any column."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return _used_categories(column)
    try:
        return pd.factorize(column)[1].astype(object)  # which is gone through faster than texts as pandas stores them
    except TypeError:  # unhashable values such as dicts and lists
        return column.dropna().map(str).unique()


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
    n_values = int(column.notna().sum())
    distinct = distinct_texts(column).to_numpy(dtype=object)
    n_distinct = len(distinct)
    if n_distinct > _ENOUGH:
        hashes = pd.util.hash_array(distinct, categorize=False)
        distinct = distinct[np.argpartition(hashes, _ENOUGH)[:_ENOUGH]]
    return pd.Series(distinct, dtype=object).str.strip(), n_distinct, n_values


def map_distinct(column: pd.Series, function: Callable[[pd.Series], pd.Series]) -> pd.Series:
    """Return `function(column)` for a function of single cells, called with the distinct cells where they are folded.

    Parameters
    ----------
    column : Series of shape (n_rows,)
        Of text, folded (pandas categories) or not.
    function : callable
        From a Series of cells to a Series of what each becomes.

    Examples
    --------
    >>> column = pd.Series(pd.Categorical(["1 %", None, "1 %"]))
    >>> map_distinct(column, lambda cells: cells.str[0].astype(float)).tolist()
    [1.0, nan, 1.0]
    """
    if isinstance(column.dtype, pd.CategoricalDtype):
        texts = pd.Series(column.cat.categories, dtype=object)
        values, codes = function(texts), column.cat.codes.to_numpy()
    elif len(column) < MANY_ROWS:
        return function(column)
    else:
        codes, distinct = pd.factorize(column)
        values = function(pd.Series(distinct, dtype=object))
    if pd.api.types.is_numeric_dtype(values.dtype):
        numbers = np.append(values.to_numpy(dtype=float), np.nan)
        return pd.Series(numbers[codes], index=column.index, name=column.name)
    new_codes, texts = pd.factorize(values)  # several texts may have become one, or missing
    codes = np.append(new_codes, -1)[codes]
    categories = pd.Categorical.from_codes(codes, pd.Index(texts, dtype=object, name=_FOLDED))
    return pd.Series(categories, index=column.index, name=column.name)


def as_text(column: pd.Series) -> pd.Series:
    """Return the text of each value of a column, NaN where it is missing.

    Each distinct value becomes its text once: factorizing first makes this fast on long columns.

    Examples
    --------
    >>> as_text(pd.Series([1, None, "a"])).tolist()
    ['1', nan, 'a']
    """
    try:
        codes, values = pd.factorize(column)
    except TypeError:  # unhashable values such as dicts and lists
        codes, values = pd.factorize(column.map(str).where(column.notna()))
    texts = np.array([str(value) for value in values] + [np.nan], dtype=object)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # pandas 2: inference of object columns
        return pd.Series(texts[codes], index=column.index, dtype=object)  # code -1 is the trailing NaN
