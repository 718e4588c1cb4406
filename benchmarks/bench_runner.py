"""What does the runner add to a bare `cross_validate` of the same pipelines, and what do two jobs gain over one?

Ten datasets, the default configuration of every learner, the same folds and metrics. The runner's time is all of it:
starting the child processes, reading, writing the store; describing the datasets, which cross-validation does not do,
is done before. Both use one thread per evaluation. An overhead below 0 is possible: scikit-learn's scorers predict
labels and probabilities, the runner probabilities alone.

Processor seconds, of this process and its children together, say what the runner costs also where the clock is noisy;
who comes first changes from repeat to repeat. Run with:

    python benchmarks/bench_runner.py [--collection DIR] [--repeats N]
"""

from __future__ import annotations

import os

# Before NumPy is loaded: the bare cross-validation gets what the runner gives its children.
os.environ.update({"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_WAIT_POLICY": "PASSIVE"})

import argparse
import shutil
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from _collection import ten_datasets
from _results import write_results
from sklearn.model_selection import cross_validate

from metaselect.data import CollectionEntry, is_classification
from metaselect.evaluation import make_folds, measures_for, subsample
from metaselect.experiments import BatchSettings, Store, Workers, run_batch
from metaselect.learners import Configuration, shipped_configurations
from metaselect.seeding import seed_from

# As many rows as leave the ten datasets a few minutes; no evaluation is to run out of time.
_SETTINGS = BatchSettings(max_rows=4000, time_limit=600)


def main() -> None:
    """Time, print, write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--collection", metavar="DIR", help="take ten datasets of this collection")
    parser.add_argument("--repeats", type=int, default=3, metavar="N", help="(default: 3)")
    parser.add_argument("--fast", action="store_true", help="the three smallest datasets, once; write nothing")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        entries = ten_datasets(Path(folder), arguments.collection)[: 3 if arguments.fast else 10]
        n_repeats = 1 if arguments.fast else arguments.repeats
        results = pd.DataFrame([measure(Path(folder), entries, i) for i in range(n_repeats)])
    print(results.to_string(index=False, float_format="%.4g"))
    if not arguments.fast:
        print("written to", write_results(results, "runner"))


def measure(folder: Path, entries: list[CollectionEntry], repeat: int) -> dict[str, object]:
    """Return the seconds of the bare loop and of the runner, and how far apart their scores are."""
    described = folder / "described.sqlite"
    if not described.exists():
        _describe(entries, described)
    jobs = list(_bare_jobs(entries))
    sides = {
        "bare": lambda: _bare(jobs),
        "one": lambda: _runner(entries, described, folder / f"one-{repeat}.sqlite", 1),
    }
    order = list(sides) if repeat % 2 == 0 else list(sides)[::-1]
    measured = {side: _time(sides[side]) for side in order}
    bare, one = measured["bare"], measured["one"]
    two = _time(lambda: _runner(entries, described, folder / f"two-{repeat}.sqlite", 2))
    n_folds = sum(len(scores) for scores in one.scores.values())
    return {
        "n_datasets": len(entries),
        "n_fold_evaluations": n_folds,
        "bare_seconds": bare.seconds,
        "runner_seconds": one.seconds,
        "overhead_ms_per_fold": 1000 * (one.seconds - bare.seconds) / n_folds,
        "overhead_share": one.seconds / bare.seconds - 1,
        "bare_processor_seconds": bare.processor_seconds,
        "runner_processor_seconds": one.processor_seconds,
        "processor_overhead_ms_per_fold": 1000 * (one.processor_seconds - bare.processor_seconds) / n_folds,
        "processor_overhead_share": one.processor_seconds / bare.processor_seconds - 1,
        "two_jobs_seconds": two.seconds,
        "two_jobs_speedup": one.seconds / two.seconds,
        "n_cores": os.cpu_count(),
        "largest_difference": max(np.abs(np.subtract(one.scores[key], bare.scores[key])).max() for key in one.scores),
        "same_with_two_jobs": one.scores == two.scores,
    }


@dataclass(frozen=True)
class _Timed:
    seconds: float
    processor_seconds: float
    scores: dict


def _time(work: Callable[[], dict]) -> _Timed:
    start, used = time.perf_counter(), _processor_seconds()
    scores = work()
    return _Timed(time.perf_counter() - start, _processor_seconds() - used, scores)


def _processor_seconds() -> float:
    """Of this process and of its children that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _defaults(task: str) -> list[Configuration]:
    return [configuration for configuration in shipped_configurations(task) if not configuration.changed]


def _describe(entries: list[CollectionEntry], path: Path) -> None:
    """Make a store of described datasets without any evaluation that is timed below."""
    print("describing the datasets", file=sys.stderr)
    with Store(path) as store:
        running = run_batch(entries, store, configurations=[_defaults("binary")[0]], settings=_SETTINGS)
        next(running)
        running.close()


def _runner(entries: list[CollectionEntry], described: Path, path: Path, n_jobs: int) -> dict:
    print(f"runner with {n_jobs} job(s)", file=sys.stderr)
    shutil.copy(described, path)
    configurations = {c.id: c for task in ("binary", "regression") for c in _defaults(task)}
    with Store(path) as store:
        options = {"settings": _SETTINGS, "workers": Workers(n_jobs), "retry": ["ok"]}
        evaluations = list(run_batch(entries, store, configurations=list(configurations.values()), **options))
    return {(e.dataset, e.configuration): next(iter(e.fold_scores.values())) for e in evaluations if e.status == "ok"}


def _bare(jobs: list[tuple]) -> dict:
    print("bare cross-validation", file=sys.stderr)
    warnings.simplefilter("ignore")
    scores = {}
    for key, pipeline, X, y, metrics, folds in jobs:
        result = cross_validate(pipeline, X, y, cv=folds, scoring=metrics, error_score="raise")
        scores[key] = result[f"test_{metrics[0]}"]
    return scores


def _bare_jobs(entries: list[CollectionEntry]):
    for entry in entries:
        dataset = subsample(entry.read(), _SETTINGS.max_rows)
        y, smallest = dataset.y, None
        if is_classification(dataset.task):
            y = np.unique(dataset.y, return_inverse=True)[1]
            smallest = np.bincount(y).min()
        folds = make_folds(dataset)
        metrics = [measure.name for measure in measures_for(dataset.task)]
        seed = seed_from(0, "evaluate", dataset.name)
        for configuration in _defaults(dataset.task):
            if not configuration.why_not(task=dataset.task, n_rows=dataset.n_rows, smallest_class=smallest):
                pipeline = configuration.build(dataset.task, seed)
                yield (dataset.name, configuration.id), pipeline, dataset.X, y, metrics, folds


if __name__ == "__main__":
    main()
