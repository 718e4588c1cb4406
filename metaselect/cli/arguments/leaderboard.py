"""Arguments of `metaselect leaderboard`."""

from __future__ import annotations

import argparse

from metaselect.cli._arguments import positive
from metaselect.cli._choices import TASKS

__all__ = ["ENTRIES", "add_arguments"]

ENTRIES = ("default", "tuned", "configurations")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("store", metavar="STORE", help="made by metaselect benchmark")
    parser.add_argument("--task", choices=TASKS, help="only this task (default: all in the store)")
    parser.add_argument("--metric", help="scikit-learn's scorer name (default: the primary one of each task)")
    parser.add_argument(
        "--entries",
        choices=ENTRIES,
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
    parser.add_argument("--scores-csv", metavar="FILE", help="write the scores: a row per dataset, a column per entry")
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
