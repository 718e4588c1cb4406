"""`open_backend`: the same calls in threads, through any backend of joblib, or on a dask cluster."""

from __future__ import annotations

import itertools
import logging
import warnings
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import joblib

from metaselect.exceptions import ConfigurationError, MetaSelectError, MissingBackendError

__all__ = ["Backend", "Workers", "open_backend"]

_logger = logging.getLogger(__name__)
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Workers:
    """How many evaluations happen at the same time, and who supervises their processes.

    Attributes
    ----------
    n_jobs : int
        Evaluations at the same time, each in a process of its own. A cluster decides itself.
    backend : str
        `"threads"` of this process; `"dask"`, the workers of an existing dask.distributed cluster; or the name of any
        other backend of joblib, such as `"loky"`. Ray's works in the same way: call `ray.util.joblib.register_ray()`
        and give `"ray"`. The workers of a cluster need metaselect and the files of the collection under the same path.
    scheduler : str, optional
        Address of the scheduler, for `"dask"`, such as `"tcp://10.0.0.1:8786"`.
    """

    n_jobs: int = 1
    backend: str = "threads"
    scheduler: str | None = None


class Backend(ABC):
    """Where functions are called; what threads, joblib's backends and dask clusters have in common."""

    @abstractmethod
    def call(
        self, function: Callable[..., _Result], tasks: Iterable[tuple], lost: Callable[..., _Result]
    ) -> Iterator[_Result]:
        """Yield the result of each task, in the order in which they end.

        Parameters
        ----------
        function : callable
            Called with the values of a task; must be found by its name in other processes.
        tasks : iterable of tuple
            Values to call it with; they are taken as workers get free, perhaps in other threads.
        lost : callable
            Called, in this process, with the values of a task and the cause, where the workers that tried the task went
            away too often; what it returns is yielded instead. An exception of `function` itself is raised here.

        Raises
        ------
        MetaSelectError
            If a pool or a cluster as a whole is lost.
        """


@contextmanager
def open_backend(workers: Workers, at_end: Callable[[], object] = lambda: None) -> Iterator[Backend]:
    """Yield the backend that is wanted.

    Parameters
    ----------
    workers : Workers
        Which one, and how many calls at the same time.
    at_end : callable
        Called at the end of the block in this process and in the workers of a dask cluster; what workers of other
        backends hold must end with them.

    Raises
    ------
    MissingBackendError
        If dask is asked for and not installed.
    ConfigurationError
        If joblib has no such backend, or no scheduler answers.
    """
    if workers.backend == "dask":
        with _connect(workers.scheduler) as client:
            try:
                yield _DaskBackend(client)
            finally:
                client.run(at_end, on_error="ignore")
        return
    try:
        yield _JoblibBackend("threading" if workers.backend == "threads" else workers.backend, workers.n_jobs)
    finally:
        at_end()


class _JoblibBackend(Backend):
    """Any backend that joblib knows; it loses no task without losing its pool."""

    def __init__(self, name: str, n_jobs: int):
        known = {"threading", "loky", "multiprocessing", *joblib.parallel.EXTERNAL_BACKENDS, *joblib.parallel.BACKENDS}
        if name not in known:
            raise ConfigurationError(f"there is no backend {name!r}; use threads, dask, or one that joblib knows")
        self._name = name
        self._n_jobs = n_jobs

    def call(
        self, function: Callable[..., _Result], tasks: Iterable[tuple], lost: Callable[..., _Result]
    ) -> Iterator[_Result]:
        with joblib.parallel_config(backend=self._name, n_jobs=self._n_jobs):
            parallel = joblib.Parallel(return_as="generator_unordered", batch_size=1)
            results = parallel(joblib.delayed(function)(*task) for task in tasks)
            try:
                for result in results:  # noqa: UP028  (`yield from` would close `results` where it warns)
                    yield result
            except BrokenExecutor as error:
                raise MetaSelectError(
                    f"a worker of the backend {self._name} was lost; run again to continue"
                ) from error
            finally:
                with warnings.catch_warnings():
                    # That work is cancelled is what a caller who stops early wants.
                    warnings.simplefilter("ignore")
                    results.close()


def _connect(scheduler: str | None):
    """Return a client of dask, to be closed by the caller."""
    try:
        from distributed import Client
    except ImportError as error:
        raise MissingBackendError(
            "the backend dask needs distributed, which is not installed; run: pip install 'metaselect[dask]'"
        ) from error
    if scheduler is None:
        raise ConfigurationError("the backend dask needs the address of a scheduler, such as tcp://10.0.0.1:8786")
    try:
        return Client(scheduler, set_as_default=False, timeout=30)
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"no dask scheduler answers at {scheduler}: {error}") from error


class _DaskBackend(Backend):
    """The workers of a dask cluster.

    Futures rather than joblib's dask backend: that one waits for ever for a task which dask has given up
    (KilledWorker): it calls back for results only.
    """

    def __init__(self, client):
        self._client = client

    def call(
        self, function: Callable[..., _Result], tasks: Iterable[tuple], lost: Callable[..., _Result]
    ) -> Iterator[_Result]:
        from distributed import CancelledError, KilledWorker, as_completed

        client = self._client
        to_submit = iter(tasks)
        running: dict[str, tuple] = {}
        completed = as_completed(loop=client.loop)

        def submit_more() -> None:
            n_wanted = max(1, 2 * sum(client.ncores().values())) - len(running)
            for task in itertools.islice(to_submit, max(0, n_wanted)):
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
