import importlib.util
import math
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from metaselect.data import read_collection
from metaselect.evaluation import evaluate
from metaselect.experiments import BatchSettings, RowsToFit, Store, Workers, run_batch, write_rows
from metaselect.experiments._child_pool import ChildPool, PoolClosedError, pool_of
from metaselect.experiments._entry_message import entry_to_message
from metaselect.experiments._supervisor import ChildExit
from metaselect.experiments.isolation import (
    Run,
    close_children,
    describe_isolated,
    evaluate_isolated,
    fit_isolated,
    start_children,
    stop_children,
)
from metaselect.learners import make_configuration

pytestmark = pytest.mark.skipif(not hasattr(os, "killpg"), reason="signals and limits of POSIX")

EXPECTED = {
    "segfaults": ("crashed", "SIGSEGV"),
    "aborts": ("crashed", "SIGABRT"),
    "exits_quietly": ("crashed", "exit code 0"),
    "exits_hard": ("crashed", "exit code 7"),
    "allocates_at_once": ("memout", "Unable to allocate 50.0 GiB"),
    "allocates_bit_by_bit": ("memout", "MemoryError"),
    "sleeps_for_ever": ("timeout", "more than 10 seconds"),
    "raises": ("failed", "RuntimeError: out of luck"),
    "predicts_nan": ("failed", "predictions are not all finite"),
    "predicts_one_row": ("failed", "predictions have the shape (1, 2), not (12, 2)"),
    "predicts_one_column": ("failed", "predictions have the shape (12, 1), not (12, 2)"),
    "predicts_complex": ("failed", "of the type complex128"),
    "predicts_nothing": ("failed", "add up to 0"),
    "predicts_text": ("failed", "of the type <U32"),
    "predicts_objects": ("failed", "of the type object"),
    "predicts_beyond_one": ("failed", "not between 0 and 1"),
    "predicts_none": ("failed", "predictions have the shape (), not (12, 2)"),
    "predicts_generator": ("failed", "predictions have the shape (), not (12, 2)"),
    "predicts_labels": ("failed", "predictions have the shape (12,), not (12, 2)"),
    "json_in_the_pipe": ("crashed", 'something else than an answer came through the pipe of its process: {"garbage"'),
    "text_in_the_pipe": ("crashed", "not json"),
    "half_a_line_in_the_pipe": ("crashed", "something else than an answer"),
    "deep_json_in_the_pipe": ("crashed", "something else than an answer"),
    "endless_text_in_the_pipe": ("crashed", "something else than an answer"),
    "closes_descriptors": ("crashed", "closed"),
    "closes_and_opens_others": ("crashed", "closed"),
    "closes_all_and_sleeps": ("crashed", "the pipe of its process was closed"),
    "lone_surrogate": ("failed", r"ValueError: no such file: \udcff\x1b[2J\x00"),
    "long_error": ("failed", "ValueError: xxx"),
    "error_without_text": ("failed", "Unspeakable"),
    "interrupts": ("crashed", "KeyboardInterrupt: by me"),
    "own_session": ("ok", "processes running, which were ended"),
    "own_session_then_exits": ("crashed", "exit code 3"),
    "own_session_then_sleeps": ("timeout", "more than 10 seconds"),
    "floods_the_errors": ("ok", ""),
    "goes_on_twice": ("ok", ""),
    "leaves_a_thread": ("ok", ""),
    "breaks_arithmetic": ("ok", ""),
    "shared_memory": ("memout", "more than 512 megabytes, with shared memory"),
    "many_processes": ("memout", "more than 512 megabytes"),
    "is_killed_by_another": ("lost", "SIGKILL, sent by another process"),
    "prints_a_lot": ("ok", ""),
    "behaves": ("ok", ""),
}
# The short limit is for learners that hang: one that behaves may take longer on a machine with much else to do.
SETTINGS = BatchSettings(time_limit=10, memory_limit=512)
PATIENT = BatchSettings(memory_limit=512)


