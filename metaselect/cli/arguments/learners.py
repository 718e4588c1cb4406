"""Arguments of `metaselect learners`."""

from __future__ import annotations

import argparse

__all__ = ["add_arguments"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="name of a base learner, to see its search space")
    parser.add_argument("--json", action="store_true", help="one JSON object, or a list of them")
