"""How to find out on the user's own data how good a model is: which splits, how many, and why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from metaselect.data import Dataset, find_role, is_named_like_a_group
from metaselect.evaluation import resampling_for
from metaselect.facts import Fact

if TYPE_CHECKING:
    from sklearn.model_selection import BaseCrossValidator

__all__ = ["ByGroups", "ByRows", "ByTime", "SplitReason", "ValidationScheme", "choose_validation"]

# Rows below which scores of single rounds of folds vary so much that rounds are repeated, and how often.
_REPEATS = ((100, 10), (500, 5))
_N_FOLDS = 5
_NAMED_LIKE_A_TIME = re.compile(
    r"^(date|datum|day|timestamp|time|datetime)$|[_ ](date|timestamp|datetime)$|^date[_ ]", re.I
)
_YEARS = (1900, 2100)
_FEWEST_TIMES = 20
# Rows of the rarest class from which on it is likely to be present in every stretch of time.
_ENOUGH_OF_A_CLASS = 50


@dataclass(frozen=True)
class ByGroups(Fact):
    """Rows that belong together are kept together.

    Attributes
    ----------
    column : str
        Which tells the groups.
    n_groups : int
        How many it tells.
    is_learned_from : bool
        Whether the column is among those to learn from; it then helps to leave it out.
    """

    column: str
    n_groups: int
    is_learned_from: bool


@dataclass(frozen=True)
class ByTime(Fact):
    """The past predicts the future.

    Attributes
    ----------
    column : str
        Which tells when a row was.
    otherwise : ValidationScheme
        The splits to use where the model is not to predict the future.
    """

    column: str
    otherwise: ValidationScheme


@dataclass(frozen=True)
class ByRows(Fact):
    """Folds are drawn at random, as many rounds of them as the number of rows asks for.

    Attributes
    ----------
    rounds : {"holdout", "single", "repeated"}
        One part held out, one round of folds, or several.
    n_rows : int
        Of the dataset.
    is_stratified : bool
        Whether every fold gets its share of each class.
    time : str, optional
        A column that may tell when a row was, by which rows are not split all the same.
    is_too_rare : bool
        Whether that is because the rarest class is too rare, and not because it may as well be a property.
    """

    rounds: str
    n_rows: int
    is_stratified: bool
    time: str | None = None
    is_too_rare: bool = False


SplitReason = ByGroups | ByTime | ByRows


@dataclass(frozen=True)
class ValidationScheme(Fact):
    """Which splits to use, as a splitter of scikit-learn.

    Attributes
    ----------
    splitter : str
        Name of a class in `sklearn.model_selection`.
    arguments : mapping of str to object
        Of that class.
    why : ByGroups, ByTime or ByRows
        What speaks for these splits; `str` of it is a sentence.
    groups, order : str, optional
        The column whose rows stay together, and the one by which the rows are to be sorted first.

    Examples
    --------
    >>> why = ByRows("single", 800, is_stratified=False)
    >>> scheme = ValidationScheme("KFold", {"n_splits": 5, "shuffle": True, "random_state": 0}, why)
    >>> scheme.build()
    KFold(n_splits=5, random_state=0, shuffle=True)
    >>> scheme.code
    'KFold(n_splits=5, shuffle=True, random_state=0)'
    >>> print(scheme)
    KFold(n_splits=5, shuffle=True, random_state=0): 800 rows are enough for a single round
    """

    splitter: str
    arguments: Mapping[str, object]
    why: SplitReason
    groups: str | None = None
    order: str | None = None

    def build(self) -> BaseCrossValidator:
        """Return the splitter."""
        import sklearn.model_selection

        return getattr(sklearn.model_selection, self.splitter)(**self.arguments)

    @property
    def code(self) -> str:
        """The call that makes the splitter."""
        return f"{self.splitter}({', '.join(f'{name}={value!r}' for name, value in self.arguments.items())})"


def choose_validation(dataset: Dataset, random_state: int = 0) -> ValidationScheme:
    """Return which splits suit a dataset.

    What is said of the rows goes before what is suspected, and groups before times. Rows that belong together stay
    together; where there is a date, the past predicts the future; otherwise folds are
    drawn at random, of every class its share, and repeated where there are few rows. The number of folds for larger
    data is that by which the known scores were made.

    Parameters
    ----------
    dataset : Dataset
        Which is to be split.
    random_state : int
        Seeds the splits that are drawn at random; 0 by default.

    Examples
    --------
    >>> import numpy as np
    >>> choose_validation(Dataset.from_arrays(np.arange(60.0)[:, None], ["a", "b"] * 30)).code
    'RepeatedStratifiedKFold(n_splits=5, n_repeats=10, random_state=0)'
    """
    structure = dataset.structure
    if structure.by == "time" and structure.time is not None:
        return _in_order(dataset, structure.time, random_state)
    group = _group_column(dataset)
    if group is not None:
        return _grouped(dataset, group, random_state)
    times = _times(dataset)
    if not times:
        return _shuffled(dataset, random_state)
    in_order = [name for note in dataset.notes if note.kind == "rows in time order" for name in note.columns]
    time = max(
        sorted(times),
        key=lambda name: (name in in_order, _NAMED_LIKE_A_TIME.search(name) is not None, times[name].nunique()),
    )
    if time not in in_order and not _NAMED_LIKE_A_TIME.search(time):
        # A year or a date is as often a property (of a car, of a birth) as the time of an observation.
        return _shuffled(dataset, random_state, time)
    return _in_order(dataset, time, random_state)


def _in_order(dataset: Dataset, time: str, random_state: int) -> ValidationScheme:
    if not _has_enough_of_each_class(dataset):
        return _shuffled(dataset, random_state, time, is_too_rare=True)
    otherwise = _shuffled(dataset, random_state)
    return ValidationScheme("TimeSeriesSplit", {"n_splits": _N_FOLDS}, ByTime(time, otherwise), order=time)


def _grouped(dataset: Dataset, group: str, random_state: int) -> ValidationScheme:
    n_groups = _groups(dataset)[group]
    why = ByGroups(group, n_groups, is_learned_from=group in dataset.X)
    n_folds = min(_N_FOLDS, n_groups)
    rarest = dataset.smallest_class
    if rarest is None:
        return ValidationScheme("GroupKFold", {"n_splits": n_folds}, why, groups=group)
    arguments = {"n_splits": max(2, min(n_folds, rarest)), "shuffle": True, "random_state": random_state}
    return ValidationScheme("StratifiedGroupKFold", arguments, why, groups=group)


def _shuffled(
    dataset: Dataset, random_state: int, time: str | None = None, *, is_too_rare: bool = False
) -> ValidationScheme:
    """Return random folds; `time` and `is_too_rare` are as in `ByRows`."""
    n_rows, rarest = dataset.n_rows, dataset.smallest_class
    stratified = "" if rarest is None else "Stratified"
    resampling = resampling_for(n_rows)
    n_folds = min(resampling.n_folds, n_rows)
    if rarest is not None:
        n_folds = max(2, min(n_folds, rarest))
    n_repeats = next((repeats for limit, repeats in _REPEATS if n_rows < limit), 1)
    arguments: dict[str, object]
    if resampling.is_holdout:
        rounds, splitter = "holdout", f"{stratified}ShuffleSplit"
        arguments = {"n_splits": 1, "test_size": round(1 / resampling.n_folds, 3), "random_state": random_state}
    elif n_repeats > 1:
        rounds, splitter = "repeated", f"Repeated{stratified}KFold"
        arguments = {"n_splits": n_folds, "n_repeats": n_repeats, "random_state": random_state}
    else:
        rounds, splitter = "single", f"{stratified}KFold"
        arguments = {"n_splits": n_folds, "shuffle": True, "random_state": random_state}
    is_stratified = rarest is not None
    return ValidationScheme(splitter, arguments, ByRows(rounds, n_rows, is_stratified, time, is_too_rare))


def _group_column(dataset: Dataset) -> str | None:
    """Return the column that says what belongs together, None where there is none.

    That which is said to do so, or else the one with most groups.
    """
    said = dataset.structure.group
    if said is not None and dataset.groups[said] >= 2:
        return said
    groups = {name: n for name, n in sorted(_groups(dataset).items()) if n >= 2}  # the order of columns must not decide
    return max(groups, key=groups.__getitem__) if groups else None


def _groups(dataset: Dataset) -> dict[str, int]:
    """Return the number of groups of each group identifier, those that were left out included."""
    called_so = [name for name in dataset.X if is_named_like_a_group(name)]  # to look at all would take its time
    found = {name: dataset.X[name].nunique() for name in called_so if find_role(dataset.X[name]).role == "group"}
    return {**found, **dataset.groups}


def _times(dataset: Dataset) -> dict[str, pd.Series]:
    """Return the columns that may say when a row was; rows without a time have no place in the order."""
    dates = {
        name: dataset.X[date.part_name(name, "days")] for name, date in dataset.dates.items() if "days" in date.parts
    }
    years = {name: dataset.X[name] for name in dataset.X if _is_year(dataset.X[name])}
    return {
        name: column
        for name, column in {**dates, **years}.items()
        if column.notna().all() and (name in years or column.nunique() >= _FEWEST_TIMES)
    }


def _is_year(column: pd.Series) -> bool:
    if str(column.name).strip().lower() != "year" or column.dtype.kind != "f":
        return False
    values = column.to_numpy()
    low, high = _YEARS
    return bool(np.all(values == np.round(values)) and low <= values.min() and values.max() <= high)


def _has_enough_of_each_class(dataset: Dataset) -> bool:
    return dataset.smallest_class is None or dataset.smallest_class >= _ENOUGH_OF_A_CLASS
