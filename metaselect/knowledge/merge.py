"""`merge`: two knowledge bases become one, and no dataset in it mixes scores that cannot be compared."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from metaselect.evaluation import INFRASTRUCTURE_STATUSES
from metaselect.exceptions import shorten
from metaselect.knowledge.comparability import benchmark_seeds, check_metafeature_versions, evaluation_plans
from metaselect.knowledge.fold_noise import NOISE
from metaselect.knowledge.knowledge_base import KnowledgeBase, Provenance
from metaselect.knowledge.lazy_table import LazyTable
from metaselect.knowledge.provenance import provenance_parts

__all__ = ["CURVE_KEY", "merge", "newer_first"]

_KEY = ["dataset", "configuration"]
CURVE_KEY = [*_KEY, "train_share"]
# What happened to a machine says nothing of the learner, and a race that was broken off has no score: neither replaces
# a row that says more.
_SAYS_LESS = (*INFRASTRUCTURE_STATUSES, "raced")
_TEXT = ("task", "origin", "source", "licence", "status", "error", "resampling")


def merge(base: KnowledgeBase, other: KnowledgeBase) -> KnowledgeBase:
    """Return what `base` and `other`, the newer one, know together; neither is changed.

    - A dataset is in both when it has the same name, task and number of columns, and either its simple metafeatures
      are the same or its origin and source are: then it is another sample, or a newer state, of the same table.
    - A dataset in both that was evaluated on the same rows under the same plan has the evaluations of both, those of
      `other` first. Otherwise the side that evaluated more configurations on it is kept, `other` when they are as many,
      and the other side is dropped: scores from different resampling are not comparable, so they are never mixed
      within a dataset, and a run that is not finished replaces nothing that is complete.
    - A different dataset of the same name gets a name with a number. The same data under another name takes the
      origin that `base` knows it by, so that both are left out together.
    - A metafeature that one side lacks is kept, NaN there, when it is known for at least half of the datasets, and
      dropped otherwise: a column that is mostly missing would tell where a dataset comes from, not what it is like.
    - Configurations are united by id. The provenance lists that of each part, in `notes` what was renamed and in
      `dropped` what of `other` was not taken.

    Parameters
    ----------
    base : KnowledgeBase
        The older one; its names and origins are kept.
    other : KnowledgeBase
        The newer one.

    Raises
    ------
    IncompatibleKnowledgeBaseError
        If a metafeature that both know has two versions.

    Examples
    --------
    >>> from metaselect import load_knowledge_base
    >>> packaged = load_knowledge_base()
    >>> names = packaged.datasets.index
    >>> merge(packaged.select(names[:3]), packaged.select(names[2:5])).datasets.index.equals(names[:5])
    True
    """
    check_metafeature_versions(base, other.metafeature_versions)
    same_rows = _datasets_of_the_same_rows(base, other)
    other, notes = _with_names_of(base, other, same_rows)
    shared = other.datasets.index.intersection(base.datasets.index)
    united = _evaluated_alike(base, other, shared)
    kept = _more_complete(base, other, shared.difference(united, sort=False))
    other, shared = _without_datasets(other, kept), shared.difference(kept, sort=False)
    only_base = base.datasets.index.difference(shared, sort=False)
    order = base.datasets.index.append(other.datasets.index.difference(shared, sort=False))
    metafeatures = _metafeatures(base, other, only_base, united).loc[order]
    return KnowledgeBase(
        datasets=_datasets(base, other, only_base, united).loc[order],
        metafeatures=metafeatures,
        evaluations=newer_first(base.evaluations, other.evaluations, only_base.union(united), _KEY),
        curves=LazyTable(_curves, base.curves, other.curves, only_base.union(united)),
        configurations={**base.configurations, **other.configurations},
        metafeature_versions={
            name: version
            for name, version in {**base.metafeature_versions, **other.metafeature_versions}.items()
            if name in metafeatures.columns
        },
        provenance=_provenance(base, other, notes, kept),
        name=f"{base.name} + {other.name}",
    )


def _datasets_of_the_same_rows(base: KnowledgeBase, other: KnowledgeBase) -> dict[str, list[str]]:
    """Return, for each dataset of `other`, the names in `base` of those with the same metafeatures."""
    common = base.metafeatures.columns.intersection(other.metafeatures.columns)
    comparable = replace(base, metafeatures=base.metafeatures[common])
    return {name: comparable.datasets_like(row[common]) for name, row in other.metafeatures.iterrows()}


def _with_names_of(
    base: KnowledgeBase, other: KnowledgeBase, same_rows: dict[str, list[str]]
) -> tuple[KnowledgeBase, list[str]]:
    """Return `other` with the names and origins that `base` has for the same data, and notes on what changed."""
    names: dict[str, str] = {}
    origins: dict[str, str] = {}
    notes: list[str] = []
    for name, origin in other.datasets["origin"].items():
        taken = {*other.datasets.index, *names.values()} - {name}
        names[name] = _name_in(base, other.datasets.loc[name], same_rows[name], taken)
        if names[name] != name:
            notes.append(f"{name} is known as {names[name]}: another dataset is called {name}")
        known = sorted(set(base.datasets.loc[same_rows[name], "origin"]))
        origins[name] = origin if not known or origin in known else known[0]
        if origins[name] != origin:
            notes.append(f"{names[name]} has the origin {origins[name]}, as it is the same data")
    return other.rename(names, origins), notes


def _name_in(base: KnowledgeBase, described: pd.Series, same_rows: list[str], taken: set[str]) -> str:
    """Return the name of the dataset in `base`, or the first one that is free."""
    candidate, number = described.name, 1
    while candidate in taken or (
        candidate in base.datasets.index and not _is_same(base, candidate, described, same_rows)
    ):
        number += 1
        candidate = f"{described.name}-{number}"
    return candidate


def _is_same(base: KnowledgeBase, known: str, described: pd.Series, same_rows: list[str]) -> bool:
    ours = base.datasets.loc[known]
    if any(ours[column] != described[column] for column in ("task", "n_columns")):
        return False
    return known in same_rows or all(ours[column] == described[column] for column in ("origin", "source"))


def _evaluated_alike(base: KnowledgeBase, other: KnowledgeBase, shared: pd.Index) -> pd.Index:
    """Return those of the `shared` datasets that were evaluated on the same rows under the same plan."""
    if benchmark_seeds(base) != benchmark_seeds(other):
        return shared[:0]
    ours, theirs = evaluation_plans(base).loc[shared], evaluation_plans(other).loc[shared]
    # A side without any score says nothing of its plan, and contradicts none.
    same_plan = ((ours == theirs) | ours.isna() | theirs.isna()).all(axis=1).to_numpy(dtype=bool)
    same_rows = _datasets_of_the_same_rows(base, other)
    return shared[same_plan & np.array([name in same_rows[name] for name in shared], dtype=bool)]


def _more_complete(base: KnowledgeBase, other: KnowledgeBase, names: pd.Index) -> pd.Index:
    """Return those of the datasets `names` on which `base` evaluated more configurations than `other`."""
    n_base, n_other = (
        side.evaluations.loc[~side.evaluations["status"].isin(_SAYS_LESS), "dataset"]
        .value_counts()
        .reindex(names, fill_value=0)
        for side in (base, other)
    )
    return names[(n_base > n_other).to_numpy(dtype=bool)]


def _without_datasets(knowledge_base: KnowledgeBase, names: pd.Index) -> KnowledgeBase:
    """Return the knowledge base without these datasets and the configurations that were run on no other."""
    if names.empty:
        return knowledge_base
    kept = knowledge_base.select(knowledge_base.datasets.index.difference(names, sort=False))
    used = set(kept.evaluations["configuration"])
    return replace(kept, configurations={id_: c for id_, c in kept.configurations.items() if id_ in used})


def _datasets(base: KnowledgeBase, other: KnowledgeBase, only_base: pd.Index, united: pd.Index) -> pd.DataFrame:
    stacked = _stack(base.datasets.loc[only_base], other.datasets)
    # What was not measured again on the same rows under the same plan stays as it was.
    noise = [column for column in base.datasets if column.startswith(NOISE)]
    stacked = stacked.reindex(columns=stacked.columns.union(noise, sort=False))
    stacked.loc[united, noise] = stacked.loc[united, noise].combine_first(base.datasets.loc[united, noise])
    return stacked


def _metafeatures(base: KnowledgeBase, other: KnowledgeBase, only_base: pd.Index, united: pd.Index) -> pd.DataFrame:
    newer = other.metafeatures.reindex(columns=other.metafeatures.columns.union(base.metafeatures.columns, sort=False))
    lacking = base.metafeatures.columns.difference(other.metafeatures.columns)
    newer.loc[united, lacking] = base.metafeatures.loc[united, lacking]  # described rows are the same
    stacked = pd.concat([base.metafeatures.loc[only_base], newer])
    n_known = pd.Series(0, index=stacked.columns)
    n_known[base.metafeatures.columns] += len(only_base)
    n_known[other.metafeatures.columns] += len(newer)
    n_known[lacking] += len(united)
    # In the order of `base`, which is the order of names in every answer.
    columns = base.metafeatures.columns.union(stacked.columns, sort=False)
    return stacked[[column for column in columns if n_known[column] >= len(stacked) / 2]]


def newer_first(base: pd.DataFrame, other: pd.DataFrame, from_base: pd.Index, key: list[str]) -> pd.DataFrame:
    """Return the rows of both, of `base` those of some datasets; of two with the same key the one that says more.

    Parameters
    ----------
    base, other : DataFrame
        Evaluations, the older and the newer ones.
    from_base : Index
        Names of the datasets whose rows of `base` are taken.
    key : list of str
        Columns that no two rows may agree in.
    """
    stacked = _stack(base[base["dataset"].isin(from_base)], other).reset_index(drop=True)
    says_all = ~stacked["status"].isin(_SAYS_LESS)
    order = says_all.sort_values(kind="stable").index
    return stacked.loc[order].drop_duplicates(key, keep="last").sort_index().reset_index(drop=True)


def _curves(base: LazyTable, other: LazyTable, from_base: pd.Index) -> pd.DataFrame:
    return newer_first(base.frame, other.frame, from_base, CURVE_KEY)


def _stack(older: pd.DataFrame, newer: pd.DataFrame) -> pd.DataFrame:
    """Return both tables, with the columns of both, text missing on one side being empty."""
    parts = [part for part in (older, newer) if len(part)] or [newer]
    stacked = pd.concat(parts)
    text = [column for column in _TEXT if column in stacked]
    return stacked.fillna(dict.fromkeys(text, ""))


def _provenance(base: KnowledgeBase, other: KnowledgeBase, notes: list[str], kept: pd.Index) -> Provenance:
    parts = provenance_parts(base)
    parts += [part for part in provenance_parts(other) if part not in parts]
    earlier = [note for side in (base, other) for note in side.provenance.get("notes", [])]
    # Only that of the newer side: what was not complete earlier may be known now.
    dropped = list(other.provenance.get("dropped", []))
    if len(kept):
        dropped.append(
            f"kept as known before: {shorten(kept)}; under the newer plan fewer of their configurations were "
            "evaluated: finish that benchmark and learn again to replace them"
        )
    return {"parts": parts, "notes": list(dict.fromkeys([*earlier, *notes])), "dropped": dropped}
