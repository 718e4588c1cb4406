"""Arguments of `metaselect predict`."""

from __future__ import annotations

import argparse

from metaselect.cli._arguments import add_options_of_files, names

__all__ = ["add_arguments"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("model", metavar="MODEL", help="a file that metaselect fit or an estimator's save wrote")
    parser.add_argument(
        "file", metavar="FILE", help="a table of rows to predict, of any kind that is read; - is standard input"
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="CSV",
        default="-",
        help="the file to write the predictions to; - is standard output (default: -)",
    )
    parser.add_argument("--probabilities", action="store_true", help="add a column for the probability of each class")
    parser.add_argument(
        "--id",
        type=names,
        action="extend",
        default=[],
        metavar="COLUMNS",
        help="columns to carry along, comma separated (default: those that were taken for identifiers by the fit)",
    )
    parser.add_argument(
        "--strict",
        action="store_true",
        help="write nothing, and exit with 1, where columns are missing or have changed their type",
    )
    add_options_of_files(parser)
