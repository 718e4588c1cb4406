"""The parent's side of `_child`: start one, ask it, kill it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from typing import IO

__all__ = ["Child", "ChildExit"]

_SECONDS_TO_START = 300

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
    is_timeout : bool
        It was killed because its time was up.
    exit_code : int
        As `subprocess` has it: minus the number of the signal that ended it.
    last_stderr_line : str
        Last line on its standard error.
    """

    def __init__(self, is_timeout: bool, exit_code: int, last_stderr_line: str):
        super().__init__(is_timeout, exit_code, last_stderr_line)
        self.is_timeout = is_timeout
        self.exit_code = exit_code
        self.last_stderr_line = last_stderr_line

    @property
    def is_from_outside(self) -> bool:
        """Whether the signal is one that other processes and the kernel send, rather than a mistake of the code."""
        names = ("SIGKILL", "SIGTERM", "SIGINT", "SIGHUP")
        return -self.exit_code in [getattr(signal, name, None) for name in names]

    def __str__(self) -> str:
        if self.exit_code >= 0:
            how = f"ended the process with exit code {self.exit_code}"
        else:
            how = f"the process was ended by {_signal_name(-self.exit_code)}"
        return f"{how}: {self.last_stderr_line}" if self.last_stderr_line else how


class Child:
    """A process of one's own for learners; one request at a time.

    Its group is its own, so that a kill takes what the learner started with it and Ctrl-C reaches the supervisor alone.
    It ends itself when its standard input does: with its supervisor, however that ended.

    Parameters
    ----------
    modules : list of str
        Modules to import first: those that register the user's learners.

    Raises
    ------
    ChildExit
        If it does not start.
    """

    def __init__(self, modules: Sequence[str] = ()):
        path = os.pathsep.join(folder or os.getcwd() for folder in sys.path)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (closed by `close`)
        self._is_timeout = False
        self._killing = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "metaselect.experiments._child", *modules],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env={**os.environ, **_ENVIRONMENT, "PYTHONPATH": path},
            start_new_session=True,
        )
        self._requests, self._replies = _opened(self._process.stdin), _opened(self._process.stdout)
        self.receive(_SECONDS_TO_START)

    def send(self, request: dict) -> None:
        """Send a request."""
        # What libraries said of earlier requests is neither a cause of what comes nor allowed to fill the disk.
        self._errors.seek(0)
        self._errors.truncate()
        try:
            self._requests.write(json.dumps(request).encode() + b"\n")
            self._requests.flush()
        except BrokenPipeError:
            raise self._die() from None

    def receive(self, seconds: float) -> dict:
        """Return the next reply; kill the child when there is none within `seconds`.

        Raises
        ------
        ChildExit
            If the child ended instead.
        """
        timer = threading.Timer(seconds, self._expire)
        timer.daemon = True
        timer.start()
        try:
            line = self._replies.readline()
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):
            raise self._die()
        return json.loads(line)

    def kill(self) -> None:
        """End the child and all it started, at once."""
        with self._killing:
            # Until we have waited for it, nobody else can have its number, even if it is dead.
            if self._process.returncode is None:
                _kill_group(self._process)
                self._process.wait()

    def close(self) -> None:
        """End the child and free what it took. Not for use while another thread waits for a reply: that is `kill`."""
        self.kill()
        for stream in (self._requests, self._replies, self._errors):
            with contextlib.suppress(BrokenPipeError):  # part of a request may not have gone out
                stream.close()

    def _expire(self) -> None:
        self._is_timeout = True
        self.kill()

    def _die(self) -> ChildExit:
        self.kill()
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        return ChildExit(self._is_timeout, self._process.returncode, lines[-1].strip()[:300] if lines else "")


def _opened(pipe: IO[bytes] | None) -> IO[bytes]:
    """Return an end of a pipe, which there is for each stream that was asked for."""
    assert pipe is not None
    return pipe


def _kill_group(process: subprocess.Popen) -> None:
    if not hasattr(os, "killpg"):
        process.kill()
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS says the latter of a group of zombies
        os.killpg(process.pid, signal.SIGKILL)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
