import os
import signal
import sys
import threading
import time

import pytest

from metaselect.data import read_collection
from metaselect.evaluation import Evaluation
from metaselect.exceptions import ConfigurationError, MetaSelectError, MissingBackendError
from metaselect.experiments import Store, Workers, run_batch
from metaselect.experiments.backends import open_backend
from metaselect.learners import make_configuration

CONFIGURATIONS = [
    make_configuration("decision_tree", max_depth=depth, min_samples_leaf=i) for depth in (2, 6) for i in (1, 3, 9)
]


def scores(store):
    return {
        (row["dataset"], row["configuration"]): (row["status"], row["fold_scores"])
        for row in store.read_evaluations().to_dict("records")
    }


def run(collection, path, **options):
    """Return the scores of a run into a new store."""
    with Store(path) as store:
        list(run_batch(read_collection(collection), store, configurations=CONFIGURATIONS, **options))
        return scores(store)


def double(x):
    return 2 * x


@pytest.mark.parametrize(("name", "n_jobs"), [("threads", 1), ("threads", 3)])
def test_every_task_gets_one_result(name, n_jobs):
    ended = []
    with open_backend(Workers(n_jobs, name), lambda: ended.append(True)) as backend:
        assert sorted(backend.call(double, ((i,) for i in range(20)), None)) == list(range(0, 40, 2))
        assert not ended
    assert ended == [True]


def test_tasks_are_taken_as_threads_get_free():
    taken, may_go = [], threading.Semaphore(1)

    def tasks():
        for i in range(100):
            taken.append(i)
            yield (i,)

    with open_backend(Workers(2)) as backend:
        results = backend.call(lambda i: may_go.acquire(timeout=10), tasks(), None)
        assert next(results)
        assert len(taken) <= 6
        for _ in range(100):
            may_go.release()
        results.close()


def test_an_unknown_backend_is_named():
    with pytest.raises(ConfigurationError, match="there is no backend 'slurm'"), open_backend(Workers(backend="slurm")):
        pass


def test_dask_without_distributed_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(MissingBackendError, match=r"metaselect\[dask\]"),
        open_backend(Workers(backend="dask", scheduler="tcp://x:1")),
    ):
        pass


def test_dask_without_a_scheduler_asks_for_one():
    pytest.importorskip("distributed")
    with pytest.raises(ConfigurationError, match="address of a scheduler"), open_backend(Workers(backend="dask")):
        pass


@pytest.mark.slow
def test_a_lost_pool_says_how_to_continue():
    with open_backend(Workers(2, "loky")) as backend, pytest.raises(MetaSelectError, match="run again to continue"):
        list(backend.call(os._exit, [(1,), (1,)], None))


@pytest.mark.slow
def test_processes_of_joblib_give_the_same_scores(tiny_collection, tmp_path):
    threads = run(tiny_collection, tmp_path / "threads.sqlite")
    assert run(tiny_collection, tmp_path / "loky.sqlite", workers=Workers(2, "loky")) == threads


@pytest.mark.slow
def test_a_dask_worker_killed_in_the_middle_loses_nothing(tiny_collection, tmp_path):
    distributed = pytest.importorskip("distributed")
    expected = run(tiny_collection, tmp_path / "threads.sqlite")
    killed = []
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
        Store(tmp_path / "dask.sqlite") as store,
    ):
        workers = Workers(backend="dask", scheduler=cluster.scheduler_address)
        options = {"configurations": CONFIGURATIONS, "workers": workers}
        for i, _ in enumerate(run_batch(read_collection(tiny_collection), store, **options)):
            if i == 2:
                killed = list(client.run(os.getpid).values())[:1]
                os.kill(killed[0], signal.SIGKILL)
        assert killed
        assert scores(store) == expected


@pytest.mark.slow
def test_dask_stops_when_the_caller_does(tiny_collection, tmp_path):
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(n_workers=1, threads_per_worker=2, processes=True, dashboard_address=None) as cluster,
        Store(tmp_path / "dask.sqlite") as store,
    ):
        workers = Workers(backend="dask", scheduler=cluster.scheduler_address)
        options = {"configurations": CONFIGURATIONS, "workers": workers}
        running = run_batch(read_collection(tiny_collection), store, **options)
        next(running)
        running.close()
        assert len(store.finished()) == 1


def test_two_runs_on_one_store_share_the_work(tiny_collection, tmp_path, evaluated_here, monkeypatch):
    path, evaluations = tmp_path / "runs.sqlite", []
    both_began = threading.Barrier(2)

    def evaluated(entry, configuration, *_):
        if threading.current_thread() not in began:
            began.add(threading.current_thread())
            both_began.wait(60)
        time.sleep(0.02)  # the other may take its turn
        return Evaluation(entry.name, configuration.id, "failed")

    def work():
        with Store(path) as store:
            for evaluation in run_batch(read_collection(tiny_collection), store, configurations=CONFIGURATIONS):
                evaluations.append((threading.current_thread(), evaluation.dataset, evaluation.configuration))

    monkeypatch.setattr("metaselect.experiments.batch.evaluate_isolated", evaluated)
    began = set()
    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    n_pairs = 2 * len(CONFIGURATIONS)
    assert {thread for thread, *_ in evaluations} == set(threads)
    assert len({(dataset, configuration) for _, dataset, configuration in evaluations}) == n_pairs
    assert len(evaluations) <= n_pairs + 2  # at most what both were busy with when they met
