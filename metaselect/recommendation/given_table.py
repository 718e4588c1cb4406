"""What users give to `recommend`: a table and its target, a table and the name of a column, or a file."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from numbers import Integral
from pathlib import Path
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from metaselect.data import (
    Dataset,
    MissingMarks,
    ReadingOptions,
    as_frame,
    check_roles,
    dataset_from_arrays,
    find_target,
    is_foreign_frame,
    make_dataset,
    read_file,
)
from metaselect.exceptions import ConfigurationError, DatasetError, did_you_mean, shorten
from metaselect.recommendation.recommendation import TableSource

__all__ = ["check_options", "look_at_table", "names_in"]


def look_at_table(
    X: pd.DataFrame | ArrayLike | Dataset | str | Path,
    y: ArrayLike | Hashable | None,
    task: str,
    roles: Mapping[str, str] | None = None,
    missing: MissingMarks | None = None,
) -> TableSource:
    """Return the table that is given, as the command line would look at it.

    Parameters
    ----------
    X : DataFrame, array-like of shape (n_rows, n_columns), Dataset, or path
        The table; a path is that of a file that holds the target too.
    y : array-like of shape (n_rows,), name of a column, or None
        The target, or the column of the table that is the target; the column that is called as targets are for None.
    task : str
        What the target is to be learned as.
    roles : mapping of str to str, optional
        What some columns are there for, one of `ROLE_CHOICES` each.
    missing : str, number, sequence or mapping, optional
        Values that stand for missing ones.

    Raises
    ------
    DatasetError
        If the table or the target cannot be used as given.
    """
    check_roles(roles)
    roles = dict(roles or {})
    if isinstance(X, Dataset):
        if y is not None or roles or missing is not None:
            raise DatasetError("a Dataset holds its target and roles already; give it alone")
        return TableSource(X)
    if isinstance(X, str | Path):
        if not (y is None or isinstance(y, Hashable)):
            raise DatasetError(f"X is the path {str(X)!r}, so y is to be the name of a column of that file")
        file = read_file(X, for_advice=True, options=ReadingOptions.of(missing=missing))
        dataset = make_dataset(file, None if y is None else str(y), task=task, roles=roles)
        return TableSource(dataset, str(X), file, roles)
    if y is None or _is_name(y, X):
        X, y = _split(X, cast(Hashable, y))
    return TableSource(dataset_from_arrays(X, cast(ArrayLike, y), task=task, roles=roles, missing=missing), roles=roles)


def _is_name(y: object, X: object) -> bool:
    """Return whether `y` is the name of a column, rather than a target of one value per row."""
    if isinstance(y, tuple):  # which may be either
        return isinstance(X, pd.DataFrame) and y in X.columns
    return np.ndim(y) == 0 and isinstance(y, Hashable)  # type: ignore[arg-type]


def _split(X: pd.DataFrame | ArrayLike, y: Hashable | None) -> tuple[pd.DataFrame, pd.Series]:
    """Return the other columns of a table and the one that is the target."""
    if is_foreign_frame(X):
        X = as_frame(X)
    if not isinstance(X, pd.DataFrame):
        raise DatasetError(
            f"y is {y!r:.60}; expected the target, one value per row, or for a DataFrame the name of a column"
        )
    if y is None:
        y = find_target(X.columns, None, "the table")
        y = next((name for name in X.columns if str(name) == y), None)
        if y is None:
            raise DatasetError(f"which column is the target? Give y, its values or one of {shorten(X.columns)}")
    if y not in X.columns:
        raise DatasetError(
            f"X has no column {y!r:.60}{did_you_mean(str(y), map(str, X.columns))} Give y, the target or the name of "
            f"its column, one of {shorten(X.columns)}"
        )
    target = X[y]
    if isinstance(target, pd.DataFrame):
        raise DatasetError(f"X has {target.shape[1]} columns named {y!r:.60}; the target must be one of them alone")
    return X.drop(columns=[y]), target


def names_in(given: str | Collection[str]) -> tuple[str, ...]:
    """Return the names that are given; one name alone is a name, not its letters.

    Examples
    --------
    >>> names_in("xgboost"), names_in(["ridge", "huber"])
    (('xgboost',), ('ridge', 'huber'))
    """
    if isinstance(given, str):
        return (given,)
    names = tuple(given) if isinstance(given, Collection) else (given,)
    wrong = [name for name in names if not isinstance(name, str)]
    if wrong:
        raise ConfigurationError(f"exclude holds {wrong[0]!r:.60}; expected names of base learners")
    return names


def check_options(top: int, random_state: int) -> None:
    """Refuse what cannot be asked for, each in one sentence.

    Raises
    ------
    ConfigurationError
        If `top` is no whole number above 0, or `random_state` no whole number from 0 on.
    """
    if isinstance(top, bool) or not isinstance(top, Integral) or top < 1:
        raise ConfigurationError(f"top is {top!r:.60}; expected how many candidates to return, a whole number above 0")
    if isinstance(random_state, bool) or not isinstance(random_state, Integral) or random_state < 0:
        raise ConfigurationError(f"random_state is {random_state!r:.60}; expected a whole number from 0 on")
