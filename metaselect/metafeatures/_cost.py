"""The cost model: what runs at which effort, and on how much of the data.

Cost is bounded by the size of a dataset and never by the clock, so that a table has the same metafeatures on a slow
machine as on a fast one. Effort decides *which* metafeatures are computed, not on how many rows: a value that two
efforts compute is the same in both, and may be compared with the knowledge base whatever the effort.

======  =========================================================================================  ====================
cost    what it may do                                                                             computed at effort
======  =========================================================================================  ====================
low     count in all rows; anything linear or n log n in the sample of 5,000 rows, 100 columns      fast, default, full
medium  fit small models on about 1,000 rows; measure distances between all pairs of 1,000 rows     default, full
high    fit small models many times on about 1,000 rows                                            full
======  =========================================================================================  ====================

On one core of an ordinary machine, low takes about a tenth of a second for 10,000 rows and 20 columns, low and medium
about a second. What is left out is NaN, and `MetaFeatures.left_out` says why.
"""

from __future__ import annotations

from metaselect.exceptions import ConfigurationError, shorten

__all__ = [
    "COSTS",
    "EFFORTS",
    "SAMPLE_COLUMNS",
    "SAMPLE_ROWS",
    "SMALL_SAMPLE_COLUMNS",
    "SMALL_SAMPLE_ROWS",
    "check_effort",
    "lowest_effort",
]

COSTS = ("low", "medium", "high")

# Which costs each effort pays.
EFFORTS: dict[str, frozenset[str]] = {
    "fast": frozenset({"low"}),
    "default": frozenset({"low", "medium"}),
    "full": frozenset(COSTS),
}

# Whatever is linear in them.
SAMPLE_ROWS = 5_000
SAMPLE_COLUMNS = 100
# Small models, and distances between all pairs: 8 MB a matrix. Columns are encoded ones.
SMALL_SAMPLE_ROWS = 1_000
SMALL_SAMPLE_COLUMNS = 100


def check_effort(effort: str) -> frozenset[str]:
    """Return the costs that `effort` pays.

    Raises
    ------
    ConfigurationError
        If there is no such effort.
    """
    if effort not in EFFORTS:
        raise ConfigurationError(f"effort {effort!r} is unknown; use one of {shorten(list(EFFORTS))}")
    return EFFORTS[effort]


def lowest_effort(cost: str) -> str:
    """Return the least effort that pays `cost`.

    Examples
    --------
    >>> lowest_effort("medium")
    'default'
    """
    return next(effort for effort, costs in EFFORTS.items() if cost in costs)
