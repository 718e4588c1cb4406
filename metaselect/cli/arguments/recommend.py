"""Arguments of `metaselect recommend`."""

from __future__ import annotations

import argparse

from metaselect.cli._advice import add_advice
from metaselect.cli._arguments import add_task, positive
from metaselect.cli._roles import add_roles
from metaselect.cli._startup import add_table_file

__all__ = ["add_arguments"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_table_file(parser)
    add_task(parser)
    add_roles(parser)
    parser.add_argument("--top", type=positive, default=5, metavar="K", help="how many candidates (default: 5)")
    add_advice(parser)
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
