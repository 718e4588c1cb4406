"""Points that group digits by three, as in 8.867 for 8867, where nothing but the other cells of a column says so."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

__all__ = ["are_grouped_by_points"]

# So many cells of a column must be whole numbers without a point, so many written with a point.
_FEWEST = 2


def are_grouped_by_points(texts: Iterable[str]) -> bool:
    """Return whether the points in numbers group digits: those with one have a thousand or more, those without fewer.

    A decimal fraction of three digits that ends in a zero stands in no column that writes 929 without a fraction.

    Parameters
    ----------
    texts : iterable of str
        Distinct cells of a column, all of them numbers.

    Examples
    --------
    >>> are_grouped_by_points(["8.867", "929", "1.010", "45", "77.120"])
    True
    >>> are_grouped_by_points(["8.867", "929", "1.01", "45"]), are_grouped_by_points(["8.860", "929.000", "1.010"])
    (False, False)
    """
    cells = pd.Series(list(texts), dtype=object)
    with_point = cells.str.contains(".", regex=False)
    grouped, plain = cells[with_point], cells[~with_point]
    if len(grouped) < _FEWEST or len(plain) < _FEWEST:
        return False
    are_thousands = grouped.str.fullmatch(r"[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+").all()
    are_below = plain.str.fullmatch(r"[+-]?[0-9]{1,3}").all() and plain.str.fullmatch(r"[+-]?[0-9]{2,3}").any()
    return bool(are_thousands and are_below and (grouped.str.endswith("0") | (grouped.str.count(r"\.") > 1)).any())
