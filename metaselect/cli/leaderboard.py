"""`metaselect leaderboard STORE`: who did best on the datasets of a store."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from metaselect.cli.arguments.leaderboard import ENTRIES
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
from metaselect.report import (
    collect_leaderboard,
    leaderboard_table,
    pairs_table,
    render_leaderboard,
    render_scores,
    scores_table,
    without_formulas,
    write_figures,
)

if TYPE_CHECKING:
    import pandas as pd

from metaselect.cli._output import complain, hand_over, say

__all__ = ["run"]

_EXPLANATION = """\
An entry counts on a dataset where it has a score or a failure, which has the last rank, as has what --race stopped;
a size rule that skips it, or an evaluation that is missing or partial, does not count.
Rank: average, 1 is best. Regret: 0 the best configuration in the store, 1 the best constant prediction or a failure.
Win rate: against all other entries, on each dataset where both count; a tie counts half. Times: of one fold in one
thread, medians over datasets; fit of a learner at its best is the sum over its configurations. Failures and the like:
numbers of datasets. A learner at its best is optimistic: its configuration is chosen by the very scores that are
reported."""


def run(arguments: argparse.Namespace) -> None:
    """Read the store, compare, print and write."""
    with Store(arguments.store, must_exist=True) as store:
        tables = read_score_tables(store, arguments.task, arguments.metric)
        without_score = datasets_without_score(store, tables)
    boards = _leaderboards(tables, arguments)
    of_scores = list({board.task: board for board in reversed(boards)}.values())[::-1]  # of each task the first
    if arguments.json:
        hand_over(json.dumps([collect_leaderboard(board) for board in boards], indent=2, allow_nan=False))
    else:
        for board in boards:
            say(render_leaderboard(board, arguments.top), end="\n\n")
            if board in of_scores:
                say(render_scores(board, arguments.top), end="\n\n")
        if without_score:
            say(f"In no table, as no score on them can be compared: {shorten(without_score)}.")
        say(_EXPLANATION)
    if arguments.csv:
        _write_csv(leaderboard_table(boards), arguments.csv)
    if arguments.pairs_csv:
        _write_csv(pairs_table(boards), arguments.pairs_csv)
    if arguments.scores_csv:
        _write_csv(scores_table(of_scores), arguments.scores_csv)
    if arguments.figures:
        paths = write_figures(boards, arguments.figures)
        complain(f"{len(paths)} figures written to {arguments.figures}")


def _leaderboards(tables: list[ScoreTable], arguments: argparse.Namespace) -> list[Leaderboard]:
    all_views: dict[str, Callable[[ScoreTable], ScoreTable]] = {
        "default": lambda table: with_learner_defaults(table),
        "tuned": lambda table: with_tuned_learners(table, arguments.min_coverage),
        "configurations": lambda table: table,
    }
    views = [all_views[name] for name in ENTRIES if arguments.entries in (None, name)]
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
        without_formulas(table).to_csv(path, index=False, errors="backslashreplace")
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be written: {error}") from error
    complain(f"table written to {path}")
