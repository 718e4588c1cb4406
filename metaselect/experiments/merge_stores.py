"""`merge_stores`: what several machines stored becomes one store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from metaselect.evaluation import INFRASTRUCTURE_STATUSES, Evaluation
from metaselect.exceptions import StoreError, shorten
from metaselect.experiments.settings import BatchSettings
from metaselect.experiments.store import Store
from metaselect.learners import Configuration
from metaselect.metafeatures import metafeature_versions

__all__ = ["merge_stores"]

# Where these differ, two stores of the same name do not hold the same rows of the same table.
_IDENTITY = ("target", "group", "time", "task", "origin", "n_rows", "n_columns", "n_classes")


def merge_stores(output: Store, stores: Sequence[Store]) -> None:
    """Write what `stores` hold to `output`, all of it or nothing.

    What `output` holds already counts as the first store, so that doing it again changes nothing. Of two rows of the
    same evaluation the one that says more is kept, the first when they say as much: a success more than a failure, that
    more than a race broken off, and that more than a lost machine. Of two descriptions of a dataset the one by the
    metafeatures of today is kept.

    Parameters
    ----------
    output : Store
        What is written to.
    stores : sequence of Store
        Read only; the first have precedence.

    Raises
    ------
    StoreError
        If the stores were made with different settings, or know different tables by the same name.
    """
    settings = _common_settings([output, *stores])
    datasets: dict[str, Mapping[str, object]] = {}
    configurations: dict[str, Configuration] = {}
    best: dict[tuple[str, str, float], Evaluation] = {}
    said_by: dict[tuple[str, str, float], Store] = {}
    for store in [output, *stores]:
        for name, description in store.read_datasets().items():
            datasets[name] = _same_dataset(name, datasets.get(name), description, store)
        configurations |= store.read_configurations()
        for row in store.read_all_evaluations():
            key = (row.dataset, row.configuration, row.train_share)
            if key not in best or _says(row) > _says(best[key]):
                best[key], said_by[key] = row, store
    _copy_predictions(output, {key[:2]: store for key, store in said_by.items() if key[2] == 1.0})
    output.write_all(settings, datasets, configurations.values(), best.values())


def _copy_predictions(output: Store, said_by: Mapping[tuple[str, str], Store]) -> None:
    """Write predictions beside those of `output`, from the store whose row is kept, before the rows that need them."""
    for store in dict.fromkeys(said_by.values()):
        if store is not output:
            for pair in sorted(store.predictions.finished()):
                if said_by.get(pair) is store:
                    output.predictions.write(*pair, store.predictions.read(*pair))


def _common_settings(stores: Sequence[Store]) -> dict[str, object]:
    """Return the settings of all stores that have any."""
    made_with = {store.path: store.read_settings().get("batch") for store in stores}
    known = {path: BatchSettings.recorded(settings) for path, settings in made_with.items() if settings is not None}
    if not known:
        raise StoreError(f"there is nothing to merge: {shorten(made_with)} hold no evaluation")
    first = next(iter(known))
    for path, settings in known.items():
        other = {name for name in settings.keys() | known[first].keys() if settings.get(name) != known[first].get(name)}
        if other:
            name = sorted(other)[0]
            raise StoreError(
                f"{path} was made with {name} {settings.get(name)}, {first} with {known[first].get(name)}: the rows "
                "would not be comparable; merge stores of the same settings only"
            )
    return {"batch": made_with[first]}


def _same_dataset(
    name: str, known: Mapping[str, object] | None, description: Mapping[str, object], store: Store
) -> Mapping[str, object]:
    if known is None:
        return description
    for what in _IDENTITY:
        if known.get(what) != description.get(what):
            raise StoreError(
                f"{store.path} holds {name} with the {what} {description.get(what)!r}, another store with "
                f"{known.get(what)!r}: they are not the same table; give one of them another name in its manifest"
            )
    is_of_today = description.get("metafeature_versions") == metafeature_versions()
    return description if is_of_today and known.get("metafeature_versions") != metafeature_versions() else known


def _says(row: Evaluation) -> int:
    """Return how much a row says, from 0, of its learner."""
    if row.status in INFRASTRUCTURE_STATUSES:
        return 0
    return {"raced": 1, "ok": 3}.get(row.status, 2)
