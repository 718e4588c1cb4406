import sys
from dataclasses import asdict, replace
from itertools import islice

import pandas as pd
import pytest

from metaselect.data import read_collection
from metaselect.evaluation import Evaluation, measures_for
from metaselect.exceptions import ConfigurationError, StoreError
from metaselect.experiments import (
    TRAIN_SHARES,
    BatchSettings,
    Store,
    Workers,
    curve_configurations,
    run_batch,
    run_learning_curves,
)
from metaselect.learners import make_configuration, shipped_configurations
from metaselect.metafeatures import metafeature_versions, order_free_names

CONFIGURATIONS = [
    make_configuration("decision_tree", max_depth=2),
    make_configuration("k_nearest_neighbors"),
    make_configuration("decision_tree", min_samples_leaf=3),
]


@pytest.fixture
def isolated_entries(tiny_collection):
    return read_collection(tiny_collection)


@pytest.fixture
def entries(isolated_entries, evaluated_here):
    """What a batch does around the evaluations, which are made in this process."""
    return isolated_entries


@pytest.fixture
def open_store(tmp_path):
    """Return a function that opens a store by name."""
    stores = []

    def open_(name="runs"):
        stores.append(Store(tmp_path / f"{name}.sqlite"))
        return stores[-1]

    yield open_
    for store in stores:
        store.close()


def run(entries, store, **options):
    return list(run_batch(entries, store, configurations=CONFIGURATIONS, **options))


def scores(store):
    return {
        (row["dataset"], row["configuration"]): (row["status"], row["fold_scores"])
        for row in store.read_evaluations().to_dict("records")
    }


def test_every_pair_is_evaluated_once(entries, open_store):
    store = open_store()
    evaluations = run(entries, store)
    pairs = {(entry.name, c.id) for entry in entries for c in CONFIGURATIONS}
    assert {(e.dataset, e.configuration) for e in evaluations} == pairs == store.finished()
    assert {e.status for e in evaluations} == {"ok"}
    assert run(entries, store) == []


def test_the_store_says_what_the_ids_mean(entries, open_store):
    store = open_store()
    run(entries, store)
    assert store.read_configurations() == {c.id: c for c in CONFIGURATIONS}


def test_datasets_are_described(entries, open_store):
    store = open_store()
    run(entries, store)
    clients = store.read_datasets()["clients"]
    assert {key: clients[key] for key in ("task", "origin", "n_rows", "n_classes", "licence")} == {
        "task": "binary",
        "origin": "shop",
        "n_rows": 60,
        "n_classes": 2,
        "licence": "CC0",
    }
    assert list(clients["metafeatures"]) == list(order_free_names())
    assert clients["metafeature_versions"] == metafeature_versions()
    assert list(clients["dummy_scores"]) == [measure.name for measure in measures_for("binary")]


def test_datasets_described_by_other_versions_are_described_anew(entries, open_store):
    store = open_store()
    run(entries, store)
    store.write_dataset("clients", {**store.read_datasets()["clients"], "metafeature_versions": {"log_n_rows": -1}})
    assert run(entries, store) == []
    assert store.read_datasets()["clients"]["metafeature_versions"] == metafeature_versions()


def test_stopping_and_continuing_gives_what_an_undisturbed_run_gives(entries, open_store):
    undisturbed, stopped = open_store("undisturbed"), open_store("stopped")
    run(entries, undisturbed)
    running = run_batch(entries, stopped, configurations=CONFIGURATIONS)
    assert len(list(islice(running, 2))) == 2
    running.close()
    assert len(stopped.finished()) == 2
    assert len(run(entries, stopped)) == 4
    assert scores(stopped) == scores(undisturbed)


@pytest.mark.slow
def test_the_number_of_processes_does_not_matter(isolated_entries, open_store):
    entries = isolated_entries
    one, two = open_store("one"), open_store("two")
    run(entries, one)
    run(entries, two, workers=Workers(2))
    assert scores(one) == scores(two)
    assert one.read_datasets() == two.read_datasets()


