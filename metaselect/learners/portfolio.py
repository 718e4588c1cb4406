"""The configurations that ship: what the knowledge base holds and what can be recommended."""

from __future__ import annotations

from itertools import zip_longest

from metaselect.learners._registry import learners_for
from metaselect.learners.configuration import Configuration, make_configuration

__all__ = ["shipped_configurations"]

_COSTS = ("low", "medium", "high")


def shipped_configurations(task: str) -> list[Configuration]:
    """Return the shipped configurations for a task, spread over learners and the space of each.

    The default of every learner comes first, then the second variant of every learner, and so on, within each of these
    rounds the cheap learners before the expensive ones: a benchmark that goes through the list is diverse at every
    stage and spends its time last.

    Examples
    --------
    >>> first = shipped_configurations("regression")[0]
    >>> first.changed
    {}
    """
    by_cost = sorted(learners_for(task), key=lambda learner: _COSTS.index(learner.cost))
    of_each = [
        [make_configuration(learner.name, **variant) for variant in learner.variants_for(task)] for learner in by_cost
    ]
    return [configuration for round_ in zip_longest(*of_each) for configuration in round_ if configuration is not None]
