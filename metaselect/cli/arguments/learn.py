"""Arguments of `metaselect learn`."""

from __future__ import annotations

import argparse

from metaselect.cli._arguments import add_import

__all__ = ["add_arguments"]


_EPILOG = """Without --output, what is learned is kept in your data folder (METASELECT_DATA_DIR, or where the platform
keeps data of applications) and used from then on beside the packaged knowledge by recommend, evaluate and the
estimators; learning again under the same name replaces it. Metafeatures and scores are kept, never rows of your data.
See also: metaselect knowledge."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = _EPILOG
    parser.add_argument(
        "store", metavar="STORE", help="made by metaselect benchmark; or a folder made by learn --output or export"
    )
    parser.add_argument("--name", metavar="NAME", help="what to call it (default: the name of the store)")
    parser.add_argument(
        "--replace", action="store_true", help="use this alone, without what is packaged or was learned before"
    )
    parser.add_argument(
        "--complete-only",
        action="store_true",
        help="leave out datasets of the store that lack a configuration which others of their task have",
    )
    add_import(parser)
    parser.add_argument("--output", metavar="DIR", help="write a knowledge base to this folder instead")
    parser.add_argument(
        "--merge",
        metavar="DIR|NAME",
        help="with --output: add to what the knowledge base in this folder, or of this name, knows; the store may hold "
        "learning curves alone then",
    )
