"""The options by which advice depends on what a user wants, for all commands that ask for it."""

from __future__ import annotations

import argparse

from metaselect.cli._arguments import add_import, names
from metaselect.cli._choices import DEFAULT_META_LEARNER, META_LEARNERS
from metaselect.cli._knowledge_base import add_knowledge_base

__all__ = ["add_advice"]


def add_advice(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument(
        "--metric", help="scikit-learn's scorer name (default: roc_auc, neg_log_loss or neg_root_mean_squared_error)"
    )
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
