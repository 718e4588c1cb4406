"""`ChildPool`: the child processes that this process has for one run, to be used again and ended together."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

from metaselect.experiments._supervisor import Child, ChildExit

_logger = logging.getLogger(__name__)

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
        self._lock = threading.Condition()
        self._n_starting = 0
        self._idle: list[Child] = []
        self._busy: set[Child] = set()
        self._is_closed = False

    @property
    def is_closed(self) -> bool:
        """Whether `close` was called."""
        return self._is_closed

    def start_ahead(self, n_children: int) -> None:
        """Start children before they are needed, until there are so many; libraries take a second to load."""
        with self._lock:
            n_missing = n_children - len(self._idle) - len(self._busy) - self._n_starting
            self._n_starting += max(0, n_missing)
        for _ in range(n_missing):
            threading.Thread(target=self._start_one_ahead, daemon=True).start()

    def _start_one_ahead(self) -> None:
        try:
            self.give_back(self.start())
        except (ChildExit, OSError, PoolClosedError) as error:  # whoever needs one tries again, and says so
            _logger.info("no child process could be started ahead: %s", error)
        finally:
            with self._lock:
                self._n_starting -= 1
                self._lock.notify_all()

    def take_idle(self) -> Child | None:
        """Return a child that waits for work, busy from now on; None where there is none, and none is being started.

        Raises
        ------
        PoolClosedError
            If the run is over.
        """
        with self._lock:
            while not self._idle and self._n_starting and not self._is_closed:
                self._lock.wait()
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
                self._lock.notify_all()
                return
        child.close()

    def discard(self, child: Child) -> None:
        """End a child that must not be used again."""
        with self._lock:
            self._busy.discard(child)
        child.close()

    def stop_busy(self) -> None:
        """End the children that work, at once; who waits for one is told that the run was stopped."""
        with self._lock:
            busy = list(self._busy)
        for child in busy:
            child.kill()

    def close(self) -> None:
        """End all children, busy ones too, and start no more."""
        with self._lock:
            self._is_closed = True
            self._lock.notify_all()
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
