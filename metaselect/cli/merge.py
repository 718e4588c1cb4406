"""`metaselect merge OUT STORE [STORE ...]`: what several machines stored becomes one store."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from pathlib import Path

from metaselect.cli._output import say
from metaselect.exceptions import StoreError
from metaselect.experiments import Store, merge_stores

__all__ = ["run"]


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
        say(f"{output}: {n_datasets} datasets, {n_rows} evaluations. Next: metaselect learn {output}")
