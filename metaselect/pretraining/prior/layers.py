"""Layers: random functions from parents to as many children as are wanted, each of another kind."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from metaselect.pretraining._torch import torch
from metaselect.pretraining.prior.shape import standardize

if TYPE_CHECKING:
    from torch import Tensor

    from metaselect.pretraining.draws import Draws

__all__ = ["LAYERS", "random_weights"]

_N_WAVES = 64
_N_ACTIVATIONS = 11


def random_weights(draws: Draws, n_tasks: int, n_parents: int, n_children: int) -> Tensor:
    """Return weights of shape (n_tasks, n_parents, n_children), many of them zero; every child has a parent."""
    shape = (n_tasks, n_parents, n_children)
    weights = draws.normal(*shape) * torch.exp(draws.uniform(n_tasks, 1, 1) * draws.normal(*shape))
    kept = draws.coins(0.15 + 0.85 * draws.uniform(n_tasks, 1, 1), *shape)
    orphans = ~kept.any(1, keepdim=True)
    return weights * kept + orphans * draws.normal(*shape)


def linear(draws: Draws, z: Tensor, n_children: int) -> Tensor:
    """Return weighted sums of the parents."""
    return z @ random_weights(draws, z.shape[0], z.shape[2], n_children)


def neural(draws: Draws, z: Tensor, n_children: int) -> Tensor:
    """Return weighted sums, bent by an activation of the task's or of the child's own."""
    return _activate(draws, standardize(linear(draws, z, n_children)))


def product(draws: Draws, z: Tensor, n_children: int) -> Tensor:
    """Return products of two weighted sums."""
    return standardize(linear(draws, z, n_children)) * standardize(linear(draws, z, n_children))


def fourier(draws: Draws, z: Tensor, n_children: int) -> Tensor:
    """Return smooth functions of all parents, of which some matter more: sums of random waves."""
    n_tasks, _, n_parents = z.shape
    relevance = torch.exp(1.2 * draws.normal(n_tasks, n_parents, 1))
    relevance = relevance / relevance.square().mean(1, keepdim=True).sqrt() / math.sqrt(n_parents)
    frequencies = draws.normal(n_tasks, n_parents, _N_WAVES) * draws.log_uniforms(0.15, 1.6, n_tasks, 1, 1)
    return _waves(draws, z @ (1.7 * relevance * frequencies), n_children)


def additive(draws: Draws, z: Tensor, n_children: int) -> Tensor:
    """Return sums of smooth functions of one parent each."""
    n_tasks, n_rows, n_parents = z.shape
    parent = draws.integers(n_parents, n_tasks, 1, _N_WAVES)
    frequencies = draws.normal(n_tasks, 1, _N_WAVES) * draws.log_uniforms(0.22, 2.4, n_tasks, 1, 1)
    return _waves(draws, z.gather(2, parent.expand(n_tasks, n_rows, _N_WAVES)) * frequencies, n_children)


def trees(draws: Draws, z: Tensor, n_children: int) -> Tensor:
    """Return sums of random oblivious trees: all nodes of a level ask the same question."""
    n_tasks, n_rows, n_parents = z.shape
    depth = draws.choose([1, 1, 2, 2, 2, 3, 3, 4, 5])
    n_trees = max(1, int(draws.log_uniform(1, 16)))
    n_questions = n_trees * depth
    # A power prefers the first columns of a random order: some parents matter more.
    liking = draws.uniform(n_tasks, n_questions) ** draws.choose([1, 1, 2, 3])
    parent = draws.permutations(n_tasks, n_parents).gather(1, (n_parents * liking).long().clamp(max=n_parents - 1))
    values = z.gather(2, parent[:, None].expand(n_tasks, n_rows, n_questions))
    thresholds = values.gather(1, draws.integers(n_rows, n_tasks, 1, n_questions))
    answers = (values > thresholds).view(n_tasks, n_rows, n_trees, depth).long()
    leaf = (answers << torch.arange(depth, device=z.device)).sum(-1) + 2**depth * torch.arange(n_trees, device=z.device)
    of_leaves = draws.normal(n_tasks, n_trees * 2**depth, n_children)
    chosen = of_leaves.gather(1, leaf.view(n_tasks, -1, 1).expand(-1, -1, n_children))
    return chosen.view(n_tasks, n_rows, n_trees, n_children).sum(2)


Layer = Callable[["Draws", "Tensor", int], "Tensor"]
LAYERS: dict[str, Layer] = {
    "linear": linear,
    "neural": neural,
    "product": product,
    "fourier": fourier,
    "additive": additive,
    "trees": trees,
}


def _waves(draws: Draws, angles: Tensor, n_children: int) -> Tensor:
    n_tasks = angles.shape[0]
    phases = 2 * math.pi * draws.uniform(n_tasks, 1, _N_WAVES)
    return torch.cos(angles + phases) @ draws.normal(n_tasks, _N_WAVES, n_children)


def _activate(draws: Draws, s: Tensor) -> Tensor:
    n_tasks, _, n_children = s.shape
    t = torch.exp(0.6 * draws.normal(n_tasks, 1, n_children)) * (s + 0.8 * draws.normal(n_tasks, 1, n_children))
    kind = draws.integers(_N_ACTIVATIONS, n_tasks, 1, n_children)
    if draws.chance(0.6):
        kind = kind[:, :, :1]  # one for the whole layer
    out = torch.where(kind == 1, torch.tanh(t), s)  # 0 is the identity
    out = torch.where(kind == 2, torch.relu(t), out)
    out = torch.where(kind == 3, torch.sin(1.5 * t), out)
    out = torch.where(kind == 4, t.clamp(-4, 4) ** 2, out)
    out = torch.where(kind == 5, t.abs(), out)
    out = torch.where(kind == 6, torch.exp(-t * t), out)
    out = torch.where(kind == 7, (t > 0).to(t.dtype), out)
    out = torch.where(kind == 8, torch.tanh(5 * t), out)
    out = torch.where(kind == 9, torch.sign(t) * t.abs().sqrt(), out)
    return torch.where(kind == 10, torch.relu(t) - 0.2 * torch.relu(-t), out)
