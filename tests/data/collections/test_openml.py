"""What the package `openml` answers, recorded as plain objects: no network."""

import sys
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from metaselect.data import read_collection
from metaselect.exceptions import DatasetError, MissingBackendError


class PyOpenMLError(Exception):
    """As in the package."""


# Task: type, dataset, target, declared labels.
TASKS = {
    3: ("Supervised Classification", 3, "class", ["won", "nowin"]),
    6: ("Supervised Classification", 6, "letter", ["A", "B", "C"]),
    31: ("Supervised Classification", 31, "class", ["good", "bad", "never seen"]),
    2295: ("Supervised Regression", 204, "chol", None),
    9999: ("Supervised Classification", 40978, "class", ["ad", "noad"]),
    5: ("Clustering", 3, "class", None),
}
NAMES = {3: "kr-vs-kp", 6: "letter", 31: "credit-g", 204: "cholesterol", 40978: "credit-g"}
SUITES = {99: [3, 6, 31], "tiny": [3], 1: []}


def make_dataset(dataset_id):
    def get_data(target, dataset_format):
        assert dataset_format == "dataframe"
        rng = np.random.default_rng(dataset_id)
        X = pd.DataFrame({"a": rng.normal(size=30), "b": pd.Categorical(rng.choice(["x", "y"], 30))})
        if dataset_id == 31:
            X["a"] = pd.arrays.SparseArray(X["a"].clip(lower=0), fill_value=0.0)
        y = pd.Series(rng.normal(size=30)) if dataset_id == 204 else pd.Series(["good", "bad"] * 15, dtype="category")
        return X, y.rename(target), [False, True], ["a", "b"]

    return SimpleNamespace(name=NAMES[dataset_id], licence="Public" if dataset_id == 3 else None, get_data=get_data)


def get_task(task_id):
    if task_id not in TASKS:
        raise PyOpenMLError(f"Unknown task\n{task_id}")
    kind, dataset_id, target, labels = TASKS[task_id]

    def get_dataset(download_data):
        return make_dataset(dataset_id)

    return SimpleNamespace(
        task_type=kind, dataset_id=dataset_id, target_name=target, class_labels=labels, get_dataset=get_dataset
    )


def get_suite(suite_id):
    if suite_id == "down":
        raise ConnectionError("no route to host")
    return SimpleNamespace(tasks=SUITES[suite_id])


@pytest.fixture
def recorded(monkeypatch):
    """Stand in for the package."""
    module = SimpleNamespace(
        tasks=SimpleNamespace(get_task=get_task),
        study=SimpleNamespace(get_suite=get_suite),
        exceptions=SimpleNamespace(PyOpenMLError=PyOpenMLError),
    )
    monkeypatch.setitem(sys.modules, "openml", module)


@pytest.mark.usefixtures("recorded")
def test_a_suite_lists_its_tasks():
    first, second, third = read_collection("openml:suite/99")
    assert (first.name, first.target, first.task, first.origin) == ("kr-vs-kp", "class", "binary", "kr-vs-kp")
    assert (first.source, first.license) == ("OpenML task 3, dataset 3", "Public")
    assert (second.task, third.task, third.license) == ("multiclass", "multiclass", "")


@pytest.mark.usefixtures("recorded")
def test_an_alias_names_a_suite_too():
    assert [entry.name for entry in read_collection("openml:suite/tiny")] == ["kr-vs-kp"]


@pytest.mark.usefixtures("recorded")
def test_tasks_are_listed_once_in_the_order_given():
    entries = read_collection("openml:tasks/2295, 3,3")
    assert [(entry.name, entry.task) for entry in entries] == [("cholesterol", "regression"), ("kr-vs-kp", "binary")]


@pytest.mark.usefixtures("recorded")
def test_versions_of_one_dataset_share_their_origin_and_not_their_name():
    entries = read_collection("openml:tasks/31,9999")
    assert [entry.name for entry in entries] == ["credit-g-31", "credit-g-9999"]
    assert {entry.origin for entry in entries} == {"credit-g"}


@pytest.mark.usefixtures("recorded")
def test_an_entry_becomes_a_dataset():
    classes, numbers = (entry.read() for entry in read_collection("openml:tasks/31,2295"))
    assert (classes.name, classes.task, classes.target, classes.n_rows) == ("credit-g", "binary", "class", 30)
    assert [str(dtype) for dtype in classes.X.dtypes] == [str(dtype) for dtype in numbers.X.dtypes]  # none is sparse
    assert (numbers.name, numbers.task, numbers.target) == ("cholesterol", "regression", "chol")


@pytest.mark.usefixtures("recorded")
def test_entries_can_be_told_apart():
    assert len(set(read_collection("openml:suite/99"))) == 3


@pytest.mark.usefixtures("recorded")
@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("openml:99", "'openml:99' is not understood; use openml:suite/99 or openml:tasks/3,31"),
        ("openml:tasks/", "is not understood"),
        ("openml:tasks/3,credit", "is not understood"),
        ("openml:suite/99,100", "is not understood"),
        ("openml:tasks/7", "openml:tasks/7 cannot be read from OpenML: Unknown task$"),
        ("openml:suite/down", "openml:suite/down cannot be read from OpenML: no route to host"),
        ("openml:suite/1", "openml:suite/1 lists no task"),
        ("openml:tasks/5", "task 5 of OpenML is of type Clustering; expected supervised"),
    ],
)
def test_what_cannot_be_had_is_a_dataset_error_of_one_sentence(source, message):
    with pytest.raises(DatasetError, match=message) as raised:
        read_collection(source)
    assert "\n" not in str(raised.value)


@pytest.mark.usefixtures("recorded")
def test_a_download_that_fails_is_a_dataset_error(monkeypatch):
    (entry,) = read_collection("openml:tasks/3")
    monkeypatch.delitem(TASKS, 3)
    with pytest.raises(DatasetError, match=r"task 3 of OpenML cannot be read: Unknown task$"):
        entry.read()


@pytest.mark.usefixtures("recorded")
def test_tasks_name_their_own_targets():
    with pytest.raises(DatasetError, match="the tasks of OpenML already name the target"):
        read_collection("openml:tasks/3", target="class")


def test_without_the_package_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "openml", None)
    with pytest.raises(MissingBackendError, match=r"pip install 'metaselect\[openml\]'"):
        read_collection("openml:tasks/3")
