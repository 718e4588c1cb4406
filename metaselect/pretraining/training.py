"""`train`: the network learns from synthetic tasks, a round of batches at a time, until its time is over."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from metaselect.pretraining._torch import torch
from metaselect.pretraining.architecture import COLUMNS_PER_TOKEN, ID_WIDTH
from metaselect.pretraining.draws import Draws
from metaselect.pretraining.losses import loss_of
from metaselect.pretraining.network import initial_parameters
from metaselect.pretraining.optimizer import MuonAdamW
from metaselect.pretraining.prior import BatchShape, sample_tasks
from metaselect.pretraining.settings import Settings, TaskShape
from metaselect.pretraining.steps import steps_for

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["Training", "start_training", "train", "validation_losses"]

_SHAPES_PER_ROUND = 2
# How many rounds Python may be ahead of a GPU: drawing tasks and learning overlap, and the clock stays true.
_ROUNDS_AHEAD = 2
_VALIDATION_SEED = 987_654_321


@dataclass(eq=False)
class Training:
    """A training under way. Between rounds, it is all that the rest of the training depends on.

    Attributes
    ----------
    settings : Settings
        What was asked for.
    device : str
        Where it runs.
    optimizer : MuonAdamW
        With the parameters.
    draws : Draws
        The source of all random numbers.
    n_steps, n_tasks : int
        Steps taken and tables seen.
    seconds : float
        That passed while training.
    losses : list of Tensor
        Of the batches of the last round.
    """

    settings: Settings
    device: str
    optimizer: MuonAdamW
    draws: Draws
    n_steps: int = 0
    n_tasks: int = 0
    seconds: float = 0.0
    losses: list[Tensor] = field(default_factory=list)

    @property
    def progress(self) -> float:
        """The share of the training that is over, by the clock or by steps."""
        if self.settings.seconds is not None:
            return self.seconds / self.settings.seconds
        return self.n_steps / (self.settings.n_steps or 1)


def start_training(settings: Settings, device: str = "cpu") -> Training:
    """Return a training that has taken no step.

    Parameters
    ----------
    settings : Settings
        What to train, and for how long.
    device : str
        Such as `"cpu"` or `"cuda"`.

    Raises
    ------
    MissingBackendError
        If torch is not installed.
    """
    draws = Draws(device, settings.seed)
    optimizer = MuonAdamW(
        initial_parameters(settings.architecture, draws),
        muon_rate=settings.muon_rate,
        adam_rate=settings.adam_rate,
        weight_decay=settings.weight_decay,
        dtype=torch.bfloat16 if device.startswith("cuda") else None,
    )
    return Training(settings, device, optimizer, draws)


def train(training: Training) -> Iterator[Training]:
    """Go on with a training until its time is over.

    It is yielded after each round of a few batches; it can be written then, and who asks for no more has stopped it.

    Parameters
    ----------
    training : Training
        Changed as it goes on.

    Yields
    ------
    training : Training
        The same.
    """
    take_step = steps_for(training.optimizer, training.device)
    start = time.perf_counter() - training.seconds
    marks: list[Any] = []
    while training.progress < 1:
        training.losses = []
        for X, y, shape in _draw_round(training):
            training.seconds = time.perf_counter() - start
            if training.progress >= 1:
                break
            training.optimizer.schedule(training.settings.rate_factor(training.progress))
            training.losses.append(take_step(X, y, shape.n_train, _draw_ids(training.draws, X)))
            training.n_steps += 1
            training.n_tasks += len(X)
        _wait_for_device(training.device, marks)
        training.seconds = time.perf_counter() - start
        yield training


def validation_losses(training: Training, n_tasks: int = 32) -> dict[str, float]:
    """Return the mean loss on tasks that are the same in every training of the same settings, by kind of task.

    Parameters
    ----------
    training : Training
        Whose network is looked at.
    n_tasks : int
        Tables of each shape.
    """
    draws = Draws(training.device, _VALIDATION_SEED)
    shapes = [shape for stage in training.settings.stages for shape in stage]
    losses: dict[str, list[float]] = {}
    with torch.no_grad():
        for shape in shapes:
            size = BatchShape(n_tasks, shape.n_rows, shape.n_columns)
            tasks = sample_tasks(draws, size, task=shape.task, n_chunks=n_tasks)
            loss = loss_of(training.optimizer.parameters, tasks.X, tasks.y, shape.n_train, _draw_ids(draws, tasks.X))
            losses.setdefault(shape.task, []).append(loss.item())
    return {task: sum(values) / len(values) for task, values in losses.items()}


def _draw_round(training: Training) -> Sequence[tuple[Tensor, Tensor, TaskShape]]:
    """Return batches of a few shapes, mixed; of a shape all at once, as many tasks are drawn as fast as few."""
    settings, draws = training.settings, training.draws
    batches = []
    for _ in range(_SHAPES_PER_ROUND):
        stage = settings.stage_at(training.progress)
        if stage and draws.chance(settings.earlier_share):
            stage = draws.integer(0, stage - 1)
        shape = draws.choose(settings.stages[stage])
        size = BatchShape(shape.n_tasks * shape.n_batches, shape.n_rows, shape.n_columns)
        tasks = sample_tasks(draws, size, task=shape.task, n_chunks=settings.n_chunks)
        parts = zip(tasks.X.split(shape.n_tasks), tasks.y.split(shape.n_tasks), strict=True)
        batches += [(X, y, shape) for X, y in parts]
    return sorted(batches, key=lambda _: draws.share())


def _draw_ids(draws: Draws, X: Tensor) -> Tensor:
    return draws.normal(len(X), -(-X.shape[2] // COLUMNS_PER_TOKEN), ID_WIDTH)


def _wait_for_device(device: str, marks: list[Any]) -> None:
    if not device.startswith("cuda"):
        return
    marks.append(torch.cuda.Event())
    marks[-1].record()
    if len(marks) > _ROUNDS_AHEAD:
        marks.pop(0).synchronize()
