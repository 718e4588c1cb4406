"""Arguments of `metaselect describe`."""

from __future__ import annotations

import argparse

from metaselect.cli._arguments import add_task
from metaselect.cli._choices import EFFORTS
from metaselect.cli._roles import add_roles
from metaselect.cli._startup import add_table_file

__all__ = ["add_arguments"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_table_file(parser)
    add_task(parser)
    add_roles(parser)
    parser.add_argument("--metafeatures", action="store_true", help="print the metafeatures too; needs a target")
    parser.add_argument(
        "--effort", choices=EFFORTS, default="default", help="how many metafeatures to compute (default: default)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
