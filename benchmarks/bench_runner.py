"""What does the runner add to a bare `cross_validate` of the same pipelines, and what do two jobs gain over one?

Ten datasets, the default configuration of every learner, the same folds and metrics. The runner's time is all of it:
starting the child processes, reading, writing the store; describing the datasets, which cross-validation does not do,
is done before. Both use one thread per evaluation. An overhead below 0 is possible: scikit-learn's scorers predict
labels and probabilities, the runner probabilities alone. Run with:

    python benchmarks/bench_runner.py [--collection DIR]
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
from pathlib import Path

import numpy as np
import pandas as pd
from _collection import ten_datasets
from _results import write_results
from sklearn.model_selection import cross_validate

from metaselect.data import CollectionEntry
from metaselect.data.tasks import is_classification
from metaselect.evaluation import BatchSettings, Store, make_folds, measures_for, run_batch, subsample
from metaselect.learners import LEARNERS, Configuration, shipped_configurations
from metaselect.seeding import seed_from

_SETTINGS = BatchSettings()


def main() -> None:
    """Time, print, write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--collection", metavar="DIR", help="take ten datasets of this collection")
    parser.add_argument("--fast", action="store_true", help="the three smallest datasets, once; write nothing")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        entries = ten_datasets(Path(folder), arguments.collection)[: 3 if arguments.fast else 10]
        results = pd.DataFrame([measure(Path(folder), entries, i) for i in range(1 if arguments.fast else 2)])
    print(results.to_string(index=False, float_format="%.4g"))
    if not arguments.fast:
        print("written to", write_results(results, "runner"))


def measure(folder: Path, entries: list[CollectionEntry], repeat: int) -> dict[str, object]:
    """Return the seconds of the bare loop and of the runner, and how far apart their scores are."""
    described = folder / "described.sqlite"
    if not described.exists():
        _describe(entries, described)
    bare_seconds, bare_scores = _time_bare(entries)
    one_seconds, one_scores = _time_runner(entries, described, folder / f"one-{repeat}.sqlite", 1)
    two_seconds, two_scores = _time_runner(entries, described, folder / f"two-{repeat}.sqlite", 2)
    n_folds = sum(len(scores) for scores in one_scores.values())
    return {
        "n_datasets": len(entries),
        "n_fold_evaluations": n_folds,
        "bare_seconds": bare_seconds,
        "runner_seconds": one_seconds,
        "overhead_ms_per_fold": 1000 * (one_seconds - bare_seconds) / n_folds,
        "overhead_share": one_seconds / bare_seconds - 1,
        "two_jobs_seconds": two_seconds,
        "two_jobs_speedup": one_seconds / two_seconds,
        "n_cores": os.cpu_count(),
        "largest_difference": max(np.abs(np.subtract(one_scores[key], bare_scores[key])).max() for key in one_scores),
        "same_with_two_jobs": one_scores == two_scores,
    }


def _defaults(task: str) -> list[Configuration]:
    return [configuration for configuration in shipped_configurations(task) if not configuration.changed]


def _describe(entries: list[CollectionEntry], path: Path) -> None:
    """Make a store of described datasets without any evaluation that is timed below."""
    print("describing the datasets", file=sys.stderr)
    with Store(path) as store:
        running = run_batch(entries, store, configurations=[_defaults("binary")[0]], settings=_SETTINGS)
        next(running)
        running.close()


def _time_runner(entries: list[CollectionEntry], described: Path, path: Path, n_jobs: int) -> tuple[float, dict]:
    print(f"runner with {n_jobs} job(s)", file=sys.stderr)
    shutil.copy(described, path)
    configurations = {c.id: c for task in ("binary", "regression") for c in _defaults(task)}
    start = time.perf_counter()
    with Store(path) as store:
        options = {"settings": _SETTINGS, "n_jobs": n_jobs, "retry": ["ok"]}
        evaluations = list(run_batch(entries, store, configurations=list(configurations.values()), **options))
    seconds = time.perf_counter() - start
    return seconds, {
        (e.dataset, e.configuration): next(iter(e.fold_scores.values())) for e in evaluations if e.status == "ok"
    }


def _time_bare(entries: list[CollectionEntry]) -> tuple[float, dict]:
    print("bare cross-validation", file=sys.stderr)
    warnings.simplefilter("ignore")
    jobs = list(_bare_jobs(entries))
    start = time.perf_counter()
    scores = {}
    for key, pipeline, X, y, metrics, folds in jobs:
        result = cross_validate(pipeline, X, y, cv=folds, scoring=metrics, error_score="raise")
        scores[key] = result[f"test_{metrics[0]}"]
    return time.perf_counter() - start, scores


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
            learner = LEARNERS[configuration.learner]
            if not learner.why_not(task=dataset.task, n_rows=dataset.n_rows, smallest_class=smallest):
                pipeline = configuration.build(dataset.task, seed)
                yield (dataset.name, configuration.id), pipeline, dataset.X, y, metrics, folds


if __name__ == "__main__":
    main()
