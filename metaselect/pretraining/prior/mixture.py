"""Every mechanism of the synthetic tasks, with how often it is drawn.

To add one, write its function and list it here.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from metaselect.pretraining.prior.categories import interaction_tasks, level_tasks, rule_tasks
from metaselect.pretraining.prior.clusters import cluster_tasks
from metaselect.pretraining.prior.gaps import at_random, by_another_column, by_value, in_blocks
from metaselect.pretraining.prior.measurement import (
    cut_into_categories,
    cut_into_many_categories,
    lose_meaning,
    round_values,
    warp,
)
from metaselect.pretraining.prior.rules import (
    conjunctions,
    decision_list,
    lines,
    look_up_table,
    m_of_n,
    nested_grades,
    parity,
)
from metaselect.pretraining.prior.structural import (
    linear_tasks,
    mixed_tasks,
    neural_tasks,
    smooth_tasks,
    tree_tasks,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

    from metaselect.pretraining.draws import Draws
    from metaselect.pretraining.prior.shape import BatchShape, Drawn

__all__ = ["CLASS_WEIGHTS", "COLUMNS", "GAPS", "GROUPED", "RULES", "TABLES", "few_informative"]

# What tables and their scores are made by; weights are shares of their sum. Rules give an outcome for each class.
RULES: dict[str, tuple[float, Callable[[Draws, BatchShape], Drawn]]] = {
    "parity": (2, partial(rule_tasks, rule=parity)),
    "m of n": (3, partial(rule_tasks, rule=m_of_n)),
    "conjunctions": (3, partial(rule_tasks, rule=conjunctions)),
    "decision list": (2, partial(rule_tasks, rule=decision_list)),
    "look-up table": (3, partial(rule_tasks, rule=look_up_table)),
    "lines": (2, partial(rule_tasks, rule=lines)),
    "nested grades": (3, partial(rule_tasks, rule=nested_grades)),
}
TABLES: dict[str, tuple[float, Callable[[Draws, BatchShape], Drawn]]] = {
    "neural": (23, neural_tasks),
    "trees": (17, tree_tasks),
    "smooth": (8, smooth_tasks),
    "linear": (7, linear_tasks),
    "mixed": (14, mixed_tasks),
    "clusters": (9, cluster_tasks),
    "category interactions": (5, interaction_tasks),
    "many levels": (4, level_tasks),
    **RULES,
}

# What is laid over columns and which values get lost, one after another, each with a probability.
COLUMNS: dict[str, tuple[float, Callable[[Draws, Tensor], Tensor]]] = {
    "lose meaning": (0.25, lose_meaning),
    "warp": (1.0, warp),
    "round": (0.4, round_values),
    "cut into categories": (0.5, cut_into_categories),
    "cut into many categories": (0.12, cut_into_many_categories),
}
GAPS: dict[str, tuple[float, Callable[[Draws, Tensor], Tensor]]] = {
    "at random": (0.14, at_random),
    "by value": (0.06, by_value),
    "by another column": (0.06, by_another_column),
    "in blocks": (0.05, in_blocks),
}

# Rows belong to groups with this probability.
GROUPED = 0.1

# How often there are 2, 3, ... 10 classes, as shares of the sum.
CLASS_WEIGHTS = (50, 14, 8, 7, 5, 4, 4, 3, 5)


def few_informative(n_columns: int) -> float:
    """Return the probability that only few columns are made by the mechanism: greater in wide tables."""
    return 0.0 if n_columns < 6 else 0.3 if n_columns < 24 else 0.6
