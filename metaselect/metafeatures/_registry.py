"""The table of all metafeatures, and the decorator that fills it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np

from metaselect.metafeatures._cost import COSTS
from metaselect.metafeatures.views.dataset_view import DatasetView

__all__ = ["METAFEATURES", "Metafeature", "metafeature"]

Compute = Callable[[DatasetView], float | np.ndarray]

METAFEATURES: dict[str, Metafeature] = {}

_BOTH = ("classification", "regression")
# 2: samples, folds and sums follow what rows, columns and classes hold, not where they stand
_VERSION = 2


@dataclass(frozen=True)
class Metafeature:
    """One number, or one number per column, that describes a dataset.

    Attributes
    ----------
    name, group : str
        Name of the function, and the group whose file it is in.
    tasks : frozenset of {"classification", "regression"}
        Where it is defined; NaN elsewhere.
    bounds : tuple of two floats
        Smallest and largest possible value, for an array of each of its elements.
    version : int
        Goes up whenever a value would change.
    is_array : bool
        Whether the function returns an array, which the extractor summarises.
    cost : {"low", "medium", "high"}
        Which efforts compute it; see `_cost.py`.
    follows_row_order : bool
        Whether the order of rows is what it measures.
    function : callable
        From a `DatasetView` to a number or an array.
    """

    name: str
    group: str
    tasks: frozenset[str]
    bounds: tuple[float, float]
    version: int
    is_array: bool
    cost: str
    follows_row_order: bool
    function: Compute

    def compute(self, view: DatasetView) -> float | np.ndarray:
        """Return the value for the dataset behind `view`; NaN where it is undefined."""
        if view.task_type not in self.tasks:
            return np.array([]) if self.is_array else np.nan
        with np.errstate(all="ignore"):  # 0 / 0 is how most of them come to be undefined
            value = np.asarray(self.function(view), dtype=np.float64)
        if self.is_array:
            value = np.atleast_1d(value)  # a group without anything to measure returns NaN
        value = np.where(np.isfinite(value), value, np.nan)
        return value if self.is_array else float(value)

    @property
    def description(self) -> str:
        """The first line of the docstring, without its final period."""
        return (self.function.__doc__ or "").strip().partition("\n")[0].rstrip(".")


def metafeature(
    *,
    group: str,
    tasks: Collection[str] = _BOTH,
    bounds: tuple[float, float] = (-np.inf, np.inf),
    version: int = _VERSION,
    is_array: bool = False,
    cost: str = "low",
    follows_row_order: bool = False,
) -> Callable[[Compute], Compute]:
    """Register the decorated function of a `DatasetView` as a metafeature of its own name.

    Parameters
    ----------
    group : str
        As in `groups/__init__.py`.
    tasks : collection of {"classification", "regression"}
        Where it is defined, both when not given; `"classification"` covers binary and multiclass.
    bounds : tuple of two floats
        Smallest and largest possible value, infinite when not given; for an array of each of its elements.
    version : int
        Goes up whenever a value would change.
    is_array : bool
        Whether it returns an array; said here, because names must be known before anything is computed.
    cost : {"low", "medium", "high"}
        Which efforts compute it; see `_cost.py`.
    follows_row_order : bool
        Whether the order of rows is what it measures.

    Raises
    ------
    ValueError
        If the name is taken, or a task or the cost is unknown.

    Examples
    --------
    >>> @metafeature(group="simple", bounds=(0, np.inf))
    ... def twice_the_rows(view):
    ...     "Twice the number of rows."
    ...     return 2 * view.n_rows
    >>> METAFEATURES.pop("twice_the_rows").description
    'Twice the number of rows'
    """
    if not set(tasks) <= set(_BOTH):
        raise ValueError(f"tasks {sorted(tasks)} must be among {list(_BOTH)}")
    if cost not in COSTS:
        raise ValueError(f"cost {cost!r} must be among {list(COSTS)}")

    def register(function: Compute) -> Compute:
        name = function.__name__
        if name in METAFEATURES:
            raise ValueError(f"a metafeature named {name!r} is already registered; choose another name")
        METAFEATURES[name] = Metafeature(
            name, group, frozenset(tasks), bounds, version, is_array, cost, follows_row_order, function
        )
        return function

    return register
