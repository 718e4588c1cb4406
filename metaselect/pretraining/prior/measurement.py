"""What measured columns look like: warped, rounded, cut into categories, without meaning.

Each mechanism takes tables of shape (n_tasks, n_rows, n_columns) and returns tables of that shape.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaselect.pretraining._torch import torch
from metaselect.pretraining.prior.codes import look_up
from metaselect.pretraining.prior.shape import standardize

if TYPE_CHECKING:
    from torch import Tensor

    from metaselect.pretraining.draws import Draws

__all__ = ["cut_into_categories", "cut_into_many_categories", "lose_meaning", "round_values", "warp"]


def lose_meaning(draws: Draws, X: Tensor) -> Tensor:
    """Return tables in which some columns are of other rows."""
    n_tasks, n_rows, n_columns = X.shape
    lost = draws.coins(0.6 * draws.uniform(n_tasks, 1, 1), n_tasks, 1, n_columns)
    return torch.where(lost, X[:, torch.argsort(draws.uniform(n_rows))], X)


def warp(draws: Draws, X: Tensor) -> Tensor:
    """Return tables whose columns are turned round, and some of them skewed, heavy-tailed or squeezed."""
    n_tasks, _, n_columns = X.shape
    X = standardize(X) * torch.sign(draws.normal(n_tasks, 1, n_columns))
    kind = draws.integers(12, n_tasks, 1, n_columns)  # three quarters stay as they are
    X = torch.where(kind == 1, torch.exp(0.9 * X.clamp(-4, 4)), X)
    X = torch.where(kind == 2, torch.sign(X) * X.abs() ** 1.8, X)
    return torch.where(kind == 3, torch.erf(0.7 * X), X)


def round_values(draws: Draws, X: Tensor) -> Tensor:
    """Return tables in which some columns are rounded, so that values occur often."""
    n_tasks, _, n_columns = X.shape
    rounded = draws.coins(draws.uniform(n_tasks, 1, 1), n_tasks, 1, n_columns)
    steps = draws.log_uniforms(0.5, 6, n_tasks, 1, n_columns)
    return torch.where(rounded, torch.round(standardize(X) * steps), X)


def cut_into_categories(draws: Draws, X: Tensor) -> Tensor:
    """Return tables in which many or all columns are cut into 2 to 12 categories, half of these without an order."""
    share = draws.uniform(len(X), 1, 1) if draws.chance(0.8) else 1.0
    return _cut(draws, X, most_levels=12, share=share)


def cut_into_many_categories(draws: Draws, X: Tensor) -> Tensor:
    """Return tables in which a few columns are cut into up to 60 categories, half of these without an order."""
    return _cut(draws, X, most_levels=60, share=0.5 * draws.uniform(len(X), 1, 1))


def _cut(draws: Draws, X: Tensor, most_levels: int, share: Tensor | float) -> Tensor:
    n_tasks, n_rows, n_columns = X.shape
    # Thresholds are values of random rows; those that are not used are beyond all values.
    rows = draws.integers(n_rows, n_tasks, most_levels - 1, n_columns)
    n_levels = 2 + ((most_levels - 1) * draws.uniform(n_tasks, 1, n_columns) ** 2).long()
    used = torch.arange(most_levels - 1, device=X.device)[None, :, None] < n_levels - 1
    thresholds = X.gather(1, rows).masked_fill(~used, float("inf")).transpose(1, 2).sort(2).values
    codes = torch.searchsorted(thresholds.contiguous(), X.transpose(1, 2).contiguous()).transpose(1, 2)
    shuffled = look_up(draws.permutations(n_tasks, n_columns, most_levels), codes)
    codes = torch.where(draws.coins(0.5, n_tasks, 1, n_columns), shuffled, codes).to(X.dtype)
    return torch.where(draws.coins(share, n_tasks, 1, n_columns), codes, X)
