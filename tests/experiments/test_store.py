import dataclasses
import math
import sqlite3

import pytest

from metaselect.evaluation import INFRASTRUCTURE_STATUSES, Evaluation
from metaselect.exceptions import StoreError
from metaselect.experiments import Store
from metaselect.learners import make_configuration

OK = Evaluation("iris", "ridge-1", "ok", {"r2": (0.5, 0.75)}, 0.25, 0.125, 64, 16, "2-fold", 1.5)
FAILED = Evaluation("iris", "ridge-2", "failed", error="ValueError: no")


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "runs.sqlite") as store:
        yield store


def test_evaluations_come_back_as_they_were(store):
    store.write_evaluation(OK)
    row = store.read_evaluations().to_dict("records")[0]
    assert Evaluation(**{**row, "fold_scores": {k: tuple(v) for k, v in row["fold_scores"].items()}}) == OK


def test_an_evaluation_without_scores_comes_back_with_missing_times(store):
    store.write_evaluation(FAILED)
    row = store.read_evaluations().iloc[0]
    assert (row["status"], row["error"], row["fold_scores"]) == ("failed", "ValueError: no", {})
    assert math.isnan(row["fit_seconds"])


def test_an_undefined_score_comes_back_undefined(store):
    store.write_evaluation(Evaluation("iris", "ridge-1", "ok", {"r2": (0.5, float("nan"))}))
    assert math.isnan(store.read_evaluations()["fold_scores"][0]["r2"][1])


def test_an_empty_store_has_the_same_columns(store):
    empty = store.read_evaluations()
    store.write_evaluation(OK)
    assert len(empty) == 0
    assert list(empty.columns) == list(store.read_evaluations().columns)


def test_configurations_datasets_and_settings_come_back(store):
    configurations = [make_configuration("ridge"), make_configuration("xgboost", max_depth=3)]
    store.write_configurations(configurations)
    store.write_configurations(configurations)
    store.write_dataset("iris", {"task": "multiclass", "metafeatures": {"skewness": None}})
    store.write_settings({"batch": {"max_rows": 10}})
    assert store.read_configurations() == {c.id: c for c in configurations}
    assert store.read_datasets() == {"iris": {"task": "multiclass", "metafeatures": {"skewness": None}}}
    assert store.read_settings()["batch"] == {"max_rows": 10}


def test_what_is_finished_survives_reopening_whatever_its_status(store):
    store.write_evaluation(OK)
    store.write_evaluation(FAILED)
    store.close()
    with Store(store.path, must_exist=True) as again:
        assert again.finished() == {("iris", "ridge-1"), ("iris", "ridge-2")}


def test_a_repeated_evaluation_replaces_the_first(store):
    store.write_evaluation(FAILED)
    store.write_evaluation(Evaluation("iris", "ridge-2", "ok", {"r2": (1.0,)}))
    assert store.read_evaluations()["status"].tolist() == ["ok"]


def test_what_is_finished_can_leave_statuses_out(store):
    store.write_evaluation(OK)
    store.write_evaluation(FAILED)
    assert store.finished(without=["failed", "lost"]) == {("iris", "ridge-1")}
    assert store.status("iris", "ridge-2") == "failed"
    assert store.status("iris", "ridge-3") is None


@pytest.mark.parametrize("status", INFRASTRUCTURE_STATUSES)
def test_a_row_of_infrastructure_replaces_no_result_and_is_replaced_by_one(store, status):
    lost = dataclasses.replace(FAILED, status=status, error="gone")
    store.write_evaluation(lost)
    assert store.status("iris", "ridge-2") == status
    store.write_evaluation(FAILED)
    store.write_evaluation(lost)
    assert store.status("iris", "ridge-2") == "failed"


def test_presence_says_who_came_first(store):
    with store.presence() as is_first_alone, Store(store.path) as other, other.presence() as is_second_alone:
        assert (is_first_alone, is_second_alone) == (True, False)
    with store.presence() as is_alone:
        assert is_alone


def test_two_connections_see_what_the_other_wrote(store):
    with Store(store.path) as other:
        store.write_evaluation(OK)
        other.write_evaluation(FAILED)
        assert store.finished() == other.finished() == {("iris", "ridge-1"), ("iris", "ridge-2")}


def test_a_file_that_is_no_store_is_said(tmp_path):
    path = tmp_path / "runs.sqlite"
    path.write_text("this is no database, however long one looks at it" * 99)
    with pytest.raises(StoreError, match=r"runs.sqlite cannot be used as a store: file is not a database"):
        Store(path)


def test_damage_inside_a_store_is_said_when_met(tmp_path):
    path = tmp_path / "runs.sqlite"
    with Store(path) as store:
        for i in range(40):
            store.write_evaluation(Evaluation(f"dataset {i}", "ridge-1", "failed", error="x" * 3000))
    content = bytearray(path.read_bytes())
    content[20_000:-5000] = b"\xff" * (len(content) - 25_000)
    path.write_bytes(content)
    with Store(path) as store, pytest.raises(StoreError, match="cannot be read"):
        store.read_evaluations()


def test_a_store_that_must_exist_says_how_to_make_one(tmp_path):
    with pytest.raises(StoreError, match=r"there is no store .*; make one with Store and run_batch"):
        Store(tmp_path / "runs.sqlite", must_exist=True)


def test_a_missing_folder_is_said(tmp_path):
    with pytest.raises(StoreError, match=r"the folder .*nowhere.* does not exist"):
        Store(tmp_path / "nowhere" / "runs.sqlite")


def test_a_folder_is_no_store(tmp_path):
    with pytest.raises(StoreError, match="cannot be used as a store"):
        Store(tmp_path)


def test_a_store_of_another_schema_is_refused(store):
    store.write_settings({"schema_version": 99})
    with pytest.raises(StoreError, match="has schema version 99, this metaselect writes 2"):
        Store(store.path)


def test_a_store_that_cannot_be_written_is_said(store):
    with sqlite3.connect(store.path) as connection:
        connection.execute("DROP TABLE evaluations")
    with pytest.raises(StoreError, match="cannot be written: no such table"):
        store.write_evaluation(OK)


def test_a_store_of_schema_version_1_is_upgraded(tmp_path):
    path = tmp_path / "old.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);"
            "INSERT INTO settings VALUES ('schema_version', '1');"
            "CREATE TABLE evaluations (dataset TEXT NOT NULL, configuration TEXT NOT NULL, status TEXT NOT NULL,"
            " fold_scores TEXT NOT NULL, fit_seconds REAL, predict_seconds REAL, n_train_rows INTEGER,"
            " n_test_rows INTEGER, error TEXT NOT NULL, PRIMARY KEY (dataset, configuration));"
            "INSERT INTO evaluations VALUES ('iris', 'ridge-0', 'ok', '{\"r2\": [0.5]}', 1, 1, 2, 2, '');"
        )
    for _ in range(2):
        with Store(path) as store:
            store.write_evaluation(OK)
            rows = store.read_evaluations().set_index("configuration")
    assert rows["resampling"].to_dict() == {"ridge-0": "", "ridge-1": "2-fold"}
    assert rows["fold_scores"]["ridge-0"] == {"r2": [0.5]}
