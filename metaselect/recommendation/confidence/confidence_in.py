"""Is the first candidate clearly better than the second?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from metaselect.learners import is_blend_rule
from metaselect.recommendation.case import Case
from metaselect.recommendation.confidence.confidence import Confidence
from metaselect.recommendation.confidence.odds import odds_of_first

__all__ = ["confidence_in"]

# With fewer rows than this, whichever of two does better is a matter of luck.
_FEWEST_ROWS = 30


def confidence_in(case: Case, order: np.ndarray) -> Confidence:
    """Return what speaks for and against trusting an order of configurations; no odds where there are few rows.

    Parameters
    ----------
    case : Case
        The new dataset beside what is known.
    order : ndarray of int
        Indices of the recommended configurations.
    """
    if len(order) < 2 or case.dataset.n_rows_total < _FEWEST_ROWS:
        return case.confidence
    odds = odds_of_first(case.forecast, order[0], order[1])
    if not case.confidence.abstains:  # the odds of an order that is best on average are shares of known datasets
        with_blend = any(is_blend_rule(case.configurations[i]) for i in order[:2])
        odds = (case.learned.odds_with_blend if with_blend else case.learned.odds_of_singles).apply(odds)
    return replace(case.confidence, first_beats_second=odds)
