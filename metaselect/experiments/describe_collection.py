"""`describe_collection`: sizes, dummy scores and metafeatures of many datasets, each in a process of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from metaselect.data import CollectionEntry
from metaselect.experiments.backends import Backend, Workers, open_backend
from metaselect.experiments.isolation import Run, close_children, describe_isolated
from metaselect.experiments.settings import BatchSettings

__all__ = ["describe_collection", "describe_with"]


def describe_collection(
    entries: Sequence[CollectionEntry],
    settings: BatchSettings,
    *,
    max_rows: Mapping[str, int] | None = None,
    n_jobs: int = 1,
) -> dict[str, dict[str, object]]:
    """Return what a store would keep of each dataset, by name: `{"error": why}` where it cannot be described.

    Parameters
    ----------
    entries : list of CollectionEntry
        The datasets.
    settings : BatchSettings
        The seed, the limit of memory, and the number of rows that represent a larger dataset.
    max_rows : mapping of str to int, optional
        The number of rows by dataset, where it differs from that of the settings.
    n_jobs : int
        Datasets described at the same time.
    """
    run, max_rows = Run(settings), max_rows or {}
    tasks = (
        (entry, replace(run, settings=replace(settings, max_rows=max_rows.get(entry.name, settings.max_rows))))
        for entry in entries
    )
    with open_backend(Workers(n_jobs), partial(close_children, run.id)) as backend:
        return {entry.name: description for entry, description in describe_with(backend, tasks)}


def describe_with(
    backend: Backend, tasks: Iterable[tuple[CollectionEntry, Run]]
) -> Iterator[tuple[CollectionEntry, dict[str, object]]]:
    """Yield the entry and the description of each dataset, as they are done.

    Parameters
    ----------
    backend : Backend
        Where it is done.
    tasks : iterable of (CollectionEntry, Run)
        The datasets, each with the settings to describe it by.
    """
    return backend.call(describe_isolated, tasks, _lost)


def _lost(entry: CollectionEntry, run: Run, why: str) -> tuple[CollectionEntry, dict[str, object]]:
    return entry, {"error": why}
