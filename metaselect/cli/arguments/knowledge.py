"""Arguments of `metaselect knowledge`."""

from __future__ import annotations

import argparse

from metaselect.cli._arguments import positive
from metaselect.cli._choices import TASKS

__all__ = ["add_arguments"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    actions = parser.add_subparsers(title="actions", dest="action", required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="the packaged knowledge and what was learned")
    listing.add_argument("--json", action="store_true", help="print a list with an object each")
    info = actions.add_parser("info", help="what a knowledge base holds and how it was made")
    info.add_argument("name", nargs="?", metavar="NAME", help="a name or folder (default: all that is used)")
    info.add_argument("--json", action="store_true", help="print one JSON object")
    export = actions.add_parser("export", help="write a knowledge base to a folder, to hand it on")
    export.add_argument("name", metavar="NAME", help="a name or folder")
    export.add_argument("--output", required=True, metavar="DIR", help="folder to write")
    export.add_argument(
        "--anonymous",
        action="store_true",
        help="numbers for the names of datasets and origins; no sources, licences or texts of errors",
    )
    export.add_argument(
        "--aslib", choices=TASKS, metavar="TASK", help=f"as an ASlib scenario, of one task: {', '.join(TASKS)}"
    )
    anew = actions.add_parser(
        "redescribe", help="compute the metafeatures of a knowledge base again, without evaluating anything"
    )
    anew.add_argument("name", metavar="NAME", help="a name or folder")
    anew.add_argument("collection", metavar="COLLECTION", help="what it was made from")
    anew.add_argument("--target", metavar="NAME", help="the target in a folder of plain files, as for benchmark")
    anew.add_argument("--output", required=True, metavar="DIR", help="folder to write; may be that of NAME")
    anew.add_argument("--jobs", type=positive, default=1, metavar="N", help="datasets at a time (default: 1)")
    remove = actions.add_parser("remove", help="forget what was learned")
    remove.add_argument("name", metavar="NAME")
