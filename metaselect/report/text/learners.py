"""What can be recommended, for people: the base learners and the search space of each."""

from __future__ import annotations

from collections.abc import Sequence

from metaselect.learners import Hyperparameter, Learner
from metaselect.report.text.layout import render_table

__all__ = ["collect_learner", "render_learner", "render_learners"]


def collect_learner(learner: Learner) -> dict[str, object]:
    """Return all about a base learner as a dictionary for JSON.

    Returns
    -------
    dictionary : dict
        `name`, `description`, `tasks`, `cost`, `min_rows`, `max_rows`, `min_class_rows`, `max_columns`, `max_classes`;
        `space`: for each hyperparameter its `range`, its `default`, and, where it is not part of every configuration,
        `when` (name and value of the other on which it depends), `optional`, `kind` of the only tasks it is for;
        `shipped`: what the shipped configurations change from the defaults.
    """
    return {
        "name": learner.name,
        "description": learner.description,
        "tasks": sorted(learner.tasks),
        "cost": learner.cost,
        "min_rows": learner.min_rows,
        "max_rows": learner.max_rows,
        "min_class_rows": learner.min_class_rows,
        "max_columns": learner.max_columns,
        "max_classes": learner.max_classes,
        "space": {
            name: {
                "range": hyperparameter.describe(),
                "default": hyperparameter.default,
                "when": hyperparameter.when,
                "optional": hyperparameter.optional,
                "kind": hyperparameter.task_type,
            }
            for name, hyperparameter in learner.full_space.items()
        },
        "shipped": [dict(variant) for variant in learner.variants],
    }


def render_learners(learners: Sequence[Learner]) -> str:
    """Return a table of base learners."""
    header = ["learner", "tasks", "cost", "shipped", "rows", "what it is"]
    rows = [
        [
            learner.name,
            "both" if len(learner.tasks) > 1 else next(iter(learner.tasks)),
            learner.cost,
            str(len(learner.variants)),
            _size_rule(learner) or "any",
            learner.description,
        ]
        for learner in learners
    ]
    return render_table(header, rows, numeric=[3])


def render_learner(learner: Learner) -> str:
    """Return the search space of a base learner and its shipped configurations as text."""
    rows = [[name, h.describe(), str(h.default), _condition(h)] for name, h in learner.full_space.items()]
    shipped = [
        " ".join(f"{name}={value}" for name, value in variant.items()) or "all defaults" for variant in learner.variants
    ]
    lines = [
        f"{learner.name}: {learner.description}",
        f"for {' and '.join(sorted(learner.tasks))}; cost {learner.cost}; rows: {_size_rule(learner) or 'any number'}",
        "",
        render_table(["hyperparameter", "range", "default", "only"], rows),
        "",
        f"{len(shipped)} shipped configuration{'s' * (len(shipped) > 1)}; what changes from the defaults:",
        *[f"  {text}" for text in shipped],
    ]
    return "\n".join(lines)


def _condition(hyperparameter: Hyperparameter) -> str:
    conditions = []
    if hyperparameter.when:
        name, value = hyperparameter.when
        conditions.append(f"with {name}={value}")
    if hyperparameter.task_type:
        conditions.append(f"for {hyperparameter.task_type}")
    return ", ".join(conditions)


def _size_rule(learner: Learner) -> str:
    rules = []
    if learner.min_rows > 2 and learner.max_rows is not None:
        rules.append(f"{learner.min_rows} to {learner.max_rows:,}")
    elif learner.min_rows > 2:
        rules.append(f"from {learner.min_rows}")
    elif learner.max_rows is not None:
        rules.append(f"up to {learner.max_rows:,}")
    if learner.min_class_rows > 1:
        rules.append(f"{learner.min_class_rows} per class")
    if learner.max_columns is not None:
        rules.append(f"up to {learner.max_columns} columns")
    if learner.max_classes is not None:
        rules.append(f"up to {learner.max_classes} classes")
    return ", ".join(rules)
