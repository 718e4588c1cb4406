"""Numbers that seem to stand for missing ones, such as -999: suspected by their place, and never removed unasked."""

from __future__ import annotations

import numpy as np

__all__ = ["suspected_dates", "suspected_sentinels"]

# Of so many distinct values at an end of a column, some may stand for different reasons why a value is missing.
_MOST_AT_AN_END = 3
_FEWEST_ROWS = 3
# Where calendars of computers begin and end: of 1800, 1900, 1901, 1970, 2000, 2099 and 2100, and of spreadsheets.
_FIRST_DATES = {-62091.0, -25567.0, -25202.0, 0.0, 10957.0, 47481.0, 47482.0, -25568.0, -25569.0}
_TIMES_USUAL = 5
# So many rows of a long column show which values are at its ends.
_ENOUGH_ROWS = 50_000
# A value that is not written like a mark is suspected among so many others only.
_MANY_VALUES = 10
# The highest codes of answers that are none, such as "does not know".
_HIGHEST_CODES = (9, 88, 98, 99)
_ROWS_OF_AN_ANSWER = 5
_SHARE_OF_AN_ANSWER = 0.05
# Zero is looked at beside so many other numbers, of which the smallest is at least this share of the median.
_MANY_ROWS = 30
_FAR_FROM_ZERO = 0.2
_MOST_ZEROS = 0.5
# So many standard deviations below its mean a normal distribution has a tenth of its values.
_DEVIATIONS_TO_TENTH = 1.2816
# The largest and smallest of computers, and what grids and spreadsheets write for nothing.
_LIMITS = {2.0**31 - 1, -(2.0**31), 2.0**15 - 1, -(2.0**15), 2.0**16 - 1, 2.0**63, -(2.0**63), 1e20, 1e30, -1e30, 1e36}


