"""How do first picks do on a single held-out third, on tables whose origin is not known?

Datasets are taken in an order drawn at random. On each, the advice that lets fit time count, learned from nine tenths
of the origins without the dataset's own, names a configuration; it is fitted on two thirds of the rows and scored on
the rest by the primary metric, on other splits than those of the packaged knowledge. The scores are kept as they come,
in `results/single_split_scores.csv`: a run that was stopped goes on where it was, and `bench_expectations.py` compares
them with the intervals. Run with:

    python benchmarks/bench_single_splits.py COLLECTION
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import pandas as pd
from _results import RESULTS, write_results

from metaselect.assessment import origin_folds
from metaselect.data import TASKS, read_collection, read_dataset
from metaselect.evaluation import PRIMARY_METRIC, Resampling, evaluate, make_folds, subsample
from metaselect.knowledge import KnowledgeBase, load_knowledge_base
from metaselect.metalearners import make_meta_learner
from metaselect.recommendation import FitTimes, cheap_list, sizes_and_seconds
from metaselect.seeding import rng_from

NAME = "single_split_scores"
_THIRD = Resampling(3, is_holdout=True)
# Not those of the packaged knowledge, whose scores of many rows are of a held-out third, too.
_SEEDS = (1, 2)
_MOST_ROWS = 20_000
_TIME_LIMIT = 30.0


def main() -> None:
    """Measure what is not kept yet, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("collection", metavar="COLLECTION", help="a folder with a manifest.csv")
    parser.add_argument("--minutes", type=float, default=15.0, help="stop after so many")
    arguments = parser.parse_args()
    stop = time.monotonic() + 60.0 * arguments.minutes
    knowledge_base = load_knowledge_base()
    picks = pd.concat([first_picks(knowledge_base, task) for task in TASKS]).set_index("dataset")
    entries = {entry.name: entry for entry in read_collection(arguments.collection)}
    path = RESULTS / f"{NAME}.csv"
    kept = set(pd.read_csv(path)["dataset"]) if path.exists() else set()
    for name in rng_from(0, "single splits").permutation(picks.index):
        if name in kept or name not in entries:
            continue
        if time.monotonic() > stop:
            print("stopped; the same call goes on")
            break
        rows = measure(entries[name], knowledge_base.configurations[picks.at[name, "configuration"]])
        print(rows.to_string(index=False, header=False), flush=True)
        write_results(rows, NAME, update="dataset")


def first_picks(knowledge_base: KnowledgeBase, task: str) -> pd.DataFrame:
    """Return what is advised first on each dataset, without its origin, where fit time counts."""
    examples = knowledge_base.meta_examples(task)
    sizes, seconds = sizes_and_seconds(knowledge_base, examples)
    fold, rows = origin_folds(examples.origins, 10), []
    for part in range(10):
        known, held_out = np.flatnonzero(fold != part), np.flatnonzero(fold == part)
        times = FitTimes().fit(sizes[known], seconds[known])
        predicted = make_meta_learner().fit(examples.M[known], examples.R[known]).predict(examples.M[held_out])
        for i, regrets in zip(held_out, predicted, strict=True):
            available = np.flatnonzero(~np.isnan(examples.R[i]))
            first = cheap_list(regrets, times.predict(*sizes[i]), available, 1)[0]
            rows.append({"dataset": examples.datasets[i], "configuration": examples.configurations[first]})
    return pd.DataFrame(rows)


def measure(entry, configuration) -> pd.DataFrame:
    """Return the scores of a configuration on single thirds, by the primary metric, a row for each split."""
    dataset = read_dataset(entry.path, entry.target, task=entry.task, name=entry.name, origin=entry.origin)
    dataset, metric, rows = subsample(dataset, _MOST_ROWS), PRIMARY_METRIC[entry.task], []
    for seed in _SEEDS:
        folds = make_folds(dataset, _THIRD, seed)
        plan = {"metrics": [metric], "cv": folds, "time_limit": _TIME_LIMIT, "random_state": seed}
        evaluation = evaluate(configuration, dataset, **plan)
        rows.append(
            {
                "dataset": dataset.name,
                "configuration": configuration.id,
                "seed": seed,
                "n_test_rows": len(folds[0][1]),
                "status": evaluation.status,
                "fit_seconds": evaluation.fit_seconds,
                "metric": metric,
                "score": evaluation.score(metric),
            }
        )
    return pd.DataFrame(rows)


if __name__ == "__main__":
    main()
