"""The process in which learners run: `python -m metaselect.experiments._child`, started by `_supervisor.Child`.

It takes one request per line from its standard input and answers with lines on its standard output, both JSON: first
`{"started": true}` once the dataset is read, or `{"unreadable": "why"}`, then the result. What goes wrong with the
process itself (time, signals, exits) is for the supervisor to see.
"""

from __future__ import annotations

import importlib
import json
import os
import queue
import random
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import lru_cache, partial
from typing import TextIO

import numpy as np

from metaselect.data import CollectionEntry, Dataset
from metaselect.evaluation import Incumbent, evaluate, held_megabytes, memory_cap, subsample
from metaselect.exceptions import MetaSelectError
from metaselect.experiments._answers import sent
from metaselect.experiments._entry_message import entry_from_message
from metaselect.experiments._process_tree import megabytes_of
from metaselect.experiments.describe_dataset import describe
from metaselect.experiments.fit_isolated import fit_here
from metaselect.experiments.settings import BatchSettings
from metaselect.learners import Configuration
from metaselect.seeding import seed_from

try:
    import resource
except ImportError:  # no POSIX
    resource = None  # type: ignore[assignment]  # a module has no type that None could have too

# Limits that a learner could set for its process.
_LIMITS = ("RLIMIT_CPU", "RLIMIT_DATA", "RLIMIT_AS", "RLIMIT_FSIZE", "RLIMIT_NOFILE")
# A child that nobody asks anything ends: its supervisor may live on in a cluster long after the run is over.
_IDLE_SECONDS = 600
_SECONDS_OF_GRACE = 60


def main(first_id: str, modules: list[str]) -> None:
    """Answer requests until there are no more."""
    requests, replies = _take_standard_streams()
    inbox: queue.SimpleQueue[dict] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests, inbox), daemon=True).start()
    for module in modules:
        importlib.import_module(module)
    replies.send(first_id, {"ready": os.getpid()})
    held_at_start = held_megabytes()
    while True:
        try:
            request = inbox.get(timeout=_IDLE_SECONDS)
        except queue.Empty:
            return
        send = partial(replies.send, request.pop("id"))
        surroundings = _surroundings()
        reply = _answer(request, send)
        # What leaks stays with a process; one that has grown is replaced before it is in the way, as is one in which
        # the next learner would find something changed.
        grown = held_megabytes() - held_at_start > request["settings"]["memory_limit"] / 2
        is_spent = grown or reply.get("status") == "memout" or _surroundings() != surroundings
        send({**reply, "needs_restart": is_spent})


class _Replies:
    """The pipe to the supervisor, which learners have within reach and may close."""

    def __init__(self, descriptor: int):
        self._descriptor = descriptor
        self._process = os.getpid()
        self._is_same_as = self._identity()

    def send(self, id_: str, message: dict) -> None:
        """Send one line; end the process where the pipe is not what it was, lest this goes to a file of the user."""
        if os.getpid() != self._process:  # a copy that a learner made of this process
            os._exit(1)
        try:
            is_ours = self._identity() == self._is_same_as
        except OSError:
            is_ours = False
        if not is_ours:
            os.write(2, b"the pipe through which the process answers was closed\n")
            os._exit(1)
        with os.fdopen(os.dup(self._descriptor), "w") as stream:
            stream.write(json.dumps({**message, "id": id_}) + "\n")

    def _identity(self) -> tuple[int, int]:
        status = os.fstat(self._descriptor)
        return status.st_dev, status.st_ino


def _surroundings() -> tuple:
    """Return what a learner may change in its process and must not for those that come after it."""
    threads = frozenset(thread.ident for thread in threading.enumerate())
    limits = [resource.getrlimit(getattr(resource, name)) for name in _LIMITS if hasattr(resource, name)]
    return _working_folder(), dict(os.environ), list(sys.path), threads, limits, sys.getrecursionlimit(), np.geterr()


def _working_folder() -> str:
    try:
        return os.getcwd()
    except OSError:  # it was removed
        return ""


def _take_standard_streams() -> tuple[TextIO, _Replies]:
    """Return the streams to and from the supervisor, and leave nothing to learners that print or read."""
    requests, replies = os.fdopen(os.dup(0), "r"), _Replies(os.dup(1))
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return requests, replies


def _listen(requests: TextIO, inbox: queue.SimpleQueue) -> None:
    """Pass requests on; when the supervisor is gone, end at once with all that the learner started."""
    for line in requests:
        inbox.put(json.loads(line))
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


def _answer(request: dict, send: Callable[[dict], None]) -> dict:
    settings = BatchSettings(**request["settings"])
    if "job" in request:
        send({"started": True, "held": megabytes_of([os.getpid()])})
        with memory_cap(settings.memory_limit), _backstop(request["seconds"]):
            return fit_here(request["job"])
    entry = entry_from_message(request["entry"])
    try:
        with memory_cap(settings.memory_limit):
            dataset = _read(entry, settings.max_rows, settings.random_state)
    except (MetaSelectError, OSError, MemoryError) as error:
        return {"unreadable": f"{type(error).__name__}: {error}"}
    send({"started": True, "held": megabytes_of([os.getpid()])})
    # A learner that draws from the global generators finds them as they would be in a new process.
    seed = seed_from(settings.random_state, "child", dataset.name)
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002
    with memory_cap(settings.memory_limit), _backstop(request["seconds"]):
        if "configuration" not in request:
            return describe(dataset, settings.random_state)
        configuration = Configuration(**request["configuration"])
        incumbent = Incumbent(**request["incumbent"]) if request["incumbent"] else None
        seed, share = settings.random_state, request["train_share"]
        evaluation = evaluate(configuration, dataset, random_state=seed, incumbent=incumbent, train_share=share)
        return {**asdict(replace(evaluation, out_of_fold=())), "out_of_fold": sent(evaluation.out_of_fold)}


@contextmanager
def _backstop(seconds: float) -> Iterator[None]:
    """Let the system end this process well after its time, where the supervisor that would have is gone.

    `_listen` sees that too, unless compiled code never lets another thread of Python run.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds + _SECONDS_OF_GRACE)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)


@lru_cache(maxsize=8)
def _read(entry: CollectionEntry, max_rows: int, random_state: int) -> Dataset:
    return subsample(entry.read(), max_rows, random_state)


def _run_and_exit() -> None:
    """Call `main`, then end without Python's tidying, which would close the streams long before the exit code is set.

    Whoever reads the streams kills what no longer answers, and must not be faster than a learner that exits.
    """
    try:
        main(sys.argv[1], sys.argv[2:])
    except SystemExit as stop:
        os._exit(stop.code if isinstance(stop.code, int) else int(stop.code is not None))
    except BaseException:  # noqa: BLE001  (as Python itself does; the last line is shown to the user)
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    _run_and_exit()
