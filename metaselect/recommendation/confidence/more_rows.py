"""What twice the rows were worth to base learners on known datasets."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from metaselect.evaluation import find_measure, skill
from metaselect.knowledge import KnowledgeBase
from metaselect.recommendation.confidence.expected_scores import LOWEST_SKILL

__all__ = ["MoreRows", "gains_from_more_rows", "measure_more_rows"]

# Of fewer datasets a median says little.
_FEWEST_DATASETS = 10
# From 100 rows to 200 says nothing of what a table gains that is larger than all known ones.
_FEWEST_ROWS = 1000


@dataclass(frozen=True)
class MoreRows:
    """What the second half of the training rows added to the skill of base learners.

    Attributes
    ----------
    n_datasets : int
        Known datasets of 1,000 rows or more with learning curves.
    gains : dict of str to float
        For each base learner the median over datasets and configurations, the greatest first. 0 is the score of the
        best constant predictor, 1 is perfect.
    """

    n_datasets: int = 0
    gains: dict[str, float] = field(default_factory=dict)


def measure_more_rows(knowledge_base: KnowledgeBase, task: str, metric: str) -> MoreRows:
    """Return what twice the rows were worth, from the learning curves of a knowledge base.

    Parameters
    ----------
    knowledge_base : KnowledgeBase
        With learning curves, or without: then nothing is known.
    task : {"binary", "multiclass", "regression"}
        Of the datasets that count.
    metric : str
        scikit-learn's scorer name.

    Examples
    --------
    >>> from metaselect import load_knowledge_base
    >>> more_rows = measure_more_rows(load_knowledge_base(), "regression", "neg_root_mean_squared_error")
    >>> more_rows.gains["decision_tree"] > more_rows.gains["ridge"]
    True
    """
    gains = gains_from_more_rows(knowledge_base, task, metric)
    if gains.empty:
        return MoreRows()
    gains = gains.assign(learner=gains["configuration"].map(lambda id_: knowledge_base.configurations[id_].learner))
    by_learner = gains.groupby("learner")
    medians = by_learner["gain"].median()[by_learner["dataset"].nunique() >= _FEWEST_DATASETS]
    return MoreRows(gains["dataset"].nunique(), medians.sort_values(ascending=False, kind="stable").to_dict())


def gains_from_more_rows(knowledge_base: KnowledgeBase, task: str, metric: str) -> pd.DataFrame:
    """Return the skill on all training rows less that on half of them, of datasets of 1,000 rows or more.

    Parameters
    ----------
    knowledge_base : KnowledgeBase
        With learning curves, or without: then nothing is known.
    task : {"binary", "multiclass", "regression"}
        Of the datasets that count.
    metric : str
        scikit-learn's scorer name.

    Returns
    -------
    gains : DataFrame
        `dataset`, `configuration` and `gain`, where both scores are known.
    """
    curves, measure = knowledge_base.learning_curves, find_measure(metric, task)
    datasets = knowledge_base.datasets
    names = datasets.index[(datasets["task"] == task) & (datasets["n_rows"] >= _FEWEST_ROWS)]
    half = curves[(curves["train_share"] == 0.5) & curves["dataset"].isin(names)]
    if half.empty:
        return pd.DataFrame({"dataset": [], "configuration": [], "gain": []})
    key = ["dataset", "configuration"]
    both = half.merge(knowledge_base.evaluations, on=key, suffixes=("_of_half", ""))
    dummy = both["dataset"].map(datasets[f"dummy.{metric}"])
    skills = [
        skill(both[column].astype(float), dummy, measure.perfect).clip(lower=LOWEST_SKILL)
        for column in (f"{metric}_of_half", metric)
    ]
    return both[key].assign(gain=skills[1] - skills[0]).dropna(ignore_index=True)
