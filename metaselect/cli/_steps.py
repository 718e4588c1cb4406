"""Which of several long steps is being done, on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence

from metaselect.cli._output import complain
from metaselect.exceptions import escape

__all__ = ["step_by_step"]

_SECONDS_BETWEEN_LINES = 10


def step_by_step(names: Sequence[str], what: str) -> Iterator[str]:
    """Yield each name, and say which it is: on a terminal in one line that changes, elsewhere now and then.

    Parameters
    ----------
    names : sequence of str
        One of each step.
    what : str
        What the steps are of.
    """
    on_terminal = sys.stderr.isatty()
    said = time.monotonic()
    for i, name in enumerate(names):
        line = f"{what}: {name} ({i + 1} of {len(names)})"
        if on_terminal:
            print(f"\r\x1b[K{escape(line)}", end="", file=sys.stderr, flush=True)
        elif time.monotonic() - said >= _SECONDS_BETWEEN_LINES:
            said = time.monotonic()
            complain(line)
        yield name
    if on_terminal:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
