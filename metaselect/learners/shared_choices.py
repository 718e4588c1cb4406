"""Choices that several base learners have in their spaces."""

from __future__ import annotations

from metaselect.learners.space import Choice

__all__ = ["CLASS_WEIGHT", "EARLY_STOPPING"]

# Part of the training rows says when to stop adding trees, or to stop training: a tenth, drawn inside `fit`, so that
# rows that a model is scored on are never among them.
EARLY_STOPPING = Choice((False, True), default=False, optional=True)

# Balanced weights move the decision towards the rare classes, for metrics such as balanced accuracy or F1; they cost
# calibration, so they are never the default.
CLASS_WEIGHT = Choice((None, "balanced"), default=None, optional=True, task_type="classification")
