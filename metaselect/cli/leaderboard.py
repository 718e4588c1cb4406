"""`metaselect leaderboard STORE`: who did best on the datasets of a store."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from metaselect.cli._arguments import positive
from metaselect.data import TASKS
from metaselect.exceptions import ConfigurationError, shorten
from metaselect.experiments import (
    Leaderboard,
    ScoreTable,
    Store,
    datasets_without_score,
    find_reference,
    make_leaderboard,
    read_score_tables,
    with_learner_defaults,
    with_tuned_learners,
)
from metaselect.report import collect_leaderboard, leaderboard_table, pairs_table, render_leaderboard, write_figures

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["add_arguments", "run"]

_ENTRIES = ("default", "tuned", "configurations")
_EXPLANATION = """\
An entry counts on a dataset where it has a score or a failure, which has the last rank, as has what --race stopped;
a size rule that skips it, or an evaluation that is missing or partial, does not count.
Rank: average, 1 is best. Regret: 0 the best configuration in the store, 1 the best constant prediction or a failure.
Win rate: against all other entries, a tie counts half. Times: of one fold in one thread, medians over datasets; fit
of a learner at its best is the sum over its configurations. Failures and the like: numbers of datasets.
A learner at its best is optimistic: its configuration is chosen by the very scores that are reported."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("store", metavar="STORE", help="made by metaselect benchmark")
    parser.add_argument("--task", choices=TASKS, help="only this task (default: all in the store)")
    parser.add_argument("--metric", help="scikit-learn's scorer name (default: the primary one of each task)")
    parser.add_argument(
        "--entries",
        choices=_ENTRIES,
        help="only learners at their defaults, learners by their best configuration, or configurations (default: all)",
    )
    parser.add_argument(
        "--reference",
        metavar="NAME",
        help="learner or configuration that wins and losses are against (default: the best)",
    )
    parser.add_argument(
        "--min-coverage",
        type=_share,
        default=0.5,
        metavar="SHARE",
        help="set aside entries with a score or failure on a smaller share of the datasets (default: 0.5)",
    )
    parser.add_argument(
        "--top", type=positive, default=20, metavar="N", help="rows printed of each table (default: 20)"
    )
    parser.add_argument("--csv", metavar="FILE", help="write all rows of all tables")
    parser.add_argument("--pairs-csv", metavar="FILE", help="write wins, ties and losses of every pair of entries")
    parser.add_argument("--json", action="store_true", help="print a list with an object per table")
    parser.add_argument(
        "--figures", metavar="DIR", help="write critical-difference diagrams and rank by time, as PNG and SVG"
    )


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a share above 0 and up to 1")
    return value


def run(arguments: argparse.Namespace) -> None:
    """Read the store, compare, print and write."""
    with Store(arguments.store, must_exist=True) as store:
        tables = read_score_tables(store, arguments.task, arguments.metric)
        without_score = datasets_without_score(store, tables)
    boards = _leaderboards(tables, arguments)
    if arguments.json:
        print(json.dumps([collect_leaderboard(board) for board in boards], indent=2, allow_nan=False))
    else:
        for board in boards:
            print(render_leaderboard(board, arguments.top), end="\n\n")
        if without_score:
            print(f"In no table, as no score on them can be compared: {shorten(without_score)}.")
        print(_EXPLANATION)
    if arguments.csv:
        _write_csv(leaderboard_table(boards), arguments.csv)
    if arguments.pairs_csv:
        _write_csv(pairs_table(boards), arguments.pairs_csv)
    if arguments.figures:
        paths = write_figures(boards, arguments.figures)
        print(f"{len(paths)} figures written to {arguments.figures}", file=sys.stderr)


def _leaderboards(tables: list[ScoreTable], arguments: argparse.Namespace) -> list[Leaderboard]:
    all_views: dict[str, Callable[[ScoreTable], ScoreTable]] = {
        "default": lambda table: with_learner_defaults(table),
        "tuned": lambda table: with_tuned_learners(table, arguments.min_coverage),
        "configurations": lambda table: table,
    }
    views = [all_views[name] for name in _ENTRIES if arguments.entries in (None, name)]
    compared = [view(table) for table in tables for view in views]
    compared = [table for table in compared if len(table.members)]
    references = [find_reference(table, arguments.reference) for table in compared]
    if arguments.reference is not None and not any(references):
        known = dict.fromkeys(name for table in compared for name in table.skills)
        raise ConfigurationError(f"reference {arguments.reference!r} is in no table; choose from {shorten(known)}")
    if not compared:
        raise ConfigurationError(
            "no learner was run at its defaults or often enough; see --entries configurations and --min-coverage"
        )
    return [
        make_leaderboard(table, reference, arguments.min_coverage)
        for table, reference in zip(compared, references, strict=True)
    ]


def _write_csv(table: pd.DataFrame, path: str) -> None:
    try:
        table.to_csv(path, index=False)
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be written: {error}") from error
    print(f"table written to {path}", file=sys.stderr)
