"""`coverage`: how much a knowledge base holds, and what it cost."""

from __future__ import annotations

from typing import TypedDict

from metaselect.evaluation import INFRASTRUCTURE_STATUSES, Resampling, measures_for
from metaselect.knowledge.comparability import resampling_of_datasets
from metaselect.knowledge.knowledge_base import KnowledgeBase

__all__ = ["Coverage", "coverage"]


class TaskCoverage(TypedDict):
    """What is known of one task: see `coverage`."""

    datasets: int
    origins: int
    configurations: int
    complete: int
    metrics: list[str]


class Coverage(TypedDict):
    """What `coverage` returns."""

    tasks: dict[str, TaskCoverage]
    statuses: dict[str, int]
    resampling: dict[str, int]
    cpu_hours: float
    learning_curves: int
    datasets_with_learning_curves: int


def coverage(knowledge_base: KnowledgeBase) -> Coverage:
    """Return how much a knowledge base holds.

    Returns
    -------
    coverage : dict
        - tasks: for each, the numbers of `datasets`, `origins`, `configurations` and `complete` datasets, which have a
          row of every configuration known for the task, and `metrics`, those measured on every dataset that has a score
        - statuses: the number of evaluations with each, the most frequent first
        - resampling: the number of datasets split in each way
        - cpu_hours: processor time of all evaluations that succeeded, fitting and predicting, over all folds
        - learning_curves: the number of evaluations on shares of the training rows, and datasets_with_learning_curves

    Examples
    --------
    >>> from metaselect import load_knowledge_base
    >>> coverage(load_knowledge_base())["tasks"]["binary"]["metrics"]
    ['roc_auc', 'neg_log_loss', 'accuracy', 'balanced_accuracy', 'f1']
    """
    evaluations = knowledge_base.evaluations
    plans = resampling_of_datasets(knowledge_base)
    n_splits = evaluations["dataset"].map(plans.dropna().map(lambda plan: Resampling.from_text(plan).n_splits))
    seconds = (evaluations["fit_seconds"] + evaluations["predict_seconds"]) * n_splits
    return {
        "tasks": {task: _of_task(knowledge_base, task) for task in sorted(set(knowledge_base.datasets["task"]))},
        "statuses": evaluations["status"].value_counts().to_dict(),
        "resampling": plans.value_counts().to_dict(),
        "cpu_hours": float(seconds.sum() / 3600),
        "learning_curves": len(knowledge_base.learning_curves),
        "datasets_with_learning_curves": knowledge_base.learning_curves["dataset"].nunique(),
    }


def _of_task(knowledge_base: KnowledgeBase, task: str) -> TaskCoverage:
    datasets = knowledge_base.datasets.query("task == @task")
    rows = knowledge_base.evaluations
    rows = rows[rows["dataset"].isin(datasets.index) & ~rows["status"].isin(INFRASTRUCTURE_STATUSES)]
    n_configurations = rows["configuration"].nunique()
    measured = rows[rows["status"] == "ok"]
    metrics = [m.name for m in measures_for(task) if m.name in measured and measured[m.name].notna().all()]
    return {
        "datasets": len(datasets),
        "origins": datasets["origin"].nunique(),
        "configurations": n_configurations,
        "complete": int((rows["dataset"].value_counts() == n_configurations).sum()),
        "metrics": metrics,
    }
