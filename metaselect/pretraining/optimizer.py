"""`MuonAdamW`: matrices within the network learn by Muon, all else by AdamW.

Source: Jordan et al. (2024), Muon: an optimizer for hidden layers; Loshchilov & Hutter (2019), AdamW.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from metaselect.pretraining._torch import torch

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["MuonAdamW", "orthogonalize"]

_MOMENTUM = 0.95
_BETA_1, _BETA_2 = 0.9, 0.98
# Several matrices in one: each is made orthogonal for itself.
_STACKED = {"wqkv": 3, "wkv": 2}
_MATRICES = {"w_join", "w_vq", "w_vk", "w_m1"}


class MuonAdamW:
    """The optimizer, and the parameters that it moves.

    Everything lies in a few long vectors, so that a step is a few operations. Parameters are kept in 32 bits; those
    that the network computes with may be shorter.

    Parameters
    ----------
    initial : mapping of str to Tensor
        Parameters by name.
    muon_rate, adam_rate : float
        Greatest learning rates.
    weight_decay : float
        Of matrices alone.
    dtype : torch.dtype, optional
        Of what the network computes with. The default is that of `initial`.

    Attributes
    ----------
    parameters : dict of str to Tensor
        What the network computes with and what gets gradients.
    """

    def __init__(
        self, initial: Mapping[str, Tensor], muon_rate: float, adam_rate: float, weight_decay: float, dtype=None
    ):
        self.muon_rate, self.adam_rate, self.weight_decay = muon_rate, adam_rate, weight_decay
        by_muon = {name: value for name, value in initial.items() if _is_inner_matrix(name, value)}
        rest = {name: value for name, value in initial.items() if name not in by_muon}
        values = {**by_muon, **rest}
        self._n_muon = sum(value.numel() for value in by_muon.values())
        self._master = torch.cat([value.reshape(-1).float() for value in values.values()])
        self._flat = self._master.to(dtype or self._master.dtype, copy=True)
        self._places = _places(values)
        self.parameters = {name: view.detach().requires_grad_() for name, view in self._views(self._flat).items()}
        self._groups = _groups_of_equal_shape(by_muon, self._places)
        device = self._master.device
        self._momentum = torch.zeros(self._n_muon, device=device)
        self._mean, self._square = (torch.zeros_like(self._master[self._n_muon :]) for _ in range(2))
        self._decay = torch.cat([torch.full((v.numel(),), float(v.ndim == 2), device=device) for v in rest.values()])
        # On the device, as recorded steps read it: two rates, two corrections of a young mean.
        self._scalars = torch.zeros(4, device=device)
        self._n_steps = 0

    def schedule(self, factor: float) -> None:
        """Set what the next step multiplies the learning rates by."""
        self._n_steps += 1
        corrections = [1 / (1 - _BETA_1**self._n_steps), 1 / (1 - _BETA_2**self._n_steps)]
        scalars = torch.tensor([self.muon_rate * factor, self.adam_rate * factor, *corrections])
        self._scalars.copy_(scalars, non_blocking=True)  # Python need not wait for what a GPU has yet to do

    def step(self) -> Tensor:
        """Move the parameters by their gradients, which are cleared, and return how long these were together.

        Gradients longer than 1 are shortened; a step whose gradients are not finite moves nothing but by momentum.
        """
        with torch.no_grad():
            muon_rate, adam_rate, correct_mean, correct_square = self._scalars.unbind()
            gradient, norm = self._gradient()
            matrices, rest = gradient[: self._n_muon], gradient[self._n_muon :]
            self._momentum.lerp_(matrices, 1 - _MOMENTUM)
            matrices = matrices.lerp(self._momentum, _MOMENTUM)
            self._master[: self._n_muon].mul_(1 - self.weight_decay * muon_rate)
            for (_, longer), group in self._groups.items():
                # As long as an update of AdamW would be, whatever the shape.
                scale = -0.2 * math.sqrt(longer) * muon_rate
                update = orthogonalize(torch.stack(_matrices(matrices, group))).float() * scale
                torch._foreach_add_(_matrices(self._master, group), list(update))
            self._mean.lerp_(rest, 1 - _BETA_1)
            self._square.lerp_(rest.square(), 1 - _BETA_2)
            master = self._master[self._n_muon :]
            update = self._mean * correct_mean / ((self._square * correct_square).sqrt() + 1e-8)
            master.sub_((update + self.weight_decay * self._decay * master) * adam_rate)
            self._flat.copy_(self._master)
        return norm

    def values(self) -> dict[str, Tensor]:
        """Return the parameters in 32 bits, by name."""
        return self._views(self._master)

    def state(self) -> dict[str, np.ndarray]:
        """Return all that the next step depends on, to be given to `restore`."""
        tensors = {"master": self._master, "momentum": self._momentum, "mean": self._mean, "square": self._square}
        return {name: value.cpu().numpy().copy() for name, value in tensors.items()} | {
            "n_steps": np.array(self._n_steps)
        }

    def restore(self, state: Mapping[str, np.ndarray]) -> None:
        """Go on where `state` was returned."""
        tensors = {"master": self._master, "momentum": self._momentum, "mean": self._mean, "square": self._square}
        for name, value in tensors.items():
            value.copy_(torch.from_numpy(state[name]))
        self._flat.copy_(self._master)
        self._n_steps = int(state["n_steps"])

    def clear(self) -> None:
        """Forget the gradients."""
        for parameter in self.parameters.values():
            parameter.grad = None

    def _gradient(self) -> tuple[Tensor, Tensor]:
        """Return all gradients in a row, shortened to a length of 1, and how long they were."""
        parts = []
        for parameter in self.parameters.values():
            part = parameter.grad if parameter.grad is not None else torch.zeros_like(parameter)
            parts.append(part.reshape(-1))
        gradient = torch.cat(parts).float()
        self.clear()
        norm = gradient.norm()
        factor = torch.where(torch.isfinite(norm), (1 / (norm + 1e-6)).clamp(max=1.0), torch.zeros_like(norm))
        return torch.nan_to_num(gradient, 0.0, 0.0, 0.0) * factor, norm

    def _views(self, flat: Tensor) -> dict[str, Tensor]:
        return {
            name: flat[start : start + math.prod(shape)].view(shape) for name, (start, shape) in self._places.items()
        }


def orthogonalize(matrices: Tensor, n_steps: int = 5) -> Tensor:
    """Return matrices near those that are orthogonal and nearest: all singular values become about 1.

    Parameters
    ----------
    matrices : Tensor of shape (n_matrices, n_rows, n_columns)
        With no more rows than columns.
    n_steps : int
        Of Newton and Schulz.
    """
    x = matrices.to(torch.bfloat16 if matrices.is_cuda else torch.float32)
    x = x / (1.02 * x.flatten(1).norm(dim=1)[:, None, None] + 1e-7)
    for _ in range(n_steps):
        a = x @ x.transpose(1, 2)
        x = torch.baddbmm(x, torch.baddbmm(a, a, a, beta=-4.7750, alpha=2.0315), x, beta=3.4445)
    return x


def _is_inner_matrix(name: str, value: Tensor) -> bool:
    return value.ndim == 2 and (name.startswith(("cells.", "rows.")) or name in _MATRICES)


def _places(values: Mapping[str, Tensor]) -> dict[str, tuple[int, tuple[int, ...]]]:
    """Return where each parameter begins in the long vector, and its shape."""
    places, start = {}, 0
    for name, value in values.items():
        places[name] = (start, tuple(value.shape))
        start += value.numel()
    return places


def _groups_of_equal_shape(matrices: Mapping[str, Tensor], places: Mapping) -> dict[tuple[int, int], list]:
    """Return where the matrices of each shape begin: made orthogonal together, they take one operation."""
    groups: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
    for name in matrices:
        start, (n_rows, n_columns) = places[name]
        n_stacked = _STACKED.get(name.rpartition(".")[2], 1)
        n_rows //= n_stacked
        key = (min(n_rows, n_columns), max(n_rows, n_columns))
        groups.setdefault(key, [])
        groups[key] += [(start + j * n_rows * n_columns, n_rows, n_columns) for j in range(n_stacked)]
    return groups


def _matrices(flat: Tensor, group: Sequence[tuple[int, int, int]]) -> list[Tensor]:
    """Return views of the matrices of a group, each laid so that it has no more rows than columns."""
    views = [flat[start : start + n_rows * n_columns].view(n_rows, n_columns) for start, n_rows, n_columns in group]
    return [view.t() if view.shape[0] > view.shape[1] else view for view in views]
