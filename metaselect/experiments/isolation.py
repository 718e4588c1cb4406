"""`evaluate_isolated`: `evaluate` in a process of its own, that can hang, grow or crash without harm to the others.

Runs wherever a backend calls it: in a thread of the main process, or in a worker on another machine. The child
processes it talks to stay with the process that called, one for each call at the same time, and are used again.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import uuid4

from metaselect.data import CollectionEntry
from metaselect.evaluation import Evaluation, Incumbent
from metaselect.exceptions import first_line
from metaselect.experiments._child_pool import ChildPool, PoolClosedError, pool_of
from metaselect.experiments._entry_message import entry_to_message
from metaselect.experiments._supervisor import Child, ChildExit
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
        Limits and the seed.
    modules : tuple of str
        Modules that children import first: those that register the user's learners.
    id : str
        Different for every run; children do not outlive theirs.
    """

    settings: BatchSettings
    modules: tuple[str, ...] = ()
    id: str = field(default_factory=lambda: uuid4().hex)


def evaluate_isolated(
    entry: CollectionEntry,
    configuration: Configuration,
    run: Run,
    incumbent: Incumbent | None = None,
    train_share: float = 1.0,
) -> Evaluation:
    """Return how `configuration` does on the dataset of `entry`; whatever happens is a status of the result.

    Parameters
    ----------
    entry : CollectionEntry
        The dataset; the child reads it.
    configuration : Configuration
        What is evaluated.
    run : Run
        Its limits and the seed, and whose children are used.
    incumbent : Incumbent, optional
        Stop as soon as it dominates; no race when not given.
    train_share : float
        Share of the training rows of each fold to learn from, above 0 and up to 1.
    """
    to_beat = asdict(incumbent) if incumbent else None
    message = _message(entry, run, configuration=configuration.to_dict(), incumbent=to_beat, train_share=train_share)
    try:
        answer = _request(message, run, run.settings.time_limit)
    except _NoAnswerError as error:
        return Evaluation(entry.name, configuration.id, error.status, train_share=train_share, error=str(error))
    scores = {metric: tuple(folds) for metric, folds in answer.pop("fold_scores").items()}
    return Evaluation(**answer, fold_scores=scores)


def describe_isolated(entry: CollectionEntry, run: Run) -> tuple[CollectionEntry, dict[str, object]]:
    """Return `entry` and its description, which is `{"error": why}` where there is none.

    Parameters
    ----------
    entry : CollectionEntry
        The dataset; the child reads it.
    run : Run
        The number of rows and the seed, and whose children are used.
    """
    try:
        return entry, _request(_message(entry, run), run, _SECONDS_TO_DESCRIBE)
    except _NoAnswerError as error:
        return entry, {"error": str(error)}


def close_children(run_id: str) -> None:
    """End the child processes that the calling process has for a run, busy ones too, and start no more for it."""
    pool_of(run_id).close()


def _message(entry: CollectionEntry, run: Run, **more: object) -> dict[str, object]:
    return {"entry": entry_to_message(entry), "settings": asdict(run.settings), **more}


def _request(message: dict, run: Run, seconds: float) -> dict[str, Any]:
    """Return the answer of a child process; raise _NoAnswerError where there is none."""
    pool = pool_of(run.id, run.modules)
    try:
        child, reply = _begin({**message, "seconds": seconds}, pool)
    except PoolClosedError as closed:
        raise _NoAnswerError("lost", "the run was stopped") from closed
    if "unreadable" in reply:
        pool.give_back(child)
        raise _NoAnswerError("unreadable", first_line(reply["unreadable"]))
    try:
        reply = child.receive(seconds)
    except ChildExit as ended:
        pool.discard(child)
        raise _explain(ended, seconds) from ended
    pool.discard(child) if reply.pop("needs_restart") else pool.give_back(child)
    return reply


def _explain(ended: ChildExit, seconds: float) -> _NoAnswerError:
    if ended.is_timeout:
        return _NoAnswerError("timeout", f"more than {seconds:g} seconds")
    if "bad_alloc" in ended.last_stderr_line or "MemoryError" in ended.last_stderr_line:
        return _NoAnswerError("memout", str(ended))
    if ended.is_from_outside:
        return _NoAnswerError("lost", f"{ended}, sent by another process or by a system out of memory")
    return _NoAnswerError("crashed", str(ended))


def _begin(message: dict, pool: ChildPool) -> tuple[Child, dict]:
    """Send the message to an idle child, or to a new one, and return it with the first reply: the dataset is read.

    A child that ended while it was idle, or ends now, proves nothing: only what a new one does counts.
    """
    while (child := pool.take_idle()) is not None:
        try:
            return child, _read_dataset(child, message)
        except ChildExit:
            pool.discard(child)
    try:
        child = pool.start()
    except (ChildExit, OSError) as error:
        raise _NoAnswerError("lost", f"no child process could be started: {error}") from error
    try:
        return child, _read_dataset(child, message)
    except ChildExit as ended:
        pool.discard(child)
        if ended.is_timeout:
            raise _NoAnswerError("unreadable", f"reading took more than {_SECONDS_TO_READ} seconds") from ended
        status = "lost" if ended.is_from_outside else "unreadable"
        raise _NoAnswerError(status, f"while the dataset was read, {ended}") from ended


def _read_dataset(child: Child, message: dict) -> dict:
    child.send(message)
    return child.receive(_SECONDS_TO_READ)


class _NoAnswerError(Exception):
    """A child process gave no answer; `status` says whether the file, the learner or the machine is to blame."""

    def __init__(self, status: str, cause: str):
        super().__init__(cause)
        self.status = status
