"""The one way to remember: what is computed of a view or a sample is kept in it, and gone with it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TypeVar

__all__ = ["once"]

Of = TypeVar("Of")
Made = TypeVar("Made")


def once(function: Callable[[Of], Made]) -> Callable[[Of], Made]:
    """Return `function` of a view or a sample, so that it is called a single time for each.

    It is to a function what `functools.cached_property` is to a method, and keeps what was made in the same place.

    Examples
    --------
    >>> class View: pass
    >>> @once
    ... def shared(view):
    ...     return print("computed") or 7
    >>> view = View()
    >>> shared(view), shared(view)
    computed
    (7, 7)
    """
    name = f"{function.__module__}.{function.__qualname__}"

    @functools.wraps(function)
    def remembered(of: Of) -> Made:
        made = vars(of)
        if name not in made:
            made[name] = function(of)
        return made[name]

    return remembered
