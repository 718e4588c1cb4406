"""Arguments of `metaselect fit`."""

from __future__ import annotations

import argparse

from metaselect.cli._advice import add_advice
from metaselect.cli._arguments import add_task
from metaselect.cli._roles import add_roles
from metaselect.cli._startup import add_table_file

__all__ = ["add_arguments"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_table_file(parser, for_advice=False)
    parser.add_argument(
        "-o", "--output", metavar="MODEL", help="the file to save the model in (default: the table's name with .skops)"
    )
    add_task(parser)
    add_roles(parser)
    add_advice(parser)
