"""Early stopping: part of the training rows says when to stop adding trees, or to stop training."""

from __future__ import annotations

from metaselect.learners.space import Choice

__all__ = ["EARLY_STOPPING"]

# A tenth of the training rows, drawn inside `fit`: rows that a model is scored on are never among them.
EARLY_STOPPING = Choice((False, True), default=False, optional=True)
