"""Gaps: which values are missing, for which reason.

Each mechanism takes tables of shape (n_tasks, n_rows, n_columns) and returns True where a value is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaselect.pretraining._torch import torch
from metaselect.pretraining.prior.shape import standardize

if TYPE_CHECKING:
    from torch import Tensor

    from metaselect.pretraining.draws import Draws

__all__ = ["at_random", "by_another_column", "by_value", "in_blocks"]


def at_random(draws: Draws, X: Tensor) -> Tensor:
    """Return gaps that have no reason; each column has its share of them."""
    n_tasks, _, n_columns = X.shape
    return draws.coins(0.4 * draws.uniform(n_tasks, 1, n_columns), *X.shape) & _some_columns(draws, X)


def by_value(draws: Draws, X: Tensor) -> Tensor:
    """Return gaps where the value itself is great: what is not said says something."""
    return _by(draws, standardize(X), X)


def by_another_column(draws: Draws, X: Tensor) -> Tensor:
    """Return gaps where the value of another column is great."""
    n_tasks, n_rows, n_columns = X.shape
    other = draws.permutations(n_tasks, n_columns)[:, None].expand(n_tasks, n_rows, n_columns)
    return _by(draws, standardize(X).gather(2, other), X)


def in_blocks(draws: Draws, X: Tensor) -> Tensor:
    """Return gaps in several columns at once, in the same rows, as where a part of a form was not filled in."""
    n_tasks, n_rows, _ = X.shape
    return draws.coins(0.5 * draws.uniform(n_tasks, 1, 1), n_tasks, n_rows, 1) & _some_columns(draws, X)


def _by(draws: Draws, reason: Tensor, X: Tensor) -> Tensor:
    n_tasks, _, n_columns = X.shape
    steepness = draws.log_uniforms(0.5, 4, n_tasks, 1, n_columns) * torch.sign(draws.normal(n_tasks, 1, n_columns))
    start = 0.5 + 2 * draws.uniform(n_tasks, 1, n_columns)
    return draws.coins(torch.sigmoid(steepness * reason - start * steepness.abs()), *X.shape) & _some_columns(draws, X)


def _some_columns(draws: Draws, X: Tensor) -> Tensor:
    return draws.coins(draws.uniform(len(X), 1, 1), len(X), 1, X.shape[2])