@pytest.fixture(scope="module")
def hostile():
    """The hostile learners, registered here and in the children that import the module returned."""
    path = Path(__file__).with_name("hostile_learners.py")
    spec = importlib.util.spec_from_file_location("hostile_learners", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.register()
    yield module
    module.unregister()


@pytest.fixture(scope="module")
def modules(hostile, tmp_path_factory):
    """Modules that children can import, which register the hostile learners."""
    folder = tmp_path_factory.mktemp("modules")
    (folder / "my_learners.py").write_text("import hostile_learners\n\nhostile_learners.register()\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        patch.syspath_prepend(str(Path(__file__).parent))
        yield ("my_learners",)


@pytest.fixture(scope="module")
def shared_run(modules):
    """A run whose one child serves several tests: another takes seconds to start."""
    run = Run(PATIENT, modules)
    yield run
    close_children(run.id)


@pytest.fixture
def entry(tiny_collection):
    return read_collection(tiny_collection)[0]


@pytest.fixture
def start_run():
    """Return a function that makes a run whose children end with the test."""
    runs = []

    def start(*modules, settings=PATIENT):
        runs.append(Run(settings, modules))
        return runs[-1]

    yield start
    for run in runs:
        close_children(run.id)


def processes(text):
    """Return the ids of the processes whose command holds `text`."""
    found = subprocess.run(["ps", "-ww", "-eo", "pid=,stat=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in found.splitlines() if text in line]
    return [int(pid) for pid, state, _ in rows if not state.startswith("Z") and int(pid) != os.getpid()]


def children(parent=None):
    """Return the ids of the child processes that `parent` has for learners."""
    found = subprocess.run(
        ["ps", "-ww", "-eo", "pid=,ppid=,stat=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(None, 3) for line in found.splitlines() if "metaselect.experiments._child" in line]
    return [int(pid) for pid, ppid, state, _ in rows if int(ppid) == (parent or os.getpid()) and state[0] != "Z"]


def wait_until(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return value


def test_an_isolated_evaluation_is_the_one_made_here(entry, shared_run):
    configuration = make_configuration("decision_tree")
    isolated, here = evaluate_isolated(entry, configuration, shared_run), evaluate(configuration, entry.read())
    assert isolated.fold_scores == here.fold_scores
    assert (isolated.status, isolated.n_train_rows, isolated.n_test_rows) == ("ok", 48, 12)
    assert isolated.fit_seconds > 0
    np.testing.assert_array_equal(isolated.out_of_fold, here.out_of_fold)


def test_a_dataset_that_cannot_be_described_says_why(entry, shared_run):
    entry.path.write_bytes(b"")
    assert "is empty" in describe_isolated(entry, shared_run)[1]["error"]


def test_a_child_is_used_again(entry, shared_run):
    evaluate_isolated(entry, make_configuration("decision_tree"), shared_run)
    before = children()
    assert len(before) == 1
    for depth in (2, 3):
        evaluate_isolated(entry, make_configuration("decision_tree", max_depth=depth), shared_run)
        assert children() == before


def test_no_child_is_started_for_a_run_that_is_over(entry, start_run):
    run = start_run()
    close_children(run.id)
    evaluation = evaluate_isolated(entry, make_configuration("decision_tree"), run)
    assert (evaluation.status, evaluation.error) == ("lost", "the run was stopped")


def test_a_worker_that_saw_many_runs_remembers_the_last_of_them():
    first, many = Run(SETTINGS), [Run(SETTINGS) for _ in range(120)]
    close_children(first.id)
    assert pool_of(first.id).is_closed
    for run in many:
        close_children(run.id)
    assert pool_of(many[-50].id).is_closed
    assert not pool_of(first.id).is_closed  # forgotten
    close_children(first.id)


def test_a_pool_that_is_closed_hands_out_no_child():
    pool = ChildPool()
    assert pool.take_idle() is None
    pool.close()
    with pytest.raises(PoolClosedError):
        pool.take_idle()


def test_a_module_that_cannot_be_imported_is_named(entry, start_run):
    evaluation = evaluate_isolated(entry, make_configuration("decision_tree"), start_run("no_such_module"))
    assert evaluation.status == "lost"
    assert "no child process could be started" in evaluation.error
    assert "No module named 'no_such_module'" in evaluation.error


def test_a_child_that_died_while_idle_is_replaced_and_what_a_learner_does_is_its_own_row(entry, shared_run):
    evaluate_isolated(entry, make_configuration("decision_tree"), shared_run)
    (idle,) = children()
    os.kill(idle, signal.SIGKILL)
    wait_until(lambda: idle not in children())
    status, error = EXPECTED["json_in_the_pipe"]
    evaluation = evaluate_isolated(entry, make_configuration("json_in_the_pipe"), shared_run)
    assert evaluation.status == status
    assert error in evaluation.error
    evaluation = evaluate_isolated(entry, make_configuration("behaves"), shared_run)
    assert (evaluation.status, evaluation.error) == ("ok", "")
    close_children(shared_run.id)
    assert children() == []


@pytest.mark.slow
def test_whatever_learners_and_files_do_is_a_row_and_the_rest_is_complete(tiny_collection, modules, tmp_path):
    (tiny_collection / "damaged.csv").write_bytes(
        (tiny_collection / "clients.csv").read_bytes()[:700] + b"\xff\x00,,,,,\n"
    )
    with (tiny_collection / "manifest.csv").open("a") as manifest:
        manifest.write("damaged,damaged.csv,outcome,binary,,,\n")
    entries = [entry for entry in read_collection(tiny_collection) if entry.task == "binary"]
    good = [make_configuration(name) for name in ("decision_tree", "gaussian_naive_bayes")]
    configurations = [make_configuration(name) for name in EXPECTED] + good
    with Store(tmp_path / "runs.sqlite") as store:
        options = {"configurations": configurations, "settings": SETTINGS, "modules": modules, "workers": Workers(2)}
        list(run_batch(entries, store, **options))
        rows = store.read_evaluations().set_index(["dataset", "configuration"])
        assert len(rows) == 2 * len(configurations)
        for configuration in configurations:
            status, error = EXPECTED.get(configuration.learner, ("ok", ""))
            row = rows.loc[("clients", configuration.id)]
            assert row["status"] == status, (configuration.learner, row["error"])
            assert error in row["error"]
            assert "\n" not in row["error"]
            assert rows.loc[("damaged", configuration.id), "status"] == "unreadable"
        # Only what was not the learners' doing is tried again.
        again = [e for e in run_batch(entries, store, **options) if e.dataset == "clients"]
        assert {e.status for e in again} == {"lost"}
    assert not processes("time.sleep(12345)")


@pytest.mark.slow
def test_a_child_whose_supervisor_is_gone_ends_also_when_no_other_thread_can_run(
    entry, start_run, modules, monkeypatch
):
    run = start_run(*modules, settings=BatchSettings(time_limit=1000, memory_limit=512))
    configuration = make_configuration("holds_the_lock").to_dict()
    message = {"entry": entry_to_message(entry), "settings": asdict(run.settings), "configuration": configuration}
    child = pool_of(run.id, run.modules).start()
    child.send({**message, "incumbent": None, "train_share": 1.0, "seconds": -59})
    assert child.receive(60)["started"]
    with pytest.raises(ChildExit) as ended:
        child.receive(20)
    assert "SIGALRM" in str(ended.value)


RUN = """
import sys
from metaselect.data import read_collection
from metaselect.experiments import BatchSettings, Store, run_batch
from metaselect.learners import make_configuration
import my_learners
with Store(sys.argv[2]) as store:
    chosen = [make_configuration("sleeps_for_ever")]
    entries = read_collection(sys.argv[1])[:1]
    list(run_batch(entries, store, configurations=chosen, modules=["my_learners"]))
"""


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
def test_nothing_is_left_of_a_run_that_is_killed(tiny_collection, modules, tmp_path, number):
    arguments = [sys.executable, "-c", RUN, str(tiny_collection), str(tmp_path / "runs.sqlite")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    heed = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # which a shell's background jobs ignore
    with subprocess.Popen(arguments, env=environment, stderr=subprocess.DEVNULL, preexec_fn=heed) as running:
        # Libraries are loaded and the dataset is described first.
        wait_until(lambda: processes("time.sleep(12345)"), 120)
        left = children(running.pid)
        assert len(left) == 1
        running.send_signal(number)
        running.wait(120)
    alive = lambda: processes("time.sleep(12345)") or [pid for pid in left if pid in processes("_child")]  # noqa: E731
    wait_until(lambda: not alive(), 120)
    with Store(tmp_path / "runs.sqlite") as store:
        assert store.finished() == set()


RESUMABLE = """
import sys
from metaselect.data import read_collection
from metaselect.experiments import Store, Workers, run_batch
from metaselect.learners import make_configuration
with Store(sys.argv[2]) as store:
    chosen = [make_configuration("decision_tree", min_samples_leaf=i) for i in range(1, 21)]
    for _ in run_batch(read_collection(sys.argv[1]), store, configurations=chosen, workers=Workers(2)):
        print("row", flush=True)
"""


@pytest.mark.slow
def test_a_run_killed_again_and_again_ends_in_the_store_of_an_undisturbed_one(tiny_collection, tmp_path):
    def start(name):
        command = [sys.executable, "-c", RESUMABLE, str(tiny_collection), str(tmp_path / name)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)

    n_printed = 0
    for n_rows in (1, 5, 9):
        with start("killed.sqlite") as running:
            for _ in range(n_rows):
                n_printed += running.stdout.readline() == "row\n"
            running.kill()
            n_printed += running.stdout.read().count("row\n")
        with Store(tmp_path / "killed.sqlite") as store:
            assert n_printed <= len(store.finished()) <= n_printed + 2  # what was said is stored
    rows = []
    for name in ("killed.sqlite", "undisturbed.sqlite"):
        with start(name) as running:
            running.communicate()
        with Store(tmp_path / name) as store:
            measured = ["fit_seconds", "predict_seconds", "peak_megabytes"]
            rows.append(store.read_evaluations().drop(columns=measured))
    assert len(rows[0]) == 40
    assert rows[0].equals(rows[1])


def test_what_has_a_deadline_is_ended_then(entry, modules, start_run):
    run = replace(start_run(*modules), deadline=time.monotonic() - 1)  # it is over before the learner begins to sleep
    evaluation = evaluate_isolated(entry, make_configuration("sleeps_for_ever"), run)
    assert evaluation.status == "timeout"
    assert not processes("time.sleep(12345)")


def test_a_pipeline_comes_back_fitted_from_a_child(start_run, tmp_path):
    run = start_run()
    X, y = np.arange(40.0).reshape(20, 2), np.arange(20.0)
    rows = write_rows(RowsToFit(X, y), tmp_path)
    fitted = fit_isolated(make_configuration("ridge").build("regression"), rows, tmp_path, run, math.inf)
    assert fitted.error == ""
    assert fitted.pipeline.predict(X).shape == (20,)
    assert list(tmp_path.iterdir()) == [rows]  # nothing else is left behind


def test_a_pipeline_that_cannot_be_fitted_says_why(start_run, tmp_path):
    run = start_run()
    rows = write_rows(RowsToFit(np.arange(4.0).reshape(2, 2), np.array([0, 0])), tmp_path)
    fitted = fit_isolated(make_configuration("linear_svm").build("binary"), rows, tmp_path, run, 60.0)
    assert fitted.pipeline is None
    assert fitted.error


def test_children_that_were_started_ahead_are_waited_for(start_run, tmp_path):
    run = start_run()
    start_children(run, 1)
    rows = write_rows(RowsToFit(np.arange(40.0).reshape(20, 2), np.arange(20.0)), tmp_path)
    fit_isolated(make_configuration("ridge").build("regression"), rows, tmp_path, run, 60.0)
    assert len(children()) == 1
    start_children(run, 1)  # there is one already
    assert len(children()) == 1


def test_children_that_work_are_stopped_and_others_work_on(entry, modules, start_run):
    run = start_run(*modules)
    with ThreadPoolExecutor(1) as executor:
        sleeping = executor.submit(evaluate_isolated, entry, make_configuration("sleeps_for_ever"), run)
        wait_until(lambda: processes("time.sleep(12345)"))
        stop_children(run)
        assert sleeping.result().status == "lost"
    assert not processes("time.sleep(12345)")
    assert evaluate_isolated(entry, make_configuration("behaves"), run).status == "ok"
