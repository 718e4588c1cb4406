"""The options by which a budget is spent, and how `metaselect fit` spends it."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from joblib import effective_n_jobs
from sklearn.pipeline import Pipeline

from metaselect.cli._progress import ChangingLine
from metaselect.exceptions import ConfigurationError
from metaselect.experiments import RowsToFit
from metaselect.learners import Blend, Configuration
from metaselect.recommendation import Case, Recommendation
from metaselect.report import render_progress
from metaselect.search import Clock, Progress, Search, Spending, search, start_processes

__all__ = ["begin_to_spend", "spend"]


def begin_to_spend(arguments: argparse.Namespace) -> tuple[Spending, Clock] | None:
    """Return what is to be spent, None where nothing is; the processes for it are started."""
    if arguments.budget is None and arguments.trials is None:
        if arguments.run_folder or arguments.plan or arguments.learn:
            raise ConfigurationError("--continue, --plan and --learn need --budget SECONDS or --trials N")
        return None
    spending = Spending(
        budget=arguments.budget,
        n_trials=arguments.trials,
        n_jobs=effective_n_jobs(arguments.jobs),
        single=arguments.single,
        metric=arguments.metric,
        random_state=arguments.random_state,
        folder=Path(arguments.run_folder) if arguments.run_folder else None,
    )
    clock = Clock(math.inf if arguments.budget is None else arguments.budget)
    start_processes(spending)
    return spending, clock


def spend(
    case: Case,
    recommendation: Recommendation,
    X: pd.DataFrame,
    y: pd.Series,
    make_pipeline: Callable[[Configuration | Blend], Pipeline],
    spent: tuple[Spending, Clock],
) -> Search:
    """Search, with a line of progress on standard error."""
    spending, clock = spent
    line = ChangingLine()

    def tell(progress: Progress) -> None:
        line.show(render_progress(progress))

    try:
        return search(case, recommendation, RowsToFit(X, y), make_pipeline, spending, clock, tell=tell)
    finally:
        line.end()
