from dataclasses import replace

import pytest

from metaselect.evaluation import Evaluation
from metaselect.exceptions import StoreError
from metaselect.experiments import Store, merge_stores
from metaselect.learners import make_configuration
from metaselect.metafeatures import metafeature_versions

RIDGE = make_configuration("ridge")
DESCRIPTION = {"target": "y", "task": "regression", "origin": "a", "n_rows": 60, "n_columns": 3, "n_classes": None}
OK = Evaluation("a", RIDGE.id, "ok", {"r2": (0.5, 0.7)}, 0.1, 0.2, 40, 20, "5-fold", 1.5)


@pytest.fixture
def open_store(tmp_path):
    """Return a function that makes a store of settings, a described dataset `a` and evaluations, and opens it."""
    opened = []

    def make(name, *evaluations, settings=None, **description):
        store = Store(tmp_path / name)
        opened.append(store)
        store.write_settings({"batch": {"max_rows": 100, **(settings or {})}})
        store.write_configurations([RIDGE])
        versions = metafeature_versions()
        store.write_dataset("a", {**DESCRIPTION, "metafeature_versions": versions, "metafeatures": {}, **description})
        for evaluation in evaluations:
            store.write_evaluation(evaluation)
        return store

    yield make
    for store in opened:
        store.close()


def test_the_rows_of_all_stores_are_in_the_new_one(open_store, tmp_path):
    other = replace(OK, dataset="b")
    quarter = replace(OK, train_share=0.25)
    first, second = open_store("1", OK, quarter), open_store("2", other)
    with Store(tmp_path / "out") as output:
        merge_stores(output, [first, second])
        assert output.read_all_evaluations() == [OK, other, quarter]
        assert output.read_settings()["batch"] == {"max_rows": 100}
        assert output.read_datasets() == first.read_datasets()
        assert output.read_configurations() == {RIDGE.id: RIDGE}


@pytest.mark.parametrize("less", ["failed", "timeout", "raced", "lost", "unreadable"])
def test_the_row_that_says_more_is_kept(open_store, tmp_path, less):
    full, poor = open_store("1", OK), open_store("2", Evaluation("a", RIDGE.id, less, error="no"))
    for stores in ([full, poor], [poor, full]):
        with Store(tmp_path / f"out-{stores[0].path.name}") as output:
            merge_stores(output, stores)
            assert output.read_all_evaluations() == [OK]


def test_of_rows_that_say_as_much_the_first_is_kept_however_often(open_store):
    output, other = open_store("1", OK), open_store("2", replace(OK, fit_seconds=9.0))
    for _ in range(2):
        merge_stores(output, [other, other])
        assert output.read_all_evaluations() == [OK]


def test_the_description_of_today_is_kept(open_store):
    output, other = open_store("1", OK, metafeature_versions={"log_n_rows": 0}), open_store("2")
    merge_stores(output, [other])
    assert output.read_datasets()["a"]["metafeature_versions"] == metafeature_versions()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"settings": {"random_state": 1}}, "was made with random_state 1, .* with None: .* same settings only"),
        ({"target": "z"}, "holds a with the target 'z', another store with 'y'"),
        ({"n_rows": 61}, "holds a with the n_rows 61"),
    ],
)
def test_what_cannot_be_compared_is_refused_and_nothing_is_written(open_store, changes, sentence):
    output, other = open_store("1", OK), open_store("2", replace(OK, dataset="b"), **changes)
    with pytest.raises(StoreError, match=sentence):
        merge_stores(output, [other])
    assert output.read_all_evaluations() == [OK]


def test_other_splits_of_a_table_are_not_merged(open_store, tmp_path):
    shuffled, grouped = open_store("1", OK), open_store("2", replace(OK, resampling="5-fold by group"), group="g")
    with Store(tmp_path / "out") as output, pytest.raises(StoreError, match="holds a with the group 'g', another"):
        merge_stores(output, [shuffled, grouped])
