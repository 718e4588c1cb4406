"""`anonymize`: a knowledge base that can be handed on without saying what it is about."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pandas as pd

from metaselect.knowledge.knowledge_base import KnowledgeBase, ProvenancePart
from metaselect.knowledge.lazy_table import LazyTable
from metaselect.knowledge.provenance import provenance_parts

__all__ = ["anonymize"]

# Of how it was made only what is needed to compare scores; a part's name, notes and modules may speak of its subject.
_KEPT = ("settings", "versions")


def anonymize(knowledge_base: KnowledgeBase) -> KnowledgeBase:
    """Return the knowledge base with numbers for the names of datasets and origins, without any free text.

    Sources, licences and the texts of errors, which may quote data, are emptied. What stays are metafeatures, sizes,
    scores, seconds and the configurations with the names of their learners. Whoever has a dataset can still recognise
    it by its metafeatures.

    Examples
    --------
    >>> from metaselect import load_knowledge_base
    >>> anonymize(load_knowledge_base()).datasets.index[0]
    'dataset-001'
    """
    # In an order that tells nothing of the alphabet.
    datasets = knowledge_base.datasets.sort_values(["task", "n_rows", "n_columns"], kind="stable")
    names = {name: f"dataset-{number:03d}" for number, name in enumerate(datasets.index, start=1)}
    origins = {origin: f"origin-{number:03d}" for number, origin in enumerate(datasets["origin"].unique(), start=1)}
    renamed = knowledge_base.select(datasets.index).rename(names, datasets["origin"].map(origins))
    return replace(
        renamed,
        datasets=renamed.datasets.assign(source="", licence=""),
        evaluations=_without_causes(renamed.evaluations, ["dataset", "configuration"]),
        curves=LazyTable(_curves_without_causes, renamed.curves),
        provenance={"parts": [_settings_and_versions(part) for part in provenance_parts(knowledge_base)]},
        name="anonymous",
    )


def _settings_and_versions(part: ProvenancePart) -> ProvenancePart:
    values = dict(part)
    return cast(ProvenancePart, {key: values[key] for key in _KEPT if key in values})  # keys of a part, all the same


def _curves_without_causes(curves: LazyTable) -> pd.DataFrame:
    return _without_causes(curves.frame, ["dataset", "configuration", "train_share"])


def _without_causes(rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Return evaluations without the texts of errors, in the order of the new names."""
    return rows.assign(error=pd.Series("", index=rows.index, dtype=str)).sort_values(key, ignore_index=True)
