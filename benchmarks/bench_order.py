"""What do shuffled rows flatter where rows belong together, or are in order of time?

The tables of a collection in which a group or a time is found, as for advice. On each, base learners at their
defaults are evaluated as shuffled rows would have it, and as the group or the time has it (no group on both sides of a
fold; test rows later than training rows). Folds in time learn from fewer rows; so beside the shuffled folds of today
there are those of the same rows and sizes, shuffled. In skill: 0 is the best constant prediction, 1 perfect. Intervals
are of the mean over tables, by bootstrap over origins. Run with:

    python benchmarks/bench_order.py COLLECTION
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from _results import write_results

from metaselect.data import CollectionEntry, Dataset, read_collection, read_dataset
from metaselect.evaluation import (
    PRIMARY_METRIC,
    Resampling,
    evaluate,
    find_measure,
    make_folds,
    resampling_of,
    subsample,
)
from metaselect.evaluation import skill as skill_of
from metaselect.exceptions import DatasetError
from metaselect.learners import make_configuration
from metaselect.recommendation import choose_validation
from metaselect.seeding import rng_from

_LINEAR = {"binary": "logistic_regression", "multiclass": "logistic_regression", "regression": "ridge"}
_OTHERS = ("k_nearest_neighbors", "random_forest", "xgboost")
_MOST_ROWS = 5_000
# Far below the dummy predictor a log loss or an error has no bound: one disaster is not to be the mean.
_LOWEST = -1.0


def main() -> None:
    """Find the tables, measure, print, write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("collection", metavar="COLLECTION", help="a folder with a manifest.csv")
    parser.add_argument("--only", default="", metavar="NAMES", help="of these datasets alone, and nothing is written")
    arguments = parser.parse_args()
    wanted = set(filter(None, arguments.only.split(",")))
    rows = []
    for entry in read_collection(arguments.collection):
        if not wanted or entry.name in wanted:
            for row in measure(entry):
                print(row, flush=True)
                rows.append(row)
    results = pd.DataFrame(rows)
    summary = pd.DataFrame(summarize(results))
    print(summary.to_string(index=False, float_format="%.3f"))
    if not wanted:
        print("written to", write_results(results, "order"), write_results(summary, "order_summary"))


def measure(entry: CollectionEntry) -> Iterator[dict[str, object]]:
    """Yield a row per base learner where the table has a group or a time, and nothing otherwise."""
    dataset = find_ordered(entry)
    if dataset is None:
        return
    dataset = subsample(dataset, _MOST_ROWS)
    how = resampling_of(dataset)
    try:
        ordered = make_folds(dataset, how)
    except DatasetError as error:
        print(entry.name, "is left out:", error)
        return
    plans = {
        "skill_shuffled": make_folds(dataset, Resampling(how.n_folds)),
        "skill_same_sizes": list(_shuffled(ordered, dataset)),
        "skill_in_order": ordered,
    }
    learners = {"linear": _LINEAR[dataset.task], **{name: name for name in _OTHERS}}
    for called, learner in learners.items():
        yield {
            "dataset": dataset.name,
            "origin": dataset.origin,
            "task": dataset.task,
            "n_rows": dataset.n_rows,
            "by": how.by,
            "column": dataset.structure.column,
            "learner": called,
            **{name: skill(learner, dataset, folds) for name, folds in plans.items()},
        }


def find_ordered(entry: CollectionEntry) -> Dataset | None:
    """Return the dataset, split by what is found in it; None where nothing is."""
    given = {"task": entry.task, "name": entry.name, "origin": entry.origin}
    try:
        dataset = read_dataset(entry.path, entry.target, **given)
        scheme = choose_validation(dataset)
        if scheme.groups is not None:
            return read_dataset(entry.path, entry.target, **given, roles={scheme.groups: "group"})
        if scheme.order is not None:
            return read_dataset(entry.path, entry.target, **given, roles={scheme.order: "time"})
    except DatasetError as error:
        print(entry.name, "is left out:", error)
    return None


def _shuffled(folds: Sequence, dataset: Dataset) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield folds of the same rows and sizes, in which chance says what is tested."""
    rng = rng_from(0, "bench_order", dataset.name)
    for train, test in folds:
        rows = rng.permutation(np.concatenate([train, test]))
        yield np.sort(rows[: len(train)]), np.sort(rows[len(train) :])


def skill(learner: str, dataset: Dataset, folds: Sequence) -> float:
    """Return the mean skill on the folds by the primary metric, NaN where the learner failed."""
    measured = find_measure(PRIMARY_METRIC[dataset.task], dataset.task)
    evaluation = evaluate(make_configuration(learner), dataset, metrics=[measured.name], cv=folds, time_limit=120)
    if evaluation.status != "ok":
        print(dataset.name, learner, evaluation.status, evaluation.error)
        return float("nan")
    scores = np.array(evaluation.fold_scores[measured.name])
    return float(np.maximum(skill_of(scores, measured.dummy(dataset.codes), measured.perfect), _LOWEST).mean())


def summarize(results: pd.DataFrame) -> Iterator[dict[str, object]]:
    """Yield, by group and by time, what shuffled rows flatter over tables: of each base learner and of their mean."""
    for by, part in results.groupby("by"):
        for learner, rows in [("all", part), *part.groupby("learner", sort=False)]:
            for than in ("skill_shuffled", "skill_same_sizes"):
                flattery = rows.assign(flattery=rows[than] - rows["skill_in_order"]).dropna(subset="flattery")
                of_origins = flattery.groupby("origin")["flattery"].mean()
                low, high = interval(of_origins.to_numpy())
                yield {
                    "by": by,
                    "learner": learner,
                    "compared": than.removeprefix("skill_"),
                    "n_tables": rows["dataset"].nunique(),
                    "flattery": of_origins.mean(),
                    "low": low,
                    "high": high,
                }


def interval(values: np.ndarray, n_resamples: int = 2000) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of the mean; NaN of fewer than five values, which tell none."""
    if len(values) < 5:
        return float("nan"), float("nan")
    drawn = rng_from(0, "interval").choice(values, (n_resamples, len(values)))
    low, high = np.quantile(drawn.mean(axis=1), [0.025, 0.975])
    return float(low), float(high)


if __name__ == "__main__":
    main()
