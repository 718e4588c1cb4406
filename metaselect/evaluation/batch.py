"""`run_batch`: configurations × datasets, in parallel, resumed where it stopped."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache

import joblib
import numpy as np

from metaselect.data import CollectionEntry, Dataset
from metaselect.data.tasks import is_classification
from metaselect.evaluation.evaluate import Evaluation, evaluate
from metaselect.evaluation.measures import measures_for
from metaselect.evaluation.resampling import subsample
from metaselect.evaluation.store import Store
from metaselect.exceptions import MetaSelectError, StoreError
from metaselect.learners import Configuration, shipped_configurations
from metaselect.metafeatures import extract_metafeatures, metafeature_versions

__all__ = ["BatchSettings", "run_batch"]

_logger = logging.getLogger(__name__)

# Evaluations per task sent to a worker: few enough to lose little on a kill, enough to read the dataset rarely.
_CHUNK = 6


@dataclass(frozen=True)
class BatchSettings:
    """What all evaluations of a store have in common.

    Attributes
    ----------
    max_rows : int
        Larger datasets are represented by so many of their rows, stratified; metafeatures describe those rows too.
    time_limit : float
        Seconds for all folds of one evaluation.
    random_state : int
    """

    max_rows: int = 4000
    time_limit: float = 60.0
    random_state: int = 0


def run_batch(
    entries: Sequence[CollectionEntry],
    store: Store,
    *,
    configurations: Sequence[Configuration] | None = None,
    settings: BatchSettings | None = None,
    n_jobs: int = 1,
) -> Iterator[Evaluation]:
    """Evaluate configurations on the datasets of a collection and yield each `Evaluation` once it is stored.

    What `store` holds already is not repeated; stopping at any point and calling again continues. Configurations are
    taken in rounds over all datasets, so that what is stored is a nearly complete matrix at every stage.

    Parameters
    ----------
    entries : list of CollectionEntry
    store : Store
    configurations : list of Configuration, optional
        The shipped ones for the task of each dataset when not given.
    settings : BatchSettings, optional
    n_jobs : int
        Processes; each uses one thread.

    Raises
    ------
    StoreError
        If the store was made with other settings: its rows would not be comparable.
    """
    settings = settings or BatchSettings()
    _check_settings(store, settings)
    chosen = {entry.name: configurations or shipped_configurations(entry.task) for entry in entries}
    store.write_configurations(dict.fromkeys(c for listed in chosen.values() for c in listed))
    with joblib.parallel_config(backend="loky", n_jobs=n_jobs, inner_max_num_threads=1):
        _describe_all(entries, store, settings)
        tasks = _plan(entries, chosen, store.finished())
        parallel = joblib.Parallel(return_as="generator_unordered", batch_size=1)
        for evaluations in parallel(joblib.delayed(_evaluate_chunk)(entry, chunk, settings) for entry, chunk in tasks):
            for evaluation in evaluations:
                store.write_evaluation(evaluation)
                yield evaluation


def _check_settings(store: Store, settings: BatchSettings) -> None:
    earlier = store.read_settings().get("batch")
    if earlier is None:
        store.write_settings({"batch": asdict(settings)})
    elif earlier != asdict(settings):
        raise StoreError(
            f"{store.path} was made with the settings {earlier}, not {asdict(settings)}; "
            "use the same or another store, since the rows would not be comparable"
        )


def _plan(entries, chosen, finished) -> list[tuple[CollectionEntry, list[Configuration]]]:
    """Chunks of the first configurations for all datasets come before those of the next."""
    chunks = []
    for entry in entries:
        pending = [c for c in chosen[entry.name] if (entry.name, c.id) not in finished]
        n_done = len(chosen[entry.name]) - len(pending)
        for start in range(0, len(pending), _CHUNK):
            chunks.append((n_done + start, entry, pending[start : start + _CHUNK]))
    return [(entry, chunk) for _, entry, chunk in sorted(chunks, key=lambda item: item[0])]


@lru_cache(maxsize=2)
def _read(entry: CollectionEntry, max_rows: int, random_state: int) -> Dataset:
    return subsample(entry.read(), max_rows, random_state)


def _evaluate_chunk(
    entry: CollectionEntry, configurations: list[Configuration], settings: BatchSettings
) -> list[Evaluation]:
    try:
        dataset = _read(entry, settings.max_rows, settings.random_state)
    except MetaSelectError as error:
        return [Evaluation(entry.name, c.id, "failed", error=f"DatasetError: {error}") for c in configurations]
    return [
        evaluate(c, dataset, time_limit=settings.time_limit, random_state=settings.random_state) for c in configurations
    ]


def _describe_all(entries: Sequence[CollectionEntry], store: Store, settings: BatchSettings) -> None:
    """Record sizes, dummy scores and metafeatures of datasets that lack them at the versions of today."""
    versions = metafeature_versions()
    known = store.read_datasets()
    lacking = [e for e in entries if known.get(e.name, {}).get("metafeature_versions") != versions]
    parallel = joblib.Parallel(return_as="generator_unordered", batch_size=1)
    for name, description in parallel(joblib.delayed(_describe)(entry, settings) for entry in lacking):
        if "error" in description:
            _logger.warning("%s cannot be described: %s", name, description["error"])
        else:
            store.write_dataset(name, {**description, "metafeature_versions": versions})


def _describe(entry: CollectionEntry, settings: BatchSettings) -> tuple[str, dict[str, object]]:
    try:
        dataset = _read(entry, settings.max_rows, settings.random_state)
    except MetaSelectError as error:
        return entry.name, {"error": str(error)}
    y = np.unique(dataset.y, return_inverse=True)[1] if is_classification(dataset.task) else dataset.y
    metafeatures = extract_metafeatures(dataset, random_state=settings.random_state)
    return entry.name, {
        "task": dataset.task,
        "origin": dataset.origin,
        "n_rows": dataset.n_rows,
        "n_columns": dataset.n_columns,
        "n_classes": dataset.n_classes,
        "source": entry.source,
        "licence": entry.licence,
        "dummy_scores": {measure.name: float(measure.dummy(y)) for measure in measures_for(dataset.task)},
        "metafeatures": {
            name: None if np.isnan(value) else float(value)
            for name, value in zip(metafeatures.names, metafeatures.values, strict=True)
        },
    }
