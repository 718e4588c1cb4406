"""`metaselect benchmark COLLECTION --store FILE`: evaluate base learners on many datasets."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter

from metaselect.cli._arguments import add_random_state, names, positive
from metaselect.data import read_collection
from metaselect.evaluation import BatchSettings, Store, run_batch
from metaselect.exceptions import DatasetError, shorten
from metaselect.learners import shipped_configurations

__all__ = ["add_arguments", "run"]

_SECONDS_BETWEEN_LINES = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    defaults = BatchSettings()
    parser.add_argument(
        "collection",
        metavar="COLLECTION",
        help="a folder with manifest.csv (name, file, target, task); a folder of plain files, with --target; "
        "openml:suite/ID or openml:tasks/ID,ID",
    )
    parser.add_argument("--target", metavar="NAME", help="of a folder of plain files: the target column, first or last")
    parser.add_argument(
        "--store", required=True, metavar="FILE", help="SQLite file for the results; an existing one is resumed"
    )
    parser.add_argument("--jobs", type=positive, default=1, metavar="N", help="processes (default: 1)")
    parser.add_argument(
        "--only", type=names, action="extend", default=[], metavar="NAMES", help="these datasets, comma separated"
    )
    parser.add_argument(
        "--skip", type=names, action="extend", default=[], metavar="NAMES", help="not these datasets, comma separated"
    )
    parser.add_argument(
        "--max-rows",
        type=positive,
        default=defaults.max_rows,
        metavar="N",
        help=f"larger datasets are represented by so many of their rows (default: {defaults.max_rows})",
    )
    parser.add_argument(
        "--time-limit",
        type=float,
        default=defaults.time_limit,
        metavar="SECONDS",
        help=f"for one configuration on one dataset (default: {defaults.time_limit:g})",
    )
    add_random_state(parser)


def run(arguments: argparse.Namespace) -> None:
    """Evaluate what the store lacks, with a line on the progress now and then."""
    entries = _selected(read_collection(arguments.collection, arguments.target), arguments.only, arguments.skip)
    settings = BatchSettings(arguments.max_rows, arguments.time_limit, arguments.random_state)
    with Store(arguments.store) as store:
        wanted = {(entry.name, c.id) for entry in entries for c in shipped_configurations(entry.task)}
        n_wanted = len(wanted - store.finished())
        print(f"{len(entries)} datasets, {n_wanted} evaluations to do ({len(wanted) - n_wanted} in the store)")
        try:
            statuses = _follow(run_batch(entries, store, settings=settings, n_jobs=arguments.jobs), n_wanted)
        except KeyboardInterrupt:
            print("stopped; the same command continues where this left off", file=sys.stderr)
            raise
    print(f"done: {_counts(statuses)}. Next: metaselect learn {arguments.store} --output DIR")


def _selected(entries, only: list[str], skip: list[str]):
    known = {entry.name for entry in entries}
    unknown = [name for name in [*only, *skip] if name not in known]
    if unknown:
        raise DatasetError(f"the collection has no dataset {shorten(unknown)}; its manifest lists {len(known)} others")
    return [entry for entry in entries if (not only or entry.name in only) and entry.name not in skip]


def _follow(evaluations, n_wanted: int) -> Counter:
    statuses: Counter = Counter()
    start = said = time.monotonic()
    for evaluation in evaluations:
        statuses[evaluation.status] += 1
        now = time.monotonic()
        if now - said >= _SECONDS_BETWEEN_LINES:
            said = now
            n_done = statuses.total()
            minutes = (now - start) / n_done * (n_wanted - n_done) / 60
            print(f"{n_done} of {n_wanted} ({_counts(statuses)}), about {minutes:.0f} min left", file=sys.stderr)
    return statuses


def _counts(statuses: Counter) -> str:
    return ", ".join(f"{count} {status}" for status, count in statuses.most_common()) or "nothing to do"
