"""Structural causal networks: layers of random functions, of whose nodes some are columns and some the target."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from metaselect.pretraining._torch import torch
from metaselect.pretraining.prior.layers import LAYERS
from metaselect.pretraining.prior.roots import root_causes
from metaselect.pretraining.prior.shape import BatchShape, Drawn, standardize

if TYPE_CHECKING:
    from torch import Tensor

    from metaselect.pretraining.draws import Draws

__all__ = ["linear_tasks", "mixed_tasks", "neural_tasks", "smooth_tasks", "tree_tasks"]

_DEPTHS = (1, 1, 2, 2, 3, 4)


def neural_tasks(draws: Draws, shape: BatchShape) -> Drawn:
    """Return tasks of random neural networks, columns mostly anywhere in the network."""
    return _tasks(draws, shape, ["neural"], _DEPTHS, direct=0.3)


def tree_tasks(draws: Draws, shape: BatchShape) -> Drawn:
    """Return tasks of sums of oblivious trees."""
    return _tasks(draws, shape, ["trees"], _DEPTHS, direct=0.65)


def smooth_tasks(draws: Draws, shape: BatchShape) -> Drawn:
    """Return tasks of random waves of all columns or of one each."""
    return _tasks(draws, shape, ["fourier", "fourier", "additive"], _DEPTHS, direct=0.65)


def linear_tasks(draws: Draws, shape: BatchShape) -> Drawn:
    """Return tasks of weighted sums."""
    return _tasks(draws, shape, ["linear"], (1, 1, 2), direct=0.65)


def mixed_tasks(draws: Draws, shape: BatchShape) -> Drawn:
    """Return tasks in which each layer is of another kind."""
    kinds = ["neural", "neural", "trees", "trees", "fourier", "additive", "product", "linear"]
    return _tasks(draws, shape, kinds, _DEPTHS, direct=0.3)


def _tasks(draws: Draws, shape: BatchShape, kinds: Sequence[str], depths: Sequence[int], direct: float) -> Drawn:
    layers = [LAYERS[draws.choose(kinds)] for _ in range(draws.choose(depths))]
    return _from_causes(draws, shape, layers) if draws.chance(direct) else _within_network(draws, shape, layers)


def _from_causes(draws: Draws, shape: BatchShape, layers: Sequence[Callable]) -> Drawn:
    """Return tasks whose columns are the root causes and whose target is the last layer."""
    X = root_causes(draws, shape.n_tasks, shape.n_rows, shape.n_columns)
    n_relevant = shape.n_columns
    if n_relevant > 2 and draws.chance(0.6):
        n_relevant = max(1, int(draws.log_uniform(1, n_relevant)))
    z = standardize(X[:, :, :n_relevant])
    width = int(draws.log_uniform(4, 32))
    for layer in layers[:-1]:
        z = standardize(layer(draws, z, width))
        if draws.chance(0.5):
            z = z + draws.log_uniforms(0.01, 0.3, shape.n_tasks, 1, 1) * draws.normal(*z.shape)
    return Drawn(X, standardize(layers[-1](draws, z, shape.n_scores)))


def _within_network(draws: Draws, shape: BatchShape, layers: Sequence[Callable]) -> Drawn:
    """Return tasks whose columns and target are nodes anywhere in the network: a column may be caused by the target."""
    n_wanted = shape.n_columns + shape.n_scores
    n_causes = max(1, int(draws.log_uniform(1, max(3.0, 0.9 * shape.n_columns))))
    width = max(int(draws.log_uniform(6, 48)), math.ceil(n_wanted / len(layers)))
    causes = z = standardize(root_causes(draws, shape.n_tasks, shape.n_rows, n_causes))
    sigma = draws.log_uniforms(1e-3, 0.4, shape.n_tasks, 1, 1)
    nodes: list[Tensor] = []
    for layer in layers:
        parents = torch.cat([z, causes], 2) if nodes and draws.chance(0.4) else z
        if parents.shape[2] > 4 and draws.chance(0.3):
            parents = parents[:, :, draws.integers(parents.shape[2], max(2, parents.shape[2] // 3))]
        noise = sigma * draws.normal(shape.n_tasks, shape.n_rows, width) * draws.coins(0.7, shape.n_tasks, 1, width)
        z = standardize(layer(draws, parents, width)) + noise
        nodes.append(z)
    pool = torch.cat([causes, *nodes] if draws.chance(0.3) else nodes, 2)
    targets, columns = _choose_nodes(draws, shape, pool.shape[2], width)
    return Drawn(_take(pool, columns), _take(pool, targets))


def _choose_nodes(draws: Draws, shape: BatchShape, n_nodes: int, width: int) -> tuple[Tensor, Tensor]:
    """Return which nodes are the scores and which the columns, none of them both."""
    order = draws.uniform(shape.n_tasks, n_nodes)
    position = torch.arange(n_nodes, device=order.device)[None]
    if width >= shape.n_scores and draws.chance(0.5):  # the target is in the last layer
        order = order - (position >= n_nodes - width).to(order.dtype)
    targets = order.argsort(1)[:, : shape.n_scores]
    order = draws.uniform(shape.n_tasks, n_nodes).scatter(1, targets, 9.0)
    if draws.chance(0.5):  # columns that are close together in the network
        start = n_nodes * draws.uniform(shape.n_tasks, 1)
        order = order + 2.0 * ((position - start).abs() > 1.2 * shape.n_columns + shape.n_scores)
    return targets, order.argsort(1)[:, : shape.n_columns]


def _take(pool: Tensor, nodes: Tensor) -> Tensor:
    return pool.gather(2, nodes[:, None].expand(-1, pool.shape[1], -1))
