"""A table and a target from Python become a Dataset as those in a file do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from metaselect.data.columns.frames import ForeignFrame, SparseTable, as_dense, as_frame
from metaselect.data.columns.roles import check_roles
from metaselect.data.dataset import Dataset
from metaselect.data.missing_marks import MissingMarks, keep_marks, marks_of_columns, note_on_marks, without_marks_of
from metaselect.data.target_reading import as_target

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["dataset_from_arrays"]


def dataset_from_arrays(
    X: ArrayLike | pd.DataFrame | ForeignFrame | SparseTable,
    y: ArrayLike,
    *,
    task: str = "auto",
    roles: Mapping[str, str] | None = None,
    missing: MissingMarks | None = None,
) -> Dataset:
    """Return the Dataset of a table and its target, looked at as those in a file are.

    Parameters
    ----------
    X : DataFrame, array-like or sparse matrix of shape (n_rows, n_columns)
        Not modified.
    y : array-like of shape (n_rows,)
        Rows with a missing target are set aside, and a note counts them.
    task : {"auto", "classification", "binary", "multiclass", "regression"}
        What the target is to be learned as; by default its values decide.
    roles : mapping of str to str, optional
        What some columns are to be taken for, one of `ROLE_CHOICES` each.
    missing : str, number, sequence or mapping, optional
        Values that stand for missing ones, as for `read_dataset`.

    Raises
    ------
    DatasetError
        If the table or the target cannot be used as given.

    Examples
    --------
    >>> table = pd.DataFrame({"age": [31, -1, 45, 27] * 10, "name": [f"n{i}" for i in range(40)]})
    >>> dataset = dataset_from_arrays(table, ["no", "yes"] * 20, missing=-1)
    >>> list(dataset.X), int(dataset.X["age"].isna().sum())
    (['age'], 10)
    """
    check_roles(roles)
    roles = roles or {}
    if missing is None:
        return Dataset.from_arrays(X, y, task=task, roles=roles)
    frame = as_frame(as_dense(X))
    target = as_target(y, str(getattr(y, "name", None) or "y"))
    marks = marks_of_columns([*frame.columns, str(target.name)], missing)
    of_target = {name: values for name, values in marks.items() if name == target.name}
    of_columns = {name: values for name, values in marks.items() if name in frame.columns}
    table, known = without_marks_of(frame, of_columns), without_marks_of(target.to_frame(), of_target)
    before = frame.reset_index(drop=True).assign(**{str(target.name): target.reset_index(drop=True)})
    after = table.reset_index(drop=True).assign(**{str(target.name): known[target.name].reset_index(drop=True)})
    notes = note_on_marks(before, after, marks)
    if isinstance(X, pd.DataFrame):
        table.columns = X.columns  # by which it is told what was renamed
    dataset = keep_marks(Dataset.from_arrays(table, known[target.name], task=task, roles=roles), marks)
    return replace(dataset, notes=(*notes, *dataset.notes))
