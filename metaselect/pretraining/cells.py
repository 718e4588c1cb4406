"""The cells of tables as the network sees them: where each value lies among those of the column's labeled rows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from metaselect.pretraining._torch import torch
from metaselect.pretraining.architecture import CELL_NUMBERS, COLUMNS_PER_TOKEN

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["make_cells"]


def make_cells(X: Tensor, n_train: int) -> Tensor:
    """Return nine numbers for each cell, those of two columns beside each other.

    They are the z-score, the rank from -1 to 1, whether the value is missing, and three waves of the rank; a missing
    value has zeros. Only the first `n_train` rows of a table say what is usual.

    Parameters
    ----------
    X : Tensor of shape (n_tasks, n_rows, n_columns)
        NaN where a value is missing.
    n_train : int
        How many rows are labeled.

    Returns
    -------
    cells : Tensor of shape (n_tasks, n_rows, n_tokens, 18)
        A last column without a partner has zeros beside it.
    """
    n_tasks, n_rows, n_columns = X.shape
    missing = torch.isnan(X)
    known = (~missing).to(X.dtype)
    filled = torch.where(missing, 0.0, X)
    n_known = known[:, :n_train].sum(1, keepdim=True).clamp(min=1)
    mean = filled[:, :n_train].sum(1, keepdim=True) / n_known
    variance = ((filled[:, :n_train] - mean) * known[:, :n_train]).square().sum(1, keepdim=True) / n_known
    z = ((filled - mean) / (variance.sqrt() + 1e-6 * (1 + mean.abs()))).clamp(-5, 5) * known
    rank = _ranks(torch.where(missing, float("inf"), X), n_train, n_known) * known
    numbers = [z, rank, 1 - known]
    for k in (1, 2, 4):
        numbers += [torch.sin(math.pi * k * rank) * known, torch.cos(math.pi * k * rank) * known]
    cells = torch.stack(numbers, -1)  # (n_tasks, n_rows, n_columns, 9)
    if n_columns % COLUMNS_PER_TOKEN:
        cells = torch.nn.functional.pad(cells, (0, 0, 0, COLUMNS_PER_TOKEN - n_columns % COLUMNS_PER_TOKEN))
    return cells.view(n_tasks, n_rows, -1, COLUMNS_PER_TOKEN * CELL_NUMBERS)


def _ranks(values: Tensor, n_train: int, n_known: Tensor) -> Tensor:
    """Return ranks among the labeled rows, from -1 to 1, that of equal values being their mean."""
    columns = values.transpose(1, 2).contiguous()
    ordered = columns[:, :, :n_train].sort(2).values.contiguous()
    below = torch.searchsorted(ordered, columns) + torch.searchsorted(ordered, columns, right=True)
    return (below.to(values.dtype).transpose(1, 2) / n_known - 1).clamp(-1, 1)
