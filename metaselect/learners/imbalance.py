"""Class weights: what a classifier can do about classes of unequal size."""

from __future__ import annotations

from metaselect.learners.space import Choice

__all__ = ["CLASS_WEIGHT"]

# Balanced weights move the decision towards the rare classes, for metrics such as balanced accuracy or F1; they cost
# calibration, so they are never the default.
CLASS_WEIGHT = Choice((None, "balanced"), default=None, optional=True, kind="classification")
