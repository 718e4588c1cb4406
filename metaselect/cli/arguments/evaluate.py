"""Arguments of `metaselect evaluate`."""

from __future__ import annotations

import argparse

from metaselect.cli._arguments import add_random_state, names, positive
from metaselect.cli._choices import DEFAULT_META_LEARNER, META_LEARNERS, SLOW_META_LEARNERS, TASKS
from metaselect.cli._knowledge_base import add_knowledge_base

__all__ = ["CURVES", "add_arguments"]

# Beside the default, what a learning curve shows: what needs no metafeatures, and how little that gains from more.
CURVES = (DEFAULT_META_LEARNER, "single_best", "static_portfolio")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_knowledge_base(parser)
    parser.add_argument(
        "--aslib", metavar="DIR", help="evaluate on this ASlib scenario and its own folds instead of a knowledge base"
    )
    parser.add_argument("--task", choices=TASKS, help="only this task (default: all that are known)")
    parser.add_argument("--metric", help="scikit-learn's scorer name (default: the primary one of each task)")
    parser.add_argument(
        "--meta-learner",
        type=names,
        action="extend",
        default=[],
        metavar="NAMES",
        help=f"comma separated, or all: {', '.join(META_LEARNERS)} (default: all; with --aslib all but the slow "
        f"{', '.join(SLOW_META_LEARNERS)})",
    )
    parser.add_argument(
        "--learning-curve",
        action="store_true",
        help=f"regret by the number of known datasets instead (default: of {', '.join(CURVES)})",
    )
    parser.add_argument(
        "--jobs",
        type=positive,
        metavar="N",
        help="processes at a time (default: 1; with --aslib one for each processor)",
    )
    parser.add_argument("--json", action="store_true", help="print a list with an object per task and meta-learner")
    add_random_state(parser)
