"""`ChildPool`: the child processes that this process has for one run, to be used again and ended together."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from metaselect.experiments._supervisor import Child

__all__ = ["ChildPool", "PoolClosedError", "pool_of"]

# So many pools of runs that are over are remembered: a worker may begin what it was handed before its run was stopped.
_MOST_CLOSED = 100


class PoolClosedError(Exception):
    """The run is over; it gets no more children."""


class ChildPool:
    """The children of one run, idle or busy; one for each call at the same time.

    Parameters
    ----------
    modules : sequence of str
        Modules that children import first: those that register the user's learners.
    """

    def __init__(self, modules: Sequence[str] = ()):
        self._modules = modules
        self._lock = threading.Lock()
        self._idle: list[Child] = []
        self._busy: set[Child] = set()
        self._is_closed = False

    @property
    def is_closed(self) -> bool:
        """Whether `close` was called."""
        return self._is_closed

    @property
    def n_children(self) -> int:
        """How many there are, idle and busy."""
        with self._lock:
            return len(self._idle) + len(self._busy)

    def take_idle(self) -> Child | None:
        """Return a child that was used before, busy from now on; None where there is none.

        Raises
        ------
        PoolClosedError
            If the run is over.
        """
        with self._lock:
            if self._is_closed:
                raise PoolClosedError
            if not self._idle:
                return None
            child = self._idle.pop()
            self._busy.add(child)
            return child

    def start(self) -> Child:
        """Return a new child, busy from now on.

        Raises
        ------
        PoolClosedError
            If the run is over.
        ChildExit, OSError
            If it does not start.
        """
        child = Child(self._modules)
        with self._lock:
            if not self._is_closed:
                self._busy.add(child)
                return child
        child.close()
        raise PoolClosedError

    def give_back(self, child: Child) -> None:
        """Keep a child for the next call; end it where the run is over."""
        with self._lock:
            if not self._is_closed:
                self._busy.discard(child)
                self._idle.append(child)
                return
        child.close()

    def discard(self, child: Child) -> None:
        """End a child that must not be used again."""
        with self._lock:
            self._busy.discard(child)
        child.close()

    def close(self) -> None:
        """End all children, busy ones too, and start no more."""
        with self._lock:
            self._is_closed = True
            idle, self._idle = self._idle, []
            busy, self._busy = self._busy, set()
        for child in idle:
            child.close()
        for child in busy:
            child.kill()  # the thread that waits for it closes it


# A run comes to a worker on another machine as a plain value: there, its pool is found by the id.
_pools: dict[str, ChildPool] = {}
_pools_lock = threading.Lock()


def pool_of(run_id: str, modules: Sequence[str] = ()) -> ChildPool:
    """Return the pool that this process has for a run, an empty one at first.

    Parameters
    ----------
    run_id : str
        Different for every run.
    modules : sequence of str
        For the children of a pool that does not exist yet.
    """
    with _pools_lock:
        if run_id not in _pools:
            closed = [id_ for id_, pool in _pools.items() if pool.is_closed]
            for id_ in closed[: max(0, len(closed) - _MOST_CLOSED)]:
                del _pools[id_]
            _pools[run_id] = ChildPool(modules)
        return _pools[run_id]
