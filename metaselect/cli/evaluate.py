"""`metaselect evaluate`: how good is the advice, on datasets it has not seen?"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable

import pandas as pd

from metaselect.assessment import (
    evaluate_on_scenario,
    learning_curve,
    metafeatures_associated_with_regret,
    summarize,
    validate_meta_learners,
    worst_datasets,
)
from metaselect.cli._knowledge_base import find_knowledge_base
from metaselect.cli._output import hand_over, say
from metaselect.cli._steps import step_by_step
from metaselect.cli.arguments.evaluate import CURVES
from metaselect.data import TASKS
from metaselect.exceptions import ConfigurationError, did_you_mean, shorten
from metaselect.knowledge import KnowledgeBase, MetaExamples, Scenario, read_scenario
from metaselect.metalearners import DEFAULT_META_LEARNER, META_LEARNERS, SLOW_META_LEARNERS
from metaselect.report import (
    collect_comparison,
    collect_scenario,
    plain,
    render_comparison,
    render_learning_curve,
    render_scenario,
    render_weaknesses,
)

__all__ = ["run"]

_REFERENCE = "single_best"
# What is compared on a scenario, whose own folds hold for all, unless it is said otherwise.
_QUICK = [name for name in META_LEARNERS if name not in SLOW_META_LEARNERS]


def run(arguments: argparse.Namespace) -> None:
    """Leave out each origin in turn, and print how each meta-learner did; or the same on a scenario."""
    if arguments.meta_learner == ["all"]:
        arguments.meta_learner = list(META_LEARNERS)
    _check(arguments)
    parts: Iterable[tuple[list[dict], str]]
    if arguments.aslib:
        parts = [_on_scenario(read_scenario(arguments.aslib), arguments)]
    else:
        knowledge_base = find_knowledge_base(arguments.knowledge_base)
        if not arguments.json:
            say(f"knowledge base: {knowledge_base.name}\n")
        evaluate_task = _curve if arguments.learning_curve else _table
        parts = (
            evaluate_task(knowledge_base.meta_examples(task, arguments.metric), arguments)
            for task in _tasks(knowledge_base, arguments.task)
        )
    objects = []
    for of_part, text in parts:
        objects += of_part
        if not arguments.json:
            say(text, end="\n\n", flush=True)
    if arguments.json:
        hand_over(json.dumps(plain(objects), indent=2, allow_nan=False))


def _check(arguments: argparse.Namespace) -> None:
    unknown = [name for name in arguments.meta_learner if name not in META_LEARNERS]
    if unknown:
        hint = did_you_mean(unknown[0], META_LEARNERS)
        raise ConfigurationError(
            f"meta-learner {shorten(unknown)} is unknown{hint} Choose from {shorten(META_LEARNERS)}"
        )
    for option in ("knowledge_base", "task", "metric", "learning_curve"):
        if arguments.aslib and getattr(arguments, option):
            raise ConfigurationError(f"--{option.replace('_', '-')} is not for --aslib: a scenario says all of it")


def _tasks(knowledge_base: KnowledgeBase, task: str | None) -> list[str]:
    return [task] if task else [task for task in TASKS if task in set(knowledge_base.datasets["task"])]


def _table(examples: MetaExamples, arguments: argparse.Namespace) -> tuple[list[dict], str]:
    """Return what is printed for one task, as data and as text."""
    chosen = arguments.meta_learner or list(META_LEARNERS)
    seed, n_jobs = arguments.random_state, arguments.jobs
    validations: dict[str, pd.DataFrame] = {}
    for name in step_by_step(list(dict.fromkeys((_REFERENCE, *chosen))), examples.task):
        validations |= validate_meta_learners({name: name}, examples, random_state=seed, n_jobs=n_jobs)
    comparison = summarize(validations, validations[_REFERENCE], random_state=seed).loc[chosen]
    objects, text = collect_comparison(examples, comparison), render_comparison(examples, comparison)
    if DEFAULT_META_LEARNER in chosen:
        worst = worst_datasets(validations[DEFAULT_META_LEARNER], examples)
        telling = metafeatures_associated_with_regret(validations[DEFAULT_META_LEARNER], examples, random_state=seed)
        objects[chosen.index(DEFAULT_META_LEARNER)] |= {
            "worst_datasets": worst.to_dict("records"),
            "telling_metafeatures": telling.to_dict("records"),
        }
        text += f"\n\n{render_weaknesses(worst, telling)}"
    return objects, text


def _curve(examples: MetaExamples, arguments: argparse.Namespace) -> tuple[list[dict], str]:
    chosen = arguments.meta_learner or list(CURVES)
    curves = [
        learning_curve([name], examples, random_state=arguments.random_state, n_jobs=arguments.jobs)
        for name in step_by_step(chosen, examples.task)
    ]
    curve = pd.concat(curves, ignore_index=True).assign(task=examples.task, metric=examples.metric)
    return curve.to_dict("records"), render_learning_curve(examples, curve)


def _on_scenario(scenario: Scenario, arguments: argparse.Namespace) -> tuple[list[dict], str]:
    chosen = arguments.meta_learner or _QUICK
    n_jobs = arguments.jobs or -1  # a scenario may have thousands of instances
    comparison = pd.concat(
        evaluate_on_scenario([name], scenario, random_state=arguments.random_state, n_jobs=n_jobs)
        for name in step_by_step(chosen, scenario.name)
    )
    return collect_scenario(scenario, comparison), render_scenario(scenario, comparison)
