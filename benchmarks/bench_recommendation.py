"""How good is the advice of each meta-learner on datasets it has not seen?

On the packaged knowledge base, whole origins left out: one at a time, or, for the meta-learners whose fits are slow,
a twentieth of them at a time, as metaselect evaluate does. Run with:

    python benchmarks/bench_recommendation.py --jobs 2
"""

from __future__ import annotations

import argparse

import pandas as pd
from _results import write_results

from metaselect.assessment import leave_one_dataset_out, n_folds_of, summarize
from metaselect.data import TASKS
from metaselect.knowledge import load_knowledge_base
from metaselect.metalearners import DEFAULT_META_LEARNER, META_LEARNERS

_FAST = ("random", "single_best", "average_rank", "static_portfolio", "one_nearest", "nearest", "tree")
_REFERENCES = ("single_best", "average_rank", "one_nearest", "static_portfolio")


def main() -> None:
    """Compare, print the table of the documentation and the default beside its references, write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fast", action="store_true", help="only meta-learners that are fitted at once; write nothing")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--folds", type=int, help="of origins, for all meta-learners (default: one for each origin)")
    arguments = parser.parse_args()
    knowledge_base = load_knowledge_base()
    names = _FAST if arguments.fast else tuple(META_LEARNERS)
    parts = []
    for task in TASKS:
        examples = knowledge_base.meta_examples(task)
        folds = {name: arguments.folds or n_folds_of(name, examples) for name in names}
        validations = {
            name: leave_one_dataset_out(name, examples, n_folds=folds[name], n_jobs=arguments.jobs) for name in names
        }
        summary = summarize(validations, validations["single_best"])
        if DEFAULT_META_LEARNER in names:
            _print_targets(task, validations)
        parts.append(
            summary.reset_index().assign(
                n_folds=summary.index.map(folds),
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


def _print_targets(task: str, validations) -> None:
    """Print what the default's first pick and list are of the references', with 95 % intervals."""
    default = {DEFAULT_META_LEARNER: validations[DEFAULT_META_LEARNER]}
    for name in _REFERENCES:
        row = summarize(default, validations[name]).iloc[0]
        print(f"{task}: first pick {row.gap:.3f} [{row.gap_low:.3f}, {row.gap_high:.3f}] of that of {name}")
    row = summarize(default, validations["single_best"]).iloc[0]
    print(f"{task}: best of five {row.short_list_gap:.3f} of the first pick of single_best")
    as_reference = validations["static_portfolio"].assign(regret=validations["static_portfolio"]["short_list_regret"])
    row = summarize(default, as_reference).iloc[0]
    interval = f"[{row.short_list_gap_low:.3f}, {row.short_list_gap_high:.3f}]"
    print(f"{task}: best of five {row.short_list_gap:.3f} {interval} of that of static_portfolio", flush=True)


def render_markdown(results: pd.DataFrame) -> str:
    """Return the table of the documentation."""
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
