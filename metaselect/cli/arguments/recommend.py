"""Arguments of `metaselect recommend`."""

from __future__ import annotations

import argparse

from metaselect.cli._arguments import add_import, add_task, names, positive
from metaselect.cli._choices import DEFAULT_META_LEARNER, META_LEARNERS
from metaselect.cli._knowledge_base import add_knowledge_base
from metaselect.cli._roles import add_roles
from metaselect.cli._startup import add_table_file

__all__ = ["add_arguments"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_table_file(parser)
    add_task(parser)
    add_roles(parser)
    parser.add_argument(
        "--metric", help="scikit-learn's scorer name (default: roc_auc, neg_log_loss or neg_root_mean_squared_error)"
    )
    parser.add_argument("--top", type=positive, default=5, metavar="K", help="how many candidates (default: 5)")
    parser.add_argument(
        "--meta-learner",
        metavar="NAME",
        default=DEFAULT_META_LEARNER,
        help=f"what gives the advice: {', '.join(META_LEARNERS)} (default: {DEFAULT_META_LEARNER})",
    )
    add_knowledge_base(parser)
    parser.add_argument(
        "--exclude",
        type=names,
        action="extend",
        default=[],
        metavar="LEARNERS",
        help="base learners not to recommend, comma separated",
    )
    add_import(parser)
    parser.add_argument(
        "--single",
        action="store_true",
        help="recommend single models only, which are easier to explain, and no blend of several",
    )
    parser.add_argument(
        "--cheap",
        action="store_true",
        help="let the time of a fit count too: candidates along the Pareto front of score and time",
    )
    parser.add_argument(
        "--explain", action="store_true", help="all reasons, and what would change the advice; with --json too"
    )
    parser.add_argument(
        "--information-criteria",
        action="store_true",
        help="fit the linear candidates to the table and print AIC, BIC and EBIC",
    )
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help="print one JSON object")
    output.add_argument(
        "--code", action="store_true", help="print a Python script that fits the first candidate, keeps it and predicts"
    )
