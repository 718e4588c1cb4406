"""`Settings`: everything that decides a training, as JSON beside the weights."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from metaselect.exceptions import ConfigurationError
from metaselect.pretraining.architecture import COLUMNS_PER_TOKEN, Architecture

__all__ = ["SIZES", "Settings", "TaskShape", "make_settings"]


@dataclass(frozen=True)
class TaskShape:
    """Batches of tasks that are equally large. There are few shapes: on a GPU each is recorded once.

    Attributes
    ----------
    task : {"classification", "regression"}
        What is predicted.
    n_rows, n_columns : int
        Of each table.
    n_train : int
        How many of the rows are labeled.
    n_tasks : int
        Tables in a batch.
    n_batches : int
        How many batches are drawn at once.
    """

    task: str
    n_rows: int
    n_columns: int
    n_train: int
    n_tasks: int
    n_batches: int


@dataclass(frozen=True)
class Settings:
    """What a training depends on, beside the device.

    Attributes
    ----------
    architecture : Architecture
        How large the network is.
    stages : tuple of tuple of TaskShape
        Shapes of tasks, of growing size; each stage has its part of the training, in `stage_ends`.
    stage_ends : tuple of float
        At which share of the training each stage ends.
    earlier_share : float
        How often a shape of an earlier stage is drawn again.
    seconds : float or None
        How long to train, by the clock. The schedule follows it.
    n_steps : int or None
        How many steps to train, where `seconds` is None: the same on any machine.
    muon_rate, adam_rate : float
        Greatest learning rates.
    weight_decay : float
        Of matrices.
    warm_share, hold_share : float
        Until which share of the training the learning rate rises, and until which it stays.
    n_chunks : int
        How many kinds of tasks are mixed in what is drawn at once.
    seed : int
        Decides all that is random.
    """

    architecture: Architecture
    stages: tuple[tuple[TaskShape, ...], ...]
    stage_ends: tuple[float, ...] = (0.15, 0.4, 0.7, 1.0)
    earlier_share: float = 0.2
    seconds: float | None = None
    n_steps: int | None = None
    muon_rate: float = 0.006
    adam_rate: float = 0.0015
    weight_decay: float = 0.01
    warm_share: float = 0.02
    hold_share: float = 0.35
    n_chunks: int = 16
    seed: int = 0

    def rate_factor(self, progress: float) -> float:
        """Return what learning rates are multiplied by at a share of the training: up, level, down along a cosine."""
        if progress < self.warm_share:
            return max(0.02, progress / self.warm_share)
        if progress < self.hold_share:
            return 1.0
        fallen = min(1.0, (progress - self.hold_share) / (1 - self.hold_share))
        return 0.005 + 0.995 * 0.5 * (1 + math.cos(math.pi * fallen))

    def stage_at(self, progress: float) -> int:
        """Return the number of the stage at a share of the training."""
        return next((i for i, end in enumerate(self.stage_ends) if progress < end), len(self.stages) - 1)

    def to_json(self) -> str:
        """Return the settings as text."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Settings:
        """Return the settings that `to_json` wrote."""
        values = json.loads(text)
        values["architecture"] = Architecture(**values["architecture"])
        values["stages"] = tuple(tuple(TaskShape(**shape) for shape in stage) for stage in values["stages"])
        values["stage_ends"] = tuple(values["stage_ends"])
        return cls(**values)


def make_settings(size: str, *, seconds: float | None = None, n_steps: int | None = None, seed: int = 0) -> Settings:
    """Return the settings of a size.

    Parameters
    ----------
    size : {"toy", "full"}
        A network that a CPU trains in seconds, to see that all works; or the one that is worth using.
    seconds : float, optional
        How long to train.
    n_steps : int, optional
        How many steps to train, in place of `seconds`.
    seed : int
        Decides all that is random.

    Raises
    ------
    ConfigurationError
        If there is no such size, or neither or both of `seconds` and `n_steps` are given, or one that is not positive.

    Examples
    --------
    >>> settings = make_settings("toy", n_steps=20)
    >>> settings.architecture.cell_width, Settings.from_json(settings.to_json()) == settings
    (32, True)
    """
    if size not in SIZES:
        raise ConfigurationError(f"there is no size {size!r}, but {' and '.join(SIZES)}")
    if (seconds is None) == (n_steps is None):
        raise ConfigurationError("say either how many seconds to train or how many steps")
    for what, given in (("seconds", seconds), ("steps", n_steps)):
        if given is not None and not (0 < given < math.inf):
            raise ConfigurationError(f"the {what} of training are a number above 0, not {given}")
    return SIZES[size](seconds=seconds, n_steps=n_steps, seed=seed)


def _toy(**given) -> Settings:
    sides = [[(48, 3)], [(64, 4)], [(64, 6)], [(80, 5)]]
    stages = tuple(
        tuple(
            TaskShape(task, n_rows, n_columns, n_rows * 3 // 5, n_tasks=16, n_batches=2)
            for n_rows, n_columns in stage
            for task in ("classification", "regression")
        )
        for stage in sides
    )
    architecture = Architecture(cell_width=32, n_cell_blocks=1, row_width=64, n_row_blocks=1, n_bins=16)
    return Settings(architecture, stages, n_chunks=4, **given)


# Rows and columns; from stage to stage larger, with wide tables in each.
_FULL_SIDES = (
    ((64, 3), (96, 8), (128, 5), (192, 12), (256, 6), (128, 24)),
    ((128, 10), (256, 4), (256, 16), (512, 5), (512, 12), (320, 30)),
    ((192, 20), (384, 10), (640, 14), (1024, 5), (1024, 12), (512, 40)),
    ((256, 14), (512, 10), (768, 18), (1024, 8), (1536, 6), (1536, 16), (640, 40), (448, 60)),
)
_TRAIN_SHARES = (0.5, 0.7, 0.8, 0.6, 0.75)
# Tokens in a batch and cells that are drawn at once: as many as keep one large GPU busy.
_N_TOKENS, _N_CELLS = 200_000, 8_000_000


def _full(**given) -> Settings:
    return Settings(Architecture(), tuple(tuple(_full_stage(sides)) for sides in _FULL_SIDES), **given)


def _full_stage(sides: Sequence[tuple[int, int]]) -> Iterator[TaskShape]:
    for i, (n_rows, n_columns) in enumerate(sides):
        n_tokens = n_rows * (-(-n_columns // COLUMNS_PER_TOKEN) + 1)
        n_tasks = max(8, min(768, 8 * round(_N_TOKENS / n_tokens / 8)))
        n_batches = max(2, min(16, _N_CELLS // (n_rows * n_columns * n_tasks)))
        n_train = int(n_rows * _TRAIN_SHARES[i % len(_TRAIN_SHARES)])
        # Every third shape is learned for regression too.
        for task in ("classification", "regression")[: 2 if i % 3 == 1 else 1]:
            yield TaskShape(task, n_rows, n_columns, n_train, n_tasks, n_batches)


SIZES = {"toy": _toy, "full": _full}
