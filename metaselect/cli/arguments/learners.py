"""Arguments of `metaselect learners`."""

from __future__ import annotations

import argparse

__all__ = ["add_arguments"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="of one base learner, for its search space")
    parser.add_argument("--json", action="store_true", help="one JSON object, or a list of them")
