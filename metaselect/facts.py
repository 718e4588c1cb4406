"""`Fact`: what is known, without the words for it."""

from __future__ import annotations

__all__ = ["Fact"]


class Fact:
    """Base class of what is found out and told: it holds which and what, and `report` has the words.

    `str(fact)` is a sentence without its full stop, in which a way out is an argument; on the command line it is an
    option.
    """

    def __str__(self) -> str:
        from metaselect.report import as_argument, in_words

        return in_words(self, as_argument)
