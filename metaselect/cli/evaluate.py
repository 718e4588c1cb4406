"""`metaselect evaluate`: how good is the advice, on datasets it has not seen?"""

from __future__ import annotations

import argparse
import json

import pandas as pd

from metaselect.cli._arguments import add_random_state, names, positive
from metaselect.data import TASKS
from metaselect.exceptions import ConfigurationError, did_you_mean, shorten
from metaselect.knowledge import load_knowledge_base
from metaselect.metalearners import DEFAULT_META_LEARNER, META_LEARNERS
from metaselect.recommendation import compare_meta_learners
from metaselect.report import render_table

__all__ = ["add_arguments", "run"]

_COLUMNS = {
    "regret": "regret of 1st pick",
    "gap": "of single best's",
    "rank": "its rank",
    "spearman": "rank corr.",
    "short_list_regret": "regret of best of 5",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--knowledge-base", metavar="DIR", help="made by metaselect learn (default: the packaged one)")
    parser.add_argument("--task", choices=TASKS, help="only this task (default: all that are known)")
    parser.add_argument("--metric", help="scikit-learn's scorer name (default: the primary one of each task)")
    parser.add_argument(
        "--meta-learner",
        type=names,
        action="extend",
        default=[],
        metavar="NAMES",
        help=f"comma separated (default: {','.join(META_LEARNERS)})",
    )
    parser.add_argument("--jobs", type=positive, default=1, metavar="N", help="processes (default: 1)")
    parser.add_argument("--json", action="store_true", help="print a list with an object per task and meta-learner")
    add_random_state(parser)


def run(arguments: argparse.Namespace) -> None:
    """Leave out each origin in turn, and print how each meta-learner did."""
    chosen = arguments.meta_learner or list(META_LEARNERS)
    unknown = [name for name in chosen if name not in META_LEARNERS]
    if unknown:
        hint = did_you_mean(unknown[0], META_LEARNERS)
        raise ConfigurationError(
            f"meta-learner {shorten(unknown)} is unknown{hint} Choose from {shorten(META_LEARNERS)}"
        )
    knowledge_base = load_knowledge_base(arguments.knowledge_base)
    known_tasks = [task for task in TASKS if task in set(knowledge_base.datasets["task"])]
    objects = []
    for task in [arguments.task] if arguments.task else known_tasks:
        examples = knowledge_base.meta_examples(task, arguments.metric)
        comparison = compare_meta_learners(chosen, examples, random_state=arguments.random_state, n_jobs=arguments.jobs)
        if arguments.json:
            objects += _objects(task, examples.metric, comparison)
        else:
            print(_render(examples, comparison), end="\n\n", flush=True)
    if arguments.json:
        print(json.dumps(objects, indent=2))


def _objects(task: str, metric: str, comparison: pd.DataFrame) -> list[dict[str, object]]:
    rows = comparison.reset_index().to_dict("records")
    return [
        {
            "task": task,
            "metric": metric,
            "default": row["meta_learner"] == DEFAULT_META_LEARNER,
            **{name: None if value != value else value for name, value in row.items()},
        }
        for row in rows
    ]


def _render(examples, comparison: pd.DataFrame) -> str:
    head = (
        f"{examples.task}, {examples.metric}: {len(examples.datasets)} datasets, {len(examples.configurations)} "
        f"configurations; each of {len(set(examples.origins))} origins left out in turn.\n"
        "Regret: 0 the best configuration known for the dataset, 1 the best constant prediction. 95 % intervals."
    )
    rows = [
        [name, *[_with_interval(row, column) for column in _COLUMNS]]
        for name, row in comparison.sort_values("regret").iterrows()
    ]
    table = render_table(["meta-learner", *_COLUMNS.values()], rows, numeric=range(1, 1 + len(_COLUMNS)))
    return f"{head}\n\n{table}"


def _with_interval(row: pd.Series, column: str) -> str:
    digits = 1 if column == "rank" else 3
    value, low, high = (f"{row[column + end]:.{digits}f}" for end in ("", "_low", "_high"))
    return f"{value} [{low}, {high}]"
