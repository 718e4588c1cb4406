"""Scores, shares, seconds and megabytes as people write them."""

from __future__ import annotations

import math

__all__ = ["measured_seconds", "percent", "render_megabytes", "render_score", "rough_seconds"]


def render_score(value: float) -> str:
    """Return a score with three decimals, or four significant digits where it is large; "-" where there is none.

    Examples
    --------
    >>> render_score(-0.91234), render_score(-26912.3), render_score(float("nan"))
    ('-0.912', '-26,910', '-')
    """
    if math.isnan(value):
        return "-"
    if abs(value) < 1000:
        return f"{value:.3f}"
    return f"{float(f'{value:.4g}'):,.0f}" if abs(value) < 1e9 else f"{value:.4g}"


def percent(share: float, exact_below: float = 0.0) -> str:
    """Return a share in percent, without digits after the point; with two digits where it is less than `exact_below`.

    Examples
    --------
    >>> percent(0.314), percent(0.0042), percent(0.0042, exact_below=0.01)
    ('31 %', '0 %', '0.42 %')
    """
    return f"{100 * share:.2g} %" if abs(share) < exact_below else f"{100 * share:.0f} %"


def rough_seconds(value: float) -> str:
    """Return predicted seconds with at most two significant digits: more would be a promise.

    Examples
    --------
    >>> rough_seconds(0.02), rough_seconds(12.34), rough_seconds(1234), rough_seconds(98765), rough_seconds(math.nan)
    ('< 0.1 s', '12 s', '21 min', '27 h', '-')
    """
    if math.isnan(value):
        return "-"
    if value < 0.1:
        return "< 0.1 s"
    if value < 100:
        return f"{float(f'{value:.2g}'):g} s"
    if value < 6000:
        return f"{float(f'{value / 60:.2g}'):g} min"
    return f"{float(f'{value / 3600:.2g}'):g} h"


def measured_seconds(value: float) -> str:
    """Return measured seconds, less than one in thousandths.

    Examples
    --------
    >>> measured_seconds(0.0123), measured_seconds(1.25), measured_seconds(123.4), measured_seconds(math.nan)
    ('12 ms', '1.2 s', '123 s', '-')
    """
    if math.isnan(value):
        return "-"
    if value < 1:
        return f"{1000 * value:.0f} ms"
    return f"{value:.1f} s" if value < 100 else f"{value:.0f} s"


def render_megabytes(value: float) -> str:
    """Return megabytes with two significant digits.

    Examples
    --------
    >>> render_megabytes(1234.5)
    '1200'
    """
    return f"{float(f'{value:.2g}'):.0f}"
