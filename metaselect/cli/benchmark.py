"""`metaselect benchmark COLLECTION --store FILE`: evaluate base learners on many datasets."""

from __future__ import annotations

import argparse
from collections import Counter

from metaselect.cli._arguments import import_modules
from metaselect.cli._output import complain, say
from metaselect.cli._progress import counts, follow
from metaselect.data import read_collection
from metaselect.evaluation import INFRASTRUCTURE_STATUSES
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

__all__ = ["run"]


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
            complain(f"stopped ({counts(statuses)}); the same command continues where this left off")
            raise
        curves_alone = not store.finished()
    say(f"done: {counts(statuses)}. {_what_next(arguments, curves_alone)}")
    if statuses.keys() & set(INFRASTRUCTURE_STATUSES):
        say(f"the same command tries {' and '.join(INFRASTRUCTURE_STATUSES)} ones again")


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
            raise ConfigurationError(
                f"no base learner for these tasks is called {shorten(unknown)}{hint} "
                f"Base learners: {shorten(sorted(known), 40)}"
            )
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
    say(f"{len(entries)} datasets, {n_lacking} evaluations to do ({n_all - n_lacking} in the store)", flush=True)
    return n_lacking


def _selected(entries, only: list[str], skip: list[str]):
    known = {entry.name for entry in entries}
    unknown = [name for name in [*only, *skip] if name not in known]
    if unknown:
        raise DatasetError(f"the collection has no dataset {shorten(unknown)}; its manifest lists {len(known)} others")
    return [entry for entry in entries if (not only or entry.name in only) and entry.name not in skip]
