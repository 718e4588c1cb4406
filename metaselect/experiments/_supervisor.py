"""The parent's side of `_child`: start one, ask it, kill it."""

from __future__ import annotations

import contextlib
import json
import math
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from typing import IO
from uuid import uuid4

from metaselect.exceptions import first_line
from metaselect.experiments import _process_tree
from metaselect.experiments._answers import AnswerError, answer_in

__all__ = ["Child", "ChildExit"]

_SECONDS_TO_START = 300
# From the end of what a child says to its end.
_SECONDS_TO_EXIT = 5
# A warden ends all within its own limit, which is shorter.
_SECONDS_TO_END = 20
_SECONDS_BETWEEN_LOOKS = 0.1
# Predictions for 20,000 rows of a hundred classes, before they are compressed, take a tenth of it.
_MOST_BYTES = 2**26
_MOST_BYTES_OF_ERRORS = 2**26
_BYTES_OF_LAST_LINE = 2**16

# Processes times threads must not exceed the cores, and a thread that waits must not spin: histogram boosting was 50
# times slower when two processes of two spinning threads shared two cores. Libraries read these once, when loaded.
_ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "OMP_WAIT_POLICY": "PASSIVE",
    "LOKY_MAX_CPU_COUNT": "1",
    "PYTHONHASHSEED": "0",  # the order of a set of texts is the same in every child
    "PYTHONSAFEPATH": "1",  # the folder the user happens to be in is no place to import from, unless it was one
}


class ChildExit(Exception):
    """The child ended without an answer.

    Attributes
    ----------
    why : {"", "time", "memory", "answer", "stopped"}
        Why we ended it: its time was up, its processes held too much memory, what it answered was none, or the run is
        over. Empty where it ended by itself or was ended by others.
    exit_code : int
        As `subprocess` has it: minus the number of the signal that ended it.
    said : str
        Last line on its standard error; what is wrong with its answer, where that is why it was ended.
    """

    def __init__(self, why: str, exit_code: int, said: str):
        super().__init__(why, exit_code, said)
        self.why = why
        self.exit_code = exit_code
        self.said = said

    @property
    def is_from_outside(self) -> bool:
        """Whether the signal is one that other processes and the kernel send, rather than a mistake of the code."""
        names = ("SIGKILL", "SIGTERM", "SIGINT", "SIGHUP")
        return not self.why and -self.exit_code in [getattr(signal, name, None) for name in names]

    @property
    def is_of_machine(self) -> bool:
        """Whether time, memory, the end of the run or others ended it: it would be the same in another child."""
        return self.why in ("time", "memory", "stopped") or self.is_from_outside

    def __str__(self) -> str:
        if self.why == "answer":
            return self.said
        if self.exit_code >= 0:
            how = f"ended the process with exit code {self.exit_code}"
        else:
            how = f"the process was ended by {_signal_name(-self.exit_code)}"
        return f"{how}: {self.said}" if self.said else how


