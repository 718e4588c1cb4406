"""What is laid over tables of any mechanism: columns without meaning, and rows that belong to groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaselect.pretraining._torch import torch
from metaselect.pretraining.prior.roots import root_causes
from metaselect.pretraining.prior.shape import Drawn, standardize

if TYPE_CHECKING:
    from metaselect.pretraining.draws import Draws

__all__ = ["add_uninformative_columns", "group_rows"]


def add_uninformative_columns(draws: Draws, drawn: Drawn, n_columns: int) -> Drawn:
    """Return the tables with columns added, up to `n_columns`, that say nothing new of the target.

    They are columns of other rows, causes of nothing, or a column that is there already with noise.
    """
    n_tasks, n_rows, n_known = drawn.X.shape
    n_new = n_columns - n_known
    source = draws.integers(n_known, n_tasks, 1, n_new).expand(n_tasks, n_rows, n_new)
    copies = drawn.X.gather(2, source)
    strangers = copies[:, torch.argsort(draws.uniform(n_rows))]
    if drawn.are_codes:  # codes remain codes
        new = strangers
    else:
        kind = draws.integers(4, n_tasks, 1, n_new)
        noisy = standardize(copies) + draws.log_uniforms(0.1, 3, n_tasks, 1, n_new) * draws.normal(*copies.shape)
        new = torch.where(
            kind == 0, noisy, torch.where(kind == 1, strangers, root_causes(draws, n_tasks, n_rows, n_new))
        )
    return Drawn(torch.cat([drawn.X, new], 2), drawn.scores, drawn.are_codes, drawn.is_rule)


def group_rows(draws: Draws, drawn: Drawn) -> Drawn:
    """Return the tables with rows in groups: what nobody sees of a group shifts its columns and its target.

    Sometimes a column says which group a row is of; sometimes rows of a group stand together, so that the last rows are
    of groups that the first rows do not show.
    """
    n_tasks, n_rows, n_columns = drawn.X.shape
    n_groups = draws.integer(3, max(3, min(40, n_rows // 4)))
    group = draws.integers(n_groups, n_tasks, n_rows)
    if draws.chance(0.3):
        group = group.sort(1).values
    member = group[:, :, None]
    n_scores = drawn.scores.shape[2]
    size = draws.log_uniforms(0.1, 1.5, n_tasks, 1, 1)
    effect = size * draws.normal(n_tasks, n_groups, n_scores)
    X, scores = drawn.X, standardize(drawn.scores) + effect.gather(1, member.expand(n_tasks, n_rows, n_scores))
    if not drawn.are_codes:
        shifted = draws.coins(draws.uniform(n_tasks, 1, 1), n_tasks, 1, n_columns)
        shift = draws.log_uniforms(0.1, 2, n_tasks, 1, 1) * draws.normal(n_tasks, n_groups, n_columns) * shifted
        X = standardize(X) + shift.gather(1, member.expand(n_tasks, n_rows, n_columns))
    if n_columns > 1 and draws.chance(0.5):
        named = draws.permutations(n_tasks, n_groups).gather(1, group).to(X.dtype)
        X = torch.cat([X[:, :, :-1], named[:, :, None]], 2)
    return Drawn(X, scores, drawn.are_codes, drawn.is_rule)
