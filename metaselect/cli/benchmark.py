"""`metaselect benchmark COLLECTION --store FILE`: evaluate base learners on many datasets."""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from metaselect.cli._arguments import add_import, add_random_state, import_modules, names, positive, seconds
from metaselect.cli._progress import counts, follow
from metaselect.data import read_collection
from metaselect.evaluation import INFRASTRUCTURE_STATUSES, STATUSES
from metaselect.exceptions import ConfigurationError, DatasetError, did_you_mean, shorten
from metaselect.experiments import (
    TRAIN_SHARES,
    BatchSettings,
    Store,
    Workers,
    curve_configurations,
    run_batch,
    run_learning_curves,
    shard,
)
from metaselect.learners import Configuration, shipped_configurations

__all__ = ["add_arguments", "run"]

_EPILOG = """Every evaluation runs in a process of its own, with one thread and limits of time and memory. What becomes
of it is a row of the store: ok, raced, failed, timeout, memout, crashed or skipped; these stay until --retry names
them. The next run tries unreadable (the file) and lost ones (the process or the machine) again. Killed at any moment,
the same command continues. --backend dask uses the workers of an existing cluster, which need metaselect and the
collection under the same path; in Python, run_batch(workers=Workers(backend="ray")) uses Ray's backend for joblib in
the same way, once ray.util.joblib.register_ray() was called."""


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
    _add_names(parser, "--learners", "NAMES", "only configurations of these base learners")
    parser.add_argument(
        "--learning-curves",
        action="store_true",
        help="evaluate on 1/8, 1/4 and 1/2 of the training rows instead, the fast half of the configurations or those "
        "of --learners",
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
    parser.add_argument(
        "--shard",
        type=_shard,
        metavar="I/N",
        help="the I-th of N parts of the datasets, of about the same cost, each for a machine and a store of its own; "
        "then: metaselect merge",
    )


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


def _shard(text: str) -> tuple[int, int]:
    """Return the number of the shard and how many there are, of "2/3" for instance."""
    number, _, n_shards = text.partition("/")
    if not (number.isdecimal() and n_shards.isdecimal() and 1 <= int(number) <= int(n_shards)):
        raise argparse.ArgumentTypeError(f"{text!r} is not a shard such as 1/3, 2/3 or 3/3")
    return int(number), int(n_shards)


def run(arguments: argparse.Namespace) -> None:
    """Evaluate what the store lacks, show the progress, and sum up."""
    if arguments.learning_curves and arguments.race:
        raise ConfigurationError("--race is not for --learning-curves: a race needs the scores on all training rows")
    entries = _selected(read_collection(arguments.collection, arguments.target), arguments.only, arguments.skip)
    if arguments.shard:
        entries = shard(entries, *arguments.shard)
    import_modules(arguments.modules)
    settings = BatchSettings(
        arguments.max_rows, arguments.time_limit, arguments.random_state, memory_limit=arguments.memory_limit
    )
    chosen = _configurations(entries, arguments)
    statuses: Counter = Counter()
    with Store(arguments.store) as store:
        n_wanted = _say_what_is_to_do(entries, chosen, store, arguments)
        how = {"race": arguments.race} if not arguments.learning_curves else {}
        evaluations = (run_learning_curves if arguments.learning_curves else run_batch)(
            entries,
            store,
            configurations=chosen,
            settings=settings,
            retry=arguments.retry,
            modules=arguments.modules,
            workers=Workers(arguments.jobs, arguments.backend, arguments.scheduler),
            **how,
        )
        try:
            follow(evaluations, n_wanted, statuses)
        except KeyboardInterrupt:
            evaluations.close()
            print(f"stopped ({counts(statuses)}); the same command continues where this left off", file=sys.stderr)
            raise
        curves_alone = not store.finished()
    print(f"done: {counts(statuses)}. {_what_next(arguments, curves_alone)}")
    if statuses.keys() & set(INFRASTRUCTURE_STATUSES):
        print(f"the same command tries {' and '.join(INFRASTRUCTURE_STATUSES)} ones again")


def _what_next(arguments: argparse.Namespace, curves_alone: bool) -> str:
    if not curves_alone:
        return f"Next: metaselect learn {arguments.store}"
    return (
        "Next: the evaluations on all rows, by the same command without --learning-curves; or add these to a "
        f"knowledge base that has them: metaselect learn {arguments.store} --merge DIR --output DIR"
    )


def _configurations(entries, arguments: argparse.Namespace) -> dict[str, list[Configuration]]:
    """Return the configurations that are wanted, by the task of the datasets."""
    shipped = {entry.task: shipped_configurations(entry.task) for entry in entries}
    if arguments.learners:
        known = {c.learner for listed in shipped.values() for c in listed}
        if unknown := [name for name in arguments.learners if name not in known]:
            hint = did_you_mean(unknown[0], known)
            raise ConfigurationError(f"no base learner for these tasks is called {shorten(unknown)}{hint}")
        return {task: [c for c in listed if c.learner in arguments.learners] for task, listed in shipped.items()}
    if arguments.learning_curves:
        return {task: curve_configurations(task) for task in shipped}
    return shipped


def _say_what_is_to_do(entries, chosen, store: Store, arguments: argparse.Namespace) -> int:
    """Print how many evaluations are wanted and how many of these the store has; return how many it lacks."""
    pairs = {(entry.name, c.id) for entry in entries for c in chosen[entry.task]}
    again = {*arguments.retry, *INFRASTRUCTURE_STATUSES}
    if arguments.learning_curves:
        points = {(dataset, id_, share) for dataset, id_ in pairs for share in TRAIN_SHARES}
        n_all, n_lacking = len(points), len(points - store.finished_curves(without=again))
    else:
        n_all, n_lacking = len(pairs), len(pairs - store.finished(without=again))
    print(f"{len(entries)} datasets, {n_lacking} evaluations to do ({n_all - n_lacking} in the store)", flush=True)
    return n_lacking


def _selected(entries, only: list[str], skip: list[str]):
    known = {entry.name for entry in entries}
    unknown = [name for name in [*only, *skip] if name not in known]
    if unknown:
        raise DatasetError(f"the collection has no dataset {shorten(unknown)}; its manifest lists {len(known)} others")
    return [entry for entry in entries if (not only or entry.name in only) and entry.name not in skip]
