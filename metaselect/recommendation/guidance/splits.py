"""How to find out on the user's own data how good a model is: which splits, how many, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from metaselect.data import Dataset, find_role, is_classification, is_named_like_a_group
from metaselect.evaluation import resampling_for

__all__ = ["ValidationScheme", "choose_validation"]

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
class ValidationScheme:
    """Which splits to use, as a splitter of scikit-learn.

    Attributes
    ----------
    splitter : str
        Name of a class in `sklearn.model_selection`.
    arguments : dict
        Of that class.
    why : str
        In one sentence, without its full stop.
    groups, order : str, optional
        The column whose rows stay together, and the one by which the rows are to be sorted first.

    Examples
    --------
    >>> scheme = ValidationScheme("KFold", {"n_splits": 5, "shuffle": True, "random_state": 0}, "enough rows")
    >>> scheme.build()
    KFold(n_splits=5, random_state=0, shuffle=True)
    >>> scheme.code
    'KFold(n_splits=5, shuffle=True, random_state=0)'
    """

    splitter: str
    arguments: dict[str, object] = field(default_factory=dict)
    why: str = ""
    groups: str | None = None
    order: str | None = None

    def build(self):
        """Return the splitter."""
        import sklearn.model_selection

        return getattr(sklearn.model_selection, self.splitter)(**self.arguments)

    @property
    def code(self) -> str:
        """The call that makes the splitter."""
        return f"{self.splitter}({', '.join(f'{name}={value!r}' for name, value in self.arguments.items())})"

    @property
    def words(self) -> str:
        """What to do and why, in a sentence without its full stop."""
        return f"{self.code}: {self.why}"


def choose_validation(dataset: Dataset, random_state: int = 0) -> ValidationScheme:
    """Return which splits suit a dataset.

    Rows that belong together stay together; where there is a date, the past predicts the future; otherwise folds are
    drawn at random, of every class its share, and repeated where there are few rows. The number of folds for larger
    data is that by which the known scores were made.

    Parameters
    ----------
    dataset : Dataset
    random_state : int

    Examples
    --------
    >>> import numpy as np
    >>> choose_validation(Dataset.from_arrays(np.arange(60.0)[:, None], ["a", "b"] * 30)).code
    'RepeatedStratifiedKFold(n_splits=5, n_repeats=10, random_state=0)'
    """
    group = _group_column(dataset)
    if group is not None:
        return _grouped(dataset, group, random_state)
    shuffled = _shuffled(dataset, random_state)
    times = _times(dataset)
    if not times:
        return shuffled
    time = max(sorted(times), key=lambda name: (_NAMED_LIKE_A_TIME.search(name) is not None, times[name].nunique()))
    if not _NAMED_LIKE_A_TIME.search(time):
        # A year or a date is as often a property (of a car, of a birth) as the time of an observation.
        later = "rows sorted by it and TimeSeriesSplit(n_splits=5) show what it can do"
        return replace(shuffled, why=f"{shuffled.why}; if the model is to predict a later {time}, {later}")
    if not _has_enough_of_each_class(dataset):
        why = f"{time} tells when a row was, but the rarest class is too rare to split by time"
        return replace(shuffled, why=f"{shuffled.why}; {why}")
    why = (
        f"{time} tells when a row was: each fold predicts rows later than those it learns from, as a forecast would; "
        "expected scores are for shuffled rows and may be too good for that. If the model is not to "
        f"predict the future: {shuffled.code}"
    )
    return ValidationScheme("TimeSeriesSplit", {"n_splits": _N_FOLDS}, why, order=time)


def _grouped(dataset: Dataset, group: str, random_state: int) -> ValidationScheme:
    n_groups = _groups(dataset)[group]
    why = (
        f"{group} groups the rows ({n_groups} groups): those of one group are kept together, or the model would be "
        "tested on groups it knows"
    )
    if group in dataset.X:
        why += f"; it then helps to leave the column out (--drop {group})"
    arguments = {"n_splits": min(_N_FOLDS, n_groups)}
    if not is_classification(dataset.task):
        return ValidationScheme("GroupKFold", arguments, why, groups=group)
    arguments["n_splits"] = max(2, min(arguments["n_splits"], dataset.smallest_class))
    arguments |= {"shuffle": True, "random_state": random_state}
    return ValidationScheme("StratifiedGroupKFold", arguments, why, groups=group)


def _shuffled(dataset: Dataset, random_state: int) -> ValidationScheme:
    n_rows = dataset.n_rows
    stratified = "Stratified" if is_classification(dataset.task) else ""
    share = "; every fold gets its share of each class" if stratified else ""
    resampling = resampling_for(n_rows)
    if resampling.is_holdout:
        arguments = {"n_splits": 1, "test_size": round(1 / resampling.n_folds, 3), "random_state": random_state}
        why = f"on {n_rows:,} rows one third held out is exact enough{share.replace('fold', 'side')}"
        return ValidationScheme(f"{stratified}ShuffleSplit", arguments, why)
    n_folds = min(resampling.n_folds, n_rows)
    if stratified:
        n_folds = max(2, min(n_folds, dataset.smallest_class))
    n_repeats = next((repeats for limit, repeats in _REPEATS if n_rows < limit), 1)
    if n_repeats > 1:
        arguments = {"n_splits": n_folds, "n_repeats": n_repeats, "random_state": random_state}
        why = (
            f"on {n_rows} rows a single round of folds is a matter of luck, and repeating it costs little{share}; "
            "compare candidates on the same folds"
        )
        return ValidationScheme(f"Repeated{stratified}KFold", arguments, why)
    arguments = {"n_splits": n_folds, "shuffle": True, "random_state": random_state}
    return ValidationScheme(f"{stratified}KFold", arguments, f"{n_rows:,} rows are enough for a single round{share}")


def _group_column(dataset: Dataset) -> str | None:
    """Return the column that says what belongs together, the one with most groups; None where there is none."""
    groups = {name: n for name, n in sorted(_groups(dataset).items()) if n >= 2}  # the order of columns must not decide
    return max(groups, key=groups.get) if groups else None


def _groups(dataset: Dataset) -> dict[str, int]:
    """Return the number of groups of each group identifier, those that were left out included."""
    called_so = [name for name in dataset.X if is_named_like_a_group(name)]  # to look at all would take its time
    found = {name: dataset.X[name].nunique() for name in called_so if find_role(dataset.X[name]).role == "group"}
    return {**found, **dataset.groups}


def _times(dataset: Dataset) -> dict[str, pd.Series]:
    """Return the columns that may say when a row was; rows without a time have no place in the order."""
    dates = {name: dataset.X[f"{name}: days"] for name, date in dataset.dates.items() if "days" in date.parts}
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
    return not is_classification(dataset.task) or dataset.smallest_class >= _ENOUGH_OF_A_CLASS
