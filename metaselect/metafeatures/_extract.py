"""A Dataset becomes one row of numbers."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from metaselect.data import Dataset
from metaselect.exceptions import ConfigurationError, shorten
from metaselect.metafeatures._registry import METAFEATURES, Metafeature
from metaselect.metafeatures._view import DatasetView

__all__ = [
    "SUMMARIES",
    "MetaFeatures",
    "describe",
    "extract_metafeatures",
    "metafeature_names",
    "metafeature_versions",
]

# What becomes of an array (say, one value per column). Undefined elements are left out; few and robust on purpose.
SUMMARIES: dict[str, Callable[[np.ndarray], float]] = {"mean": np.mean, "sd": np.std, "min": np.min, "max": np.max}


@dataclass(frozen=True, eq=False)
class MetaFeatures:
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
    """

    values: np.ndarray
    names: tuple[str, ...]
    seconds: float
    dataset: str

    def as_series(self) -> pd.Series:
        """Return the values by name; the Series is named after the dataset."""
        return pd.Series(self.values, index=list(self.names), name=self.dataset)


def extract_metafeatures(
    dataset: Dataset, *, groups: Collection[str] | None = None, random_state: int = 0
) -> MetaFeatures:
    """Return the metafeatures of `dataset`.

    Cost is bounded by size: counts are exact, statistics use at most 5,000 rows and 100 columns, landmarkers and the
    tree about 1,000 rows.

    Parameters
    ----------
    dataset : Dataset
        Not modified.
    groups : collection of str, optional
        Compute only these groups, all when not given. The other values are NaN: rows can be stacked all the same.
    random_state : int
        For subsamples and landmarkers; each metafeature has randomness of its own.

    Returns
    -------
    metafeatures : MetaFeatures

    Raises
    ------
    ConfigurationError
        If a group is unknown.

    Examples
    --------
    >>> from metaselect.data import Dataset
    >>> dataset = Dataset.from_arrays([[1.0], [2.0], [3.0], [4.0]], ["no", "yes", "no", "no"])
    >>> row = extract_metafeatures(dataset, groups=["simple"]).as_series()
    >>> float(row["minority_share"])
    0.25
    >>> extract_metafeatures(dataset, groups=["simpel"])
    Traceback (most recent call last):
    ...
    metaselect.exceptions.ConfigurationError: metafeature group simpel is unknown; use some of information, ...
    """
    groups = _check_groups(groups)
    start = time.perf_counter()
    view = DatasetView(dataset, random_state)
    values = [
        value
        for metafeature in METAFEATURES.values()
        for value in _row_part(metafeature, metafeature.compute(view) if metafeature.group in groups else None)
    ]
    seconds = time.perf_counter() - start
    return MetaFeatures(np.array(values, dtype=np.float64), metafeature_names(), seconds, dataset.name)


def metafeature_names() -> tuple[str, ...]:
    """Return the names of all values of a row, in their order.

    Examples
    --------
    >>> "log_n_rows" in metafeature_names(), "skewness.mean" in metafeature_names()
    (True, True)
    """
    return tuple(name for metafeature in METAFEATURES.values() for name in _names(metafeature))


def metafeature_versions() -> dict[str, int]:
    """Return the version of each value of a row; values are comparable where versions are equal.

    Examples
    --------
    >>> metafeature_versions()["skewness.mean"]
    1
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
    if name not in metafeature_names() and not (base in METAFEATURES and not summary):
        raise ConfigurationError(f"there is no metafeature {name!r}; the names are {shorten(metafeature_names(), 20)}")
    description = METAFEATURES[base].description
    return f"{description} ({summary})" if summary else description


def _names(metafeature: Metafeature) -> list[str]:
    if not metafeature.is_array:
        return [metafeature.name]
    return [f"{metafeature.name}.{summary}" for summary in SUMMARIES]


def _row_part(metafeature: Metafeature, value: float | np.ndarray | None) -> list[float]:
    """One number, or one per summary; None is a metafeature that was not asked for."""
    if not metafeature.is_array:
        return [np.nan if value is None else value]
    defined = np.array([]) if value is None else value[~np.isnan(value)]
    return [summarise(defined) if len(defined) else np.nan for summarise in SUMMARIES.values()]


def _check_groups(groups: Collection[str] | None) -> set[str]:
    known = {metafeature.group for metafeature in METAFEATURES.values()}
    if groups is None:
        return known
    groups = {groups} if isinstance(groups, str) else set(groups)
    if not groups <= known:
        unknown = shorten(sorted(groups - known))
        raise ConfigurationError(f"metafeature group {unknown} is unknown; use some of {shorten(sorted(known))}")
    return groups
