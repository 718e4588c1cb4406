"""`metaselect learn STORE --output DIR`: a store of evaluations becomes a knowledge base, or part of one."""

from __future__ import annotations

import argparse

from metaselect.evaluation import Store
from metaselect.knowledge import build_knowledge_base, load_knowledge_base, merge, save_knowledge_base

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("store", metavar="STORE", help="made by metaselect benchmark")
    parser.add_argument("--output", required=True, metavar="DIR", help="folder for the knowledge base")
    parser.add_argument(
        "--merge",
        metavar="DIR",
        help="add to what the knowledge base in this folder knows (it may be that of --output)",
    )


def run(arguments: argparse.Namespace) -> None:
    """Read the store, build, save."""
    with Store(arguments.store, must_exist=True) as store:
        knowledge_base = build_knowledge_base(store)
    if arguments.merge:
        knowledge_base = merge(load_knowledge_base(arguments.merge), knowledge_base)
    folder = save_knowledge_base(knowledge_base, arguments.output)
    for note in knowledge_base.provenance.get("notes", []):
        print(f"note: {note}")
    print(f"{knowledge_base}\nsaved in {folder}; use it with: metaselect recommend FILE --knowledge-base {folder}")
