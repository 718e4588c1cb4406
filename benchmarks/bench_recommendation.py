"""How good is the advice of each meta-learner on datasets it has not seen?

Leave-one-dataset-out on the packaged knowledge base, whole origins left out together. Run with:

    python benchmarks/bench_recommendation.py --jobs 2
"""

from __future__ import annotations

import argparse

import pandas as pd
from _results import write_results

from metaselect.data import TASKS
from metaselect.knowledge import load_knowledge_base
from metaselect.metalearners import META_LEARNERS
from metaselect.recommendation import compare_meta_learners

_FAST = ("random", "single_best", "average_rank", "static_portfolio", "nearest", "tree")


def main() -> None:
    """Compare, print the table of the README, write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fast", action="store_true", help="only meta-learners that are fitted at once; write nothing")
    parser.add_argument("--jobs", type=int, default=1)
    arguments = parser.parse_args()
    knowledge_base = load_knowledge_base()
    names = _FAST if arguments.fast else tuple(META_LEARNERS)
    parts = []
    for task in TASKS:
        examples = knowledge_base.meta_examples(task)
        comparison = compare_meta_learners(names, examples, n_jobs=arguments.jobs).reset_index()
        parts.append(
            comparison.assign(
                task=task,
                metric=examples.metric,
                n_datasets=len(examples.datasets),
                n_origins=len(set(examples.origins)),
                n_configurations=len(examples.configurations),
            )
        )
    results = pd.concat(parts)
    print(render_markdown(results))
    if not arguments.fast:
        print("written to", write_results(results, "recommendation"))


def render_markdown(results: pd.DataFrame) -> str:
    """Return the table of the README."""
    tasks = list(dict.fromkeys(results["task"]))
    lines = [
        "| meta-learner | " + " | ".join(f"{task}: 1st pick | rank | best of 5" for task in tasks) + " |",
        "|---" * (1 + 3 * len(tasks)) + "|",
    ]
    by_task = {task: results[results["task"] == task].set_index("meta_learner") for task in tasks}
    mean_regret = sum(table["gap"] for table in by_task.values())
    for name in mean_regret.sort_values(kind="stable").index:
        cells = [cell for table in by_task.values() for cell in _cells(table.loc[name])]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cells(row: pd.Series) -> list[str]:
    return [
        f"{row['regret']:.3f} [{row['regret_low']:.3f}, {row['regret_high']:.3f}]",
        f"{row['rank']:.1f}",
        f"{row['short_list_regret']:.3f}",
    ]


if __name__ == "__main__":
    main()
