"""The network: cells become tokens, tokens a vector per row, and labeled rows vote on the others.

It is a function of named parameters; the names and shapes are those of the files of weights. Two heads share the trunk:
one for up to ten classes, one for bins of a standardized number.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from metaselect.pretraining._torch import torch
from metaselect.pretraining.architecture import (
    CELL_NUMBERS,
    COLUMNS_PER_TOKEN,
    HEAD_WIDTH,
    ID_WIDTH,
    N_CLASSES,
    Architecture,
)
from metaselect.pretraining.bins import bin_borders, bin_centers
from metaselect.pretraining.blocks import cell_block, look, row_block, sharpness
from metaselect.pretraining.pieces import normalize, to_heads

if TYPE_CHECKING:
    from torch import Tensor

    from metaselect.pretraining.draws import Draws

__all__ = ["bin_logits", "bin_of", "class_logits", "initial_parameters", "standardize_target"]

# What a class without any vote gets, so that its logarithm is finite; the probability of a class that no row has.
_LEAST_VOTE, _IMPOSSIBLE = 2e-3, -1e4


def initial_parameters(architecture: Architecture, draws: Draws) -> dict[str, Tensor]:
    """Return the parameters before training, by name.

    Parameters
    ----------
    architecture : Architecture
        How large the network is.
    draws : Draws
        The source of all random numbers.
    """

    def matrix(n_out: int, n_in: int, gain: float = 1.0) -> Tensor:
        return draws.normal(n_out, n_in) * (gain / math.sqrt(n_in))

    def constant(size: int, value: float = 1.0) -> Tensor:
        return torch.full((size,), value, device=draws.device)

    def labeled_looks(name: str, width: int) -> dict[str, Tensor]:
        hidden = architecture.expansion * width
        return {
            f"{name}.g2": constant(width),
            f"{name}.g3": constant(width),
            f"{name}.s2": constant(width // HEAD_WIDTH, 1.3),
            f"{name}.wq": matrix(width, width),
            f"{name}.wkv": matrix(2 * width, width),
            f"{name}.wo2": matrix(width, width, gain),
            f"{name}.w1": matrix(hidden, width),
            f"{name}.w2": matrix(width, hidden, gain),
        }

    d, D, n_bins = architecture.cell_width, architecture.row_width, architecture.n_bins
    gain = 1 / math.sqrt(2 * (architecture.n_cell_blocks + architecture.n_row_blocks))
    parameters = {
        "w_in": matrix(d, COLUMNS_PER_TOKEN * CELL_NUMBERS),
        "w_id": matrix(d, ID_WIDTH, 0.5),
        "e_y": 0.7 * draws.normal(N_CLASSES + 1, d),  # the last is that of rows without a label
        "e_row": 0.5 * draws.normal(N_CLASSES + 1, D),
    }
    for i in range(architecture.n_cell_blocks):
        parameters |= {
            f"cells.{i}.g1": constant(d),
            f"cells.{i}.s1": constant(d // HEAD_WIDTH),
            f"cells.{i}.wqkv": matrix(3 * d, d),
            f"cells.{i}.wo1": matrix(d, d, gain),
        } | labeled_looks(f"cells.{i}", d)
    parameters |= {"g_join": constant(2 * d), "w_join": matrix(D, 2 * d)}
    for i in range(architecture.n_row_blocks):
        parameters |= labeled_looks(f"rows.{i}", D)
    n_heads = D // HEAD_WIDTH
    parameters |= {
        "g_out": constant(D),
        "w_vq": matrix(D, D),
        "w_vk": matrix(D, D),
        "s_v": constant(n_heads, 2.0),
        "w_vote": constant(n_heads, 1 / n_heads),
        "w_m1": matrix(D, D),
        "w_m2": torch.zeros(N_CLASSES, D, device=draws.device),
    }
    if n_bins:
        # Bins that are near have similar vectors to begin with: waves of their number.
        number = torch.linspace(0, math.pi, n_bins, device=draws.device)[:, None]
        waves = torch.cos(number * torch.arange(1, 9, device=draws.device))
        unlabeled = [draws.normal(1, width) for width in (d, D)]
        parameters |= {
            "e_y_bins": 0.7 * torch.cat([waves @ matrix(8, d, math.sqrt(d / 4)), unlabeled[0]]),
            "e_row_bins": 0.5 * torch.cat([waves @ matrix(8, D, math.sqrt(D / 4)), unlabeled[1]]),
            "w_vote_bins": constant(n_heads, 1 / n_heads),
            "l_width_bins": torch.linspace(-0.5, 2.0, n_heads, device=draws.device),
            "w_m2_bins": torch.zeros(n_bins, D, device=draws.device),
        }
    return parameters


def class_logits(parameters: Mapping[str, Tensor], cells: Tensor, labels: Tensor, ids: Tensor) -> Tensor:
    """Return logits of the ten classes for each row without a label.

    Parameters
    ----------
    parameters : mapping of str to Tensor
        Of a network.
    cells : Tensor of shape (n_tasks, n_rows, n_tokens, 18)
        As `make_cells` makes them; labeled rows come first.
    labels : Tensor of int64 of shape (n_tasks, n_train)
        Classes from 0 to 9.
    ids : Tensor of shape (n_tasks, n_tokens, 16)
        Standard normal numbers, by which tokens are told apart.

    Returns
    -------
    logits : Tensor of float32 of shape (n_tasks, n_rows - n_train, 10)
        Very small for classes that no labeled row has.
    """
    # A product with what is labeled, no index: the gradient of an index of few values is slow on a GPU.
    labeled = torch.nn.functional.one_hot(labels, N_CLASSES).to(parameters["w_in"].dtype)
    rows = _trunk(parameters, cells, labeled, ids, ("e_y", "e_row"))
    weights = _votes(parameters, rows, labeled)
    logits = (torch.log(weights + _LEAST_VOTE) * parameters["w_vote"].float()[:, None, None]).sum(1)
    logits = logits + _thought(parameters, rows, labels.shape[1], "w_m2")
    return logits.masked_fill(labeled.amax(1)[:, None] == 0, _IMPOSSIBLE)


def bin_logits(parameters: Mapping[str, Tensor], cells: Tensor, numbers: Tensor, ids: Tensor) -> Tensor:
    """Return logits of the bins of the target for each row without a label.

    Each head of the vote spreads the number of a labeled row over the bins near it, as widely as it has learned to.

    Parameters
    ----------
    parameters : mapping of str to Tensor
        Of a network with bins.
    cells : Tensor of shape (n_tasks, n_rows, n_tokens, 18)
        As `make_cells` makes them; labeled rows come first.
    numbers : Tensor of shape (n_tasks, n_train)
        Targets of mean 0 and standard deviation 1.
    ids : Tensor of shape (n_tasks, n_tokens, 16)
        Standard normal numbers, by which tokens are told apart.

    Returns
    -------
    logits : Tensor of float32 of shape (n_tasks, n_rows - n_train, n_bins)
        Of the bins in ascending order.
    """
    n_bins = parameters["w_m2_bins"].shape[0]
    labeled = _between_bins(numbers, n_bins).to(parameters["w_in"].dtype)
    rows = _trunk(parameters, cells, labeled, ids, ("e_y_bins", "e_row_bins"))
    number = torch.arange(n_bins, device=cells.device)
    width = torch.exp(parameters["l_width_bins"].float())[:, None, None]
    near = torch.softmax(-0.5 * ((number[:, None] - number[None]) / width).square(), -1)  # (n_heads, n_bins, n_bins)
    weights = _votes(parameters, rows, labeled) @ near
    logits = (torch.log(weights + _LEAST_VOTE) * parameters["w_vote_bins"].float()[:, None, None]).sum(1)
    return logits + _thought(parameters, rows, numbers.shape[1], "w_m2_bins")


def standardize_target(y: Tensor, n_train: int) -> Tensor:
    """Return targets (n_tasks, n_rows) of which the first `n_train` have mean 0 and standard deviation 1."""
    labeled = y[:, :n_train]
    mean = labeled.mean(1, keepdim=True)
    deviation = (labeled - mean).square().mean(1, keepdim=True).sqrt()
    return (y - mean) / (deviation + 1e-6 * (1 + mean.abs()))


def bin_of(numbers: Tensor, n_bins: int) -> Tensor:
    """Return the number of the bin that each standardized number is in."""
    return torch.bucketize(numbers.float().contiguous(), _borders(n_bins, numbers.device))


def _trunk(
    parameters: Mapping[str, Tensor], cells: Tensor, labeled: Tensor, ids: Tensor, embeddings: tuple[str, str]
) -> Tensor:
    """Return a vector for each row, (n_tasks, n_rows, row_width), of what is labeled: (n_tasks, n_train, n_kinds)."""
    n_tasks, n_rows, n_columns, _ = cells.shape
    n_train, dtype = labeled.shape[1], labeled.dtype
    of_cells, of_rows = (parameters[name] for name in embeddings)
    x = cells.to(dtype) @ parameters["w_in"].t() + (ids.to(dtype) @ parameters["w_id"].t())[:, None]
    x = torch.cat([x, _embed(labeled, of_cells, n_rows)[:, :, None]], 2)
    shape = (n_tasks, n_rows, n_columns + 1)
    x = x.reshape(-1, x.shape[-1]) * 1.0  # no view: compiled pieces would look at what it is a view of
    for block in _blocks(parameters, "cells"):
        x = cell_block(x, block, shape, n_train)
    x = x.view(*shape, -1)
    x = torch.cat([x[:, :, -1], x[:, :, :-1].mean(2)], -1)
    x = normalize(x, parameters["g_join"]) @ parameters["w_join"].t() + _embed(labeled, of_rows, n_rows)
    x = x.reshape(n_tasks * n_rows, -1) * 1.0
    for block in _blocks(parameters, "rows"):
        x = row_block(x, block, (n_tasks, n_rows), n_train)
    return normalize(x.view(n_tasks, n_rows, -1), parameters["g_out"])


def _embed(labeled: Tensor, embedding: Tensor, n_rows: int) -> Tensor:
    n_tasks, n_train, n_kinds = labeled.shape
    without = embedding[n_kinds].expand(n_tasks, n_rows - n_train, -1)
    return torch.cat([labeled @ embedding[:n_kinds], without], 1)


def _blocks(parameters: Mapping[str, Tensor], kind: str) -> list[dict[str, Tensor]]:
    """Return the parameters of each block of a kind, by what is left of their names."""
    blocks: dict[int, dict[str, Tensor]] = {}
    for name, value in parameters.items():
        if name.startswith(f"{kind}."):
            _, number, rest = name.split(".")
            blocks.setdefault(int(number), {})[rest] = value
    return [blocks[number] for number in sorted(blocks)]


def _votes(parameters: Mapping[str, Tensor], rows: Tensor, labeled: Tensor) -> Tensor:
    """Return the share of votes for each kind of label: (n_tasks, n_heads, n_rows - n_train, n_kinds)."""
    n_train, n_kinds = labeled.shape[1:]
    q = normalize(to_heads(rows[:, n_train:] @ parameters["w_vq"].t())) * sharpness(parameters["s_v"], n_train)[:, None]
    k = normalize(to_heads(rows[:, :n_train] @ parameters["w_vk"].t()))
    # Values as wide as queries, or a multiple of it: other widths have no fast kernel.
    padded = torch.nn.functional.pad(labeled, (0, -n_kinds % HEAD_WIDTH))[:, None].expand(-1, q.shape[2], -1, -1)
    votes = [look(q.transpose(1, 2), k.transpose(1, 2), part) for part in padded.split(HEAD_WIDTH, -1)]
    return torch.cat(votes, -1)[..., :n_kinds].float().clamp(min=0)


def _thought(parameters: Mapping[str, Tensor], rows: Tensor, n_train: int, last: str) -> Tensor:
    hidden = torch.relu(rows[:, n_train:] @ parameters["w_m1"].t()).square()
    return (hidden @ parameters[last].t()).float()


def _between_bins(numbers: Tensor, n_bins: int) -> Tensor:
    """Return weights of the two bins between whose centers each number lies: (n_tasks, n_train, n_bins)."""
    centers = _centers(n_bins, numbers.device)
    numbers = numbers.float().clamp(centers[0], centers[-1]).contiguous()
    above = torch.bucketize(numbers, centers).clamp(1, n_bins - 1)
    share = ((numbers - centers[above - 1]) / (centers[above] - centers[above - 1]))[..., None]
    one_hot = torch.nn.functional.one_hot
    return one_hot(above, n_bins) * share + one_hot(above - 1, n_bins) * (1 - share)


@cache
def _borders(n_bins: int, device) -> Tensor:
    """Return the borders on a device, kept: recorded steps read them again."""
    return torch.tensor(bin_borders(n_bins), device=device, dtype=torch.float32)


@cache
def _centers(n_bins: int, device) -> Tensor:
    return torch.tensor(bin_centers(n_bins), device=device, dtype=torch.float32)
