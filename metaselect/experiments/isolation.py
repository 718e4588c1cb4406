"""`evaluate_isolated`: `evaluate` in a process of its own, that can hang, grow or crash without harm to the others.

Runs wherever a backend calls it: in a thread of the main process, or in a worker on another machine. The child
processes it talks to stay with the process that called, one for each call at the same time, and are used again.
"""

from __future__ import annotations

import logging
import math
import time
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from sklearn.pipeline import Pipeline

from metaselect.data import CollectionEntry
from metaselect.evaluation import Evaluation, Incumbent
from metaselect.exceptions import first_line
from metaselect.experiments._answers import AnswerError, description_in, evaluation_in
from metaselect.experiments._child_pool import ChildPool, PoolClosedError, pool_of
from metaselect.experiments._entry_message import entry_to_message
from metaselect.experiments._supervisor import Child, ChildExit
from metaselect.experiments.fit_isolated import Fitted, read_fitted, write_job
from metaselect.experiments.settings import BatchSettings
from metaselect.learners import Configuration

_logger = logging.getLogger(__name__)

__all__ = [
    "Run",
    "close_children",
    "describe_isolated",
    "evaluate_isolated",
    "fit_isolated",
    "start_children",
    "stop_children",
]

# Reading and describing are our own doing: limits against hanging for ever, not against taking long.
_SECONDS_TO_READ = 600
_SECONDS_TO_DESCRIBE = 1800
# Timers of the system take no more.
_LONGEST = 10_000_000.0
_STOPPED = "the run was stopped"
# Beside what a child answers: how many processes the learner has left running.
_N_LEFT = "n_left"


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
    deadline : float
        When all that is running is ended, as of `time.monotonic`; never when not given. Of this machine alone.
    """

    settings: BatchSettings
    modules: tuple[str, ...] = ()
    id: str = field(default_factory=lambda: uuid4().hex)
    deadline: float = math.inf


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
    begun = (entry.name, configuration.id)
    _logger.info("%s: %s begins", *begun, extra={"begun": begun})  # what a display of progress is told by
    to_beat = asdict(incumbent) if incumbent else None
    message = _message(entry, run, configuration=configuration.to_dict(), incumbent=to_beat, train_share=train_share)
    without_scores = partial(Evaluation, entry.name, configuration.id, train_share=train_share)
    try:
        answer = _request(message, run, run.settings.time_limit, run.settings.memory_limit)
        evaluation = evaluation_in(answer, entry.name, configuration.id, train_share)
    except _NoAnswerError as error:
        return without_scores(error.status, error=str(error))
    except AnswerError as error:
        return without_scores("crashed", error=str(error))
    if answer[_N_LEFT] and not evaluation.error:
        return replace(evaluation, error=f"left {answer[_N_LEFT]} processes running, which were ended")
    return evaluation


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
        return entry, description_in(_request(_message(entry, run), run, _SECONDS_TO_DESCRIBE, math.inf))
    except (_NoAnswerError, AnswerError) as error:
        return entry, {"error": str(error)}


def fit_isolated(pipeline: Pipeline, rows_file: Path, folder: Path, run: Run, seconds: float) -> Fitted:
    """Return a pipeline that a process of its own has fitted, or why there is none.

    Parameters
    ----------
    pipeline : Pipeline
        Not fitted.
    rows_file : Path
        As of `write_rows`.
    folder : Path
        Private to this process: what is handed over lies there for a moment.
    run : Run
        Its limit of memory, and whose children are used.
    seconds : float
        It is ended after so many.
    """
    job = write_job(pipeline, rows_file, folder)
    try:
        answer = _request({"job": job, "settings": asdict(run.settings)}, run, seconds, run.settings.memory_limit)
    except _NoAnswerError as error:
        answer = {"error": str(error)}
    return read_fitted(job, answer)


def start_children(run: Run, n_children: int) -> None:
    """Start children of a run before they are needed; whoever needs one then waits for it rather than start another.

    Parameters
    ----------
    run : Run
        Whose they are; those that it has count.
    n_children : int
        How many it is to have.
    """
    pool_of(run.id, run.modules).start_ahead(n_children)


def stop_children(run: Run) -> None:
    """End what the children of a run are doing; the run may go on.

    Parameters
    ----------
    run : Run
        Whose they are.
    """
    pool_of(run.id, run.modules).stop_busy()


def close_children(run_id: str) -> None:
    """End the child processes that the calling process has for a run, busy ones too, and start no more for it."""
    pool_of(run_id).close()


def _message(entry: CollectionEntry, run: Run, **more: object) -> dict[str, object]:
    return {"entry": entry_to_message(entry), "settings": asdict(run.settings), **more}


def _request(message: dict, run: Run, seconds: float, megabytes: float) -> dict[str, Any]:
    """Return the answer of a child process; raise _NoAnswerError where there is none."""
    pool = pool_of(run.id, run.modules)
    message = {**message, "seconds": min(seconds, _LONGEST)}
    try:
        child, reply = _begin(message, pool)
        # To start a child and to read the dataset takes time, too, of what has a deadline.
        seconds = max(min(seconds, run.deadline - time.monotonic()), 0.0)
        try:
            return _finish(child, reply, pool, seconds, megabytes)
        except ChildExit as ended:
            if child.n_requests == 1 or ended.is_of_machine:
                raise _explain(ended, seconds, megabytes) from ended
        # An earlier learner may be to blame for how a child ended: what counts is what happens in a new one.
        child, reply = _begin(message, pool, only_new=True)
        return _finish(child, reply, pool, seconds, megabytes)
    except ChildExit as ended:
        raise _explain(ended, seconds, megabytes) from ended
    except PoolClosedError as closed:
        raise _NoAnswerError("lost", _STOPPED) from closed


def _finish(child: Child, begun: dict, pool: ChildPool, seconds: float, megabytes: float) -> dict[str, Any]:
    """Return the last reply of a child, which is kept where the next learner can use it."""
    if "unreadable" in begun:
        pool.give_back(child)
        raise _NoAnswerError("unreadable", first_line(str(begun["unreadable"])))
    held = begun.get("held", 0.0)
    try:
        reply = child.receive(seconds, held + megabytes if isinstance(held, float) else math.inf)
    except ChildExit:
        pool.discard(child)
        raise
    reply[_N_LEFT] = child.count_left()
    if reply.get("needs_restart", True) or reply[_N_LEFT]:
        pool.discard(child)
    else:
        pool.give_back(child)
    return reply


def _explain(ended: ChildExit, seconds: float, megabytes: float) -> _NoAnswerError:
    if ended.why == "time":
        return _NoAnswerError("timeout", f"more than {seconds:.3g} seconds")
    if ended.why == "memory":
        cause = f"more than {megabytes:g} megabytes, with shared memory and all processes that it started"
        return _NoAnswerError("memout", cause)
    if ended.why == "stopped":
        return _NoAnswerError("lost", _STOPPED)
    if not ended.why and ("bad_alloc" in ended.said or "MemoryError" in ended.said):
        return _NoAnswerError("memout", str(ended))
    if ended.is_from_outside:
        return _NoAnswerError("lost", f"{ended}, sent by another process or by a system out of memory")
    return _NoAnswerError("crashed", str(ended))


def _begin(message: dict, pool: ChildPool, only_new: bool = False) -> tuple[Child, dict]:
    """Send the message to an idle child, or to a new one, and return it with the first reply: the dataset is read.

    A child that ended while it was idle, or ends now, proves nothing: only what a new one does counts.
    """
    while not only_new and (child := pool.take_idle()) is not None:
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
        if ended.why == "stopped":
            raise
        if ended.why == "time":
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
