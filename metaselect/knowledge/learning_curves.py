"""`add_learning_curves`: runs on shares of the training rows join a knowledge base that has the runs on all of them."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from metaselect.exceptions import Hint, KnowledgeBaseError, shorten
from metaselect.experiments import Store
from metaselect.knowledge.build import curve_table, store_provenance
from metaselect.knowledge.comparability import benchmark_seeds, check_metafeature_versions, evaluation_plans
from metaselect.knowledge.knowledge_base import KnowledgeBase, Provenance
from metaselect.knowledge.lazy_table import LazyTable
from metaselect.knowledge.merge import CURVE_KEY, newer_first
from metaselect.knowledge.provenance import provenance_parts

__all__ = ["add_learning_curves"]


def add_learning_curves(base: KnowledgeBase, store: Store) -> KnowledgeBase:
    """Return the knowledge base with the learning curves of datasets that the store has nothing else of.

    A benchmark may be run on shares of the training rows in a store of its own. What it says of a dataset is added when
    `base` evaluated the dataset of this name on the same rows, with the same seed, resampling and test rows: only then
    are the evaluations on all training rows the last point of the curves. Points of configurations without such a last
    point are left out. Datasets that the store evaluated on all rows too are for `merge`.

    Parameters
    ----------
    base : KnowledgeBase
        What is added to; not changed.
    store : Store
        Of a benchmark on shares of the training rows; read only.

    Raises
    ------
    KnowledgeBaseError
        If the store holds curves alone, and none of them belongs to what `base` knows.
    IncompatibleKnowledgeBaseError
        If datasets of the store were described by other versions of the metafeatures.
    """
    described, curves = store.read_datasets(), store.read_learning_curves()
    evaluated = {dataset for dataset, _ in store.finished()}
    wanted = set(curves["dataset"]) - evaluated
    alone = [name for name in described if name in wanted]
    if not alone:
        return base
    rows = curve_table(curves, alone)
    same_seed = benchmark_seeds(base) == {store.read_settings().get("batch", {}).get("random_state")}
    joining = [name for name in alone if same_seed and _belongs(base, described[name], rows[rows["dataset"] == name])]
    if not joining and not evaluated:
        raise KnowledgeBaseError(
            f"{store.path} holds learning curves alone, and {base.name} has no evaluations of {shorten(alone)} on the "
            "same rows under the same plan",
            hint=Hint("evaluate on all rows", "evaluate on all rows with run_batch"),
        )
    key = ["dataset", "configuration"]
    has_last_point = pd.MultiIndex.from_frame(rows[key]).isin(pd.MultiIndex.from_frame(base.evaluations[key]))
    added = rows[has_last_point & rows["dataset"].isin(joining).to_numpy()]
    left_out = [name for name in alone if name not in joining]
    parts = provenance_parts(base)
    part = store_provenance(store, [base.configurations[id_] for id_ in added["configuration"].unique()])
    if joining and part not in parts:
        parts.append(part)
    provenance: Provenance = {
        "parts": parts,
        "notes": base.provenance.get("notes", []),
        "dropped": _dropped(base, left_out),
    }
    return replace(base, curves=LazyTable(_united, base.curves, added, base.datasets.index), provenance=provenance)


def _belongs(base: KnowledgeBase, description: dict, rows: pd.DataFrame) -> bool:
    """Return whether the evaluations that `base` has of the dataset are the last points of its curves `rows`."""
    check_metafeature_versions(base, description["metafeature_versions"])
    (name,) = rows["dataset"].unique()
    if name not in base.datasets_like(pd.Series(description["metafeatures"], dtype=float)):
        return False
    scored, plan = rows[rows["status"] == "ok"], evaluation_plans(base).loc[name]
    return all((scored[column] == plan[column]).all() for column in ("n_test_rows", "resampling"))


def _united(base: LazyTable, added: pd.DataFrame, datasets: pd.Index) -> pd.DataFrame:
    """Return the curves of both, in the order of the datasets."""
    united = newer_first(base.frame, added, datasets, CURVE_KEY)
    position = {name: i for i, name in enumerate(datasets)}
    return united.sort_values("dataset", key=lambda names: names.map(position), kind="stable", ignore_index=True)


def _dropped(base: KnowledgeBase, left_out: list[str]) -> list[str]:
    dropped = list(base.provenance.get("dropped", []))
    if left_out:
        dropped.append(
            f"left out the learning curves of {shorten(left_out)}: there are no evaluations of these on the same rows "
            "under the same plan"
        )
    return dropped
