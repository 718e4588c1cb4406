"""`metaselect learners [NAME]`: what can be recommended, and the search space of each base learner."""

from __future__ import annotations

import argparse
import json

from metaselect.learners import LEARNERS, find_learner
from metaselect.report import collect_learner, render_learner, render_learners

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="of one base learner, for its search space")
    parser.add_argument("--json", action="store_true", help="one JSON object, or a list of them")


def run(arguments: argparse.Namespace) -> None:
    """Print the list, or one search space."""
    if arguments.name is None:
        learners = list(LEARNERS.values())
        print(json.dumps([collect_learner(x) for x in learners]) if arguments.json else render_learners(learners))
        return
    learner = find_learner(arguments.name)
    print(json.dumps(collect_learner(learner)) if arguments.json else render_learner(learner))
