"""The processes that a learner starts: none is lost from sight, whatever becomes of its parent, and all end together.

Run as a program, on Linux, this file is a warden: it starts the command in its arguments and adopts what that leaves
behind, also what is in a session of its own. When the command ends, the warden is told to end, or its own parent is
gone, it ends all of them and then itself, in the way in which the command ended. It runs by its path and imports the
standard library alone, so that it starts in 20 ms and takes no memory worth mentioning.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

try:
    import resource
except ImportError:  # no POSIX
    resource = None  # type: ignore[assignment]  # a module has no type that None could have too

__all__ = ["HAS_WARDEN", "descendants", "hold_more", "megabytes_of"]

HAS_WARDEN = sys.platform.startswith("linux") and Path("/proc/self/stat").exists()

_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36
_SECONDS_BETWEEN_LOOKS = 1.0
# What does not end by then waits for a device, and nobody can end it.
_SECONDS_TO_END = 10.0


def descendants(pid: int) -> list[int]:
    """Return the ids of the living processes below a process, parents before their children."""
    children = _children_of_all() if not Path(f"/proc/{pid}/task/{pid}/children").exists() else None
    found, to_visit = [], [pid]
    while to_visit:
        parent = to_visit.pop()
        below = children[parent] if children is not None else list(_children_of(parent))
        to_visit += below
        found += [child for child in below if _is_alive(child)]
    return found


def megabytes_of(pids: Iterable[int]) -> float:
    """Return what some processes hold, in memory or swapped out: their own and shared mappings, not files.

    What they share counts for each of them.
    """
    return sum(_kilobytes(f"/proc/{pid}/status", "RssAnon", "RssShmem", "VmSwap") for pid in pids) / 1024


def hold_more(pids: Iterable[int], megabytes: float) -> bool:
    """Return whether some processes hold more than this, where what they share counts once."""
    pids = list(pids)
    if megabytes_of(pids) <= megabytes:
        return False
    # The kernel deals out among them what they share. That takes longer to say, the more they hold.
    shares = [_kilobytes(f"/proc/{pid}/smaps_rollup", "Pss_Anon", "Pss_Shmem", "SwapPss") for pid in pids]
    return sum(shares) / 1024 > megabytes


def _kilobytes(path: str, *names: str) -> int:
    """Return the sum of some lines of a file of /proc such as `RssAnon:   148 kB`; 0 where the process is gone."""
    try:
        lines = Path(path).read_text().splitlines()
    except OSError:
        return 0
    rows = [line.split() for line in lines]
    return sum(int(row[1]) for row in rows if row and row[0].rstrip(":") in names)


def _children_of(pid: int) -> Iterator[int]:
    with contextlib.suppress(OSError):
        for thread in os.listdir(f"/proc/{pid}/task"):
            with contextlib.suppress(OSError):
                yield from map(int, Path(f"/proc/{pid}/task/{thread}/children").read_text().split())


def _children_of_all() -> dict[int, list[int]]:
    children: dict[int, list[int]] = defaultdict(list)
    for name in os.listdir("/proc"):
        if name.isdigit() and (stat := _stat(int(name))):
            children[int(stat[1])].append(int(name))
    return children


def _stat(pid: int) -> list[str]:
    """Return state, parent and so on; the name of the command before them may hold anything."""
    try:
        return Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].decode().split()
    except OSError:
        return []


def _is_alive(pid: int) -> bool:
    return _stat(pid)[:1] not in ([], ["Z"], ["X"])


def _guard(command: list[str]) -> None:
    """Start a command, wait for it, and end all that it started; does not return."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)
    watched = {signal.SIGCHLD, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, watched)
    parent, own = os.getppid(), os.getpid()
    child = os.fork()
    if child == 0:
        _become(command, own, watched)
    os.closerange(0, 2)  # whoever waits for the end of the command's output need not wait for ours
    status: int | None = None
    is_told_to_end = False
    while status is None and not is_told_to_end:
        heard = signal.sigtimedwait(watched, _SECONDS_BETWEEN_LOOKS)
        status = _reap().get(child)
        is_told_to_end = os.getppid() != parent or (heard is not None and heard.si_signo == signal.SIGTERM)
    ended = _end_all()
    _end_like(ended.get(child, signal.SIGKILL) if status is None else status)


def _become(command: list[str], warden: int, blocked: set[signal.Signals]) -> None:
    """Go on as the command, in a session of its own, which ends with the warden."""
    try:
        os.setsid()
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, blocked)
        if os.getppid() == warden:
            os.execv(command[0], command)
    finally:
        os._exit(127)


def _end_all() -> dict[int, int]:
    """End all processes below this one and return how its children ended, by their ids."""
    stopped: set[int] = set()
    # One that is stopped starts no other: when a look finds none that is new, all of them are known.
    while new := set(descendants(os.getpid())) - stopped:
        for pid in new:
            _send(pid, signal.SIGSTOP)
        stopped |= new
    deadline = time.monotonic() + _SECONDS_TO_END
    ended = _reap()
    while (alive := descendants(os.getpid())) and time.monotonic() < deadline:
        for pid in alive:
            _send(pid, signal.SIGKILL)
        time.sleep(0.001)
        ended |= _reap()
    return ended | _reap()


def _send(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def _reap() -> dict[int, int]:
    """Return how the children ended that have ended, by their ids."""
    ended = {}
    with contextlib.suppress(ChildProcessError):
        while (pair := os.waitpid(-1, os.WNOHANG))[0]:
            ended[pair[0]] = pair[1]
    return ended


def _end_like(status: int) -> None:
    """End this process as another one has ended, of which the system says `status`."""
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {-code})
        with contextlib.suppress(OSError):  # nobody may say how SIGKILL is taken
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)


def _prctl(option: int, value: int) -> None:
    ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


if __name__ == "__main__":
    _guard(sys.argv[1:])
