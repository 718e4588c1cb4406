"""What a search tried, as knowledge: one more known dataset, for advice on similar ones."""

from __future__ import annotations

import tempfile
from dataclasses import asdict, replace
from pathlib import Path

from metaselect.data import Dataset
from metaselect.evaluation import subsample
from metaselect.exceptions import KnowledgeBaseError
from metaselect.experiments import BatchSettings, Store, describe
from metaselect.knowledge import KnowledgeBase, build_knowledge_base
from metaselect.metafeatures import metafeature_versions
from metaselect.search.search import Search

__all__ = ["knowledge_from"]


def knowledge_from(search: Search, dataset: Dataset) -> KnowledgeBase:
    """Return the knowledge base of the dataset that was searched and of what was tried on it.

    Parameters
    ----------
    search : Search
        Its trials are as those of a benchmark.
    dataset : Dataset
        That was searched; its metafeatures are what it will be recognized by.

    Raises
    ------
    KnowledgeBaseError
        If nothing was tried.
    """
    if not search.trials:
        raise KnowledgeBaseError("nothing can be learned from this search: there was time for no trial")
    settings = BatchSettings(random_state=search.candidate.random_state)
    rows = subsample(dataset, settings.max_rows, settings.random_state)
    terms = {"target": dataset.target, "source": "", "licence": "", "metafeature_versions": metafeature_versions()}
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder, "trials.sqlite")) as store:
        store.write_settings({"batch": asdict(settings)})
        store.write_dataset(dataset.name, {**describe(rows, settings.random_state), **terms})
        store.write_configurations(trial.configuration for trial in search.trials)
        for trial in search.trials:
            store.write_evaluation(replace(trial.evaluation, out_of_fold=()))
        return build_knowledge_base(store)
