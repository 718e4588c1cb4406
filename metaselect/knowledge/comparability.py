"""How datasets were described and evaluated: what must agree before scores on one are put beside each other."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from metaselect.exceptions import Hint, IncompatibleKnowledgeBaseError, shorten
from metaselect.knowledge.knowledge_base import KnowledgeBase
from metaselect.knowledge.provenance import provenance_parts

__all__ = [
    "benchmark_seeds",
    "check_metafeature_versions",
    "evaluation_plans",
    "resampling_of_datasets",
    "were_rows_shuffled",
]


def check_metafeature_versions(knowledge_base: KnowledgeBase, theirs: Mapping[str, int]) -> None:
    """Raise where a metafeature of the knowledge base has another version in what is to be added to it.

    Parameters
    ----------
    knowledge_base : KnowledgeBase
        What is added to.
    theirs : mapping of str to int
        Versions of the metafeatures of what is to be added, by name.

    Raises
    ------
    IncompatibleKnowledgeBaseError
        It names the metafeatures.
    """
    ours = knowledge_base.metafeature_versions
    changed = [name for name, version in ours.items() if theirs.get(name, version) != version]
    if changed:
        raise IncompatibleKnowledgeBaseError(
            f"the two knowledge bases have different versions of the metafeatures {shorten(changed, 3)} and cannot be "
            "merged",
            hint=Hint(
                "make older one again", "call run_batch again on the store of the older one, then build_knowledge_base"
            ),
        )


def benchmark_seeds(knowledge_base: KnowledgeBase) -> set[object]:
    """Return the seeds of the benchmarks that the knowledge base was made from."""
    return {part.get("settings", {}).get("random_state") for part in provenance_parts(knowledge_base)}


def resampling_of_datasets(knowledge_base: KnowledgeBase) -> pd.Series:
    """Return how each dataset was split, such as "5-fold x 2"; NaN where nothing was scored.

    Before it was recorded it was one round of folds, whose number the rows tell.
    """
    return evaluation_plans(knowledge_base)["resampling"]


def were_rows_shuffled(knowledge_base: KnowledgeBase) -> pd.Series:
    """Return whether the folds of each dataset were drawn at random, by its name; groups and times were not.

    Scores of new groups and of later rows are lower than those of shuffled rows: skills of the two kinds are not to be
    expected of one another. What is best on a dataset is told by either.
    """
    evaluations, names = knowledge_base.evaluations, knowledge_base.datasets.index
    if "resampling" not in evaluations:
        return pd.Series(True, index=names)
    plans = [plan for plan in evaluations["resampling"].unique() if " by " in str(plan)]
    others = evaluations["dataset"][evaluations["resampling"].isin(plans)]
    return pd.Series(~names.isin(others.unique()), index=names)


def evaluation_plans(knowledge_base: KnowledgeBase) -> pd.DataFrame:
    """Return under which plan each dataset was evaluated: rows of training and test, and the resampling.

    NaN where nothing was scored. Scores on one dataset can be compared where all three agree, and the seeds.
    """
    evaluations = knowledge_base.evaluations
    scored = evaluations[evaluations["status"] == "ok"].groupby("dataset")
    plans = scored[["n_train_rows", "n_test_rows"]].max()
    n_folds = ((plans["n_train_rows"] + plans["n_test_rows"]) / plans["n_test_rows"]).round().astype(int)
    plans["resampling"] = n_folds.astype(str) + "-fold"
    if "resampling" in evaluations:
        recorded = scored["resampling"].max().replace("", np.nan)  # the greatest text: an empty one says nothing
        plans["resampling"] = recorded.fillna(plans["resampling"])
    return plans.reindex(knowledge_base.datasets.index)
