"""`run_batch`: configurations × datasets, isolated, in parallel, resumed where it stopped; `run_learning_curves`: the
same on shares of the training rows."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import product

from metaselect.data import CollectionEntry
from metaselect.evaluation import (
    INFRASTRUCTURE_STATUSES,
    PRIMARY_METRIC,
    STATUSES,
    Evaluation,
    Incumbent,
    find_incumbent,
)
from metaselect.exceptions import ConfigurationError, StoreError
from metaselect.experiments.backends import Backend, Workers, open_backend
from metaselect.experiments.describe_collection import describe_with
from metaselect.experiments.isolation import Run, close_children, evaluate_isolated
from metaselect.experiments.settings import BatchSettings
from metaselect.experiments.store import Store
from metaselect.learners import Configuration, shipped_configurations
from metaselect.metafeatures import metafeature_versions

__all__ = ["TRAIN_SHARES", "curve_configurations", "run_batch", "run_learning_curves"]

_logger = logging.getLogger(__name__)

# Configurations of one round over the datasets: few enough that the matrix fills evenly, enough that a child reads
# each dataset rarely.
_ROUND = 6
# Of the training rows, on a learning curve; all of them are what `run_batch` evaluates.
TRAIN_SHARES = (1 / 8, 1 / 4, 1 / 2)


def run_batch(
    entries: Sequence[CollectionEntry],
    store: Store,
    *,
    configurations: Sequence[Configuration] | Mapping[str, Sequence[Configuration]] | None = None,
    settings: BatchSettings | None = None,
    retry: Collection[str] = (),
    modules: Sequence[str] = (),
    race: bool = False,
    workers: Workers | None = None,
) -> Generator[Evaluation, None, None]:
    """Evaluate configurations on the datasets of a collection and yield each `Evaluation` once it is stored.

    What `store` holds already is not repeated; stopping at any point and calling again continues. Configurations are
    taken in rounds over all datasets, so that what is stored is a nearly complete matrix at every stage. A second run
    on the same store at the same time takes the work from the other end.

    Every evaluation happens in a child process of one thread, which is killed at its time limit and has a cap on its
    memory; whatever becomes of it is a row, and the run goes on. Scores depend on the seed alone. Out-of-fold
    predictions are kept in `store.predictions`; what is yielded is without them.

    Parameters
    ----------
    entries : list of CollectionEntry
        The datasets.
    store : Store
        Where evaluations are kept, and which says what is done already.
    configurations : list of Configuration, or dict of task to list, optional
        The shipped ones for the task of each dataset when not given.
    settings : BatchSettings, optional
        Limits and the seed, the same for all rows of a store; the defaults when not given.
    retry : set of str
        Statuses to try again, such as `{"failed", "timeout"}`; `"unreadable"` and `"lost"` always are.
    modules : list of str
        Modules that register your own learners; the child processes import them first.
    race : bool
        First run the default configurations on all datasets; then stop the others as soon as they are hopelessly
        behind the best of those on the same folds (`racing.py`). Such rows are `"raced"`; `retry={"raced"}` without
        `race` completes them.
    workers : Workers, optional
        How many evaluations happen at the same time, and where; one in a process beside this one when not given.

    Raises
    ------
    StoreError
        If the store was made with other settings: its rows would not be comparable.
    ConfigurationError
        If a status to retry, a module or a backend is unknown.
    MissingBackendError
        If dask is asked for and not installed.
    """
    run = Run(settings or BatchSettings(), tuple(modules))
    batch = _prepare(entries, store, run, retry, _chosen(entries, configurations, shipped_configurations))
    with store.presence() as is_alone, _open(workers, run) as backend:
        _describe_all(batch, backend)
        plan = _plan(batch, store.finished(without=batch.again))
        if not is_alone:
            plan = plan[::-1]
        for part in _heats(plan) if race else [plan]:
            incumbents = _incumbents(batch) if race else {}
            yield from _evaluate_all(store, backend, _still_to_do(batch, part, incumbents))


def run_learning_curves(
    entries: Sequence[CollectionEntry],
    store: Store,
    *,
    configurations: Sequence[Configuration] | Mapping[str, Sequence[Configuration]] | None = None,
    settings: BatchSettings | None = None,
    retry: Collection[str] = (),
    modules: Sequence[str] = (),
    workers: Workers | None = None,
) -> Generator[Evaluation, None, None]:
    """Evaluate configurations on 1/8, 1/4 and 1/2 of the training rows and yield each `Evaluation` once it is stored.

    The test rows and the seeds are those of `run_batch`, so that its evaluations on all training rows are the last
    point of each curve. Smaller shares are parts of larger ones, stratified, and the same for every configuration.
    Errors are those of `run_batch`.

    Parameters
    ----------
    entries : list of CollectionEntry
        The datasets.
    store : Store
        Where evaluations are kept, and which says what is done already.
    configurations : list of Configuration, or dict of task to list, optional
        Those of the shipped ones whose cost is low when not given, which is the fast half of them.
    settings : BatchSettings, optional
        Limits and the seed, the same for all rows of a store; the defaults when not given.
    retry : set of str
        Statuses to try again, such as `{"failed", "timeout"}`; `"unreadable"` and `"lost"` always are.
    modules : list of str
        Modules that register your own learners; the child processes import them first.
    workers : Workers, optional
        How many evaluations happen at the same time, and where; one in a process beside this one when not given.
    """
    run = Run(settings or BatchSettings(), tuple(modules))
    batch = _prepare(entries, store, run, retry, _chosen(entries, configurations, curve_configurations))
    with _open(workers, run) as backend:
        _describe_all(batch, backend)
        yield from _evaluate_all(store, backend, _curves_still_to_do(batch, _plan(batch, set())))


def curve_configurations(task: str) -> list[Configuration]:
    """Return the shipped configurations for a task whose cost is low.

    Examples
    --------
    >>> len(curve_configurations("binary")), len(shipped_configurations("binary"))
    (39, 81)
    """
    return [configuration for configuration in shipped_configurations(task) if configuration.cost == "low"]


@dataclass(frozen=True)
class _Batch:
    """What is to be evaluated, checked, with everything decided that was left open.

    Attributes
    ----------
    entries : list of CollectionEntry
        With absolute paths.
    store : Store
        Where evaluations are kept; its settings are those of `run`.
    run : Run
        What all evaluations share.
    again : set of str
        Statuses of rows that are not taken for done.
    chosen : dict of str to sequence of Configuration
        By name of the dataset.
    """

    entries: list[CollectionEntry]
    store: Store
    run: Run
    again: set[str]
    chosen: dict[str, Sequence[Configuration]]


def _prepare(entries, store: Store, run: Run, retry: Collection[str], chosen) -> _Batch:
    """Check what is wanted, and tell the store what it will hold."""
    again = _statuses_to_try_again(retry)
    _check_settings(store, run.settings)
    store.write_configurations(dict.fromkeys(c for listed in chosen.values() for c in listed))
    return _Batch(_with_absolute_paths(entries), store, run, again, chosen)


def _open(workers: Workers | None, run: Run) -> AbstractContextManager[Backend]:
    return open_backend(workers or Workers(), partial(close_children, run.id))


def _chosen(entries, configurations, otherwise: Callable[[str], list]) -> dict[str, Sequence[Configuration]]:
    """Return the configurations for each dataset by its name."""
    if isinstance(configurations, Mapping):
        return {entry.name: configurations[entry.task] for entry in entries}
    return {entry.name: configurations or otherwise(entry.task) for entry in entries}


def _statuses_to_try_again(retry: Collection[str]) -> set[str]:
    if unknown := sorted(set(retry) - set(STATUSES)):
        raise ConfigurationError(f"there is no status {', '.join(unknown)} to retry; known: {', '.join(STATUSES)}")
    return {*retry, *INFRASTRUCTURE_STATUSES}


def _with_absolute_paths(entries: Sequence[CollectionEntry]) -> list[CollectionEntry]:
    # A worker may have another working directory.
    return [replace(entry, path=entry.path.absolute()) if entry.path.exists() else entry for entry in entries]


def _check_settings(store: Store, settings: BatchSettings) -> None:
    earlier = store.read_settings().get("batch")
    if earlier is None:
        store.write_settings({"batch": asdict(settings)})
        return
    earlier, today = BatchSettings.recorded(earlier), asdict(settings)
    other = {name: value for name, value in earlier.items() if today.get(name) != value}
    if other:
        theirs = ", ".join(f"{name} {value}" for name, value in other.items())
        ours = ", ".join(f"{name} {today.get(name)}" for name in other)
        raise StoreError(
            f"{store.path} was made with {theirs}, not {ours}: the rows would not be comparable; "
            "use the same settings or another store"
        )


def _plan(batch: _Batch, finished: Collection[tuple[str, str]]) -> list[tuple[CollectionEntry, Configuration]]:
    """The first configurations for all datasets come before the next."""
    plan = []
    for entry in batch.entries:
        wanted = batch.chosen[entry.name]
        pending = [c for c in wanted if (entry.name, c.id) not in finished]
        n_done = len(wanted) - len(pending)
        plan += [(n_done + i // _ROUND * _ROUND, entry, c) for i, c in enumerate(pending)]
    return [(entry, configuration) for _, entry, configuration in sorted(plan, key=lambda item: item[0])]


def _heats(plan) -> list[list[tuple[CollectionEntry, Configuration]]]:
    """The defaults, among which are the incumbents, then the others."""
    return [[(e, c) for e, c in plan if not c.changed], [(e, c) for e, c in plan if c.changed]]


def _incumbents(batch: _Batch) -> dict[str, Incumbent | None]:
    """Return what there is to beat on each dataset; nothing where a default has still to be run."""
    datasets, evaluations = batch.store.read_datasets(), batch.store.read_evaluations()
    incumbents = {}
    for entry in batch.entries:
        rows = evaluations[evaluations["dataset"] == entry.name].set_index("configuration")
        defaults = [c.id for c in batch.chosen[entry.name] if not c.changed]
        is_done = set(defaults) <= set(rows.index) and not rows["status"].isin(INFRASTRUCTURE_STATUSES).any()
        if entry.name in datasets and is_done:
            metric = PRIMARY_METRIC[entry.task]
            scores = {id_: rows["fold_scores"][id_].get(metric, ()) for id_ in defaults}
            incumbents[entry.name] = find_incumbent(scores, metric, datasets[entry.name]["dummy_scores"][metric])
    return incumbents


# Tasks are the arguments of `evaluate_isolated`: entry, configuration, run, incumbent, share of the training rows.


def _still_to_do(batch: _Batch, plan, incumbents: Mapping[str, Incumbent | None]) -> Iterator[tuple]:
    """Leave out what another run has stored meanwhile."""
    for entry, configuration in plan:
        status = batch.store.status(entry.name, configuration.id)
        if status is None or status in batch.again:
            yield entry, configuration, batch.run, incumbents.get(entry.name) if configuration.changed else None, 1.0


def _curves_still_to_do(batch: _Batch, plan) -> Iterator[tuple]:
    for (entry, configuration), share in product(plan, TRAIN_SHARES):
        status = batch.store.status(entry.name, configuration.id, share)
        if status is None or status in batch.again:
            yield entry, configuration, batch.run, None, share


def _lost(
    entry: CollectionEntry, configuration: Configuration, run: Run, incumbent: Incumbent | None, share: float, why: str
) -> Evaluation:
    return Evaluation(entry.name, configuration.id, "lost", train_share=share, error=why)


def _evaluate_all(store: Store, backend: Backend, tasks: Iterator[tuple]) -> Iterator[Evaluation]:
    for evaluation in backend.call(evaluate_isolated, tasks, _lost):
        store.write_evaluation(evaluation)
        yield replace(evaluation, out_of_fold=())  # who collects all evaluations must not hold all predictions


def _describe_all(batch: _Batch, backend: Backend) -> None:
    """Record sizes, dummy scores and metafeatures of datasets that lack them at the versions of today."""
    versions = metafeature_versions()
    known = batch.store.read_datasets()
    _check_targets(batch.entries, known, batch.store)
    lacking = [e for e in batch.entries if known.get(e.name, {}).get("metafeature_versions") != versions]
    for entry, description in describe_with(backend, ((entry, batch.run) for entry in lacking)):
        if "error" in description:
            _logger.warning("%s cannot be described: %s", entry.name, description["error"])
            continue
        terms = {
            "target": entry.target,
            "source": entry.source,
            "licence": entry.license,
            "metafeature_versions": versions,
            **{role: column for column, role in entry.roles.items()},
        }
        batch.store.write_dataset(entry.name, {**description, **terms})


def _check_targets(entries: Sequence[CollectionEntry], known: Mapping[str, Mapping], store: Store) -> None:
    """A store knows a dataset by its name: rows of two targets, or of other splits, would be taken for those of one."""
    for entry in entries:
        if entry.name not in known:
            continue
        today = {"target": entry.target, "group": entry.group, "time": entry.time}
        earlier = {"target": entry.target, "group": "", "time": "", **known[entry.name]}
        for what, column in today.items():
            if earlier[what] != column:
                before = f"the {what} {earlier[what]!r}" if earlier[what] else f"no {what}"
                now = repr(column) if column else "without one"
                raise StoreError(
                    f"{store.path} holds {entry.name} with {before}, not {now}; use another store, or give the dataset "
                    "another name in the manifest"
                )
