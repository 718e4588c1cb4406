"""Progress of long work on standard error: one line that changes on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import logging
import shutil
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from metaselect.cli._output import complain
from metaselect.exceptions import escape

__all__ = ["ChangingLine", "Progress", "counts", "follow"]

_SECONDS_BETWEEN_LINES = 10
_SECONDS_BETWEEN_CHANGES = 0.1
# The estimate rests on the last hour: the first configurations tell little of the last ones.
_SECONDS_OF_ESTIMATE = 3600
# Nor do the first few tell much of the rest; of little work a tenth is enough.
_FEWEST_DONE = 20
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
    progress = Progress(n_wanted, statuses, seconds_between)
    try:
        with _told_of_beginnings(progress):
            for evaluation in evaluations:
                statuses[evaluation.status] += 1
                progress.finish(evaluation.dataset, evaluation.configuration)
    finally:
        progress.close()


@contextmanager
def _told_of_beginnings(progress: Progress) -> Iterator[None]:
    """Tell a progress what begins, of which the library writes to its log at a level that nobody sees."""
    logger = logging.getLogger("metaselect.experiments.isolation")

    def tell(record: logging.LogRecord) -> bool:
        begun = getattr(record, "begun", None)
        if begun is not None:
            progress.begin(*begun)
        return begun is None

    level = logger.level
    logger.addFilter(tell)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.setLevel(level)
        logger.removeFilter(tell)


def counts(statuses: Counter) -> str:
    """Return the statuses with their numbers.

    Examples
    --------
    >>> counts(Counter(ok=3, failed=1))
    '3 ok, 1 failed'
    """
    return ", ".join(f"{count} {status}" for status, count in statuses.most_common()) or "nothing to do"


class Progress:
    """Says how much of the work is done, what is being worked on, and about how long the rest takes."""

    def __init__(self, n_wanted: int, statuses: Counter, seconds_between: float | None = None):
        self._n_wanted = n_wanted
        self._statuses = statuses
        self._on_terminal = sys.stderr.isatty()
        usual = _SECONDS_BETWEEN_CHANGES if self._on_terminal else _SECONDS_BETWEEN_LINES
        self._seconds_between = usual if seconds_between is None else seconds_between
        self._began = self._said = time.monotonic()
        self._history = deque([(self._said, 0)])  # when how many were done, over the last hour
        self._running: dict[tuple[str, str], None] = {}
        self._is_told = False  # of beginnings: only where they are in this process
        self._lock = threading.Lock()  # work begins in other threads than this one

    def begin(self, dataset: str, configuration: str) -> None:
        """Say what is being worked on, if the last time that something was said is long enough ago."""
        with self._lock:
            self._is_told = True
            self._running[dataset, configuration] = None
            self._show()

    def finish(self, dataset: str, configuration: str) -> None:
        """Say how far the work is, if the last time is long enough ago."""
        with self._lock:
            self._running.pop((dataset, configuration), None)
            n_done = self._statuses.total()
            if n_done == 1:
                # What came before the first result, descriptions of datasets and the like, comes once.
                self._history = deque([(time.monotonic(), n_done)])
            # Of one thing at a time, the next one is about to begin, and that says more.
            if self._running or not self._is_told or n_done == self._n_wanted:
                self._show()

    def close(self) -> None:
        """Leave the line on a terminal as it is at the end."""
        with self._lock:
            self._running.clear()
            if self._on_terminal:
                self._write()
                print(file=sys.stderr)

    def _show(self) -> None:
        now = time.monotonic()
        if now - self._said < self._seconds_between:
            return
        self._said = now
        self._history.append((now, self._statuses.total()))
        while now - self._history[0][0] > _SECONDS_OF_ESTIMATE and len(self._history) > 2:
            self._history.popleft()
        self._write()

    def _write(self) -> None:
        n_done = self._statuses.total()
        said = "nothing yet" if self._n_wanted and not n_done else counts(self._statuses)
        said = f"{n_done} of {self._n_wanted} ({said}){self._rest(n_done)}{self._now()}"
        if not self._on_terminal:
            complain(said)
            return
        n_full = _WIDTH_OF_BAR * n_done // max(self._n_wanted, 1)
        line = f"[{'#' * n_full}{' ' * (_WIDTH_OF_BAR - n_full)}] {said}"
        width = shutil.get_terminal_size().columns - 1  # a full line would go on below itself
        print(f"\r{escape(line)[:width]:<{width}}", end="", file=sys.stderr, flush=True)

    def _now(self) -> str:
        if not self._running:
            return ""
        dataset, configuration = next(reversed(self._running))
        return f"; running {configuration} on {dataset}" + ", ..." * (len(self._running) > 1)

    def _rest(self, n_done: int) -> str:
        """Return about how long the rest takes, once enough is done to say so."""
        if n_done == self._n_wanted or n_done < min(_FEWEST_DONE, -(-self._n_wanted // 10)):
            return ""
        then, n_then = self._history[0] if n_done > 1 else (self._began, 0)
        n_since = n_done - n_then
        seconds = (time.monotonic() - then) / n_since * (self._n_wanted - n_done) if n_since else 0.0
        return f", about {seconds / 60:.0f} min left" if seconds >= 60 else ", less than 1 min left"


class ChangingLine:
    """One line on a terminal that changes, and is taken away in the end; a line now and then elsewhere."""

    def __init__(self) -> None:
        self._on_terminal = sys.stderr is not None and sys.stderr.isatty()
        self._width = 0
        self._said = time.monotonic()

    def show(self, text: str) -> None:
        """Say how far the work is."""
        if self._on_terminal:
            self._width = shutil.get_terminal_size().columns - 1  # a full line would go on below itself
            self._write(escape(text)[: self._width])
        elif time.monotonic() - self._said >= _SECONDS_BETWEEN_LINES:
            self._said = time.monotonic()
            complain(text)

    def end(self) -> None:
        """Take the line away."""
        if self._width:
            self._write("")
            print("\r", end="", file=sys.stderr, flush=True)

    def _write(self, text: str) -> None:
        print(f"\r{text:<{self._width}}", end="", file=sys.stderr, flush=True)
