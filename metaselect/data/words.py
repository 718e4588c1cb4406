"""Words by which tables are understood, each list with its language, which is a code of ISO 639-1.

To teach reading another language, add its words here; `any` holds what every language writes alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

__all__ = ["CURRENCIES", "DURATION_UNITS", "LETTERS_SELDOM_SEEN", "TOTALS", "TOTALS_BEGIN", "any_of"]

# The first cell of a row below a table that sums it up is one of these words, ...
TOTALS = {"en": ("sum", "sums", "average", "mean")}
# ... or begins with one of these.
TOTALS_BEGIN = {
    "en": ("total", "grand total", "subtotal"),
    "de": ("summe", "gesamt"),
    "fr": ("somme",),
}

CURRENCIES = {"any": ("$", "€", "£", "¥", "₹", "USD", "EUR", "GBP", "CHF"), "hi": ("Rs", "Rs.")}

# What is behind the numbers in `2 days 3h 50m`; pandas knows the English units alone.
DURATION_UNITS = {
    "en": {
        "day": ("d", "day", "days"),
        "hour": ("h", "hr", "hrs", "hour", "hours"),
        "minute": ("m", "min", "mins", "minute", "minutes"),
        "second": ("s", "sec", "secs", "second", "seconds"),
    }
}

# What bytes of another encoding often turn into, and real words of these languages seldom hold.
LETTERS_SELDOM_SEEN = {"western": "ªºƒˆŽžŠšŸıﬁﬂΩπµ"}


def any_of(words: Mapping[str, Sequence[str]]) -> str:
    """Return a regular expression for the words of all languages, or of all units.

    Parameters
    ----------
    words : mapping of str to sequence of str
        One of the lists of this module.

    Examples
    --------
    >>> any_of({"en": ("sum",), "de": ("summe",)})
    '(?:summe|sum)'
    """
    longest_first = sorted((word for some in words.values() for word in some), key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, longest_first))})"  # so that none hides another that begins with it
