"""`redescribe`: metafeatures of today for datasets that were evaluated earlier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from metaselect.data import CollectionEntry
from metaselect.exceptions import KnowledgeBaseError, shorten
from metaselect.experiments import BatchSettings, describe_collection
from metaselect.knowledge.knowledge_base import KnowledgeBase, Provenance
from metaselect.knowledge.provenance import provenance_parts
from metaselect.metafeatures import metafeature_versions

__all__ = ["redescribe"]


def redescribe(knowledge_base: KnowledgeBase, entries: Sequence[CollectionEntry], *, n_jobs: int = 1) -> KnowledgeBase:
    """Return the knowledge base with all metafeatures in the versions of today; evaluations stay as they are.

    Each dataset is described by the very rows that it was evaluated on: a larger table is cut to the recorded number of
    rows with the recorded seed, and the scores of the best constant prediction must come out as recorded. Where they
    do not, or the table is missing or cannot be read, the dataset is left out, and the provenance says so in `dropped`.

    Parameters
    ----------
    knowledge_base : KnowledgeBase
        Of any versions of the metafeatures: `load_knowledge_base(folder, any_metafeatures=True)`.
    entries : list of CollectionEntry
        The collection that was evaluated.
    n_jobs : int
        Datasets described at the same time, each in a process of its own.

    Raises
    ------
    KnowledgeBaseError
        If no dataset can be described.
    """
    described = _describe(knowledge_base, entries, n_jobs)
    same = {name: d for name, d in described.items() if _is_of_same_rows(knowledge_base.datasets.loc[name], d)}
    if not same:
        raise KnowledgeBaseError(
            f"none of the {len(knowledge_base.datasets)} datasets of {knowledge_base.name} is in the collection with "
            "the rows that were evaluated; name the collection that it was made from"
        )
    names = [name for name in knowledge_base.datasets.index if name in same]
    metafeatures = {name: same[name]["metafeatures"] for name in names}
    n_columns = pd.Series({name: same[name]["n_columns"] for name in names})
    found = knowledge_base.select(names)
    return replace(
        found,
        datasets=found.datasets.assign(n_columns=n_columns),
        metafeatures=pd.DataFrame.from_dict(metafeatures, orient="index", dtype=float),
        metafeature_versions=metafeature_versions(),
        provenance={**_whole(knowledge_base), "dropped": _dropped(knowledge_base, described, names)},
    )


def _describe(knowledge_base: KnowledgeBase, entries: Sequence[CollectionEntry], n_jobs: int) -> dict[str, dict]:
    """Return the descriptions by name, `{"error": why}` where there is none."""
    settings = provenance_parts(knowledge_base)[0].get("settings", {})
    random_state = settings.get("random_state", BatchSettings.random_state)
    n_rows = {name: int(n) for name, n in knowledge_base.datasets["n_rows"].items()}
    known = [entry for entry in entries if entry.name in n_rows]
    return describe_collection(known, BatchSettings(random_state=random_state), max_rows=n_rows, n_jobs=n_jobs)


def _is_of_same_rows(recorded: pd.Series, description: dict) -> bool:
    if "error" in description or (description["task"], description["n_rows"]) != (recorded["task"], recorded["n_rows"]):
        return False
    scores = description["dummy_scores"]
    known = np.array([recorded.get(f"dummy.{metric}", np.nan) for metric in scores], dtype=float)
    # Saved with six significant digits; a metric that is newer than the knowledge base contradicts nothing.
    return bool(np.isclose(known, list(scores.values()), rtol=1e-4, atol=1e-6)[~np.isnan(known)].all())


def _whole(knowledge_base: KnowledgeBase) -> Provenance:
    provenance = knowledge_base.provenance
    return provenance if "parts" in provenance else {"parts": provenance_parts(knowledge_base), "notes": []}


def _dropped(knowledge_base: KnowledgeBase, described: dict[str, dict], kept: list[str]) -> list[str]:
    lost = [name for name in knowledge_base.datasets.index if name not in kept]
    reasons = {
        "not in the collection": [name for name in lost if name not in described],
        "not readable": [name for name in lost if "error" in described.get(name, {})],
        "other rows than those that were evaluated": [
            name for name in lost if name in described and "error" not in described[name]
        ],
    }
    return [f"left out, {why}: {shorten(names)}" for why, names in reasons.items() if names]