def test_larger_datasets_are_represented_by_some_rows(entries, open_store):
    store = open_store()
    options = {"configurations": CONFIGURATIONS[:1], "settings": BatchSettings(max_rows=40)}
    (evaluation,) = run_batch(entries[:1], store, **options)
    assert evaluation.n_train_rows + evaluation.n_test_rows == 40
    assert store.read_datasets()["clients"]["n_rows"] == 40


def test_a_store_older_than_a_setting_is_continued(entries, open_store):
    store = open_store()
    earlier = {name: value for name, value in asdict(BatchSettings()).items() if name != "memory_limit"}
    store.write_settings({"batch": earlier})
    assert len(run(entries, store)) == 6
    with pytest.raises(StoreError, match=r"was made with memory_limit 4096, not memory_limit 100: .* another store"):
        run(entries, store, settings=BatchSettings(memory_limit=100))


def test_a_store_with_other_splits_is_refused(entries, open_store):
    store = open_store()
    store.write_settings({"batch": {"max_rows": 20_000, "time_limit": 60.0, "random_state": 0}})
    with pytest.raises(StoreError, match="made with resampling 5-fold below 500 rows, 3-fold above, not resampling"):
        run(entries, store)


def test_other_settings_are_refused(entries, open_store):
    store = open_store()
    run(entries, store, settings=BatchSettings(time_limit=30))
    with pytest.raises(StoreError, match=r"was made with time_limit 30, not time_limit 40: .*not be comparable"):
        run(entries, store, settings=BatchSettings(time_limit=40))


def test_another_target_of_the_same_dataset_is_refused(entries, open_store):
    store = open_store()
    next(run_batch(entries, store, configurations=CONFIGURATIONS))
    other = [replace(entries[0], target="another")]
    with pytest.raises(StoreError, match=r"holds \w+ with the target '\w+', not 'another'; use another store"):
        run(other, store)


def test_how_a_dataset_was_split_is_recorded(entries, open_store):
    store = open_store()
    run(entries, store)
    rows = store.read_evaluations()
    assert set(rows["resampling"]) == {"5-fold x 2"}
    assert {len(folds) for scores in rows["fold_scores"] for folds in scores.values()} == {10}


def test_a_group_of_the_manifest_splits_the_rows_and_is_held_to(entries, open_store, tiny_collection):
    table = pd.read_csv(tiny_collection / "clients.csv", keep_default_na=False)
    table.assign(shop=[f"s{i % 12}" for i in range(60)]).to_csv(tiny_collection / "clients.csv", index=False)
    grouped = [replace(entries[0], group="shop"), entries[1]]
    store = open_store()
    run(grouped, store)
    assert dict(store.read_evaluations()[["dataset", "resampling"]].to_numpy()) == {
        "clients": "5-fold x 2 by group",
        "prices": "5-fold x 2",
    }
    assert store.read_datasets()["clients"]["group"] == "shop"
    assert run(grouped, store) == []
    with pytest.raises(StoreError, match=r"holds clients with the group 'shop', not without one; use another store"):
        run(entries, store)
    with pytest.raises(StoreError, match=r"holds prices with no time, not 'day'; use another store"):
        run([grouped[0], replace(entries[1], time="day")], store)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux says what the peak was")
def test_memory_is_recorded(entries, open_store):
    store = open_store()
    run(entries, store)
    assert store.read_evaluations()["peak_megabytes"].between(0, 1000).all()


@pytest.mark.parametrize("content", [b"", b"a,outcome\n1,x\n1,2,3\n", b"\x00\xff" * 99, None])
def test_a_damaged_dataset_is_unreadable_while_the_others_are_complete(entries, open_store, tiny_collection, content):
    path = tiny_collection / "prices.csv"
    path.unlink() if content is None else path.write_bytes(content)
    status = {(e.dataset, e.configuration): e.status for e in run(entries, open_store())}
    assert {status["prices", c.id] for c in CONFIGURATIONS} == {"unreadable"}
    assert {status["clients", c.id] for c in CONFIGURATIONS} == {"ok"}


