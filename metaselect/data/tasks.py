"""Which task a target poses: binary or multiclass classification, or regression."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metaselect.data.columns.floats import numbers_of
from metaselect.data.notes import Note
from metaselect.exceptions import ConfigurationError, DatasetError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["TASKS", "are_numbers_as_classes", "infer_task", "is_classification", "is_number_like", "task_type_of"]

TASKS = ("binary", "multiclass", "regression")
_CLASSIFICATIONS = ("binary", "multiclass")

# An integer target with at most this many distinct values reads as classes.
_MAX_INTEGER_CLASSES = 10
_RARE = 5
# With fewer rows for each, as many different numbers are a quantity.
_ROWS_OF_A_CLASS = 10
# Gradient boosting computes with 32 bits.
_LARGEST = 1e38


def is_classification(task: str) -> bool:
    """Return whether `task` is a classification: `"binary"` or `"multiclass"`.

    Examples
    --------
    >>> is_classification("binary"), is_classification("regression")
    (True, False)
    """
    return task in _CLASSIFICATIONS


def task_type_of(task: str) -> str:
    """Return the type of a task, `"classification"` or `"regression"`.

    Examples
    --------
    >>> task_type_of("multiclass"), task_type_of("regression")
    ('classification', 'regression')
    """
    return "classification" if is_classification(task) else "regression"


def infer_task(y: ArrayLike, task: str = "auto") -> tuple[str, Note]:
    """Return the task that `y` poses and the reason; `str` of it says it.

    Parameters
    ----------
    y : array-like of shape (n_rows,)
        The target without missing values.
    task : {"auto", "classification", "binary", "multiclass", "regression"}
        What was asked for; `"auto"` decides by the values, `"classification"` between binary and multiclass.

    Raises
    ------
    DatasetError
        If the target has a single value, a different text in every row, or does not fit the task asked for.

    Examples
    --------
    >>> task, why = infer_task(["yes", "no", "yes"])
    >>> task, str(why)
    ('binary', '2 distinct values')
    >>> infer_task([1.5, 2.25, 3.0, 9.1])
    ('regression', Note(kind='distinct numbers', columns=(), details={'n_distinct': 4}))
    """
    if task not in ("auto", "classification", *TASKS):
        raise ConfigurationError(f"task {task!r} is unknown; use one of auto, classification, {', '.join(TASKS)}")
    values = pd.Series(y)
    numeric = is_number_like(values)
    n_distinct = int(values.nunique())
    if n_distinct < 2:
        only = str(values.iloc[0]) if len(values) else None
        raise DatasetError(
            f"the target has only one class or value ({only!r}) in all {len(values)} rows: there is nothing to learn; "
            "choose another target column"
        )
    if task == "auto":
        task = _task_by_values(values, numeric, n_distinct)
    if task == "regression":
        if not numeric:
            way_out = "use task 'classification' or choose another target column"
            what = "truth values" if pd.api.types.infer_dtype(values, skipna=True) == "boolean" else "text"
            if _are_numbers_as_text(values):
                way_out = "convert it with pd.to_numeric first"
            raise DatasetError(
                f"task 'regression' needs a target of numbers; this one holds {what} such as {str(values.iloc[0])!r}; "
                f"{way_out}"
            )
        _check_size(values)
        return "regression", Note.on("distinct numbers", n_distinct=n_distinct)
    return _check_classes(values, task, n_distinct, numeric)


def are_numbers_as_classes(classes: ArrayLike, n_rows: int) -> bool:
    """Return whether classes look like a quantity: many different numbers, as text perhaps, on few rows each.

    Parameters
    ----------
    classes : array-like of shape (n_classes,)
        As they are learned, none missing.
    n_rows : int
        Rows of all of them.

    Examples
    --------
    >>> are_numbers_as_classes([*range(100, 140)], 80), are_numbers_as_classes([*range(10)], 200)
    (True, False)
    """
    distinct = pd.Series(classes)
    if len(distinct) <= _MAX_INTEGER_CLASSES or n_rows >= _ROWS_OF_A_CLASS * len(distinct):
        return False
    is_number_or_text = distinct.dtype.kind in "iuf" or distinct.map(type).isin((str, int, float)).all()
    return bool(is_number_or_text and numbers_of(distinct).notna().all())


def _check_size(values: pd.Series) -> None:
    numbers = np.abs(numbers_of(values).to_numpy(dtype=float, na_value=np.nan))
    largest = float(numbers[np.isfinite(numbers)].max(initial=0))
    if largest > _LARGEST:
        raise DatasetError(
            f"the target holds numbers as large as {largest:.2g}, with which models cannot compute; divide by a power "
            "of ten, or take its logarithm"
        )


def is_number_like(y: pd.Series) -> bool:
    """Return whether the values are numbers rather than labels; numbers in an object column count, booleans do not.

    Examples
    --------
    >>> is_number_like(pd.Series([1, 2.5], dtype=object)), is_number_like(pd.Series([True, False]))
    (True, False)
    """
    if pd.api.types.is_bool_dtype(y.dtype) or isinstance(y.dtype, pd.CategoricalDtype):
        return False
    if pd.api.types.is_numeric_dtype(y.dtype):
        return True
    return pd.api.types.is_object_dtype(y.dtype) and pd.api.types.infer_dtype(y, skipna=True) in (
        "integer",
        "floating",
        "mixed-integer-float",
        "decimal",
    )


def _are_numbers_as_text(y: pd.Series) -> bool:
    known = y.dropna().astype(object)
    is_text = known.map(type).eq(str).all()
    return bool(is_text and numbers_of(known).notna().all())


def _task_by_values(y: pd.Series, numeric: bool, n_distinct: int) -> str:
    if n_distinct == 2:
        return "binary"
    if not numeric:
        return "multiclass"
    values = pd.to_numeric(y).to_numpy(dtype=float)
    whole = bool(np.all(values == np.round(values)))
    # Few whole numbers, each several times on average, are codes of classes more often than quantities.
    if whole and n_distinct <= _MAX_INTEGER_CLASSES and len(values) >= 5 * n_distinct:
        # Numbers that get rarer and rarer are counts.
        n_rare = int((y.value_counts() < _RARE).sum())
        return "multiclass" if n_rare <= n_distinct / 3 else "regression"
    return "regression"


def _check_classes(y: pd.Series, task: str, n_distinct: int, numeric: bool) -> tuple[str, Note]:
    found = "binary" if n_distinct == 2 else "multiclass"
    if task == "binary" and found != "binary":
        raise DatasetError(f"task 'binary' needs 2 classes; the target has {n_distinct} distinct values")
    if n_distinct == len(y) and n_distinct > 2:
        what = "number" if numeric else "text"
        raise DatasetError(
            f"the target has a different {what} in each of its {len(y)} rows, so there are no classes to learn: "
            f"it looks like {'a quantity (use task regression)' if numeric else 'an identifier or free text'}; "
            "choose another target column or task"
        )
    if numeric and n_distinct > 2:
        return found, Note.on("distinct whole numbers", n_distinct=n_distinct)
    return found, Note.on("distinct values", n_distinct=n_distinct)
