"""`sample_tasks`: synthetic tables with targets, of the mechanisms in `mixture`, on any device."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaselect.pretraining._torch import torch
from metaselect.pretraining.prior.mixture import (
    CLASS_WEIGHTS,
    COLUMNS,
    GAPS,
    GROUPED,
    RULES,
    TABLES,
    few_informative,
)
from metaselect.pretraining.prior.shape import BatchShape, Drawn, Tasks
from metaselect.pretraining.prior.structure import add_uninformative_columns, group_rows
from metaselect.pretraining.prior.targets import classes_of, numbers_of

if TYPE_CHECKING:
    from torch import Tensor

    from metaselect.pretraining.draws import Draws

__all__ = ["sample_tasks"]


def sample_tasks(
    draws: Draws,
    shape: BatchShape,
    *,
    task: str = "classification",
    n_chunks: int = 8,
    mechanism: str | None = None,
) -> Tasks:
    """Return synthetic tables with their targets, drawn on the device of `draws`.

    A batch is made of chunks. Tables of a chunk share what they are made by; all their numbers are their own.

    Parameters
    ----------
    draws : Draws
        The source of all random numbers.
    shape : BatchShape
        Numbers of tasks, rows and columns; `n_scores` is not looked at.
    task : {"classification", "regression"}
        What the targets are.
    n_chunks : int
        How many different makings there are in a batch, at most.
    mechanism : str, optional
        One of `TABLES` for all tables. The default draws one for each chunk.

    Returns
    -------
    tasks : Tasks
        In random order.
    """
    n_chunks = min(n_chunks, shape.n_tasks)
    size = -(-shape.n_tasks // n_chunks)
    chunk = BatchShape(size, shape.n_rows, shape.n_columns)
    with torch.no_grad():
        parts = [_sample_chunk(draws, chunk, task, mechanism) for _ in range(n_chunks)]
        order = draws.permutations(n_chunks * size)[: shape.n_tasks]
        return Tasks(torch.cat([part.X for part in parts])[order], torch.cat([part.y for part in parts])[order])


def _sample_chunk(draws: Draws, shape: BatchShape, task: str, mechanism: str | None) -> Tasks:
    name = mechanism or draws.choose(list(TABLES), [weight for weight, _ in TABLES.values()])
    n_classes = draws.choose(range(2, 2 + len(CLASS_WEIGHTS)), CLASS_WEIGHTS)
    one_each = name in RULES or draws.chance(0.15 if n_classes == 2 else 0.55)
    n_scores = n_classes if one_each and task == "classification" else 1
    drawn = _sample_scores(draws, BatchShape(shape.n_tasks, shape.n_rows, shape.n_columns, n_scores), name)
    y = classes_of(draws, drawn, n_classes) if task == "classification" else numbers_of(draws, drawn)
    X = _measure(draws, drawn)
    order = draws.permutations(shape.n_tasks, shape.n_columns)
    return Tasks(X.gather(2, order[:, None].expand(X.shape)), y)


def _sample_scores(draws: Draws, shape: BatchShape, name: str) -> Drawn:
    _, make = TABLES[name]
    if draws.chance(few_informative(shape.n_columns)):
        n_informative = int(draws.log_uniform(2, max(3, shape.n_columns // 2)))
        drawn = make(draws, shape.with_columns(n_informative))
        drawn = add_uninformative_columns(draws, drawn, shape.n_columns)
    else:
        drawn = make(draws, shape)
    return group_rows(draws, drawn) if not drawn.is_rule and draws.chance(GROUPED) else drawn


def _measure(draws: Draws, drawn: Drawn) -> Tensor:
    X = drawn.X
    for probability, change in COLUMNS.values():
        if not drawn.are_codes and draws.chance(probability):
            X = change(draws, X)
    lost = torch.zeros(X.shape, dtype=torch.bool, device=X.device)
    for probability, lose in GAPS.values():
        if draws.chance(probability):
            lost = lost | lose(draws, X)
    return torch.nan_to_num(X, nan=0.0, posinf=1e6, neginf=-1e6).clamp(-1e6, 1e6).masked_fill(lost, float("nan"))
