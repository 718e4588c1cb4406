"""`run_parallel`: the same calls in several processes, each of one thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

__all__ = ["run_parallel"]

_Result = TypeVar("_Result")


def run_parallel(function: Callable[..., _Result], tasks: Iterable[tuple], n_jobs: int | None = None) -> list[_Result]:
    """Return the results of a function for many tasks, in their order.

    Each call has one thread of BLAS and OpenMP, also where there is one process. The matrices are small: the threads
    of a ridge regression waited for one another nine tenths of its time. And no sum depends on the number of threads.

    Parameters
    ----------
    function : callable
        Must be found by its name in other processes.
    tasks : iterable of tuple
        Values to call it with.
    n_jobs : int, optional
        Processes, as joblib counts them.
    """
    from joblib import Parallel, delayed

    return Parallel(n_jobs=n_jobs)(delayed(_in_one_thread)(function, task) for task in tasks)


def _in_one_thread(function: Callable[..., _Result], task: tuple) -> _Result:
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        return function(*task)
