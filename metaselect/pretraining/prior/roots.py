"""Root causes: numbers that nothing else explains, of many distributions, alone or correlated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaselect.pretraining._torch import torch
from metaselect.pretraining.prior.shape import standardize

if TYPE_CHECKING:
    from torch import Tensor

    from metaselect.pretraining.draws import Draws

__all__ = ["root_causes"]


def root_causes(draws: Draws, n_tasks: int, n_rows: int, n_causes: int) -> Tensor:
    """Return causes of shape (n_tasks, n_rows, n_causes), standardized: normal, or each of a distribution of its own.

    Normal, uniform, heavy-tailed, clustered, skewed and rounded ones are mixed within a task.
    """
    z = draws.normal(n_tasks, n_rows, n_causes)
    if n_causes > 1 and draws.chance(0.5):
        z = _correlated(draws, z)
    if draws.chance(0.3):
        return z
    kind = draws.integers(8, n_tasks, 1, n_causes)  # 0, 6 and 7 stay normal
    z = torch.where(kind == 1, torch.erf(z * 0.7071) * 1.7, z)
    z = torch.where(kind == 2, 0.5 * z * torch.exp(0.6 * z.abs().clamp(max=3)), z)
    z = torch.where(kind == 3, _clustered(draws, z), z)
    z = torch.where(kind == 4, torch.exp(0.8 * z.clamp(-3, 3)) - 1.3, z)
    steps = draws.log_uniforms(0.7, 3, n_tasks, 1, n_causes)
    return standardize(torch.where(kind == 5, torch.round(z * steps) / steps, z))


def _correlated(draws: Draws, z: Tensor) -> Tensor:
    n_tasks, _, n = z.shape
    kept = draws.coins(draws.uniform(n_tasks, 1, 1), n_tasks, n, n)
    mixing = draws.normal(n_tasks, n, n) * kept * draws.log_uniforms(0.1, 2.0, n_tasks, 1, 1)
    return standardize(z @ (mixing + torch.eye(n, device=z.device)))


def _clustered(draws: Draws, z: Tensor) -> Tensor:
    n_tasks, n_rows, n = z.shape
    n_centers = draws.integer(2, 8)
    centers = 1.5 * draws.normal(n_tasks, n_centers, n)
    same_in_all_columns = draws.chance(0.5)
    cluster = draws.integers(n_centers, n_tasks, n_rows, 1 if same_in_all_columns else n).expand(z.shape)
    return centers.gather(1, cluster) + 0.3 * z
