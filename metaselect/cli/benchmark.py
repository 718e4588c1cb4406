"""`metaselect benchmark COLLECTION --store FILE`: evaluate base learners on many datasets."""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from metaselect.cli._arguments import add_import, add_random_state, import_modules, names, positive, seconds
from metaselect.cli._progress import counts, follow
from metaselect.data import read_collection
from metaselect.evaluation import INFRASTRUCTURE_STATUSES, STATUSES, BatchSettings, Store, run_batch
from metaselect.exceptions import DatasetError, shorten
from metaselect.learners import shipped_configurations

__all__ = ["add_arguments", "run"]

_EPILOG = """Every evaluation runs in a process of its own, with one thread and limits of time and memory. What becomes
of it is a row of the store: ok, raced, failed, timeout, memout, crashed or skipped; these stay until --retry names
them. The next run tries unreadable (the file) and lost ones (the process or the machine) again. Killed at any moment,
the same command continues. --backend dask uses the workers of an existing cluster, which need metaselect and the
collection under the same path; in Python, run_batch(backend="ray") uses Ray's backend for joblib in the same way, once
ray.util.joblib.register_ray() was called."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.epilog = _EPILOG
    _add_datasets(parser)
    parser.add_argument(
        "--store", required=True, metavar="FILE", help="SQLite file for the results; an existing one is resumed"
    )
    _add_names(parser, "--retry", "STATUSES", f"try rows with these again: {', '.join(STATUSES)}")
    parser.add_argument(
        "--race",
        action="store_true",
        help="run defaults first, then stop what is hopelessly behind the best of them on the same folds",
    )
    add_import(parser)
    _add_machines(parser)
    _add_limits(parser)
    add_random_state(parser)


def _add_datasets(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "collection",
        metavar="COLLECTION",
        help="a folder with manifest.csv (name, file, target, task); a folder of plain files, with --target; "
        "openml:suite/ID or openml:tasks/ID,ID",
    )
    parser.add_argument("--target", metavar="NAME", help="of a folder of plain files: the target column, first or last")
    _add_names(parser, "--only", "NAMES", "these datasets")
    _add_names(parser, "--skip", "NAMES", "not these datasets")


def _add_machines(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--jobs", type=positive, default=1, metavar="N", help="evaluations at a time (default: 1)")
    parser.add_argument(
        "--backend",
        default="threads",
        metavar="NAME",
        help="threads, dask, or another one of joblib (default: threads)",
    )
    parser.add_argument("--scheduler", metavar="ADDRESS", help="of the dask cluster, such as tcp://10.0.0.1:8786")


def _add_limits(parser: argparse.ArgumentParser) -> None:
    defaults = BatchSettings()
    parser.add_argument(
        "--max-rows",
        type=positive,
        default=defaults.max_rows,
        metavar="N",
        help=f"larger datasets are represented by so many of their rows (default: {defaults.max_rows})",
    )
    parser.add_argument(
        "--time-limit",
        type=seconds,
        default=defaults.time_limit,
        metavar="SECONDS",
        help=f"for one configuration on one dataset (default: {defaults.time_limit:g})",
    )
    parser.add_argument(
        "--memory-limit",
        type=positive,
        default=defaults.memory_limit,
        metavar="MB",
        help=f"megabytes for one configuration on one dataset (default: {defaults.memory_limit})",
    )


def _add_names(parser: argparse.ArgumentParser, option: str, metavar: str, help: str) -> None:
    parser.add_argument(
        option, type=names, action="extend", default=[], metavar=metavar, help=f"{help}, comma separated"
    )


def run(arguments: argparse.Namespace) -> None:
    """Evaluate what the store lacks, show the progress, and sum up."""
    entries = _selected(read_collection(arguments.collection, arguments.target), arguments.only, arguments.skip)
    import_modules(arguments.modules)
    settings = BatchSettings(
        arguments.max_rows, arguments.time_limit, arguments.random_state, memory_limit=arguments.memory_limit
    )
    statuses: Counter = Counter()
    with Store(arguments.store) as store:
        wanted = {(entry.name, c.id) for entry in entries for c in shipped_configurations(entry.task)}
        n_wanted = len(wanted - store.finished(without={*arguments.retry, *INFRASTRUCTURE_STATUSES}))
        print(f"{len(entries)} datasets, {n_wanted} evaluations to do ({len(wanted) - n_wanted} in the store)")
        sys.stdout.flush()
        evaluations = run_batch(
            entries,
            store,
            settings=settings,
            retry=arguments.retry,
            modules=arguments.modules,
            race=arguments.race,
            n_jobs=arguments.jobs,
            backend=arguments.backend,
            scheduler=arguments.scheduler,
        )
        try:
            follow(evaluations, n_wanted, statuses)
        except KeyboardInterrupt:
            evaluations.close()
            print(f"stopped ({counts(statuses)}); the same command continues where this left off", file=sys.stderr)
            raise
    print(f"done: {counts(statuses)}. Next: metaselect learn {arguments.store}")
    if statuses.keys() & set(INFRASTRUCTURE_STATUSES):
        print(f"the same command tries {' and '.join(INFRASTRUCTURE_STATUSES)} ones again")


def _selected(entries, only: list[str], skip: list[str]):
    known = {entry.name for entry in entries}
    unknown = [name for name in [*only, *skip] if name not in known]
    if unknown:
        raise DatasetError(f"the collection has no dataset {shorten(unknown)}; its manifest lists {len(known)} others")
    return [entry for entry in entries if (not only or entry.name in only) and entry.name not in skip]
