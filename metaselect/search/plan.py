"""`Plan`: what a search ended with, as a file from which the same model is fitted again, without the clock."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import metaselect
from metaselect.data import TASKS
from metaselect.exceptions import ConfigurationError, first_line
from metaselect.folders import write_atomically
from metaselect.learners import LEARNERS, Blend, Configuration, why_outside_space
from metaselect.search.search import Search

__all__ = ["Plan", "plan_of", "read_plan", "write_plan"]

_SCHEMA = 1


@dataclass(frozen=True)
class Plan:
    """What is to be fitted, with all that its result depends on but the rows.

    Attributes
    ----------
    model : Configuration or Blend
        With its weights.
    task : {"binary", "multiclass", "regression"}
        What is predicted.
    target : str
        Name of the target column.
    random_state : int
        Seeds the learners.
    trials : tuple of dict
        What was tried on the way: number, configuration, status and score. For people; nothing is done with them.
    """

    model: Configuration | Blend
    task: str
    target: str
    random_state: int
    trials: tuple[Mapping[str, Any], ...] = ()


def plan_of(search: Search, target: str) -> Plan:
    """Return the plan of a search.

    Parameters
    ----------
    search : Search
        What came of it.
    target : str
        Name of the target column.
    """
    trials = tuple(
        {
            "trial": trial.number,
            "configuration": trial.configuration.to_dict(),
            "status": trial.evaluation.status,
            "fold_scores": list(trial.fold_scores),
        }
        for trial in search.trials
    )
    return Plan(search.choice.model, search.candidate.task, target, search.candidate.random_state, trials)


def write_plan(plan: Plan, path: Path) -> None:
    """Write a plan as JSON, at once or not at all.

    Parameters
    ----------
    plan : Plan
        As of `plan_of`.
    path : Path
        Of the file, in a folder that exists.
    """
    content = {
        "schema": _SCHEMA,
        "metaselect": metaselect.__version__,
        "task": plan.task,
        "target": plan.target,
        "random_state": plan.random_state,
        "model": plan.model.to_dict(),
        "trials": list(plan.trials),
    }
    write_atomically(path, json.dumps(content, indent=1) + "\n")


def read_plan(path: Path) -> Plan:
    """Return the plan in a file.

    Parameters
    ----------
    path : Path
        As `write_plan` made it.

    Raises
    ------
    ConfigurationError
        If there is no plan, or it asks for what no search could have found.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise ConfigurationError(f"{path} is no plan: it is not JSON") from error
    if not isinstance(content, dict) or content.get("schema") != _SCHEMA:
        raise ConfigurationError(f"{path} is no plan of this metaselect; make one anew")
    try:
        model = _model_from(content["model"])
        plan = Plan(model, content["task"], str(content["target"]), int(content["random_state"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ConfigurationError(f"{path} is damaged: {first_line(error)}") from error
    if plan.task not in TASKS:
        raise ConfigurationError(f"{path} is damaged: there is no task {plan.task!r:.40}")
    return plan


def _model_from(saved: Mapping[str, Any]) -> Configuration | Blend:
    if "members" in saved:
        members = tuple(_configuration_from(member) for member in saved["members"])
        return Blend(members, tuple(map(int, saved["weights"])), str(saved["center"]))
    return _configuration_from(saved)


def _configuration_from(saved: Mapping[str, Any]) -> Configuration:
    configuration = Configuration(str(saved["learner"]), dict(saved["hyperparameters"]))
    if configuration.learner not in LEARNERS:
        raise ConfigurationError(f"the plan asks for an unknown base learner, {configuration.learner!r:.60}")
    if why := why_outside_space(configuration):
        raise ConfigurationError(f"the plan asks for what is impossible: {why}")
    return configuration
