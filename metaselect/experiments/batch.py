"""`run_batch`: configurations × datasets, isolated, in parallel, resumed where it stopped; `run_learning_curves`: the
same on shares of the training rows."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from functools import partial
from itertools import product

from metaselect.data import CollectionEntry
from metaselect.evaluation.evaluate import INFRASTRUCTURE_STATUSES, STATUSES, Evaluation
from metaselect.evaluation.measures import PRIMARY_METRIC
from metaselect.evaluation.racing import Rival, find_rival
from metaselect.exceptions import ConfigurationError, StoreError
from metaselect.experiments.backends import Backend, open_backend
from metaselect.experiments.isolation import Run, close_children, describe_isolated, evaluate_isolated
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
    n_jobs: int = 1,
    backend: str = "threads",
    scheduler: str | None = None,
) -> Iterator[Evaluation]:
    """Evaluate configurations on the datasets of a collection and yield each `Evaluation` once it is stored.

    What `store` holds already is not repeated; stopping at any point and calling again continues. Configurations are
    taken in rounds over all datasets, so that what is stored is a nearly complete matrix at every stage. A second run
    on the same store at the same time takes the work from the other end.

    Every evaluation happens in a child process of one thread, which is killed at its time limit and has a cap on its
    memory; whatever becomes of it is a row, and the run goes on. Scores depend on the seed alone.

    Parameters
    ----------
    entries : list of CollectionEntry
    store : Store
    configurations : list of Configuration, or dict of task to list, optional
        The shipped ones for the task of each dataset when not given.
    settings : BatchSettings, optional
    retry : set of str
        Statuses to try again, such as `{"failed", "timeout"}`; `"unreadable"` and `"lost"` always are.
    modules : list of str
        Modules that register your own learners; the child processes import them first.
    race : bool
        First run the default configurations on all datasets; then stop the others as soon as they are hopelessly
        behind the best of those on the same folds (`racing.py`). Such rows are `"raced"`; `retry={"raced"}` without
        `race` completes them.
    n_jobs : int
        Evaluations at the same time, each in a process of its own.
    backend : str
        Where the processes that supervise the children are: `"threads"` of this process; `"dask"`, the workers of an
        existing dask.distributed cluster; or the name of any other backend of joblib, such as `"loky"`. Ray's works in
        the same way: call `ray.util.joblib.register_ray()` and give `"ray"`. The workers of a cluster need metaselect
        and the files of the collection under the same path.
    scheduler : str, optional
        Address of the scheduler, for `"dask"`.

    Raises
    ------
    StoreError
        If the store was made with other settings: its rows would not be comparable.
    ConfigurationError
        If a status to retry, a module or a backend is unknown.
    MissingBackendError
        If dask is asked for and not installed.
    """
    settings = settings or BatchSettings()
    again = _statuses_to_try_again(retry)
    _check_settings(store, settings)
    entries = _with_absolute_paths(entries)
    chosen = _chosen(entries, configurations, shipped_configurations)
    store.write_configurations(dict.fromkeys(c for listed in chosen.values() for c in listed))
    run = Run(settings, tuple(modules))
    with (
        store.presence() as is_alone,
        open_backend(backend, n_jobs, scheduler, partial(close_children, run.id)) as call,
    ):
        _describe_all(entries, store, run, call)
        plan = _plan(entries, chosen, store.finished(without=again))
        if not is_alone:
            plan = plan[::-1]
        for part in _heats(plan) if race else [plan]:
            rivals = _rivals(entries, chosen, store) if race else {}
            for evaluation in call(evaluate_isolated, _still_to_do(part, store, again, run, rivals), _lost):
                store.write_evaluation(evaluation)
                yield evaluation


def run_learning_curves(
    entries: Sequence[CollectionEntry],
    store: Store,
    *,
    configurations: Sequence[Configuration] | Mapping[str, Sequence[Configuration]] | None = None,
    settings: BatchSettings | None = None,
    retry: Collection[str] = (),
    modules: Sequence[str] = (),
    n_jobs: int = 1,
    backend: str = "threads",
    scheduler: str | None = None,
) -> Iterator[Evaluation]:
    """Evaluate configurations on 1/8, 1/4 and 1/2 of the training rows and yield each `Evaluation` once it is stored.

    The test rows and the seeds are those of `run_batch`, so that its evaluations on all training rows are the last
    point of each curve. Smaller shares are parts of larger ones, stratified, and the same for every configuration.
    Parameters and errors are those of `run_batch`, but for `configurations`: when not given, those of the shipped ones
    whose cost is low, which is the fast half of them.
    """
    settings = settings or BatchSettings()
    again = _statuses_to_try_again(retry)
    _check_settings(store, settings)
    entries = _with_absolute_paths(entries)
    chosen = _chosen(entries, configurations, curve_configurations)
    store.write_configurations(dict.fromkeys(c for listed in chosen.values() for c in listed))
    run = Run(settings, tuple(modules))
    with open_backend(backend, n_jobs, scheduler, partial(close_children, run.id)) as call:
        _describe_all(entries, store, run, call)
        plan = _plan(entries, chosen, set())
        for evaluation in call(evaluate_isolated, _curves_still_to_do(plan, store, again, run), _lost):
            store.write_evaluation(evaluation)
            yield evaluation


def curve_configurations(task: str) -> list[Configuration]:
    """Return the shipped configurations for a task whose cost is low.

    Examples
    --------
    >>> len(curve_configurations("binary")), len(shipped_configurations("binary"))
    (39, 79)
    """
    return [configuration for configuration in shipped_configurations(task) if configuration.cost == "low"]


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


def _plan(entries, chosen, finished) -> list[tuple[CollectionEntry, Configuration]]:
    """The first configurations for all datasets come before the next."""
    plan = []
    for entry in entries:
        pending = [c for c in chosen[entry.name] if (entry.name, c.id) not in finished]
        n_done = len(chosen[entry.name]) - len(pending)
        plan += [(n_done + i // _ROUND * _ROUND, entry, c) for i, c in enumerate(pending)]
    return [(entry, configuration) for _, entry, configuration in sorted(plan, key=lambda item: item[0])]


def _heats(plan) -> list[list[tuple[CollectionEntry, Configuration]]]:
    """The defaults, among which are the rivals, then the others."""
    return [[(e, c) for e, c in plan if not c.changed], [(e, c) for e, c in plan if c.changed]]


def _rivals(entries, chosen, store: Store) -> dict[str, Rival]:
    """Return what there is to beat on each dataset; nothing where a default has still to be run."""
    datasets, evaluations = store.read_datasets(), store.read_evaluations()
    rivals = {}
    for entry in entries:
        rows = evaluations[evaluations["dataset"] == entry.name].set_index("configuration")
        defaults = [c.id for c in chosen[entry.name] if not c.changed]
        is_done = set(defaults) <= set(rows.index) and not rows["status"].isin(INFRASTRUCTURE_STATUSES).any()
        if entry.name in datasets and is_done:
            metric = PRIMARY_METRIC[entry.task]
            scores = {id_: rows["fold_scores"][id_].get(metric, ()) for id_ in defaults}
            rivals[entry.name] = find_rival(scores, metric, datasets[entry.name]["dummy_scores"][metric])
    return rivals


def _still_to_do(plan, store: Store, again: Collection[str], run: Run, rivals: Mapping[str, Rival]) -> Iterator[tuple]:
    """Leave out what another run has stored meanwhile."""
    for entry, configuration in plan:
        status = store.status(entry.name, configuration.id)
        if status is None or status in again:
            yield entry, configuration, run, rivals.get(entry.name) if configuration.changed else None, 1.0


def _curves_still_to_do(plan, store: Store, again: Collection[str], run: Run) -> Iterator[tuple]:
    for (entry, configuration), share in product(plan, TRAIN_SHARES):
        status = store.status(entry.name, configuration.id, share)
        if status is None or status in again:
            yield entry, configuration, run, None, share


def _lost(
    entry: CollectionEntry, configuration: Configuration, run: Run, rival: Rival | None, share: float, why: str
) -> Evaluation:
    return Evaluation(entry.name, configuration.id, "lost", train_share=share, error=why)


def _describe_all(entries: Sequence[CollectionEntry], store: Store, run: Run, call: Backend) -> None:
    """Record sizes, dummy scores and metafeatures of datasets that lack them at the versions of today."""
    versions = metafeature_versions()
    known = store.read_datasets()
    _check_targets(entries, known, store)
    lacking = [e for e in entries if known.get(e.name, {}).get("metafeature_versions") != versions]
    tasks = ((entry, run) for entry in lacking)
    for entry, description in call(describe_isolated, tasks, lambda entry, run, why: (entry, {"error": why})):
        if "error" in description:
            _logger.warning("%s cannot be described: %s", entry.name, description["error"])
            continue
        terms = {
            "target": entry.target,
            "source": entry.source,
            "licence": entry.licence,
            "metafeature_versions": versions,
        }
        store.write_dataset(entry.name, {**description, **terms})


def _check_targets(entries: Sequence[CollectionEntry], known: Mapping[str, Mapping], store: Store) -> None:
    """A store knows a dataset by its name: rows of two targets would be taken for those of one dataset."""
    for entry in entries:
        target = known.get(entry.name, {}).get("target", entry.target)
        if target != entry.target:
            raise StoreError(
                f"{store.path} holds {entry.name} with the target {target!r}, not {entry.target!r}; use another store, "
                "or give the dataset another name in the manifest"
            )
