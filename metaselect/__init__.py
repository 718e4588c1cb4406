"""metaselect knows which model to try on your table.

    data ──► metafeatures ───────────────┐
      │                                  ├─► knowledge ─► metalearners ─► recommendation ─┬─► estimators
      └───► learners ───► evaluation ────┘   (the metabase: what did well where)          ├─► report
                                                                                          └─► cli

In full, left to right: data, metafeatures, learners, evaluation (one configuration on one dataset), experiments (ten
thousand of them), knowledge, metalearners, recommendation, assessment (how good is the advice?), search (spends a
budget), models (files of fitted pipelines), report, estimators, cli. Beside them stands pretraining, which trains a
network that predicts small tables in context; nothing needs it.

A package imports only from packages to its left. The public names below are loaded when first used, so that
`import metaselect` costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

__version__ = "0.1.0"

_EXPORTS = {
    "Configuration": "metaselect.learners",
    "Dataset": "metaselect.data",
    "InContextClassifier": "metaselect.learners",
    "InContextRegressor": "metaselect.learners",
    "KnowledgeBase": "metaselect.knowledge",
    "MetaSelectClassifier": "metaselect.estimators",
    "MetaSelectRegressor": "metaselect.estimators",
    "Recommendation": "metaselect.recommendation",
    "Recommender": "metaselect.recommendation",
    "evaluate": "metaselect.evaluation",
    "extract_metafeatures": "metaselect.metafeatures",
    "load_knowledge_base": "metaselect.knowledge",
    "load_model": "metaselect.models",
    "read_dataset": "metaselect.data",
    "recommend": "metaselect.recommendation",
}

__all__ = [
    "Configuration",
    "Dataset",
    "InContextClassifier",
    "InContextRegressor",
    "KnowledgeBase",
    "MetaSelectClassifier",
    "MetaSelectRegressor",
    "Recommendation",
    "Recommender",
    "evaluate",
    "extract_metafeatures",
    "load_knowledge_base",
    "load_model",
    "read_dataset",
    "recommend",
]

# Two functions by the module of the same name that has them, or type checkers take the module for what is meant.
if TYPE_CHECKING:
    from metaselect.data import Dataset, read_dataset
    from metaselect.estimators import MetaSelectClassifier, MetaSelectRegressor
    from metaselect.evaluation.evaluate import evaluate
    from metaselect.knowledge import KnowledgeBase, load_knowledge_base
    from metaselect.learners import Configuration, InContextClassifier, InContextRegressor
    from metaselect.metafeatures import extract_metafeatures
    from metaselect.models import load_model
    from metaselect.recommendation import Recommendation, Recommender
    from metaselect.recommendation.recommend import recommend


def __getattr__(name: str):
    if name not in _EXPORTS:
        raise AttributeError(f"module 'metaselect' has no attribute {name!r}")
    value = getattr(importlib.import_module(_EXPORTS[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_EXPORTS])
