"""`metaselect learners [NAME]`: what can be recommended, and the search space of each base learner."""

from __future__ import annotations

import argparse
import json

from metaselect.cli._output import hand_over, say
from metaselect.learners import LEARNERS, find_learner
from metaselect.report import collect_learner, render_learner, render_learners

__all__ = ["run"]


def run(arguments: argparse.Namespace) -> None:
    """Print the list, or one search space."""
    if arguments.name is None:
        learners = list(LEARNERS.values())
        if arguments.json:
            hand_over(json.dumps([collect_learner(x) for x in learners]))
        else:
            say(render_learners(learners))
        return
    learner = find_learner(arguments.name)
    if arguments.json:
        hand_over(json.dumps(collect_learner(learner)))
    else:
        say(render_learner(learner))
