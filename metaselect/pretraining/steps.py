"""A step of training: plain, or on a GPU recorded once for each shape and played again.

A recorded step starts at once, where a plain one waits for Python to start its many small operations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaselect.pretraining._torch import torch
from metaselect.pretraining.losses import loss_of

if TYPE_CHECKING:
    from torch import Tensor

    from metaselect.pretraining.optimizer import MuonAdamW

__all__ = ["PlainSteps", "RecordedSteps", "steps_for"]


class PlainSteps:
    """Steps as they are written.

    Parameters
    ----------
    optimizer : MuonAdamW
        With the parameters.
    """

    def __init__(self, optimizer: MuonAdamW):
        self.optimizer = optimizer

    def __call__(self, X: Tensor, y: Tensor, n_train: int, ids: Tensor) -> Tensor:
        """Learn from a batch and return its loss."""
        loss = loss_of(self.optimizer.parameters, X, y, n_train, ids)
        loss.backward()
        self.optimizer.step()
        return loss.detach()


class RecordedSteps:
    """Steps as CUDA graphs: the first batch of a shape is recorded, all others of it are played.

    Parameters
    ----------
    optimizer : MuonAdamW
        With the parameters, on a GPU.
    """

    def __init__(self, optimizer: MuonAdamW):
        self.optimizer = optimizer
        self._plain = PlainSteps(optimizer)
        self._recorded: dict[tuple, tuple[Any, tuple[Tensor, ...], Tensor]] = {}
        self._memory = None

    def __call__(self, X: Tensor, y: Tensor, n_train: int, ids: Tensor) -> Tensor:
        """Learn from a batch and return its loss."""
        key = (tuple(X.shape), n_train, y.dtype)
        if key not in self._recorded:
            self._recorded[key] = self._record(X, y, n_train, ids)
        graph, inputs, loss = self._recorded[key]
        for place, value in zip(inputs, (X, y, ids), strict=True):
            place.copy_(value)
        graph.replay()
        return loss.clone()

    def _record(self, X: Tensor, y: Tensor, n_train: int, ids: Tensor) -> tuple[Any, tuple[Tensor, ...], Tensor]:
        inputs = (X.clone(), y.clone(), ids.clone())
        # Twice without moving parameters, on a stream beside: what is set up at the first use must not be recorded.
        beside = torch.cuda.Stream()
        beside.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(beside):
            for _ in range(2):
                loss_of(self.optimizer.parameters, inputs[0], inputs[1], n_train, inputs[2]).backward()
                self.optimizer.clear()
        torch.cuda.current_stream().wait_stream(beside)
        torch.cuda.synchronize()
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph, pool=self._memory):
            loss = self._plain(inputs[0], inputs[1], n_train, inputs[2])
        self._memory = self._memory or graph.pool()
        return graph, inputs, loss


def steps_for(optimizer: MuonAdamW, device: str) -> PlainSteps | RecordedSteps:
    """Return the way to take steps on a device.

    Parameters
    ----------
    optimizer : MuonAdamW
        With the parameters, on that device.
    device : str
        Such as `"cpu"` or `"cuda"`.
    """
    return RecordedSteps(optimizer) if device.startswith("cuda") else PlainSteps(optimizer)