class Child:
    """A process of one's own for learners; one request at a time.

    Its session is its own, so that Ctrl-C reaches the supervisor alone. A kill takes with it all that the learner
    started: on Linux a warden sees to that (`_process_tree`), elsewhere what is in the group of the child is ended.
    It ends itself when its standard input does: with its supervisor, however that ended.

    Parameters
    ----------
    modules : list of str
        Modules to import first: those that register the user's learners.

    Attributes
    ----------
    n_requests : int
        How many were sent to it.

    Raises
    ------
    ChildExit
        If it does not start.
    """

    def __init__(self, modules: Sequence[str] = ()):
        path = os.pathsep.join(folder or os.getcwd() for folder in sys.path)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (closed by `close`)
        self.n_requests = 0
        self._why = ""
        self._killing = threading.Lock()
        self._id = uuid4().hex
        warden = [sys.executable, "-I", "-S", _process_tree.__file__] if _process_tree.HAS_WARDEN else []
        self._process = subprocess.Popen(
            [*warden, sys.executable, "-m", "metaselect.experiments._child", self._id, *modules],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env={**os.environ, **_ENVIRONMENT, "PYTHONPATH": path},
            start_new_session=True,
        )
        self._requests, self._replies = _opened(self._process.stdin), _opened(self._process.stdout)
        self._pid = self.receive(_SECONDS_TO_START).get("ready")

    def send(self, request: dict) -> None:
        """Send a request."""
        # What libraries said of earlier requests is neither a cause of what comes nor allowed to fill the disk.
        self._errors.seek(0)
        self._errors.truncate()
        self.n_requests += 1
        self._id = uuid4().hex  # what an earlier learner leaves in the pipe is no answer to this request
        try:
            self._requests.write(json.dumps({**request, "id": self._id}).encode() + b"\n")
            self._requests.flush()
        except OSError:
            raise self._ended() from None

    def receive(self, seconds: float, megabytes: float = math.inf) -> dict:
        """Return the next reply; end the child where there is none in time, or it grows too much meanwhile.

        Parameters
        ----------
        seconds : float
            How long to wait.
        megabytes : float
            What the child and the processes that it started may hold together, where the system says what they do.

        Raises
        ------
        ChildExit
            If the child ended instead, or answered something else than a reply.
        """
        is_there = threading.Event()
        watch = threading.Thread(target=self._watch, args=(is_there, seconds, megabytes), daemon=True)
        watch.start()
        try:
            line = self._replies.readline(_MOST_BYTES)
        finally:
            is_there.set()
            watch.join()
        if self._why or not line:
            raise self._ended()
        try:
            return answer_in(line, self._id)
        except AnswerError as error:
            self._end("answer")
            raise ChildExit("answer", 0, str(error)) from error

    def kill(self) -> None:
        """End the child and all it started, at once."""
        self._end("stopped")

    def close(self) -> None:
        """End the child and free what it took. Not for use while another thread waits for a reply: that is `kill`."""
        self.kill()
        for stream in (self._requests, self._replies, self._errors):
            with contextlib.suppress(OSError):  # part of a request may not have gone out
                stream.close()

    def count_left(self) -> int:
        """Return how many processes a learner has left running, as far as the system says."""
        for is_second_look in (False, True):
            left = set(_process_tree.descendants(self._process.pid)) - {self._pid} if _process_tree.HAS_WARDEN else ()
            if not left or is_second_look:
                break
            time.sleep(_SECONDS_BETWEEN_LOOKS)  # they may be about to end
        return len(left)

    def _watch(self, is_there: threading.Event, seconds: float, megabytes: float) -> None:
        deadline = time.monotonic() + seconds
        while not is_there.wait(max(0.0, min(_SECONDS_BETWEEN_LOOKS, deadline - time.monotonic()))):
            if time.monotonic() >= deadline:
                self._end("time")
                return
            if os.fstat(self._errors.fileno()).st_size > _MOST_BYTES_OF_ERRORS:
                os.ftruncate(self._errors.fileno(), 0)  # what follows is behind a hole that takes no room on the disk
            if megabytes < math.inf and _process_tree.HAS_WARDEN:
                pids = _process_tree.descendants(self._process.pid)
                if _process_tree.hold_more(pids, megabytes):
                    self._end("memory")
                    return

    def _ended(self) -> ChildExit:
        """Wait for the end of a child that says no more, and return how it ended."""
        if not self._why:
            try:
                self._process.wait(_SECONDS_TO_EXIT)
            except subprocess.TimeoutExpired:
                self._end("answer")
                return ChildExit("answer", 0, "the pipe of its process was closed, through which it answers")
        self._end(self._why)
        return ChildExit(self._why, self._process.returncode, self._last_error())

    def _last_error(self) -> str:
        """Return the last line on its standard error."""
        self._errors.seek(max(0, self._errors.seek(0, os.SEEK_END) - _BYTES_OF_LAST_LINE))
        lines = self._errors.read().replace(b"\0", b"").decode(errors="replace").strip().splitlines()
        return first_line(lines[-1]) if lines else ""

    def _end(self, why: str) -> None:
        with self._killing:
            # Until we have waited for it, nobody else can have its number, even if it is dead.
            if self._process.returncode is None:
                self._why = why
                _end(self._process)


def _opened(pipe: IO[bytes] | None) -> IO[bytes]:
    """Return an end of a pipe, which there is for each stream that was asked for."""
    assert pipe is not None
    return pipe


def _end(process: subprocess.Popen) -> None:
    """End a child and all it started, and wait for it."""
    if _process_tree.HAS_WARDEN:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_SECONDS_TO_END)
            return
        process.kill()
    elif hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS says the latter of a group of zombies
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
