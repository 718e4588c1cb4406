"""`Clock`: what is left of a budget of seconds; it began when the user did."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

__all__ = ["MARGIN", "SECONDS_TO_END", "Clock"]

# Fits take longer on all rows, and on a machine that does other things too, than trials say.
MARGIN = 1.3

# To put away what was used, and to hand over the model.
SECONDS_TO_END = 0.3


@dataclass(frozen=True)
class Clock:
    """The time of one call.

    Attributes
    ----------
    budget : float
        Seconds of wall-clock time for all of it; infinite where time does not count.
    began : float
        When it began, as of `time.monotonic`; now when not given.

    Examples
    --------
    >>> Clock(60.0).left > 50, Clock(float("inf")).is_limited
    (True, False)
    """

    budget: float
    began: float = field(default_factory=time.monotonic)

    @property
    def used(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self.began

    @property
    def left(self) -> float:
        """Seconds until it ends; below 0 afterwards."""
        return self.budget - self.used

    @property
    def is_limited(self) -> bool:
        """Whether time counts."""
        return self.budget < float("inf")
