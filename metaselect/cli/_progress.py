"""Progress of long work on standard error: one line that changes on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import shutil
import sys
import time
from collections import Counter, deque
from collections.abc import Iterable

from metaselect.cli._output import complain
from metaselect.exceptions import escape

__all__ = ["Progress", "counts", "follow"]

_SECONDS_BETWEEN_LINES = 10
_SECONDS_BETWEEN_CHANGES = 0.1
# The estimate rests on the last hour: the first configurations tell little of the last ones.
_SECONDS_OF_ESTIMATE = 3600
_WIDTH_OF_BAR = 30


def follow(evaluations: Iterable, n_wanted: int, statuses: Counter, *, seconds_between: float | None = None) -> None:
    """Go through `evaluations`, count their statuses in `statuses`, and show how far this is and how long it takes.

    Parameters
    ----------
    evaluations : iterable of Evaluation
        One by one, as they are finished.
    n_wanted : int
        How many there will be.
    statuses : Counter
        Counted up in place, so that it holds also when the work is interrupted.
    seconds_between : float, optional
        Least time from one line to the next; 10 s, on a terminal 0.1 s, when not given.
    """
    progress = Progress(n_wanted, seconds_between)
    try:
        for evaluation in evaluations:
            statuses[evaluation.status] += 1
            progress.show(statuses)
    finally:
        progress.close(statuses)


def counts(statuses: Counter) -> str:
    """Return the statuses with their numbers.

    Examples
    --------
    >>> counts(Counter(ok=3, failed=1))
    '3 ok, 1 failed'
    """
    return ", ".join(f"{count} {status}" for status, count in statuses.most_common()) or "nothing to do"


class Progress:
    """Says how much of the work is done, and about how long the rest takes."""

    def __init__(self, n_wanted: int, seconds_between: float | None = None):
        self._n_wanted = n_wanted
        self._on_terminal = sys.stderr.isatty()
        usual = _SECONDS_BETWEEN_CHANGES if self._on_terminal else _SECONDS_BETWEEN_LINES
        self._seconds_between = usual if seconds_between is None else seconds_between
        self._said = time.monotonic()
        self._history = deque([(self._said, 0)])  # when how many were done, over the last hour

    def show(self, statuses: Counter) -> None:
        """Say how far the work is, if the last time is long enough ago."""
        now = time.monotonic()
        if now - self._said < self._seconds_between:
            return
        self._said = now
        self._history.append((now, statuses.total()))
        while now - self._history[0][0] > _SECONDS_OF_ESTIMATE and len(self._history) > 2:
            self._history.popleft()
        self._write(statuses)

    def close(self, statuses: Counter) -> None:
        """Leave the line on a terminal as it is at the end."""
        if self._on_terminal:
            self._write(statuses)
            print(file=sys.stderr)

    def _write(self, statuses: Counter) -> None:
        n_done = statuses.total()
        said = f"{n_done} of {self._n_wanted} ({counts(statuses)}), about {self._minutes_left(n_done):.0f} min left"
        if not self._on_terminal:
            complain(said)
            return
        n_full = _WIDTH_OF_BAR * n_done // max(self._n_wanted, 1)
        line = f"[{'#' * n_full}{' ' * (_WIDTH_OF_BAR - n_full)}] {said}"
        width = shutil.get_terminal_size().columns - 1  # a full line would go on below itself
        print(f"\r{escape(line)[:width]:<{width}}", end="", file=sys.stderr, flush=True)

    def _minutes_left(self, n_done: int) -> float:
        then, n_then = self._history[0]
        n_since = n_done - n_then
        return (time.monotonic() - then) / n_since * (self._n_wanted - n_done) / 60 if n_since else 0.0
