"""Out-of-fold predictions are kept beside a store, and what is no prediction is not."""

import logging
import sqlite3
from contextlib import closing

import numpy as np
import pytest

from metaselect.data import read_collection
from metaselect.evaluation import Evaluation, make_folds, measures_for, restore_predictions
from metaselect.exceptions import StoreError
from metaselect.experiments import Store, merge_stores, run_batch
from metaselect.experiments._answers import AnswerError, evaluation_in, sent
from metaselect.experiments._packed_array import PackedArrayError, pack, unpack
from metaselect.learners import make_configuration

_KEPT = (np.array([0.5, -1.0, 3.0], dtype=np.float16), np.array([[0.5, -1.0]], dtype=np.float16))
_CHEAP = (make_configuration("decision_tree", max_depth=2), make_configuration("k_nearest_neighbors"))


def _write(path, dataset="iris", kept=_KEPT, status="ok"):
    with Store(path) as store:
        store.write_settings({"batch": {"max_rows": 20000}})
        store.write_evaluation(Evaluation(dataset, "ridge-1", status, out_of_fold=kept))


def _assert_kept(path, kept, dataset="iris"):
    with Store(path) as store:
        read = store.predictions.read(dataset, "ridge-1")
    assert len(read) == len(kept)
    for one, other in zip(read, kept, strict=True):
        assert one.dtype == np.float16
        np.testing.assert_array_equal(one, other)


def test_what_is_written_is_read(tmp_path):
    _write(tmp_path / "runs.sqlite")
    _assert_kept(tmp_path / "runs.sqlite", _KEPT)
    assert (tmp_path / "runs-predictions.sqlite").is_file()
    _write(tmp_path / "runs.sqlite", kept=_KEPT[:1])  # again, in fewer rounds
    _assert_kept(tmp_path / "runs.sqlite", _KEPT[:1])


def test_there_is_no_file_without_predictions(tmp_path):
    _write(tmp_path / "runs.sqlite", kept=())
    _assert_kept(tmp_path / "runs.sqlite", ())
    assert not (tmp_path / "runs-predictions.sqlite").exists()


def test_predictions_are_there_before_the_row_says_so(tmp_path, monkeypatch):
    with Store(tmp_path / "runs.sqlite") as store:
        monkeypatch.setattr(store, "_write", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            store.write_evaluation(Evaluation("iris", "ridge-1", "ok", out_of_fold=_KEPT))
        assert store.status("iris", "ridge-1") is None
        assert store.predictions.finished() == {("iris", "ridge-1")}


def test_a_batch_keeps_them_and_any_metric_is_scored_from_them(tiny_collection, tmp_path, evaluated_here):
    entries = read_collection(tiny_collection)
    with Store(tmp_path / "runs.sqlite") as store:
        yielded = list(run_batch(entries, store, configurations=_CHEAP))
        assert all(evaluation.out_of_fold == () for evaluation in yielded)
        assert store.predictions.finished() == store.finished()
        rows = store.read_evaluations().set_index(["dataset", "configuration"])
        for entry in entries:
            dataset = entry.read()
            folds = make_folds(dataset)
            for configuration in _CHEAP:
                kept = store.predictions.read(entry.name, configuration.id)
                predictions = restore_predictions(kept, dataset, folds)
                for measure in measures_for(entry.task):
                    scores = [
                        measure.score(dataset.codes[test], predicted)
                        for (_, test), predicted in zip(folds, predictions, strict=True)
                    ]
                    known = rows.loc[(entry.name, configuration.id), "fold_scores"][measure.name]
                    np.testing.assert_allclose(scores, known, rtol=2e-3, atol=2e-3)


def test_stores_are_merged_with_the_predictions_of_the_rows_that_are_kept(tmp_path):
    other = tuple(values + 1 for values in _KEPT)
    _write(tmp_path / "a.sqlite", "iris", _KEPT)
    _write(tmp_path / "b.sqlite", "iris", other)  # says as much, but later
    _write(tmp_path / "b.sqlite", "wine", other)
    with Store(tmp_path / "all.sqlite") as output, Store(tmp_path / "a.sqlite") as a, Store(tmp_path / "b.sqlite") as b:
        for _ in range(2):
            merge_stores(output, [a, b])
    _assert_kept(tmp_path / "all.sqlite", _KEPT, "iris")
    _assert_kept(tmp_path / "all.sqlite", other, "wine")


def test_damaged_predictions_are_named_and_left_out(tmp_path, caplog):
    _write(tmp_path / "runs.sqlite")
    with closing(sqlite3.connect(tmp_path / "runs-predictions.sqlite")) as connection, connection:
        connection.execute("UPDATE predictions SET packed = substr(packed, 1, 8) WHERE round = 1")
    with caplog.at_level(logging.WARNING):
        _assert_kept(tmp_path / "runs.sqlite", ())
    assert "ridge-1 on iris; left out" in caplog.text


def test_a_file_of_something_else_is_refused(tmp_path):
    with closing(sqlite3.connect(tmp_path / "runs-predictions.sqlite")) as connection:
        connection.execute("CREATE TABLE music (title TEXT)")
    with pytest.raises(StoreError, match="SQLite file of something else"):
        _write(tmp_path / "runs.sqlite")


def test_bytes_that_hold_no_predictions_are_refused():
    packed = pack(_KEPT[1])
    wrong = {
        "empty": b"",
        "cut off": packed[:-3],
        "longer": packed + b"x",
        "a dimension more": bytes([3]) + packed[1:],
        "more rows than there are": packed[:1] + (7).to_bytes(4, "little") + packed[5:],
        "more rows than memory": packed[:1] + (2**31).to_bytes(4, "little") + packed[5:],
        "not finite": pack(np.array([np.nan], dtype=np.float16)),
        "changed": packed[:-6] + b"??????",
    }
    accepted = []
    for what, content in wrong.items():
        try:
            unpack(content)
            accepted.append(what)
        except PackedArrayError:
            pass
    assert not accepted


def test_any_array_is_packed_and_unpacked():
    rng = np.random.default_rng(0)
    for shape in [(0,), (1,), (400,), (0, 3), (50, 26)]:
        values = rng.normal(scale=5, size=shape).astype(np.float16)
        np.testing.assert_array_equal(unpack(pack(values)), values)


@pytest.mark.parametrize("rounds", ["x", [1], ["!"], ["AAAA"], {"a": 1}, 7, None], ids=repr)
def test_an_answer_with_something_else_is_none(rounds):
    numbers = {"fit_seconds": 0.1, "predict_seconds": 0.1, "peak_megabytes": 1.0, "n_train_rows": 1, "n_test_rows": 1}
    answer = {"status": "ok", "fold_scores": {}, **numbers}
    assert evaluation_in({**answer, "out_of_fold": sent(_KEPT)}, "iris", "ridge-1", 1.0).out_of_fold
    with pytest.raises(AnswerError, match="no predictions"):
        evaluation_in({**answer, "out_of_fold": rounds}, "iris", "ridge-1", 1.0)
