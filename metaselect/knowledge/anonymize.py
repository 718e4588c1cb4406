"""`anonymous`: a knowledge base that can be handed on without saying what it is about."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd

from metaselect.knowledge.knowledge_base import KnowledgeBase, renamed_curves
from metaselect.knowledge.provenance import provenance_parts

__all__ = ["anonymous"]

# Of how it was made only what is needed to compare scores; a part's name, notes and modules may speak of its subject.
_KEPT = ("settings", "versions")


def anonymous(knowledge_base: KnowledgeBase) -> KnowledgeBase:
    """Return the knowledge base with numbers for the names of datasets and origins, without any free text.

    Sources, licences and the texts of errors, which may quote data, are emptied. What stays are metafeatures, sizes,
    scores, seconds and the configurations with the names of their learners. Whoever has a dataset can still recognise
    it by its metafeatures.

    Examples
    --------
    >>> from metaselect import load_knowledge_base
    >>> anonymous(load_knowledge_base()).datasets.index[0]
    'dataset-001'
    """
    # In an order that tells nothing of the alphabet.
    datasets = knowledge_base.datasets.sort_values(["task", "n_rows", "n_columns"], kind="stable")
    names = {name: f"dataset-{number:03d}" for number, name in enumerate(datasets.index, start=1)}
    origins = {origin: f"origin-{number:03d}" for number, origin in enumerate(datasets["origin"].unique(), start=1)}
    renamed = datasets.assign(origin=datasets["origin"].map(origins), source="", licence="").rename(names)
    evaluations = knowledge_base.evaluations
    return replace(
        knowledge_base,
        datasets=renamed,
        metafeatures=knowledge_base.metafeatures.rename(names).loc[renamed.index],
        evaluations=evaluations.assign(
            dataset=evaluations["dataset"].map(names), error=pd.Series("", index=evaluations.index, dtype=str)
        ).sort_values(["dataset", "configuration"], ignore_index=True),
        read_curves=partial(_anonymous_curves, knowledge_base, names),
        provenance={
            "parts": [{key: part[key] for key in _KEPT if key in part} for part in provenance_parts(knowledge_base)]
        },
        name="anonymous",
    )


def _anonymous_curves(knowledge_base: KnowledgeBase, names: dict[str, str]) -> pd.DataFrame:
    curves = renamed_curves(knowledge_base, names)
    return curves.assign(error=pd.Series("", index=curves.index, dtype=str)).sort_values(
        ["dataset", "configuration", "train_share"], ignore_index=True
    )
