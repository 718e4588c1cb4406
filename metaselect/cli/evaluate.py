"""`metaselect evaluate`: how good is the advice, on datasets it has not seen?"""

from __future__ import annotations

import argparse
import json

import pandas as pd

from metaselect.assessment import (
    evaluate_on_scenario,
    learning_curve,
    metafeatures_associated_with_regret,
    n_folds_of,
    summarize,
    validate_meta_learners,
    worst_datasets,
)
from metaselect.cli._arguments import add_random_state, names, positive
from metaselect.cli._knowledge_base import add_knowledge_base, find_knowledge_base
from metaselect.data import TASKS
from metaselect.exceptions import ConfigurationError, did_you_mean, shorten
from metaselect.knowledge import KnowledgeBase, MetaExamples, Scenario, read_scenario
from metaselect.metalearners import DEFAULT_META_LEARNER, META_LEARNERS, SLOW_META_LEARNERS
from metaselect.report import render_table

__all__ = ["add_arguments", "run"]

_REFERENCE = "single_best"
# Beside the default, what a learning curve shows: what needs no metafeatures, and how little that gains from more.
_CURVES = (DEFAULT_META_LEARNER, _REFERENCE, "static_portfolio")
# What is compared on a scenario, whose own folds hold for all, unless it is said otherwise.
_QUICK = [name for name in META_LEARNERS if name not in SLOW_META_LEARNERS]
_COLUMNS = {
    "regret": "regret of 1st pick",
    "gap": "of single best's",
    "rank": "its rank",
    "spearman": "rank corr.",
    "short_list_regret": "regret of best of 5",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_knowledge_base(parser)
    parser.add_argument(
        "--aslib", metavar="DIR", help="evaluate on this ASlib scenario, on its own folds, and not on a knowledge base"
    )
    parser.add_argument("--task", choices=TASKS, help="only this task (default: all that are known)")
    parser.add_argument("--metric", help="scikit-learn's scorer name (default: the primary one of each task)")
    parser.add_argument(
        "--meta-learner",
        type=names,
        action="extend",
        default=[],
        metavar="NAMES",
        help=f"comma separated, or all: {','.join(META_LEARNERS)} (default: all; with --aslib all but the slow "
        f"{', '.join(SLOW_META_LEARNERS)})",
    )
    parser.add_argument(
        "--learning-curve",
        action="store_true",
        help=f"regret by the number of known datasets instead (default: of {', '.join(_CURVES)})",
    )
    parser.add_argument(
        "--jobs", type=positive, metavar="N", help="processes (default: 1; for --aslib as many as processors)"
    )
    parser.add_argument("--json", action="store_true", help="print a list with an object per task and meta-learner")
    add_random_state(parser)


def run(arguments: argparse.Namespace) -> None:
    """Leave out each origin in turn, and print how each meta-learner did; or the same on a scenario."""
    if arguments.meta_learner == ["all"]:
        arguments.meta_learner = list(META_LEARNERS)
    _check(arguments)
    if arguments.aslib:
        parts = [_on_scenario(read_scenario(arguments.aslib), arguments)]
    else:
        knowledge_base = find_knowledge_base(arguments.knowledge_base)
        if not arguments.json:
            print(f"knowledge base: {knowledge_base.name}\n")
        evaluate_task = _curve if arguments.learning_curve else _table
        parts = (
            evaluate_task(knowledge_base.meta_examples(task, arguments.metric), arguments)
            for task in _tasks(knowledge_base, arguments.task)
        )
    objects = []
    for of_part, text in parts:
        objects += of_part
        if not arguments.json:
            print(text, end="\n\n", flush=True)
    if arguments.json:
        print(json.dumps([_plain(row) for row in objects], indent=2, allow_nan=False))


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
    with_reference = {name: name for name in (_REFERENCE, *chosen)}
    validations = validate_meta_learners(with_reference, examples, random_state=seed, n_jobs=n_jobs)
    comparison = summarize(validations, validations[_REFERENCE], random_state=seed).loc[chosen]
    objects = [
        {
            "task": examples.task,
            "metric": examples.metric,
            "meta_learner": name,
            "default": name == DEFAULT_META_LEARNER,
            "n_folds": n_folds_of(name, examples),
            **row.to_dict(),
        }
        for name, row in comparison.iterrows()
    ]
    text = _render(examples, comparison)
    if DEFAULT_META_LEARNER in chosen:
        worst = worst_datasets(validations[DEFAULT_META_LEARNER], examples)
        telling = metafeatures_associated_with_regret(validations[DEFAULT_META_LEARNER], examples, random_state=seed)
        objects[chosen.index(DEFAULT_META_LEARNER)] |= {
            "worst_datasets": worst.to_dict("records"),
            "telling_metafeatures": telling.to_dict("records"),
        }
        text += f"\n\n{_render_weaknesses(worst, telling)}"
    return objects, text


def _curve(examples: MetaExamples, arguments: argparse.Namespace) -> tuple[list[dict], str]:
    chosen = arguments.meta_learner or list(_CURVES)
    curve = learning_curve(chosen, examples, random_state=arguments.random_state, n_jobs=arguments.jobs)
    curve = curve.assign(task=examples.task, metric=examples.metric)
    table = curve.pivot(index="n_datasets", columns="meta_learner", values=["regret", "short_list_regret"])
    columns = [(measure, name) for measure in ("regret", "short_list_regret") for name in chosen]
    rows = [[str(size), *[f"{row[column]:.3f}" for column in columns]] for size, row in table.iterrows()]
    header = ["known datasets", *[f"{name}{', best of 5' * (m != 'regret')}" for m, name in columns]]
    text = (
        f"{examples.task}, {examples.metric}: mean regret on unseen datasets by the number of known ones; ten folds of "
        f"whole origins, three draws.\n\n{render_table(header, rows, numeric=range(len(header)))}"
    )
    return curve.to_dict("records"), text


def _on_scenario(scenario: Scenario, arguments: argparse.Namespace) -> tuple[list[dict], str]:
    chosen = arguments.meta_learner or _QUICK
    n_jobs = arguments.jobs or -1  # a scenario may have thousands of instances
    comparison = evaluate_on_scenario(chosen, scenario, random_state=arguments.random_state, n_jobs=n_jobs)
    objects = [
        {
            "scenario": scenario.name,
            "meta_learner": name,
            "default": name == DEFAULT_META_LEARNER,
            **row.drop(["gap_low", "gap_high"]).to_dict(),
            "interval": [row["gap_low"], row["gap_high"]],
        }
        for name, row in comparison.iterrows()
    ]
    return objects, _render_scenario(scenario, comparison)


def _render_scenario(scenario: Scenario, comparison: pd.DataFrame) -> str:
    kind = "PAR10" if scenario.cutoff is not None else "loss"
    n_instances, n_algorithms = scenario.performance.shape
    head = (
        f"{scenario.name}: {n_instances} instances, {n_algorithms} algorithms, {scenario.features.shape[1]} features; "
        f"the scenario's own folds.\n"
        f"Score: mean {kind}, smaller is better. Gap: 0 the oracle, 1 the single best of the training folds; 95 % "
        "intervals.\nThe time of features is counted in the last column alone."
    )
    first = comparison.iloc[0]
    rows = [
        ["(oracle, VBS)", f"{first['oracle']:.6g}", "0", ""],
        ["(single best, SBS)", f"{first['single_best']:.6g}", "1", ""],
    ]
    for name, row in comparison.sort_values("score", kind="stable").iterrows():
        gap = f"{row['gap']:.3f} [{row['gap_low']:.3f}, {row['gap_high']:.3f}]"
        label = f"{name} (default)" if name == DEFAULT_META_LEARNER else name
        rows.append([label, f"{row['score']:.6g}", gap, f"{row['gap_with_costs']:.3f}"])
    table = render_table(["meta-learner", "score", "gap", "with features"], rows, numeric=(1, 2, 3))
    return f"{head}\n\n{table}"


def _plain(value):
    """Return the value for JSON: what is undefined as None."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return None if isinstance(value, float) and value != value else value


def _render(examples: MetaExamples, comparison: pd.DataFrame) -> str:
    n_origins = len(set(examples.origins))
    counted = f"{len(examples.datasets)} datasets, {len(examples.configurations)} configurations"
    head = [
        f"{examples.task}, {examples.metric}: {counted}; each of {n_origins} origins left out in turn.",
        "Regret: 0 the best configuration known for the dataset, 1 the best constant prediction. 95 % intervals.",
    ]
    if in_parts := [name for name in comparison.index if n_folds_of(name, examples) < n_origins]:
        head.insert(1, f"A twentieth of them at a time, as fits take long: {shorten(in_parts)}.")
    rows = [
        [name, *[_with_interval(row, column) for column in _COLUMNS]]
        for name, row in comparison.sort_values("regret").iterrows()
    ]
    table = render_table(["meta-learner", *_COLUMNS.values()], rows, numeric=range(1, 1 + len(_COLUMNS)))
    return "\n".join([*head, "", table])


def _render_weaknesses(worst: pd.DataFrame, telling: pd.DataFrame) -> str:
    rows = [
        [row.dataset, f"{row.regret:.3f}", row.first_pick, row.best, f"{row.short_list_regret:.3f}"]
        for row in worst.itertuples()
    ]
    table = render_table(["", "regret", "1st pick", "best there", "best of 5"], rows, numeric=(1, 4))
    if telling.empty:
        where = "No metafeature goes along with regret more than chance explains."
    else:
        found = "; ".join(f"{row.metafeature} ({row.correlation:+.2f})" for row in telling.itertuples())
        where = f"Regret goes along with (rank correlation, beyond chance among all metafeatures): {found}."
    return f"Where {DEFAULT_META_LEARNER} is worst:\n{table}\n{where}"


def _with_interval(row: pd.Series, column: str) -> str:
    digits = 1 if column == "rank" else 3
    value, low, high = (f"{row[column + end]:.{digits}f}" for end in ("", "_low", "_high"))
    return f"{value} [{low}, {high}]"
