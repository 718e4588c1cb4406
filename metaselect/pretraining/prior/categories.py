"""Tasks over categories: rules that hold exactly, and numbers that belong to levels and to pairs of levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaselect.pretraining._torch import torch
from metaselect.pretraining.prior.codes import look_up, random_codes, random_columns, show_unordered
from metaselect.pretraining.prior.roots import root_causes
from metaselect.pretraining.prior.rules import Rule
from metaselect.pretraining.prior.shape import BatchShape, Drawn, standardize

if TYPE_CHECKING:
    from torch import Tensor

    from metaselect.pretraining.draws import Draws

__all__ = ["interaction_tasks", "level_tasks", "rule_tasks"]


def rule_tasks(draws: Draws, shape: BatchShape, rule: Rule) -> Drawn:
    """Return tasks whose outcome follows from codes by a rule.

    Parameters
    ----------
    draws : Draws
        The source of all random numbers.
    shape : BatchShape
        With one score for each class, or with a single one: then each outcome has a number.
    rule : callable
        One of `rules`.
    """
    n_levels = draws.choose([2, 2, 3, 3, 4, 5, 8])
    codes = random_codes(draws, shape, n_levels, liking=0.5)
    n_outcomes = shape.n_scores if shape.n_scores > 1 else draws.choose([2, 2, 3, 4, 6])
    outcome = rule(draws, codes, n_levels, n_outcomes)
    if shape.n_scores > 1:
        scores = torch.nn.functional.one_hot(outcome, n_outcomes).to(torch.float32)
    else:
        scores = look_up(draws.normal(shape.n_tasks, 1, n_outcomes), outcome[:, :, None])
    return Drawn(show_unordered(draws, codes, n_levels), scores, are_codes=True, is_rule=True)


def interaction_tasks(draws: Draws, shape: BatchShape) -> Drawn:
    """Return tasks whose scores are sums of numbers that belong to pairs, triples and single levels of categories."""
    n_levels = draws.integer(2, 8)
    codes = random_codes(draws, shape, n_levels, liking=1.0)
    scores = torch.zeros(shape.n_tasks, shape.n_rows, shape.n_scores, device=codes.device)
    for _ in range(draws.integer(1, 4)):
        size = min(shape.n_columns, draws.choose([1, 2, 2, 2, 3]))
        places = n_levels ** torch.arange(size, device=codes.device)
        combination = (random_columns(draws, codes, 1, size) * places).sum(2)
        scores = scores + _numbers_of(draws, combination, n_levels**size, shape.n_scores)
    return Drawn(show_unordered(draws, codes, n_levels), scores, are_codes=True)


def level_tasks(draws: Draws, shape: BatchShape) -> Drawn:
    """Return tasks with a few categories of many levels, each with a number of its own, beside numeric columns."""
    n_categories = draws.integer(1, max(1, min(3, shape.n_columns - 1)))
    n_levels = draws.integer(8, max(8, min(64, shape.n_rows // 6)))  # of each level there are a few rows
    codes = random_codes(draws, shape.with_columns(n_categories), n_levels, liking=0.4)
    scores = sum(
        draws.log_uniform(0.3, 2) * _numbers_of(draws, codes[:, :, j], n_levels, shape.n_scores)
        for j in range(n_categories)
    )
    shown = standardize(look_up(draws.permutations(shape.n_tasks, n_categories, n_levels), codes).to(torch.float32))
    n_numeric = shape.n_columns - n_categories
    if n_numeric == 0:
        return Drawn(shown, scores, are_codes=True)
    numeric = root_causes(draws, shape.n_tasks, shape.n_rows, n_numeric)
    slopes = draws.normal(shape.n_tasks, n_numeric, shape.n_scores) * draws.coins(0.5, shape.n_tasks, n_numeric, 1)
    return Drawn(torch.cat([shown, numeric], 2), scores + numeric @ slopes / n_numeric**0.5, are_codes=True)


def _numbers_of(draws: Draws, codes: Tensor, n_codes: int, n_scores: int) -> Tensor:
    """Return the numbers, (n_tasks, n_rows, n_scores), that belong to codes of shape (n_tasks, n_rows)."""
    numbers = draws.normal(codes.shape[0], n_codes, n_scores)
    return numbers.gather(1, codes[:, :, None].expand(*codes.shape, n_scores))
