"""Evaluate the shipped configurations on a collection, one after the other, and keep what they predict.

What is complete lies in `benchmarks/predictions/`, a file for each configuration. What is missing there is run, the
configurations first that are most often good or advised. A store on this machine holds what is unfinished, so that
stopping loses one evaluation at most; a fresh machine begins with the first configuration that has no file. Run with:

    python benchmarks/grow_predictions.py COLLECTION --store work.sqlite --hours 2 [--jobs 2] [--list]
"""

from __future__ import annotations

import argparse
import json
import logging
import lzma
import time
from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np
from _kept_predictions import FOLDER, KeptConfiguration, at_kept_rows, describe_rows, write_kept

from metaselect.assessment import leave_one_dataset_out
from metaselect.data import TASKS, CollectionEntry, Dataset, read_collection
from metaselect.evaluation import INFRASTRUCTURE_STATUSES, PRIMARY_METRIC, subsample
from metaselect.experiments import BatchSettings, Store, Workers, run_batch
from metaselect.knowledge import load_knowledge_base
from metaselect.learners import Configuration, shipped_configurations

# Twenty thousand rows, as all that is packaged; time for what is stronger and slower than it.
_SETTINGS = BatchSettings(time_limit=300)
_DATASETS = FOLDER / "datasets.json.xz"
_ORDER = FOLDER / "order.json"


def main() -> None:
    """Run what is missing until the time is up."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("collection", metavar="COLLECTION", help="a folder with manifest.csv")
    parser.add_argument("--store", required=True, metavar="FILE", help="where unfinished configurations are kept")
    parser.add_argument("--hours", type=float, default=1.0, metavar="H", help="no evaluation begins later (default: 1)")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="evaluations at a time (default: 1)")
    parser.add_argument("--list", action="store_true", help="say what is missing, and run nothing")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    FOLDER.mkdir(exist_ok=True)
    missing = [c for c in in_order() if not (FOLDER / f"{c.id}.xz").exists()]
    if arguments.list:
        print("\n".join(configuration.id for configuration in missing))
        return
    deadline = time.monotonic() + 3600 * arguments.hours
    entries = read_collection(arguments.collection)
    with Store(arguments.store) as store:
        known = store.read_datasets()
        for name, kept in _read_datasets().items():  # to describe them again takes long
            if name not in known:
                store.write_dataset(name, kept["description"])
        for configuration in missing:
            is_through = _run(configuration, entries, store, Workers(arguments.jobs), deadline)
            _keep_datasets(entries, store)
            if not is_through:
                print(f"time is up in {configuration.id}; the same command goes on")
                return
            print("complete:", _keep(configuration, entries, store).name, flush=True)


def in_order() -> list[Configuration]:
    """Return the shipped configurations, those first that are most often advised or among the five best.

    It is that on the packaged datasets, each without what is known of its origin. It is looked up once and kept, so
    that what is learned meanwhile does not change the order.
    """
    shipped = {c.id: c for task in TASKS for c in shipped_configurations(task)}
    if not _ORDER.exists():
        counts = _counts_of_advice()
        _ORDER.write_text(json.dumps(sorted(shipped, key=lambda id_: (-counts[id_], id_)), indent=0) + "\n")
    listed = [id_ for id_ in json.loads(_ORDER.read_text()) if id_ in shipped]
    return [shipped[id_] for id_ in dict.fromkeys([*listed, *shipped])]


def _counts_of_advice() -> Counter[str]:
    knowledge_base = load_knowledge_base()
    counts: Counter[str] = Counter()
    for task in TASKS:
        examples = knowledge_base.meta_examples(task, PRIMARY_METRIC[task])
        validation = leave_one_dataset_out("ensemble", examples, n_folds=20)
        counts.update(validation["first_pick"])
        # What a blend of good ones would be made of.
        best = np.argsort(examples.R, axis=1, kind="stable")[:, :5]  # NaN, what was never run, is last
        counts.update(np.asarray(examples.configurations)[best].ravel().tolist())
    return counts


def _run(
    configuration: Configuration, entries: list[CollectionEntry], store: Store, workers: Workers, deadline: float
) -> bool:
    """Evaluate a configuration on all datasets of its tasks; return whether it is through with them."""
    wanted = _wanted(configuration, entries)
    for _ in run_batch(wanted, store, configurations=[configuration], settings=_SETTINGS, workers=workers):
        if time.monotonic() > deadline:
            break
    rows = store.finished(without=INFRASTRUCTURE_STATUSES)
    return all((entry.name, configuration.id) in rows for entry in wanted)


def _wanted(configuration: Configuration, entries: list[CollectionEntry]) -> list[CollectionEntry]:
    return [entry for entry in entries if configuration in shipped_configurations(entry.task)]


def _keep(configuration: Configuration, entries: list[CollectionEntry], store: Store) -> Path:
    """Write the compact file of a configuration that is through with all datasets."""
    rows = {e.dataset: e for e in store.read_all_evaluations() if e.configuration == configuration.id}
    predictions = {}
    for entry in _wanted(configuration, entries):
        if rounds := store.predictions.read(entry.name, configuration.id):
            predictions[entry.name] = at_kept_rows(rounds, _read(entry), _SETTINGS.random_state)
    evaluations = {entry.name: rows[entry.name] for entry in _wanted(configuration, entries)}
    return write_kept(FOLDER, KeptConfiguration(configuration, evaluations, predictions))


def _keep_datasets(entries: list[CollectionEntry], store: Store) -> None:
    """Write which rows are kept of the datasets, and what describes these, for those that are new."""
    kept, known = _read_datasets(), store.read_datasets()
    new = [entry for entry in entries if entry.name in known and entry.name not in kept]
    for entry in new:
        kept[entry.name] = {**describe_rows(_read(entry), _SETTINGS.random_state), "description": known[entry.name]}
    if new:
        content = lzma.compress(json.dumps(kept, separators=(",", ":")).encode(), preset=9)
        temporary = _DATASETS.with_suffix(".part")
        temporary.write_bytes(content)
        temporary.rename(_DATASETS)


def _read_datasets() -> dict[str, dict]:
    return json.loads(lzma.decompress(_DATASETS.read_bytes())) if _DATASETS.exists() else {}


@cache
def _read(entry: CollectionEntry) -> Dataset:
    """Return a dataset; all together take less memory than the next configuration takes time to read them again."""
    return subsample(entry.read(), _SETTINGS.max_rows, _SETTINGS.random_state)


if __name__ == "__main__":
    main()
