import dataclasses
import math
import os
import shutil
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


def change(path, *statements):
    with sqlite3.connect(path) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


@pytest.mark.parametrize("what", ["file", "folder", "another file in its place"])
def test_a_store_that_vanishes_while_it_is_used_is_said(tmp_path, what):
    folder = tmp_path / "runs"
    folder.mkdir()
    with Store(folder / "runs.sqlite") as store:
        store.write_evaluation(OK)
        store.path.unlink()
        if what == "folder":
            shutil.rmtree(folder)
        elif what != "file":
            Store(store.path).close()
        for use in (
            lambda: store.write_evaluation(FAILED),
            store.finished,
            store.read_evaluations,
            store.read_datasets,
        ):
            with pytest.raises(StoreError, match=r"runs.sqlite was removed or replaced while it was in use"):
                use()


DAMAGES = {
    "no JSON": ("fold_scores", "'{'"),
    "JSON of another type": ("fold_scores", "'[1]'"),
    "text for scores": ("fold_scores", '\'{"r2": ["0.5"]}\''),
    "deep JSON": ("fold_scores", "printf('%.*c', 100000, '[')"),
    "no status": ("status", "'fine'"),
    "bytes": ("status", "x'00ff'"),
    "no text": ("error", "x'ff'"),
    "text that is no UTF-8": ("fold_scores", "CAST(x'ff' AS TEXT)"),
    "words for seconds": ("fit_seconds", "'fast'"),
    "negative rows": ("n_test_rows", "-1"),
    "bytes for a name": ("dataset", "x'01'"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_row_is_named_left_out_and_evaluated_again(store, caplog, damage):
    column, value = DAMAGES[damage]
    store.write_evaluation(OK)
    store.write_evaluation(FAILED)
    change(store.path, f"UPDATE evaluations SET {column} = {value} WHERE configuration = 'ridge-1'")
    assert store.read_evaluations()["configuration"].tolist() == ["ridge-2"]
    assert [row.configuration for row in store.read_all_evaluations()] == ["ridge-2"]
    assert store.finished() == {("iris", "ridge-2")}
    assert store.status("iris", "ridge-1") is None
    assert len(caplog.messages) == 1
    assert "the evaluation of ridge-1 on" in caplog.text
    assert f"is damaged and left out: {column} is " in caplog.text
    store.write_evaluation(OK)
    assert store.status("iris", "ridge-1") == "ok"


@pytest.mark.parametrize("value", ["'{'", "'[]'", '\'{"learner": 3, "task": 3}\'', "x'00'", "'null'"])
def test_a_damaged_description_is_named_left_out_and_written_again(store, caplog, value):
    configurations = [make_configuration("ridge"), make_configuration("ridge", alpha=3.0)]
    store.write_configurations(configurations)
    for name in ("iris", "wine"):
        store.write_dataset(name, {"task": "multiclass"})
    change(
        store.path,
        f"UPDATE configurations SET description = {value} WHERE rowid = 1",
        f"UPDATE datasets SET description = {value} WHERE name = 'iris'",
    )
    assert list(store.read_configurations().values()) == configurations[1:]
    assert list(store.read_datasets()) == ["wine"]
    assert [f"the {what} {name} is damaged" in caplog.text for what, name in [("dataset", "iris")]] == [True]
    store.write_configurations(configurations)
    assert list(store.read_configurations().values()) == configurations


def test_a_configuration_that_is_not_what_its_id_says_is_left_out(store, caplog):
    store.write_configurations([make_configuration("ridge")])
    change(store.path, "UPDATE configurations SET description = replace(description, '1.0', '2.0')")
    assert store.read_configurations() == {}
    assert "is damaged and left out: id is 'ridge-" in caplog.text


@pytest.mark.parametrize("value", ["'{'", "'3'", "x'00'"])
def test_damaged_settings_are_an_error(store, value):
    store.write_settings({"batch": {"max_rows": 10}})
    store.close()
    change(store.path, f"UPDATE settings SET value = {value} WHERE name = 'batch'")
    with pytest.raises(StoreError, match="is damaged: its setting"), Store(store.path) as again:
        again.read_settings()


FOREIGN = {
    "another program": ["CREATE TABLE bookmarks (url TEXT)"],
    "another table of the name": ["CREATE TABLE evaluations (student TEXT, mark REAL)"],
    "a view": ["CREATE TABLE x (dataset, configuration)", "CREATE VIEW evaluations AS SELECT * FROM x"],
    "a trigger": [
        "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT)",
        "CREATE TRIGGER t AFTER INSERT ON settings BEGIN DELETE FROM settings; END",
    ],
}


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize("must_exist", [True, False])
def test_a_file_of_another_program_is_refused_and_not_changed(tmp_path, name, must_exist):
    path = tmp_path / "places.sqlite"
    change(path, *FOREIGN[name])
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"places.sqlite cannot be used as a store: it is a SQLite file of something"):
        Store(path, must_exist=must_exist)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == [path.name]


def test_a_folder_or_a_device_is_no_store(tmp_path):
    for path in (tmp_path, "/dev/null") if os.name == "posix" else (tmp_path,):
        with pytest.raises(StoreError, match="cannot be used as a store: it is no file"):
            Store(path)


@pytest.mark.parametrize("has_log", [False, True])
def test_a_store_on_media_that_cannot_be_written_to_is_read(tmp_path, monkeypatch, has_log):
    written, media = Store(tmp_path / "runs.sqlite"), tmp_path / "media"
    written.write_settings({"batch": {"max_rows": 10}})
    written.write_evaluation(OK)
    media.mkdir()
    if not has_log:
        written.close()
    for path in tmp_path.glob("runs.sqlite*"):
        if not path.name.endswith("-shm"):
            shutil.copyfile(path, media / path.name)
    written.close()
    before = sorted((path.name, path.read_bytes()) for path in media.iterdir())
    assert any(name.endswith("-wal") for name, _ in before) == has_log
    monkeypatch.setattr("metaselect.experiments._store_file._can_be_written", lambda path: False)
    with Store(media / "runs.sqlite", must_exist=True) as store:
        assert store.finished() == {("iris", "ridge-1")}
        assert store.read_settings()["batch"] == {"max_rows": 10}
        with pytest.raises(StoreError, match="cannot be written, only read"):
            store.write_evaluation(FAILED)
    assert sorted((path.name, path.read_bytes()) for path in media.iterdir()) == before
