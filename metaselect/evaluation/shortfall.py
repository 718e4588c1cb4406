"""What a skill lacks to perfection, on the scale on which scores of easy and of hard datasets vary alike."""

from __future__ import annotations

import numpy as np

__all__ = ["SHORTFALL_OFFSET", "log_shortfall", "skill_of_log_shortfall"]

# A tenth of the way from dummy to perfect: near perfection, where less is missing, errors stop shrinking with it.
SHORTFALL_OFFSET = 0.1


def log_shortfall(skill: np.ndarray) -> np.ndarray:
    """Return the logarithm of what skills lack to perfection.

    On it neither a near-perfect score nor a log loss without bound stands out.

    Examples
    --------
    >>> log_shortfall(np.array([0.0, 0.9, 1.0])).round(2)
    array([ 0.1 , -1.61, -2.3 ])
    """
    return np.log(np.maximum(1.0 - skill, 0.0) + SHORTFALL_OFFSET)


def skill_of_log_shortfall(log_shortfall: np.ndarray) -> np.ndarray:
    """Return the skills that lack so much; above 1 where that is less than a perfect one lacks."""
    return 1.0 + SHORTFALL_OFFSET - np.exp(log_shortfall)
