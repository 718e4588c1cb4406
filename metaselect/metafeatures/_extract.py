"""A Dataset becomes one row of numbers."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from metaselect.data import Dataset
from metaselect.exceptions import ConfigurationError, DatasetError, shorten
from metaselect.facts import ShownShort
from metaselect.metafeatures._cost import check_effort, lowest_effort
from metaselect.metafeatures._registry import METAFEATURES, Metafeature
from metaselect.metafeatures.views.dataset_view import DatasetView

__all__ = [
    "SUMMARIES",
    "MetaFeatures",
    "describe",
    "extract_metafeatures",
    "metafeature_names",
    "metafeature_versions",
    "order_free_names",
]

# What becomes of an array (say, one value per column). Undefined elements are left out; few and robust on purpose.
SUMMARIES: dict[str, Callable[[np.ndarray], float]] = {"mean": np.mean, "sd": np.std, "min": np.min, "max": np.max}


@dataclass(frozen=True, eq=False, repr=False)
class MetaFeatures(ShownShort):
    """The description of one dataset.

    Attributes
    ----------
    values : ndarray of shape (n_metafeatures,)
        NaN where a metafeature is undefined.
    names : tuple of str, of length n_metafeatures
        The same for every dataset.
    seconds : float
        How long the extraction took, by the clock.
    dataset : str
        Name of the dataset.
    effort : {"fast", "default", "full"}
        What was paid for.
    left_out : dict of str to str
        Why a value was not computed, by its name. Values that were, and are undefined for this dataset, are not here.
    """

    values: np.ndarray
    names: tuple[str, ...]
    seconds: float
    dataset: str
    effort: str = "default"
    left_out: Mapping[str, str] = field(default_factory=dict)

    def as_series(self) -> pd.Series:
        """Return the values by name; the Series is named after the dataset."""
        return pd.Series(self.values, index=list(self.names), name=self.dataset)


def extract_metafeatures(
    dataset: Dataset | pd.DataFrame | ArrayLike,
    y: ArrayLike | None = None,
    *,
    groups: Collection[str] | None = None,
    names: Collection[str] | None = None,
    effort: str = "default",
    random_state: int = 0,
) -> MetaFeatures:
    """Return the metafeatures of `dataset`.

    Cost is bounded by size: counts are exact, statistics use at most 5,000 rows and 100 columns; landmarkers, trees and
    distances about 1,000 rows. A value does not depend on the effort, nor on which others are computed.

    Parameters
    ----------
    dataset : Dataset, or DataFrame or array-like of shape (n_rows, n_columns)
        Not modified.
    y : array-like of shape (n_rows,), optional
        The target of a table that is no `Dataset`, from which `Dataset.from_arrays` makes one.
    groups : collection of str, optional
        Compute only these groups, all when not given. The other values are NaN: rows can be stacked all the same.
    names : collection of str, optional
        Compute only what these values need; those that do not exist are passed over, as a knowledge base may hold
        metafeatures that another version of metaselect knew.
    effort : {"fast", "default", "full"}
        Which metafeatures to pay for; "default" aims at one second.
    random_state : int
        Seeds subsamples and landmarkers; each metafeature has randomness of its own.

    Returns
    -------
    metafeatures : MetaFeatures
        `left_out` says which values were not computed, and why.

    Raises
    ------
    ConfigurationError
        If a group or the effort is unknown.
    DatasetError
        If a table comes without its target, or cannot be used as given.

    Examples
    --------
    >>> from metaselect.data import Dataset
    >>> dataset = Dataset.from_arrays([[1.0], [2.0], [3.0], [4.0]], ["no", "yes", "no", "no"])
    >>> metafeatures = extract_metafeatures(dataset, groups=["simple"])
    >>> float(metafeatures.as_series()["minority_share"])
    0.25
    >>> metafeatures.left_out["target_mode_share"], metafeatures.left_out["forest_skill"]
    ('defined for regression only', 'not asked for')
    >>> extract_metafeatures(dataset, groups=["simpel"])
    Traceback (most recent call last):
    ...
    metaselect.exceptions.ConfigurationError: metafeature group simpel is unknown; use some of categories, ...
    """
    dataset = _as_dataset(dataset, y)
    groups = _check_groups(groups)
    costs = check_effort(effort)
    bases = None if names is None else {name.partition(".")[0] for name in names}
    start = time.perf_counter()
    view = DatasetView(dataset, random_state)
    values: list[float] = []
    left_out: dict[str, str] = {}
    with warnings.catch_warnings():
        # Means of nothing, as in 0 / 0, are how some metafeatures come to be undefined.
        warnings.simplefilter("ignore", RuntimeWarning)
        for metafeature in METAFEATURES.values():
            reason = _reason_to_leave_out(metafeature, view.task_type, groups, bases, costs)
            values += _row_part(metafeature, metafeature.compute(view) if reason is None else None)
            if reason is not None:
                left_out |= dict.fromkeys(_names(metafeature), reason)
    seconds = time.perf_counter() - start
    row = np.array(values, dtype=np.float64)
    return MetaFeatures(row, metafeature_names(), seconds, dataset.name, effort, left_out)


def _as_dataset(dataset: Dataset | pd.DataFrame | ArrayLike, y: ArrayLike | None) -> Dataset:
    if isinstance(dataset, Dataset):
        if y is not None:
            raise DatasetError("a Dataset holds its target already; leave y out, or give a table in place of it")
        return dataset
    if y is None:
        raise DatasetError("metafeatures describe a table and its target; give y too, or a Dataset that holds both")
    return Dataset.from_arrays(dataset, y)


def metafeature_names() -> tuple[str, ...]:
    """Return the names of all values of a row, in their order.

    Examples
    --------
    >>> "log_n_rows" in metafeature_names(), "skewness.mean" in metafeature_names()
    (True, True)
    """
    return tuple(name for metafeature in METAFEATURES.values() for name in _names(metafeature))


def order_free_names() -> tuple[str, ...]:
    """Return the names of the values that do not follow the order of rows: what meta-learners may learn from.

    Drift is left out. Advice must not depend on how a table is sorted, and drift could not help it: base learners are
    judged by folds of shuffled rows.

    Examples
    --------
    >>> "log_n_rows" in order_free_names(), "target_drift" in order_free_names()
    (True, False)
    """
    order_free = (m for m in METAFEATURES.values() if not m.follows_row_order)
    return tuple(name for metafeature in order_free for name in _names(metafeature))


def asked_for(groups: Collection[str] | None, effort: str) -> list[str]:
    """Return the names of the values of `groups` that `effort` computes for datasets of one task or the other.

    Raises
    ------
    ConfigurationError
        If a group or the effort is unknown.
    """
    groups, costs = _check_groups(groups), check_effort(effort)
    asked = (m for m in METAFEATURES.values() if m.group in groups and m.cost in costs)
    return [name for metafeature in asked for name in _names(metafeature)]


def metafeature_versions() -> dict[str, int]:
    """Return the version of each value of a row; values are comparable where versions are equal.

    Examples
    --------
    >>> metafeature_versions()["skewness.mean"]
    2
    """
    return {name: metafeature.version for metafeature in METAFEATURES.values() for name in _names(metafeature)}


def describe(name: str) -> str:
    """Return in words what the metafeature `name` is.

    Raises
    ------
    ConfigurationError
        If there is no metafeature of this name.

    Examples
    --------
    >>> describe("log_n_rows")
    'Logarithm of the number of rows'
    >>> describe("skewness.mean")
    'Absolute skewness of each numeric column (mean)'
    """
    base, _, summary = name.partition(".")
    if base not in METAFEATURES or (summary and name not in _names(METAFEATURES[base])):
        raise ConfigurationError(f"there is no metafeature {name!r}; the names are {shorten(metafeature_names(), 20)}")
    description = METAFEATURES[base].description
    return f"{description} ({summary})" if summary else description


def _names(metafeature: Metafeature) -> list[str]:
    if not metafeature.is_array:
        return [metafeature.name]
    return [f"{metafeature.name}.{summary}" for summary in SUMMARIES]


def _reason_to_leave_out(
    metafeature: Metafeature, task_type: str, groups: set[str], bases: set[str] | None, costs: Collection[str]
) -> str | None:
    if metafeature.group not in groups or (bases is not None and metafeature.name not in bases):
        return "not asked for"
    if task_type not in metafeature.tasks:
        return f"defined for {next(iter(metafeature.tasks))} only"
    if metafeature.cost not in costs:
        return f"needs effort {lowest_effort(metafeature.cost)!r}"
    return None


def _row_part(metafeature: Metafeature, value: float | np.ndarray | None) -> list[float]:
    """One number, or one per summary; None is a metafeature that was not asked for."""
    if value is None:
        return [np.nan] * len(_names(metafeature))
    if not metafeature.is_array:
        return [float(value)]
    elements = np.asarray(value)
    defined = elements[~np.isnan(elements)]
    if not len(defined):
        return [np.nan] * len(SUMMARIES)
    with np.errstate(over="ignore", invalid="ignore"):
        summaries = [summarize(defined) for summarize in SUMMARIES.values()]
    return [summary if np.isfinite(summary) else np.nan for summary in summaries]  # sums of huge values overflow


def _check_groups(groups: Collection[str] | None) -> set[str]:
    known = {metafeature.group for metafeature in METAFEATURES.values()}
    if groups is None:
        return known
    groups = {groups} if isinstance(groups, str) else set(groups)
    if not groups <= known:
        unknown = shorten(sorted(groups - known))
        raise ConfigurationError(f"metafeature group {unknown} is unknown; use some of {shorten(sorted(known))}")
    return groups
