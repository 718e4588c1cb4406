"""Arguments of `metaselect merge`."""

from __future__ import annotations

import argparse

__all__ = ["add_arguments"]


_EPILOG = """The stores must have been made with the same settings. Of two rows of the same evaluation the one that says
more is kept: a success before a failure, that before a race broken off, that before a lost machine. What OUT holds
already stays, so that the same command can be repeated while the machines are still at work."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = _EPILOG
    parser.add_argument("output", metavar="OUT", help="SQLite file to write; an existing store is added to")
    parser.add_argument("stores", nargs="+", metavar="STORE", help="made by metaselect benchmark, such as with --shard")