def suspected_sentinels(numbers: np.ndarray) -> dict[float, int]:
    """Return the values of a column that seem to stand for missing ones, with the number of rows of each.

    They are at an end of the column: as far from all other values as these are from each other; or the only negative
    one; or a row of nines some way above all others; or codes such as 8 and 9 above answers from 1 to 5; or zeros below
    positive numbers that come nowhere near it.

    Parameters
    ----------
    numbers : ndarray of shape (n_rows,)
        NaN where missing.

    Examples
    --------
    >>> suspected_sentinels(np.array([36.8, 47.5, -999.0, 54.2, -999.0]))
    {-999.0: 2}
    >>> suspected_sentinels(np.array([0.0, 1.0, 1.0]))
    {}
    """
    some = numbers[:: max(1, len(numbers) // _ENOUGH_ROWS)]
    some = some[np.isfinite(some)]
    found: dict[float, int] = {}
    while len(some) and (suspects := _suspects(some)):
        found |= {value: int((numbers == value).sum()) for value in suspects}
        some = some[~np.isin(some, suspects)]
    return found


def suspected_dates(days: np.ndarray) -> dict[float, int]:
    """Return the dates of a column that seem to stand for missing ones, with the number of rows of each.

    Parameters
    ----------
    days : ndarray of shape (n_rows,)
        Since 1970, NaN where missing.

    Examples
    --------
    >>> born = np.r_[np.full(9, -25567.0), np.arange(0.0, 9000.0, 50)]
    >>> suspected_dates(born)
    {-25567.0: 9}
    """
    known = days[np.isfinite(days)]
    if len(known) == 0:
        return {}
    ends = {value: int((known == value).sum()) for value in (float(known.min()), float(known.max()))}
    usual = len(known) / len(np.unique(known[:_ENOUGH_ROWS]))
    usually_marks = {
        value: n_rows
        for value, n_rows in ends.items()
        if value in _FIRST_DATES and n_rows >= max(_FEWEST_ROWS, 0.01 * len(known), _TIMES_USUAL * usual)
    }
    return usually_marks or suspected_sentinels(days)


def _suspects(numbers: np.ndarray) -> list[float]:
    """Return the values at one end or both that are suspected, of numbers without a missing one."""
    lowest, highest = _ends(numbers)
    ways = [(i, j) for i in range(len(lowest)) for j in range(len(highest)) if i + j]
    for n_low, n_high in sorted(ways, key=sum):
        low, high = lowest[n_low], highest[n_high]
        gaps = [low - lowest[n_low - 1]] * bool(n_low) + [highest[n_high - 1] - high] * bool(n_high)
        if not (low < high and all(gap >= high - low for gap in gaps)):
            continue
        if n_low == 0 or n_high == 0 or np.any((numbers > low) & (numbers < high)):
            if confirmed := _confirmed(numbers, [*lowest[:n_low], *highest[:n_high]], low, high):
                return confirmed
            break
    return (
        _only_negative(numbers, lowest)
        or _nines_above(numbers, lowest, highest)
        or _codes_above(numbers, lowest, highest)
        or _impossible_zero(numbers, lowest)
    )


def _ends(numbers: np.ndarray) -> tuple[list[float], list[float]]:
    """Return the smallest and the largest distinct values, beginning with the outermost; one more than may be marks."""
    lowest, highest = [float(numbers.min())], [float(numbers.max())]
    for _ in range(_MOST_AT_AN_END):
        above, below = numbers[numbers > lowest[-1]], numbers[numbers < highest[-1]]
        if len(above) == 0:
            break
        lowest.append(float(above.min()))
        highest.append(float(below.max()))
    return lowest, highest


def _confirmed(numbers: np.ndarray, suspects: list[float], low: float, high: float) -> list[float]:
    counts = [int((numbers == value).sum()) for value in suspects]
    marks = [value for value in suspects if _is_written_like_a_mark(value)]
    if 9 in marks and min(suspects) > 0 and min(suspects) - high < 2:  # next in a count
        return []
    if marks and all(min(abs(value - mark) for mark in marks) < _MOST_AT_AN_END for value in suspects):
        is_certain = any(abs(value) >= 999 for value in suspects)
        return suspects if is_certain or sum(counts) >= _FEWEST_ROWS - 1 else []
    return suspects if _are_often(counts, numbers, 0.005) and _are_many(numbers, low, high) else []


def _only_negative(numbers: np.ndarray, lowest: list[float]) -> list[float]:
    value = lowest[0]
    if not (value < 0 and len(lowest) > 1 and lowest[1] >= 0 and (value == -1 or value % 10 == 0 or _is_nines(value))):
        return []
    n_rows = int((numbers == value).sum())
    return [value] if _are_often([n_rows], numbers, 0.01) and _are_many(numbers, lowest[1], np.inf) else []


def _nines_above(numbers: np.ndarray, lowest: list[float], highest: list[float]) -> list[float]:
    value = highest[0]
    if not (_is_nines(value) and value > 9 and len(highest) > 1):
        return []
    n_rows = int((numbers == value).sum())
    is_away = value - highest[1] >= 0.1 * (highest[1] - lowest[0])
    are_often = _are_often([n_rows], numbers, 0.005)
    return [value] if is_away and are_often and _are_many(numbers, lowest[0], highest[1]) else []


def _codes_above(numbers: np.ndarray, lowest: list[float], highest: list[float]) -> list[float]:
    """Return codes such as 8 and 9 above answers that are counted from 0 or 1 on, with two numbers between or more."""
    if lowest[0] not in (0, 1) or highest[0] not in (8, *_HIGHEST_CODES) or (numbers != np.round(numbers)).any():
        return []
    values, counts = np.unique(numbers, return_counts=True)
    n_answers = int((values == lowest[0] + np.arange(len(values))).argmin())  # which go on without a gap
    codes = values[n_answers:]
    if not (n_answers >= 2 and 1 <= len(codes) <= _MOST_AT_AN_END and codes[0] - values[n_answers - 1] > 2):
        return []
    # Counts of things get rarer and rarer, and a gap among the rare ones says nothing.
    fewest = max(_ROWS_OF_AN_ANSWER, _SHARE_OF_AN_ANSWER * counts.max())
    are_codes = bool((np.diff(codes) == 1).all()) and counts[n_answers - 1] >= fewest
    are_codes = are_codes and (len(codes) > 1 or codes[0] in _HIGHEST_CODES)
    return [float(code) for code in codes] if are_codes and min(counts[n_answers:]) >= _FEWEST_ROWS else []


def _impossible_zero(numbers: np.ndarray, lowest: list[float]) -> list[float]:
    """Return zero where all others are positive and so far from it that it can hardly be one of them.

    How far is told by the lower half of the others, as if they were normally distributed.
    """
    if lowest[0] != 0 or len(lowest) < 2:
        return []
    others = numbers[numbers > 0]
    n_rows = len(numbers) - len(others)
    if n_rows < _FEWEST_ROWS or len(others) < _MANY_ROWS or len(np.unique(others[:1000])) < 2 * _MANY_VALUES:
        return []
    below, middle, above = np.quantile(others, [0.1, 0.5, 0.9])
    if others.min() < _FAR_FROM_ZERO * middle or below == middle:
        return []
    n_deviations = middle / ((middle - below) / _DEVIATIONS_TO_TENTH)
    is_even = above - middle <= 1.5 * (middle - below)
    share = n_rows / len(numbers)
    if share > _MOST_ZEROS:
        return []
    is_far = n_deviations >= 5 or (n_deviations >= 3.5 and share >= 0.005)
    return [0.0] if is_far or (n_deviations >= 2.5 and is_even and share >= 0.05) else []


def _are_often(counts: list[int], numbers: np.ndarray, share: float) -> bool:
    return min(counts) >= max(_FEWEST_ROWS, share * len(numbers))


def _is_written_like_a_mark(value: float) -> bool:
    return _is_nines(value) or value in _LIMITS or abs(value) > 1e37 or value in (77, 88, -77, -88)


def _is_nines(value: float) -> bool:
    return value == round(value) and abs(value) < 1e15 and set(f"{abs(value):.0f}") == {"9"}


def _are_many(numbers: np.ndarray, low: float, high: float) -> bool:
    others = numbers[(numbers >= low) & (numbers <= high)]
    return len(np.unique(others[:1000])) >= _MANY_VALUES
