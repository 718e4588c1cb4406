"""Progress of long work on standard error: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator

__all__ = ["counts", "follow"]

_SECONDS_BETWEEN_LINES = 10


def follow(evaluations: Iterable, n_wanted: int, statuses: Counter) -> None:
    """Go through `evaluations`, count their statuses in `statuses`, and show how far this is and how long it takes."""
    shown = _bar(n_wanted) if sys.stderr.isatty() else _lines(n_wanted)
    next(shown)
    try:
        for evaluation in evaluations:
            statuses[evaluation.status] += 1
            shown.send(statuses)
    finally:
        shown.close()


def counts(statuses: Counter) -> str:
    """Return the statuses with their numbers.

    Examples
    --------
    >>> counts(Counter(ok=3, failed=1))
    '3 ok, 1 failed'
    """
    return ", ".join(f"{count} {status}" for status, count in statuses.most_common()) or "nothing to do"


def _bar(n_wanted: int) -> Iterator[None]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    # The estimate rests on the last hour: the first configurations tell little of the last ones.
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, speed_estimate_period=3600) as progress:
        task = progress.add_task("", total=n_wanted)
        while True:
            statuses = yield
            progress.update(task, completed=statuses.total(), description=counts(statuses))


def _lines(n_wanted: int) -> Iterator[None]:
    start = said = time.monotonic()
    while True:
        statuses = yield
        now = time.monotonic()
        if now - said >= _SECONDS_BETWEEN_LINES:
            said = now
            n_done = statuses.total()
            minutes = (now - start) / n_done * (n_wanted - n_done) / 60
            print(f"{n_done} of {n_wanted} ({counts(statuses)}), about {minutes:.0f} min left", file=sys.stderr)
