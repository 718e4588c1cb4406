"""The text of functions, for scripts that need them."""

from __future__ import annotations

import inspect
from collections.abc import Callable

__all__ = ["source_of"]


def source_of(function: Callable) -> str:
    """Return the lines that define a function, as they stand in its file."""
    return inspect.getsource(function)
