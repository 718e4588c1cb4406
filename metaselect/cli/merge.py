"""`metaselect merge OUT STORE [STORE ...]`: what several machines stored becomes one store."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from pathlib import Path

from metaselect.exceptions import StoreError
from metaselect.experiments import Store, merge_stores

__all__ = ["add_arguments", "run"]

_EPILOG = """The stores must have been made with the same settings. Of two rows of the same evaluation the one that says
more is kept: a success before a failure, that before a race broken off, that before a lost machine. What OUT holds
already stays, so that the same command can be repeated while the machines are still at work."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = _EPILOG
    parser.add_argument("output", metavar="OUT", help="SQLite file to write; an existing store is added to")
    parser.add_argument("stores", nargs="+", metavar="STORE", help="made by metaselect benchmark, such as with --shard")


def run(arguments: argparse.Namespace) -> None:
    """Check all, then write all of it or nothing."""
    output = Path(arguments.output)
    is_new = not output.exists()
    with ExitStack() as stack:
        stores = [stack.enter_context(Store(path, must_exist=True)) for path in arguments.stores]
        merged = stack.enter_context(Store(output))
        try:
            merge_stores(merged, stores)
        except StoreError:
            if is_new:
                merged.close()
                output.unlink()
            raise
        n_datasets, n_rows = len(merged.read_datasets()), len(merged.finished()) + len(merged.finished_curves())
        print(f"{output}: {n_datasets} datasets, {n_rows} evaluations. Next: metaselect learn {output}")
