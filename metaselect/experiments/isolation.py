"""`evaluate_isolated`: `evaluate` in a process of its own, that can hang, grow or crash without harm to the others.

Runs wherever a backend calls it: in a thread of the main process, or in a worker on another machine. The child
processes it talks to stay with the process that called, one for each call at the same time, and are used again.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from uuid import uuid4

from metaselect.data import CollectionEntry
from metaselect.evaluation.evaluate import Evaluation
from metaselect.evaluation.racing import Rival
from metaselect.exceptions import first_line
from metaselect.experiments._entry_message import entry_to_message
from metaselect.experiments._supervisor import Child, Death
from metaselect.experiments.settings import BatchSettings
from metaselect.learners import Configuration

__all__ = ["Run", "close_children", "describe_isolated", "evaluate_isolated"]

# Reading and describing are our own doing: limits against hanging for ever, not against taking long.
_SECONDS_TO_READ = 600
_SECONDS_TO_DESCRIBE = 1800


@dataclass(frozen=True)
class Run:
    """What the evaluations of one call of `run_batch` share.

    Attributes
    ----------
    settings : BatchSettings
    modules : tuple of str
        Modules that children import first: those that register the user's learners.
    id : str
        Different for every run; children do not outlive theirs.
    """

    settings: BatchSettings
    modules: tuple[str, ...] = ()
    id: str = field(default_factory=lambda: uuid4().hex)


_lock = threading.Lock()
_idle: defaultdict[str, list[Child]] = defaultdict(list)
_busy: defaultdict[str, set[Child]] = defaultdict(set)
_closed: set[str] = set()


def evaluate_isolated(
    entry: CollectionEntry,
    configuration: Configuration,
    run: Run,
    rival: Rival | None = None,
    train_share: float = 1.0,
) -> Evaluation:
    """Return how `configuration` does on the dataset of `entry`; whatever happens is a status of the result."""
    rival = asdict(rival) if rival else None
    request = _request(entry, run, configuration=configuration.to_dict(), rival=rival, train_share=train_share)
    status, answer = _ask(request, run, run.settings.time_limit)
    if status == "answered":
        scores = {metric: tuple(folds) for metric, folds in answer["fold_scores"].items()}
        return Evaluation(**{**answer, "fold_scores": scores})
    return Evaluation(entry.name, configuration.id, status, train_share=train_share, error=answer)


def describe_isolated(entry: CollectionEntry, run: Run) -> tuple[CollectionEntry, dict[str, object]]:
    """Return `entry` and its description, which is `{"error": why}` where there is none."""
    status, answer = _ask(_request(entry, run), run, _SECONDS_TO_DESCRIBE)
    return entry, (answer if status == "answered" else {"error": answer})


def close_children(run_id: str) -> None:
    """End the child processes that the calling process has for a run, busy ones too, and start no more for it."""
    with _lock:
        _closed.add(run_id)
        idle, busy = _idle.pop(run_id, []), _busy.pop(run_id, set())
    for child in idle:
        child.close()
    for child in busy:
        child.kill()  # the thread that waits for it closes it


def _request(entry: CollectionEntry, run: Run, **more: object) -> dict[str, object]:
    return {"entry": entry_to_message(entry), "settings": asdict(run.settings), **more}


def _ask(request: dict, run: Run, seconds: float) -> tuple[str, object]:
    """Return "answered" and the answer, or the status and the cause."""
    try:
        child, reply = _begin({**request, "seconds": seconds}, run)
    except _CannotBeginError as error:
        return error.status, str(error)
    if "unreadable" in reply:
        _give_back(child, run)
        return "unreadable", first_line(reply["unreadable"])
    try:
        reply = child.receive(seconds)
    except Death as death:
        _discard(child, run)
        return _explain(death, seconds)
    _discard(child, run) if reply.pop("is_worn") else _give_back(child, run)
    return "answered", reply


def _explain(death: Death, seconds: float) -> tuple[str, str]:
    if death.is_timeout:
        return "timeout", f"more than {seconds:g} seconds"
    if "bad_alloc" in death.last_words or "MemoryError" in death.last_words:
        return "memout", str(death)
    if death.is_from_outside:
        return "lost", f"{death}, sent by another process or by a system out of memory"
    return "crashed", str(death)


def _begin(request: dict, run: Run) -> tuple[Child, dict]:
    """Send the request to an idle child, or to a new one, and return it with the first reply: the dataset is read.

    A child that ended while it was idle, or ends now, proves nothing: only what a new one does counts.
    """
    while (child := _borrow_idle(run)) is not None:
        try:
            return child, _read_dataset(child, request)
        except Death:
            _discard(child, run)
    child = _start(run)
    try:
        return child, _read_dataset(child, request)
    except Death as death:
        _discard(child, run)
        if death.is_timeout:
            raise _CannotBeginError("unreadable", f"reading took more than {_SECONDS_TO_READ} seconds") from death
        status = "lost" if death.is_from_outside else "unreadable"
        raise _CannotBeginError(status, f"while the dataset was read, {death}") from death


def _read_dataset(child: Child, request: dict) -> dict:
    child.send(request)
    return child.receive(_SECONDS_TO_READ)


def _start(run: Run) -> Child:
    try:
        child = Child(run.modules)
    except (Death, OSError) as error:
        raise _CannotBeginError("lost", f"no child process could be started: {error}") from error
    with _lock:
        is_closed = run.id in _closed
        if not is_closed:
            _busy[run.id].add(child)
    if is_closed:
        child.close()
        raise _CannotBeginError("lost", "the run was stopped")
    return child


def _borrow_idle(run: Run) -> Child | None:
    with _lock:
        if run.id in _closed:
            raise _CannotBeginError("lost", "the run was stopped")
        if not _idle[run.id]:
            return None
        child = _idle[run.id].pop()
        _busy[run.id].add(child)
        return child


def _give_back(child: Child, run: Run) -> None:
    with _lock:
        is_closed = run.id in _closed
        if not is_closed:
            _busy[run.id].discard(child)
            _idle[run.id].append(child)
    if is_closed:
        child.close()


def _discard(child: Child, run: Run) -> None:
    with _lock:
        if run.id not in _closed:
            _busy[run.id].discard(child)
    child.close()


class _CannotBeginError(Exception):
    """No learner was run; `status` says whether the file or the machine is to blame."""

    def __init__(self, status: str, cause: str):
        super().__init__(cause)
        self.status = status
