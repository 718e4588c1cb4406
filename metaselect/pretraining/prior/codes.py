"""Codes of categories, and tables over them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from metaselect.pretraining._torch import torch
from metaselect.pretraining.prior.shape import BatchShape

if TYPE_CHECKING:
    from torch import Tensor

    from metaselect.pretraining.draws import Draws

__all__ = ["look_up", "random_codes", "random_columns", "show_unordered"]


def random_codes(draws: Draws, shape: BatchShape, most_levels: int, liking: float = 2.0) -> Tensor:
    """Return codes from 0, each column with 2 to `most_levels` levels, some frequent and some rare.

    Parameters
    ----------
    draws : Draws
        The source of all random numbers.
    shape : BatchShape
        Of the codes: (n_tasks, n_rows, n_columns).
    most_levels : int
        At least 2.
    liking : float
        The greater, the more columns have few levels.
    """
    size = (shape.n_tasks, shape.n_rows, shape.n_columns)
    z = draws.normal(*size)
    if draws.chance(0.3):  # columns that go together
        common = draws.normal(shape.n_tasks, shape.n_rows, 1)
        share = draws.uniform(shape.n_tasks, 1, shape.n_columns)
        z = share * common + (1 - share.square()).sqrt() * z
    uniform = 0.5 + 0.5 * torch.erf(z / math.sqrt(2))
    evenness = torch.exp(0.5 * draws.normal(shape.n_tasks, 1, shape.n_columns)) if draws.chance(0.6) else 1.0
    n_levels = 2 + ((most_levels - 1) * draws.uniform(shape.n_tasks, 1, shape.n_columns) ** liking).long()
    n_levels = n_levels.clamp(max=most_levels)
    return torch.minimum((uniform**evenness * n_levels).long(), n_levels - 1)


def random_columns(draws: Draws, codes: Tensor, n_groups: int, size: int) -> Tensor:
    """Return (n_tasks, n_rows, n_groups * size) of codes: columns at random, none twice in a group if it can be."""
    n_tasks, n_rows, n_columns = codes.shape
    order = draws.permutations(n_tasks, n_groups, n_columns)
    chosen = order[:, :, torch.arange(size, device=codes.device) % n_columns]
    return codes.gather(2, chosen.reshape(n_tasks, 1, -1).expand(n_tasks, n_rows, n_groups * size))


def look_up(tables: Tensor, index: Tensor) -> Tensor:
    """Return the entry of each table at an index.

    Parameters
    ----------
    tables : Tensor of shape (n_tasks, n_tables, n_entries)
        Of a batch of tasks.
    index : Tensor of shape (n_tasks, n_rows, n_tables)
        Which entry of each table.

    Returns
    -------
    entries : Tensor of shape (n_tasks, n_rows, n_tables)
        Of the type of the tables.
    """
    n_tasks, n_tables, n_entries = tables.shape
    flat = index + n_entries * torch.arange(n_tables, device=index.device)
    return tables.reshape(n_tasks, -1).gather(1, flat.reshape(n_tasks, -1)).view(index.shape)


def show_unordered(draws: Draws, codes: Tensor, n_levels: int) -> Tensor:
    """Return codes as numbers whose order says nothing, in all columns or in some."""
    n_tasks, _, n_columns = codes.shape
    shuffled = look_up(draws.permutations(n_tasks, n_columns, n_levels), codes)
    if draws.chance(0.5):
        shuffled = torch.where(draws.coins(0.5, n_tasks, 1, n_columns), shuffled, codes)
    return shuffled.to(torch.float32)
