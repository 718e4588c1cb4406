"""`Fact`: what is known, without the words for it; and how results show themselves where they are large."""

from __future__ import annotations

import dataclasses
import reprlib

__all__ = ["Fact", "ShownShort"]

_short = reprlib.Repr()
_short.maxlevel = 2
_short.maxtuple = _short.maxlist = _short.maxdict = _short.maxset = 3
_short.maxstring = _short.maxother = 60


class Fact:
    """Base class of what is found out and told: it holds which and what, and `report` has the words.

    `str(fact)` is a sentence without its full stop, in which a way out is an argument; on the command line it is an
    option.
    """

    def __str__(self) -> str:
        from metaselect.report import as_argument, in_words

        return in_words(self, as_argument)


class ShownShort:
    """Base class of dataclasses that may hold much, of which `repr` shows the beginning of each field alone.

    Examples
    --------
    >>> @dataclasses.dataclass(repr=False)
    ... class Scores(ShownShort):
    ...     name: str
    ...     of_folds: tuple[float, ...]
    >>> Scores("r2", (0.5,) * 1000)
    Scores(name='r2', of_folds=(0.5, 0.5, 0.5, ...))
    """

    def __repr__(self) -> str:
        fields = (field.name for field in dataclasses.fields(self) if field.repr)  # type: ignore[arg-type]
        return f"{type(self).__name__}({', '.join(f'{name}={_shown(getattr(self, name))}' for name in fields)})"


def _shown(value: object) -> str:
    shape = getattr(value, "shape", None)
    if isinstance(shape, tuple) and shape:  # arrays and tables
        return f"<{type(value).__name__} of shape {shape}>"
    return " ".join(_short.repr(value).split())