def test_a_dataset_that_was_unreadable_is_tried_again_unasked(entries, open_store, tiny_collection):
    path, store = tiny_collection / "prices.csv", open_store()
    content = path.read_bytes()
    path.write_bytes(b"")
    run(entries, store)
    path.write_bytes(content)
    assert {(e.dataset, e.status) for e in run(entries, store)} == {("prices", "ok")}
    assert {status for status, _ in scores(store).values()} == {"ok"}


def test_results_are_tried_again_on_request_only(entries, open_store):
    store = open_store()
    run(entries, store)
    store.write_evaluation(Evaluation("clients", CONFIGURATIONS[0].id, "timeout", error="more than 1 seconds"))
    assert run(entries, store, retry=["failed"]) == []
    assert [(e.dataset, e.status) for e in run(entries, store, retry=["failed", "timeout"])] == [("clients", "ok")]
    assert store.status("clients", CONFIGURATIONS[0].id) == "ok"


def test_an_unknown_status_to_retry_is_named(entries, open_store):
    with pytest.raises(ConfigurationError, match="no status oom to retry; known: ok, raced, failed, timeout"):
        run(entries, open_store(), retry=["oom"])


def test_what_another_run_stored_meanwhile_is_not_repeated(entries, open_store):
    first, second = open_store(), open_store()
    running = run_batch(entries, first, configurations=CONFIGURATIONS)
    next(running)
    assert len(run(entries, second)) >= 4
    assert len(list(running)) <= 2


def test_the_shipped_configurations_are_taken_when_none_are_given(entries, open_store):
    running = run_batch(entries, store := open_store())
    next(running)
    running.close()
    shipped = {c.id for task in ("binary", "regression") for c in shipped_configurations(task)}
    assert set(store.read_configurations()) == shipped


def test_first_configurations_of_all_datasets_come_before_the_next(entries, open_store, monkeypatch):
    def evaluated(entry, configuration, *_):
        return Evaluation(entry.name, configuration.id, "failed")

    monkeypatch.setattr("metaselect.experiments.batch.evaluate_isolated", evaluated)
    many = [make_configuration("decision_tree", min_samples_leaf=i) for i in range(1, 9)]
    evaluations = list(run_batch(entries, open_store(), configurations=many))
    assert [e.dataset for e in evaluations] == [name for n in (6, 2) for name in ["clients"] * n + ["prices"] * n]


def test_learning_curves_leave_the_evaluations_alone_and_are_resumed(entries, open_store):
    store = open_store()
    run(entries, store)
    before = store.read_evaluations()
    first = list(islice(run_learning_curves(entries, store, configurations=CONFIGURATIONS[::2]), 5))
    rest = list(run_learning_curves(entries, store, configurations=CONFIGURATIONS[::2]))
    curves = store.read_learning_curves()
    assert len(first) + len(rest) == len(curves) == len(entries) * 2 * len(TRAIN_SHARES)
    # Of 60 rows 1/4 is fewer than a curve can be told from.
    assert set(curves.query("train_share < 0.5")["status"]) == {"skipped"}
    half = curves.query("train_share == 0.5").set_index(["dataset", "configuration"])
    assert set(half["status"]) == {"ok"}
    assert set(half["n_train_rows"]) == {24}
    full = before.set_index(["dataset", "configuration"]).loc[half.index]
    assert (half["n_test_rows"] == full["n_test_rows"]).all()
    assert (half["fold_scores"] != full["fold_scores"]).any()
    pd.testing.assert_frame_equal(store.read_evaluations(), before)


def test_learning_curves_are_of_the_fast_half_of_what_ships(entries, open_store):
    evaluation = next(run_learning_curves(entries[:1], open_store()))
    assert evaluation.configuration == curve_configurations(entries[0].task)[0].id
    assert evaluation.train_share == TRAIN_SHARES[0]
