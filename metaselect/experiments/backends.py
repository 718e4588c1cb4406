"""`open_backend`: the same calls in threads, through any backend of joblib, or on a dask cluster."""

from __future__ import annotations

import itertools
import logging
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager

import joblib

from metaselect.exceptions import ConfigurationError, MetaSelectError, MissingBackendError

__all__ = ["Backend", "open_backend"]

_logger = logging.getLogger(__name__)

# (function, tasks, lost) -> results: `function(*task)` for each task in any order, and `lost(*task, why)` for those
# whose workers went away too often. Tasks are taken from the iterable as workers get free, perhaps in other threads.
Backend = Callable[[Callable, Iterable[tuple], Callable], Iterator]


@contextmanager
def open_backend(
    name: str, n_jobs: int, scheduler: str | None, at_end: Callable[[], object] = lambda: None
) -> Iterator[Backend]:
    """Return the backend called `name`.

    Parameters
    ----------
    name : str
        `"threads"`, `"dask"`, or the name of a backend that joblib knows.
    n_jobs : int
        Calls at the same time. A cluster decides itself.
    scheduler : str or None
        Address of the scheduler of the dask cluster.
    at_end : callable
        Called at the end of the block in this process and in the workers of a dask cluster; what workers of other
        backends hold must end with them.

    Raises
    ------
    MissingBackendError
        If dask is asked for and not installed.
    ConfigurationError
        If joblib has no such backend, or no scheduler answers.
    MetaSelectError
        In the block, if a pool or a cluster as a whole is lost.
    """
    if name == "dask":
        with _open_dask(scheduler, at_end) as backend:
            yield backend
        return
    try:
        yield _joblib_backend("threading" if name == "threads" else name, n_jobs)
    finally:
        at_end()


def _joblib_backend(name: str, n_jobs: int) -> Backend:
    known = {"threading", "loky", "multiprocessing", *joblib.parallel.EXTERNAL_BACKENDS, *joblib.parallel.BACKENDS}
    if name not in known:
        raise ConfigurationError(f"there is no backend {name!r}; use threads, dask, or one that joblib knows")

    def run(function, tasks, lost):
        with joblib.parallel_config(backend=name, n_jobs=n_jobs):
            parallel = joblib.Parallel(return_as="generator_unordered", batch_size=1)
            results = parallel(joblib.delayed(function)(*task) for task in tasks)
            try:
                for result in results:  # noqa: UP028  (`yield from` would close `results` where it warns)
                    yield result
            except BrokenExecutor as error:
                raise MetaSelectError(f"a worker of the backend {name} was lost; run again to continue") from error
            finally:
                with warnings.catch_warnings():
                    # That work is cancelled is what a caller who stops early wants.
                    warnings.simplefilter("ignore")
                    results.close()

    return run


@contextmanager
def _open_dask(scheduler: str | None, at_end: Callable[[], object]) -> Iterator[Backend]:
    try:
        from distributed import Client
    except ImportError as error:
        raise MissingBackendError(
            "the backend dask needs distributed, which is not installed; run: pip install 'metaselect[dask]'"
        ) from error
    if scheduler is None:
        raise ConfigurationError("the backend dask needs the address of a scheduler, such as tcp://10.0.0.1:8786")
    try:
        client = Client(scheduler, set_as_default=False, timeout=30)
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"no dask scheduler answers at {scheduler}: {error}") from error
    with client:
        try:
            yield _dask_backend(client)
        finally:
            client.run(at_end, on_error="ignore")


def _dask_backend(client) -> Backend:
    # Futures rather than joblib's dask backend: that one waits for ever for a task which dask has given up
    # (KilledWorker): it calls back for results only.
    def run(function, tasks, lost):
        from distributed import CancelledError, KilledWorker, as_completed

        tasks = iter(tasks)
        running: dict = {}
        completed = as_completed(loop=client.loop)

        def submit_more():
            n_wanted = max(1, 2 * sum(client.ncores().values())) - len(running)
            for task in itertools.islice(tasks, max(0, n_wanted)):
                # Not pure: a task that is tried again on request must not be answered from what dask remembers.
                future = client.submit(function, *task, pure=False)
                running[future.key] = task
                completed.add(future)

        submit_more()
        for future in completed:
            task = running.pop(future.key)
            try:
                yield future.result()
            except KilledWorker as error:
                _logger.warning("dask gave a task up: %s", error)
                yield lost(*task, "dask gave it up: the workers that tried it went away")
            except CancelledError as error:
                raise MetaSelectError(f"the dask cluster went away; run again to continue: {error}") from error
            submit_more()

    return run
