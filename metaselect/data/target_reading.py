"""`TargetReading`: how a target is read, decided once and applied to all that is learned from later."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metaselect.data.columns.category import Category
from metaselect.data.columns.column_type import ColumnType
from metaselect.data.columns.date import DateColumn
from metaselect.data.columns.distinct import is_folded, is_plain_text, text_of_mixed
from metaselect.data.columns.floats import numbers_of
from metaselect.data.columns.frames import unmasked
from metaselect.data.columns.kinds import find_type
from metaselect.data.columns.number import Number
from metaselect.data.tasks import infer_task, is_classification, is_number_like
from metaselect.exceptions import DatasetError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["TargetReading", "as_target", "find_target_reading", "known_targets"]

_FEW_DATES = 10


@dataclass(frozen=True)
class TargetReading:
    """How the values of a target become what models learn.

    Attributes
    ----------
    task : {"binary", "multiclass", "regression"}
        What the target is to be learned as.
    column_type : ColumnType
        What it was taken for, with what is put right in its cells.
    date : DateColumn, optional
        How dates are read that are learned as days since 1970, or times as hours; None for any other target.

    Examples
    --------
    >>> y = pd.Series([True, None, False, True], dtype=object)
    >>> find_target_reading(y).read(y)
    (array([ True, False,  True,  True]), array([ True, False,  True]))
    """

    task: str
    column_type: ColumnType = field(default_factory=Category, repr=False)
    date: DateColumn | None = field(default=None, repr=False)

    def read(self, y: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
        """Return which rows have a target, and the targets of those as models learn them.

        Parameters
        ----------
        y : array-like of shape (n_rows,)
            As users give it.

        Returns
        -------
        is_known : ndarray of shape (n_rows,)
            False where the target is missing or infinite.
        values : ndarray of shape (n_known,)
            Class labels, or float64 for regression.
        """
        cells = self.cells(as_target(y))
        is_known = known_targets(cells)
        return is_known, self.values(cells[is_known])

    def cells(self, y: pd.Series) -> pd.Series:
        """Return the cells of a target as they are understood; dates and times as numbers where they are learned so."""
        cells = self.column_type.put_right(_quantity_in(y, self.task))
        return cells if self.date is None else _number_of(self.date, cells)

    def values(self, known: pd.Series) -> np.ndarray:
        """Return known cells as models learn them: labels as given, or float64."""
        if not is_classification(self.task):
            numbers: np.ndarray = pd.to_numeric(known).to_numpy(dtype=np.float64)
            return numbers
        return _labels(known)


def find_target_reading(
    y: pd.Series, task: str = "auto", *, name: str = "data", is_as_given: bool = False
) -> TargetReading:
    """Return how a target is to be read.

    Parameters
    ----------
    y : Series of shape (n_rows,)
        The target as it is given.
    task : {"auto", "classification", "binary", "multiclass", "regression"}
        What it is to be learned as; by default its values decide.
    name : str
        Of the dataset, for messages.
    is_as_given : bool
        Whether cells are as they should be, so that nothing is put right in them; False by default.

    Raises
    ------
    DatasetError
        If it cannot be learned.
    """
    _check_values(y, str(y.name))
    y = _quantity_in(y, task)
    column_type = Category() if is_as_given else _type_of_target(y, task)
    cells = column_type.put_right(y)
    date = _date_of(cells[known_targets(cells)], task)
    if date is not None:
        cells = _number_of(date, cells)
    known = text_of_mixed(cells[known_targets(cells)])  # as labels are: 1 and "1" are one class
    if len(known) < 2:
        raise DatasetError(
            f"{name} has {len(known)} row{'s' * (len(known) != 1)} with a known target "
            f"(n_samples={len(known)}); at least 2 are needed, and 30 or more for advice worth having"
        )
    return TargetReading(infer_task(known, task)[0], column_type, date)


def as_target(y: ArrayLike, name: str = "y") -> pd.Series:
    """Return a target as a Series called `name`.

    Parameters
    ----------
    y : array-like of shape (n_rows,)
        As users give it.
    name : str
        For messages; `"y"` when not given.

    Raises
    ------
    DatasetError
        If it is not one value per row, or the values are neither numbers, text nor truth values.
    """
    values = y.to_numpy() if isinstance(y, pd.DataFrame) else y
    if not isinstance(values, pd.Series):
        try:
            values = np.asarray(unmasked(values))
        except ValueError as error:  # lists of different lengths
            raise DatasetError(f"y is not one value per row: {error}; expected one dimension, (n_rows,)") from error
        if values.ndim == 2 and values.shape[1] == 1:
            values = values[:, 0]
        if values.ndim == 0:
            what = "None" if y is None else f"a {type(y).__name__}"
            raise DatasetError(f"y is {what}; expected one value per row: a list, an array or a column")
        if values.ndim != 1:
            raise DatasetError(f"y has shape {values.shape}; expected one dimension, (n_rows,)")
        values = pd.Series(values)
    if pd.api.types.is_timedelta64_dtype(values.dtype):
        values = values.dt.total_seconds()
    _check_values(values, name)
    return values.rename(name)


def _check_values(values: pd.Series, name: str) -> None:
    """Raise a DatasetError if the values of a target are neither numbers, text nor truth values."""
    if pd.api.types.is_complex_dtype(values.dtype):
        raise DatasetError(f"Complex data not supported: the target {name!r} holds complex numbers")
    if values.dtype.kind != "S" and (values.dtype != object or is_plain_text(values)):
        return
    if values.map(type).isin((bytes, bytearray)).any():
        raise DatasetError(f"the target {name!r} holds bytes; make text of them first, as by value.decode()")
    nested = next((value for value in values if not isinstance(value, Hashable)), None)
    if nested is not None:
        raise DatasetError(
            f"the target {name!r} holds a {type(nested).__name__}, {nested!r:.40}; expected numbers, text or "
            "truth values, one per row"
        )


def known_targets(y: pd.Series) -> np.ndarray:
    """Return whether the target of each row is neither missing nor infinite, (n_rows,)."""
    known: np.ndarray = y.notna().to_numpy(dtype=bool, copy=True)
    if is_number_like(y):
        known &= np.isfinite(numbers_of(y).to_numpy(dtype=float, na_value=np.nan))
    return known


def _quantity_in(y: pd.Series, task: str) -> pd.Series:
    """Return a target of which the categories are numbers as these numbers, where they are learned as a quantity."""
    is_category = isinstance(y.dtype, pd.CategoricalDtype) and pd.api.types.is_numeric_dtype(y.cat.categories.dtype)
    return y.astype(float) if is_category and task == "regression" else y


def _type_of_target(y: pd.Series, task: str) -> ColumnType:
    """Return what a target is taken for; numbers are read out of text to be predicted as such, and not for classes."""
    found = find_type(y)
    if not any(repair.makes_numbers for repair in found.repairs):
        return _numbers_of_codes(y) or found if task == "regression" else found
    cells = found.put_right(y)
    known = cells[known_targets(cells)]
    poses_classes = task not in ("auto", "regression") or (
        task == "auto" and known.nunique() > 1 and is_classification(infer_task(known)[0])
    )
    return find_type(y, Category.kind) if poses_classes else found


def _numbers_of_codes(y: pd.Series) -> ColumnType | None:
    """Return how codes such as 00501 are read as the numbers that somebody says they are; None where one is none."""
    if pd.api.types.is_numeric_dtype(y.dtype) or not numbers_of(y[known_targets(y)]).notna().all():
        return None
    return find_type(y, Number.kind)


def _date_of(y: pd.Series, task: str) -> DateColumn | None:
    """Return how a target of many dates is read, None for any other target."""
    if task not in ("auto", "regression") or y.nunique() <= _FEW_DATES:
        return None
    date = DateColumn.recognize(y)
    return None if date is None else replace(date, parts=("hour" if date.written == "times" else "days",))


def _number_of(date: DateColumn, y: pd.Series) -> pd.Series:
    (numbers,) = date.expand(y).values()
    return pd.Series(numbers, index=y.index, name=y.name)


def _labels(y: pd.Series) -> np.ndarray:
    if is_folded(y):  # text alone
        return y.to_numpy(dtype=object)
    values: np.ndarray
    values = y.to_numpy() if not isinstance(y.dtype, pd.api.extensions.ExtensionDtype) else y.to_numpy(dtype=object)
    if values.dtype == object and len(set(map(type, values))) > 1:
        values = np.array([str(value) for value in values], dtype=object)  # labels of mixed types cannot be sorted
    # Numbers and truth values that came as objects, of categories for example: scikit-learn takes objects for text only
    if values.dtype == object:
        values = pd.Series(values).infer_objects().to_numpy()
    return values
