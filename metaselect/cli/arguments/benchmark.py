"""Arguments of `metaselect benchmark`."""

from __future__ import annotations

import argparse

from metaselect.cli._arguments import add_import, add_random_state, names, positive, seconds
from metaselect.cli._choices import MAX_ROWS, MEMORY_LIMIT, STATUSES, TIME_LIMIT

__all__ = ["add_arguments"]


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
    _add_names(parser, "--retry", "STATUSES", f"try evaluations that ended so again: {', '.join(STATUSES)}")
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
        help="a folder with manifest.csv (name, file, target, task, and group and time where there are any); a folder "
        "of plain files, with --target; openml:suite/ID or openml:tasks/ID,ID",
    )
    parser.add_argument(
        "--target", metavar="NAME", help="the target in a folder of plain files: the name of a column, first or last"
    )
    _add_names(parser, "--only", "NAMES", "only these datasets")
    _add_names(parser, "--skip", "NAMES", "all but these datasets")
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
    parser.add_argument(
        "--scheduler", metavar="ADDRESS", help="address of the dask cluster, such as tcp://10.0.0.1:8786"
    )


def _add_limits(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--max-rows",
        type=positive,
        default=MAX_ROWS,
        metavar="N",
        help=f"larger datasets are represented by so many of their rows (default: {MAX_ROWS})",
    )
    parser.add_argument(
        "--time-limit",
        type=seconds,
        default=TIME_LIMIT,
        metavar="SECONDS",
        help=f"for one configuration on one dataset (default: {TIME_LIMIT:g})",
    )
    parser.add_argument(
        "--memory-limit",
        type=positive,
        default=MEMORY_LIMIT,
        metavar="MB",
        help=f"megabytes for one configuration on one dataset (default: {MEMORY_LIMIT})",
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
