"""How long one fit takes, from the size of the training data."""

from __future__ import annotations

from metaselect.recommendation.power_law import PowerLaw

__all__ = ["FitTimes"]

# Seconds; below it the clock says little.
_SHORTEST = 1e-4


class FitTimes(PowerLaw):
    """Seconds of one fit on the machine that made the knowledge base, per configuration."""

    def __init__(self):
        super().__init__(least=_SHORTEST)
