"""Arguments of `metaselect rules`."""

from __future__ import annotations

import argparse

from metaselect.cli._arguments import add_random_state, positive
from metaselect.cli._choices import TASKS
from metaselect.cli._knowledge_base import add_knowledge_base

__all__ = ["add_arguments"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_knowledge_base(parser)
    parser.add_argument("--task", choices=TASKS, help="only this task (default: all that are known)")
    parser.add_argument("--metric", help="scikit-learn's scorer name (default: the primary one of each task)")
    parser.add_argument("--depth", type=positive, default=3, metavar="N", help="conditions of a rule (default: 3)")
    parser.add_argument("--figures", metavar="DIR", help="also draw the tree of each task, as SVG, into this folder")
    parser.add_argument("--json", action="store_true", help="print a list with an object per task")
    add_random_state(parser)
