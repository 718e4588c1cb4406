"""Does a search end when its budget does?

Tables are made up: small (500 x 10), wide (500 x 2,000) and long (200,000 x 20), with two classes. Each is fitted by
the classifier with budgets of 1, 5, 30 and 120 s and two jobs; told are the seconds from the call to the fitted model.
Another search tries a learner that sleeps for ever and does not let itself be interrupted. Run on a machine that does
nothing else, for about ten minutes:

    python benchmarks/bench_budget.py
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from _results import write_results

from metaselect import KnowledgeBase, MetaSelectClassifier, load_knowledge_base
from metaselect.learners import make_configuration

_BUDGETS = (1, 5, 30, 120)
_SIZES = {"small": (500, 10), "wide": (500, 2_000), "long": (200_000, 20)}
_JOBS = 2
_SLEEPER = '''"""A learner that sleeps for ever."""

import signal
import time

from sklearn.base import BaseEstimator, ClassifierMixin

from metaselect.learners import learner


class Sleeper(ClassifierMixin, BaseEstimator):
    """Never ends, and ignores what asks it to."""

    def fit(self, X, y):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGALRM, signal.SIG_IGN)
        while True:
            try:
                time.sleep(1000)
            except BaseException:
                pass


@learner(tasks={"classification"}, space={}, cost="low")
def sleeper(*, task, random_state):
    """Sleep for ever."""
    return Sleeper()
'''


def main() -> None:
    """Measure, print, write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fast", action="store_true", help="budgets up to 5 s; write nothing")
    arguments = parser.parse_args()
    budgets = _BUDGETS[:2] if arguments.fast else _BUDGETS
    MetaSelectClassifier().fit(*make_table(60, 3))  # what is loaded once is no part of a budget
    rows = []
    for row in measure(budgets):
        rows.append(row)
        print("{table}, {budget} s: {seconds:.1f} s, {n_trials} trials, {n_members} members".format(**row), flush=True)
    if not arguments.fast:
        print("written to", write_results(pd.DataFrame(rows), "budget"))


def measure(budgets: tuple[int, ...]) -> Iterator[dict[str, object]]:
    """Yield a row for each table and budget."""
    for name, size in _SIZES.items():
        X, y = make_table(*size)
        for budget in budgets:
            yield {"table": name, "budget": budget, **spent(X, y, budget)}
    X, y = make_table(*_SIZES["small"])
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "sleeper_learner.py").write_text(_SLEEPER)
        sys.path.insert(0, folder)
        os.environ["PYTHONPATH"] = os.pathsep.join([folder, os.environ.get("PYTHONPATH", "")])
        __import__("sleeper_learner")
        for budget in budgets[1:]:
            yield {"table": "small, with a sleeper", "budget": budget, **spent(X, y, budget, with_sleeper())}


def spent(X: pd.DataFrame, y: np.ndarray, budget: int, known: KnowledgeBase | None = None) -> dict[str, object]:
    """Return the seconds that a fit takes, and what was done in them."""
    begun = time.perf_counter()
    model = MetaSelectClassifier(budget=budget, n_jobs=_JOBS, knowledge_base=known).fit(X, y)
    seconds = time.perf_counter() - begun
    failed = sum(evaluation.status == "timeout" for evaluation in model.evaluations_)
    return {
        "seconds": seconds,
        "n_trials": len(model.evaluations_),
        "n_timeouts": failed,
        "n_members": len(model.ensemble_),
    }


def with_sleeper() -> KnowledgeBase:
    """Return what is known, where the sleeper has the results of the best configuration."""
    known = load_knowledge_base()
    sleeper = make_configuration("sleeper")
    results = known.evaluations[known.evaluations["status"] == "ok"]
    best = results.groupby("configuration")["dataset"].nunique().idxmax()
    own = results[results["configuration"] == best].assign(configuration=sleeper.id)
    return replace(
        known,
        evaluations=pd.concat([known.evaluations, own], ignore_index=True),
        configurations={**known.configurations, sleeper.id: sleeper},
    )


def make_table(n_rows: int, n_columns: int) -> tuple[pd.DataFrame, np.ndarray]:
    """Return a table and two classes that depend on five of its columns."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n_rows, n_columns))
    value = X[:, 0] + X[:, 1] * X[:, 2] + np.sin(2 * X[:, :5]).sum(axis=1) + rng.normal(size=n_rows)
    return pd.DataFrame(X, columns=[f"x{i}" for i in range(n_columns)]), np.where(value > 0, "yes", "no")


if __name__ == "__main__":
    main()
