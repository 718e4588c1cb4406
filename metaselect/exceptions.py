"""Every error that metaselect raises on purpose.

MetaSelectError
├── DatasetError                        the data cannot be used as given (also a ValueError)
├── ConfigurationError                  an unknown learner, hyperparameter, metric or option (also a ValueError)
├── StoreError                          a store of evaluations cannot be read or written
├── KnowledgeBaseError                  a knowledge base is missing, damaged or says nothing about the question
│   └── IncompatibleKnowledgeBaseError  built with other metafeature versions or another schema
├── ScenarioError                       an ASlib scenario cannot be used as given (also a ValueError)
└── MissingBackendError                 an extra was asked for and is not installed (also an ImportError)

A message says what was given, what was expected and the way out. Nothing here is raised for a base learner that fails
on a dataset: that is data, an `Evaluation` with its `status` and `error`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

__all__ = [
    "ConfigurationError",
    "DatasetError",
    "IncompatibleKnowledgeBaseError",
    "KnowledgeBaseError",
    "MetaSelectError",
    "MissingBackendError",
    "ScenarioError",
    "StoreError",
    "did_you_mean",
    "shorten",
]


class MetaSelectError(Exception):
    """Base class: catch this to catch every error that metaselect raises on purpose."""


class DatasetError(MetaSelectError, ValueError):
    """The data cannot be used as given."""


class ConfigurationError(MetaSelectError, ValueError):
    """An unknown learner, hyperparameter, metric or option."""


class StoreError(MetaSelectError):
    """A store of evaluations cannot be read or written."""


class KnowledgeBaseError(MetaSelectError):
    """A knowledge base is missing, damaged, or says nothing about the question."""


class IncompatibleKnowledgeBaseError(KnowledgeBaseError):
    """A knowledge base was built with other metafeature versions or another schema."""


class ScenarioError(MetaSelectError, ValueError):
    """An ASlib scenario cannot be used as given."""


class MissingBackendError(MetaSelectError, ImportError):
    """An optional dependency was asked for and is not installed."""


def shorten(names: Iterable[object], limit: int = 12) -> str:
    """Return `names` joined by commas, cut after `limit` of them, for use in a message.

    Examples
    --------
    >>> shorten(["age", "sex", "fare"], limit=2)
    'age, sex and 1 more'
    >>> shorten([])
    '(none)'
    """
    texts = [" ".join(str(name).split()) for name in names]  # a name may hold line breaks, a message must not
    if not texts:
        return "(none)"
    shown = ", ".join(texts[:limit])
    return shown if len(texts) <= limit else f"{shown} and {len(texts) - limit} more"


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the end of a sentence about an unknown `name`: a question where one of `known` is near, else a full stop.

    Examples
    --------
    >>> "there is no learner 'rigde'" + did_you_mean("rigde", ["ridge", "xgboost"])
    "there is no learner 'rigde'; did you mean 'ridge'?"
    >>> "there is no learner 'perceptron'" + did_you_mean("perceptron", ["ridge", "xgboost"])
    "there is no learner 'perceptron'."
    """
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"; did you mean {near[0]!r}?" if near else "."
