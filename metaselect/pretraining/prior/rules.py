"""Rules over categories: an outcome that follows from codes exactly.

Each rule takes codes of shape (n_tasks, n_rows, n_columns) from 0 to `n_levels` - 1 and returns outcomes of shape
(n_tasks, n_rows) from 0 to `n_outcomes` - 1. Which columns matter is drawn for each task.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from metaselect.pretraining._torch import torch
from metaselect.pretraining.prior.codes import look_up, random_columns

if TYPE_CHECKING:
    from torch import Tensor

    from metaselect.pretraining.draws import Draws

__all__ = ["Rule", "conjunctions", "decision_list", "lines", "look_up_table", "m_of_n", "nested_grades", "parity"]

Rule = Callable[["Draws", "Tensor", int, int], "Tensor"]


def parity(draws: Draws, codes: Tensor, n_levels: int, n_outcomes: int) -> Tensor:
    """Return a sum of bits of a few columns, modulo the number of outcomes: no column says anything alone."""
    size = draws.choose([2, 2, 2, 3, 3, 4])
    bits = _bits(draws, random_columns(draws, codes, 1, size), n_levels)
    steps = 1 + draws.integers(n_outcomes - 1, codes.shape[0], 1, bits.shape[2])
    return (bits * steps).sum(2) % n_outcomes


def m_of_n(draws: Draws, codes: Tensor, n_levels: int, n_outcomes: int) -> Tensor:
    """Return whether at least m of n columns hold; of several outcomes, how many of several such m are reached."""
    size = min(codes.shape[2], draws.integer(3, 9))
    count = _bits(draws, random_columns(draws, codes, 1, size), n_levels).sum(2)
    size_of_task = (codes.shape[0], 1, n_outcomes - 1)
    m = 1 + (size * 0.5 * (draws.uniform(*size_of_task) + draws.uniform(*size_of_task))).long()
    return (count[:, :, None] >= m).sum(2)


def conjunctions(draws: Draws, codes: Tensor, n_levels: int, n_outcomes: int) -> Tensor:
    """Return 0 where no conjunction holds, else the outcome of the first that does."""
    n_terms = max(n_outcomes - 1, draws.integer(1, 5))
    first = _first_term_that_holds(draws, codes, n_levels, n_terms)
    return torch.where(first < n_terms, 1 + first % (n_outcomes - 1), 0)


def decision_list(draws: Draws, codes: Tensor, n_levels: int, n_outcomes: int) -> Tensor:
    """Return the outcome of the first conjunction that holds; outcomes alternate at random."""
    n_terms = n_outcomes + draws.integer(0, 5)
    outcome_of = draws.integers(n_outcomes, codes.shape[0], n_terms + 1)
    outcome_of[:, :n_outcomes] = draws.permutations(codes.shape[0], n_outcomes)
    return outcome_of.gather(1, _first_term_that_holds(draws, codes, n_levels, n_terms))


def look_up_table(draws: Draws, codes: Tensor, n_levels: int, n_outcomes: int) -> Tensor:
    """Return the entry of a random table over all combinations of a few columns, of which each has some rows."""
    size = min(codes.shape[2], draws.choose([1, 2, 2, 3, 3, 4]))
    most_entries = max(4, codes.shape[1] // 6)
    side = max(2, min(n_levels, int(most_entries ** (1 / size) + 1e-9)))
    places = side ** torch.arange(size, device=codes.device)
    merged = random_columns(draws, codes, 1, size) % side  # levels beyond the table share its entries
    table = draws.integers(n_outcomes, codes.shape[0], 1, side**size)
    table[:, 0, : min(2, n_outcomes)] = torch.arange(min(2, n_outcomes), device=codes.device)
    return look_up(table, (merged * places).sum(2, keepdim=True))[:, :, 0]


def lines(draws: Draws, codes: Tensor, n_levels: int, n_outcomes: int) -> Tensor:
    """Return which level fills one of a few lines of columns, as in games on a board; 0 where none does."""
    size = 3 if codes.shape[2] >= 6 and draws.chance(0.7) else 2
    n_lines = draws.integer(2, 8)
    cells = random_columns(draws, codes, n_lines, size).view(*codes.shape[:2], n_lines, size)
    outcome = torch.zeros_like(codes[:, :, 0])
    for level in range(min(n_outcomes - 1, n_levels)):
        outcome = torch.where((cells == level).all(3).any(2), level + 1, outcome)
    return outcome


def nested_grades(draws: Draws, codes: Tensor, n_levels: int, n_outcomes: int) -> Tensor:
    """Return a verdict on grades of ordered columns that are merged step by step by their worst, best or mean."""
    size = min(codes.shape[2], draws.integer(2, 6))
    grades = random_columns(draws, codes, 1, size) / (n_levels - 1)
    grades = torch.where(draws.coins(0.5, codes.shape[0], 1, size), 1 - grades, grades)
    verdict = grades[:, :, 0]
    for i in range(1, size):
        both = torch.stack([verdict, grades[:, :, i]])
        verdict = draws.choose([both.amin(0), both.amax(0), both.mean(0)])
    row = draws.integers(codes.shape[1], codes.shape[0], n_outcomes - 1)
    limits = torch.minimum(verdict.gather(1, row), verdict.amax(1, keepdim=True) - 1e-4)
    return (verdict[:, :, None] > limits[:, None]).sum(2)


def _bits(draws: Draws, codes: Tensor, n_levels: int) -> Tensor:
    """Return 0 or 1 for each code: levels of each column are divided into two parts, neither of them empty."""
    holds = draws.coins(0.5, codes.shape[0], codes.shape[2], n_levels).long()
    holds[:, :, 1] = 1 - holds[:, :, 0]
    return look_up(holds, codes)


def _first_term_that_holds(draws: Draws, codes: Tensor, n_levels: int, n_terms: int) -> Tensor:
    """Return the number of the first conjunction that holds, `n_terms` where none does."""
    size = draws.choose([1, 2, 2, 2, 3])
    literals = random_columns(draws, codes, n_terms, size)
    if draws.chance(0.5):  # one level each; rare ones hold rarely
        level = draws.integers(min(n_levels, 3), codes.shape[0], 1, n_terms * size)
        holds = literals == level
    else:
        holds = _bits(draws, literals, n_levels) == 1
    terms = holds.view(*codes.shape[:2], n_terms, size).all(3)
    always = torch.ones_like(terms[:, :, :1])
    return torch.cat([terms, always], 2).to(torch.uint8).argmax(2)  # of equals, the first
