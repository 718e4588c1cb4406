"""Targets: scores, with noise, become classes or a standardized number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaselect.pretraining._torch import torch
from metaselect.pretraining.prior.shape import Drawn, standardize

if TYPE_CHECKING:
    from torch import Tensor

    from metaselect.pretraining.draws import Draws

__all__ = ["classes_of", "numbers_of"]


def classes_of(draws: Draws, drawn: Drawn, n_classes: int) -> Tensor:
    """Return classes, of shape (n_tasks, n_rows), from 0 to `n_classes` - 1; no table has but one.

    The greatest of several scores wins; a single score is cut at thresholds, of which neighboring parts need not differ
    in the order of their classes. Some labels are wrong.
    """
    if drawn.scores.shape[2] > 1:
        y = _greatest(draws, drawn)
    else:
        y = _cut(draws, _with_noise(draws, drawn)[:, :, 0], n_classes)
    if draws.chance(0.1 if drawn.is_rule else 0.2):
        wrong = draws.coins(0.2 * draws.uniform(len(y), 1), *y.shape)
        y = torch.where(wrong, draws.integers(n_classes, *y.shape), y)
    y = draws.permutations(len(y), n_classes).gather(1, y)
    return _mend_constant(draws, drawn.X, y, n_classes)


def numbers_of(draws: Draws, drawn: Drawn) -> Tensor:
    """Return numbers of mean 0 and standard deviation 1, of shape (n_tasks, n_rows); no table has but one.

    They may be skewed, heavy-tailed, rounded or cut off at a limit, and be noisier where they are greater.
    """
    score = _with_noise(draws, drawn)[:, :, 0]
    scores = standardize(score)
    shape = (len(scores), 1)
    kind = draws.integers(8, *shape)  # half of the tasks stay as they are
    y = torch.where(kind == 1, torch.exp(draws.log_uniforms(0.2, 1.2, *shape) * scores.clamp(-4, 4)), scores)
    y = torch.where(kind == 2, torch.sign(scores) * scores.abs() ** draws.log_uniforms(0.6, 1.8, *shape), y)
    steps = draws.log_uniforms(1, 6, *shape)
    y = torch.where(kind == 3, torch.round(scores * steps), y)
    y = torch.where(kind == 4, torch.maximum(scores, draws.normal(*shape).clamp(-2, 0.5)), y)
    is_constant = (y.amax(1) - y.amin(1) < 1e-4)[:, None]
    y = torch.where(is_constant, standardize(drawn.X[:, :, 0]) + draws.normal(*y.shape), y)
    return standardize(y)


def _with_noise(draws: Draws, drawn: Drawn) -> Tensor:
    """Return standardized scores with normal noise, of some tasks greater where a column is; of some tasks none."""
    n_tasks, n_rows, _ = drawn.X.shape
    noisy = draws.coins(0.3 if drawn.is_rule else 0.75, n_tasks, 1, 1)
    noise = draws.log_uniforms(0.02, 1.2, n_tasks, 1, 1) * noisy * draws.normal(n_tasks, n_rows, drawn.scores.shape[2])
    if draws.chance(0.15):
        noise = noise * torch.exp(0.7 * standardize(drawn.X[:, :, -1:]).clamp(-2, 2))
    return standardize(drawn.scores) + noise


def _greatest(draws: Draws, drawn: Drawn) -> Tensor:
    """Return which score is the greatest, each with the noise of a logit and some with a head start."""
    scores = drawn.scores if drawn.is_rule else standardize(drawn.scores)
    n_tasks, _, n_scores = scores.shape
    noisy = draws.coins(0.3 if drawn.is_rule else 0.75, n_tasks, 1, 1)
    most = 0.3 if drawn.is_rule else 1.2
    uniform = draws.uniform(*scores.shape).clamp(1e-6, 1 - 1e-6)
    noise = draws.log_uniforms(0.02, most, n_tasks, 1, 1) * noisy * -torch.log(-torch.log(uniform))
    if not drawn.is_rule:
        noise = noise + draws.normal(n_tasks, 1, n_scores) * draws.uniform(n_tasks, 1, 1)
    return (scores + noise).argmax(2)


def _cut(draws: Draws, score: Tensor, n_classes: int) -> Tensor:
    n_tasks, n_rows = score.shape
    n_parts = n_classes if draws.chance(0.75) else draws.integer(n_classes, 2 * n_classes + 1)
    shares = torch.exp(1.2 * draws.uniform(n_tasks, 1) * draws.normal(n_tasks, n_parts))
    position = (shares / shares.sum(1, keepdim=True)).cumsum(1)[:, :-1] * n_rows
    thresholds = score.sort(1).values.gather(1, position.long().clamp(0, n_rows - 1))
    # The greatest value is beyond every threshold, also where it is frequent.
    thresholds = torch.minimum(thresholds, score.amax(1, keepdim=True) - 1e-4)
    y = (score[:, :, None] > thresholds[:, None]).sum(2)
    if n_parts == n_classes:
        return y
    of_parts = draws.integers(n_classes, n_tasks, n_parts)
    of_parts[:, :n_classes] = torch.arange(n_classes, device=y.device)
    return of_parts.gather(1, draws.permutations(n_tasks, n_parts)).gather(1, y)


def _mend_constant(draws: Draws, X: Tensor, y: Tensor, n_classes: int) -> Tensor:
    """Return the classes, those of tables with a single one replaced: by whether a column is above a random order."""
    is_constant = (y.amin(1) == y.amax(1))[:, None]
    order = standardize(X[:, :, 0]) + 0.3 * draws.normal(*y.shape)
    halves = (order > order.median(1, keepdim=True).values).to(y.dtype)
    return torch.where(is_constant, halves, y)
