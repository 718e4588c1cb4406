"""A cap on what a block of code may allocate, where the system has one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import resource
except ImportError:  # no POSIX
    resource = None

__all__ = ["held_megabytes", "memory_cap"]

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
