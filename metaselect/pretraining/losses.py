"""What the network is trained to make small: how surprising the targets of rows without a label are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from metaselect.pretraining._torch import torch
from metaselect.pretraining.cells import make_cells
from metaselect.pretraining.network import bin_logits, bin_of, class_logits, standardize_target

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["loss_of"]

# Surprise among 64 bins is several times that among a few classes.
_REGRESSION_WEIGHT = 0.4


def loss_of(parameters: Mapping[str, Tensor], X: Tensor, y: Tensor, n_train: int, ids: Tensor) -> Tensor:
    """Return the mean cross-entropy of the rows without a label, in nats; of bins, times a weight.

    Rows of a class that no labeled row has do not count, and neither do tables whose labeled rows are all of one class.

    Parameters
    ----------
    parameters : mapping of str to Tensor
        Of the network.
    X : Tensor of shape (n_tasks, n_rows, n_columns)
        NaN where a value is missing.
    y : Tensor of shape (n_tasks, n_rows)
        Classes where they are integers, else numbers.
    n_train : int
        How many rows are labeled.
    ids : Tensor of shape (n_tasks, n_tokens, 16)
        Standard normal numbers.
    """
    cells = make_cells(X, n_train)
    cross_entropy = torch.nn.functional.cross_entropy
    if y.is_floating_point():
        numbers = standardize_target(y, n_train)
        logits = bin_logits(parameters, cells, numbers[:, :n_train], ids)
        return _REGRESSION_WEIGHT * cross_entropy(
            logits.flatten(0, 1), bin_of(numbers[:, n_train:], logits.shape[2]).flatten()
        )
    logits = class_logits(parameters, cells, y[:, :n_train], ids)
    labeled = torch.nn.functional.one_hot(y[:, :n_train], logits.shape[2]).amax(1)  # (n_tasks, n_classes)
    asked = y[:, n_train:]
    counts = (labeled.gather(1, asked) > 0) & (labeled.sum(1) > 1)[:, None]
    surprise = cross_entropy(logits.flatten(0, 1), asked.flatten(), reduction="none").view(asked.shape)
    return torch.where(counts, surprise, 0.0).sum() / counts.sum().clamp(min=1)
