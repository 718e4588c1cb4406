"""`Draws`: every random number of the training, from one seed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from metaselect.pretraining._torch import torch

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["Draws"]

T = TypeVar("T")


class Draws:
    """Random numbers and random decisions, the same for the same seed.

    Numbers are drawn on the device. Decisions, such as how deep a network is, are needed by Python at once: where the
    device is a GPU they come from a second generator of the same seed, as waiting for the device would cost more than
    the task that is drawn.

    Parameters
    ----------
    device : str
        Such as `"cpu"` or `"cuda"`.
    seed : int
        Decides everything.
    """

    def __init__(self, device: str = "cpu", seed: int = 0):
        self.device = device
        self._numbers = torch.Generator(device=device).manual_seed(seed)
        on_cpu = self._numbers.device.type == "cpu"
        self._decisions = self._numbers if on_cpu else torch.Generator().manual_seed(seed)

    def state(self) -> dict[str, np.ndarray]:
        """Return where the generators are, to be given to `restore`."""
        return {"numbers": self._numbers.get_state().numpy(), "decisions": self._decisions.get_state().numpy()}

    def restore(self, state: Mapping[str, np.ndarray]) -> None:
        """Go on where `state` was returned, on a device of the same kind."""
        self._decisions.set_state(torch.from_numpy(state["decisions"]))
        self._numbers.set_state(torch.from_numpy(state["numbers"]))

    # Decisions, for all tasks of a batch

    def share(self) -> float:
        """Return a number in [0, 1)."""
        return torch.rand((), generator=self._decisions).item()

    def chance(self, probability: float) -> bool:
        """Return True with a probability."""
        return self.share() < probability

    def integer(self, low: int, high: int) -> int:
        """Return an integer from `low` to `high`, both included."""
        return min(high, low + int(self.share() * (high - low + 1)))

    def log_uniform(self, low: float, high: float) -> float:
        """Return a number whose logarithm is uniform."""
        return low * (high / low) ** self.share()

    def choose(self, options: Sequence[T], weights: Sequence[float] | None = None) -> T:
        """Return one of `options`, which are equally likely where no weights are given."""
        heights = np.cumsum(weights if weights is not None else np.ones(len(options)))
        return options[min(len(options) - 1, int(np.searchsorted(heights, self.share() * heights[-1], side="right")))]

    # Numbers, on the device

    def normal(self, *shape: int) -> Tensor:
        """Return standard normal numbers."""
        return torch.randn(shape, device=self.device, generator=self._numbers)

    def uniform(self, *shape: int) -> Tensor:
        """Return numbers in [0, 1)."""
        return torch.rand(shape, device=self.device, generator=self._numbers)

    def coins(self, probability: float | Tensor, *shape: int) -> Tensor:
        """Return a boolean each, True with a probability."""
        return self.uniform(*shape) < probability

    def integers(self, n: int, *shape: int) -> Tensor:
        """Return integers from 0 to `n` - 1."""
        return torch.randint(0, n, shape, device=self.device, generator=self._numbers)

    def log_uniforms(self, low: float, high: float, *shape: int) -> Tensor:
        """Return numbers whose logarithms are uniform."""
        return low * torch.exp(math.log(high / low) * self.uniform(*shape))

    def permutations(self, *shape: int) -> Tensor:
        """Return random orders of the last axis."""
        return self.uniform(*shape).argsort(-1)
