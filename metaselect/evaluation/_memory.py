"""A cap on what a block of code may allocate, and a meter of what it does, where the system has them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import resource
except ImportError:  # no POSIX
    resource = None  # type: ignore[assignment]  # a module has no type that None could have too

__all__ = ["held_megabytes", "memory_cap", "start_memory_meter"]

_MEGABYTE = 2**20


def held_megabytes() -> float:
    """Return what this process has allocated, 0 where the system does not say."""
    if not sys.platform.startswith("linux"):
        return 0.0
    pages = int(Path("/proc/self/statm").read_text().split()[5])
    return pages * resource.getpagesize() / _MEGABYTE


@contextmanager
def memory_cap(megabytes: float) -> Iterator[None]:
    """Let the block allocate `megabytes` more than the process holds when it is entered; beyond, allocations fail.

    What is held before does not count, so the same learner meets the same cap whatever was evaluated before it.
    """
    if resource is None:
        yield
        return
    # RLIMIT_DATA counts private writable pages (since Linux 4.7): what a learner allocates. RLIMIT_AS also counts
    # what is merely reserved, such as shared libraries, the arenas of malloc and files mapped into memory, gigabytes
    # that were never touched; it is the next best thing elsewhere. RLIMIT_RSS has no effect on any of today's kernels.
    kind = resource.RLIMIT_DATA if sys.platform.startswith("linux") else resource.RLIMIT_AS
    soft, hard = resource.getrlimit(kind)
    cap = int((held_megabytes() + megabytes) * _MEGABYTE)
    try:
        resource.setrlimit(kind, (cap if hard == resource.RLIM_INFINITY else min(cap, hard), hard))
    except (ValueError, OSError):  # macOS refuses a cap on the address space below what is mapped already
        yield
        return
    try:
        yield
    finally:
        resource.setrlimit(kind, (soft, hard))


def start_memory_meter() -> Callable[[], float]:
    """Return a function that returns the most megabytes in use since now, beyond those in use now; NaN if unknown."""
    try:
        # Linux forgets the peak so far when a 5 is written here.
        Path("/proc/self/clear_refs").write_text("5")
        before = _resident_megabytes("VmRSS")
    except OSError:
        return lambda: float("nan")
    return lambda: max(0.0, _resident_megabytes("VmHWM") - before)


def _resident_megabytes(field: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    kilobytes = next(line.split()[1] for line in lines if line.startswith(f"{field}:"))
    return int(kilobytes) / 1024
