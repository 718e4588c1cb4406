"""What tasks of a batch share, and what mechanisms hand on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["BatchShape", "Drawn", "Tasks", "standardize"]


@dataclass(frozen=True)
class BatchShape:
    """The numbers of tasks, rows, columns and scores of a batch.

    Attributes
    ----------
    n_tasks, n_rows, n_columns : int
        Of the tables; all tables of a batch are equally large.
    n_scores : int
        How many numbers a mechanism gives per row: one, to be cut into classes or to be predicted as it is, or one for
        each class, of which the greatest wins.
    """

    n_tasks: int
    n_rows: int
    n_columns: int
    n_scores: int = 1

    def with_columns(self, n_columns: int) -> BatchShape:
        """Return the same with another number of columns."""
        return replace(self, n_columns=n_columns)


@dataclass(frozen=True, eq=False)
class Drawn:
    """Tables and what their targets are made of.

    Attributes
    ----------
    X : Tensor of shape (n_tasks, n_rows, n_columns)
        What is known of each row.
    scores : Tensor of shape (n_tasks, n_rows, n_scores)
        What the target is made of.
    are_codes : bool
        Whether the columns are codes of categories, which are left as they are.
    is_rule : bool
        Whether the scores say an outcome that noise would hide.
    """

    X: Tensor
    scores: Tensor
    are_codes: bool = False
    is_rule: bool = False


@dataclass(frozen=True, eq=False)
class Tasks:
    """Tables with their targets, as a network learns from them.

    Attributes
    ----------
    X : Tensor of shape (n_tasks, n_rows, n_columns)
        NaN where a value is missing.
    y : Tensor of shape (n_tasks, n_rows)
        Classes from 0 as integers, or numbers of mean 0 and standard deviation 1.
    """

    X: Tensor
    y: Tensor


def standardize(values: Tensor, axis: int = 1) -> Tensor:
    """Return values with mean 0 and standard deviation 1 along an axis; constants become 0."""
    centered = values - values.mean(axis, keepdim=True)
    return centered / (centered.square().mean(axis, keepdim=True).sqrt() + 1e-5)
