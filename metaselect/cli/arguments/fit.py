"""Arguments of `metaselect fit`."""

from __future__ import annotations

import argparse

from metaselect.cli._advice import add_advice
from metaselect.cli._arguments import add_task, positive, seconds
from metaselect.cli._roles import add_roles
from metaselect.cli._startup import add_table_file

__all__ = ["add_arguments"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_table_file(parser, for_advice=False)
    parser.add_argument(
        "-o", "--output", metavar="MODEL", help="the file to save the model in (default: the table's name with .skops)"
    )
    parser.add_argument(
        "--budget",
        type=seconds,
        metavar="SECONDS",
        help="spend so many seconds in all: try the most promising models, and average the best (default: fit what is "
        "recommended at once)",
    )
    parser.add_argument(
        "--trials", type=positive, metavar="N", help="try so many models; the result then depends on no clock"
    )
    parser.add_argument(
        "--jobs", type=int, default=-1, metavar="N", help="how many models are tried at a time (default: one per core)"
    )
    parser.add_argument(
        "--continue",
        dest="run_folder",
        metavar="FOLDER",
        help="keep what is tried in this folder, and go on with what is kept there of an earlier run",
    )
    parser.add_argument("--plan", metavar="FILE", help="write what was found as a plan, to be fitted again")
    parser.add_argument("--replay", metavar="PLAN", help="fit exactly what a plan says; nothing is tried")
    parser.add_argument(
        "--learn", action="store_true", help="teach metaselect what was tried: this table joins what is known"
    )
    printed = parser.add_mutually_exclusive_group()
    printed.add_argument("--json", action="store_true", help="print what was found as JSON")
    printed.add_argument("--code", action="store_true", help="print a Python script that fits the same model")
    add_task(parser)
    add_roles(parser)
    add_advice(parser)
