"""Clusters: rows of a class or of a value lie around centers, of which there may be several."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from metaselect.pretraining._torch import torch
from metaselect.pretraining.prior.shape import BatchShape, Drawn

if TYPE_CHECKING:
    from torch import Tensor

    from metaselect.pretraining.draws import Draws

__all__ = ["cluster_tasks"]


def cluster_tasks(draws: Draws, shape: BatchShape) -> Drawn:
    """Return tasks whose rows lie around centers, with correlated columns, some of them without meaning."""
    n_tasks, n_rows, n_columns = shape.n_tasks, shape.n_rows, shape.n_columns
    least = max(2, shape.n_scores)
    n_clusters = draws.integer(least, least * draws.choose([1, 1, 2, 4]) + 2)
    cluster = _sizes_differ(draws, shape, n_clusters)
    n_latent = max(1, int(draws.log_uniform(1, n_columns)))
    distance = draws.log_uniforms(1.0, 6.0, n_tasks, 1, 1)
    if draws.chance(0.4):
        directions = draws.normal(n_tasks, n_latent, n_columns) / math.sqrt(n_latent)
        centers = distance * draws.normal(n_tasks, n_clusters, n_latent) @ directions
    else:
        relevant = draws.coins(0.2 + 0.8 * draws.uniform(n_tasks, 1, 1), n_tasks, 1, n_columns)
        centers = distance * draws.normal(n_tasks, n_clusters, n_columns) * relevant
    spread = torch.exp(0.5 * draws.uniform(n_tasks, 1, 1) * draws.normal(n_tasks, n_clusters, n_columns))
    mixing = 1.5 * draws.uniform(n_tasks, 1, 1) * draws.normal(n_tasks, n_latent, n_columns) / math.sqrt(n_latent)
    noise = draws.normal(n_tasks, n_rows, n_columns) + draws.normal(n_tasks, n_rows, n_latent) @ mixing
    if draws.chance(0.3):  # heavy tails
        noise = noise * torch.exp(0.5 * draws.normal(n_tasks, n_rows, 1))
    of_row = cluster[:, :, None].expand(n_tasks, n_rows, n_columns)
    values = draws.normal(n_tasks, n_clusters, shape.n_scores)
    if shape.n_scores > 1:  # the first clusters are one for each class
        values[:, : shape.n_scores] += 9 * torch.eye(shape.n_scores, device=values.device)
    scores = values.gather(1, cluster[:, :, None].expand(n_tasks, n_rows, shape.n_scores))
    return Drawn(centers.gather(1, of_row) + noise * spread.gather(1, of_row), scores)


def _sizes_differ(draws: Draws, shape: BatchShape, n_clusters: int) -> Tensor:
    """Return the cluster of each row, (n_tasks, n_rows)."""
    weights = torch.exp(draws.uniform(shape.n_tasks, 1) * draws.normal(shape.n_tasks, n_clusters))
    edges = (weights / weights.sum(1, keepdim=True)).cumsum(1)
    at = draws.uniform(shape.n_tasks, shape.n_rows)
    return torch.searchsorted(edges, at).clamp(max=n_clusters - 1)
