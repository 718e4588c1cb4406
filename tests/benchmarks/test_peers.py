"""Datasets for the comparison with peers are drawn fairly, rows are kept, and what is said of them is right."""

import json
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from metaselect.data import CollectionEntry

_LIMITS = {"budget_seconds": 1, "hard_seconds": 30, "n_jobs": 1}

# Stands for a peer, whatever it is asked for.
_WORKER = """
import json, sys
from pathlib import Path
folder = Path(sys.argv[1])
job = json.loads((folder / "job.json").read_text())
if job["method"] == "fails":
    sys.exit("no such library")
if job["method"] == "late":
    import time
    time.sleep(60)
import numpy as np
n = len((folder / "test.csv").read_text().splitlines()) - 1
answer = np.tile([0.25, 0.75], (n, 1)) * (np.nan if job["method"] == "says nothing" else 1)
np.save(folder / "answer.npy", answer[:, :job["n_classes"]])
known = ["garden"] if job["method"] == "leaks" else ["elsewhere"]
said = {"fit_seconds": 1.5, "predict_seconds": 0.5, "version": "1.0", "chosen": "a model", "known": known}
(folder / "answer.json").write_text(json.dumps(said))
"""


@pytest.fixture(scope="module")
def peers(load_benchmark):
    names = ("_results", "_peer_datasets", "_peer_runs", "_peer_worker", "_peer_report", "bench_peers")
    return SimpleNamespace(**{name.removeprefix("_"): load_benchmark(name) for name in names})


@pytest.fixture
def entry(tmp_path):
    rng = np.random.default_rng(0)
    table = pd.DataFrame({"length": rng.normal(size=90), "color": rng.choice(["red", "None", ""], 90)})
    table["is_wild"] = rng.choice([True, False], 90)
    table["kind"] = np.repeat(["rose", "tulip", "lily"], [60, 20, 10])
    path = tmp_path / "flowers.csv"
    table.sample(frac=1, random_state=0).to_csv(path, index=False)
    return CollectionEntry("flowers", path, "kind", "multiclass", "garden")


@pytest.fixture
def binary(peers):
    X = pd.DataFrame({"length": np.arange(12.0), "color": ["red", None, "blue"] * 4})
    y = np.arange(12) % 2
    rows = peers.peer_datasets.Split(X[:8], y[:8], X[8:], y[8:], 2)
    return peers.peer_datasets.Listed("flowers", "binary", "garden", 12, "below 300 rows"), rows


def test_draw_is_the_same_whatever_the_order_and_takes_as_many_of_each_task_and_size(peers):
    tasks = ("binary", "multiclass", "regression")
    entries = [CollectionEntry(f"d{i:03}", Path("x"), "y", tasks[i % 3], f"origin {i // 2}") for i in range(240)]
    n_rows = [(100, 500, 2_000, 9_000)[i // 3 % 4] for i in range(240)]
    drawn = peers.peer_datasets.draw(entries, n_rows, n_each=3)
    assert peers.peer_datasets.draw(entries[::-1], n_rows[::-1], n_each=3) == drawn
    assert peers.peer_datasets.draw(entries, n_rows, n_each=3, random_state=1) != drawn
    assert set(Counter((one.task, one.size) for one in drawn).values()) == {3}
    assert len(drawn) == 36 == len({one.origin for one in drawn})


def test_the_list_that_is_kept_holds_five_of_each_task_and_size_and_is_not_drawn_again(peers):
    path = Path(peers.bench_peers.__file__).with_name("peers") / "datasets.json"
    listed = peers.peer_datasets.read_list(path)
    assert Counter(Counter((one.task, one.size) for one in listed).values()) == {5: 12}
    assert len({one.origin for one in listed}) == 60
    with pytest.raises(FileExistsError):
        peers.peer_datasets.write_list(path, listed)


def test_every_class_has_its_share_of_both_parts_and_only_empty_cells_are_missing(peers, entry, monkeypatch):
    rows = peers.peer_datasets.split(entry)
    assert np.bincount(rows.y_test).tolist() == [3, 20, 7]
    assert np.bincount(rows.y).tolist() == [7, 40, 13]
    assert not set(rows.X.index) & set(rows.X_test.index)
    assert rows.words == ["color"]
    assert set(rows.X["color"].dropna()) == {"red", "None"}
    monkeypatch.setattr(peers.peer_datasets, "_MOST_TRAIN_ROWS", 30)
    fewer = peers.peer_datasets.split(entry)
    assert len(fewer.y) == 30
    assert set(fewer.X.index) < set(rows.X.index)
    pd.testing.assert_frame_equal(fewer.X_test, rows.X_test)


def test_a_peer_that_fails_is_late_or_answers_nonsense_becomes_a_row_with_its_reason(peers, binary, tmp_path):
    worker = tmp_path / "worker.py"
    worker.write_text(_WORKER)

    def row_of(method, **limits):
        row = peers.peer_runs.run_method(method, *binary, peers.bench_peers.sys.executable, _LIMITS | limits, worker)
        peers.peer_runs.append_row(tmp_path / "rows.csv", row)
        return row

    answered = row_of("answers")
    assert (answered["status"], answered["version"], answered["roc_auc"]) == ("ok", "1.0", 0.5)
    assert row_of("fails")["reason"] == "exit status 1: no such library"
    assert row_of("late", hard_seconds=0.2)["reason"] == "not done after 0.2 s"
    assert "not all finite" in row_of("says nothing")["reason"]
    rows = peers.peer_runs.read_rows(tmp_path / "rows.csv")
    assert rows["status"].tolist() == ["ok", "failed", "late", "failed"]
    assert (rows["constant"] == 0.5).all()
    with pytest.raises(peers.peer_runs.LeakError, match="garden"):
        row_of("leaks")


def test_the_pick_knows_nothing_of_the_origin(peers, monkeypatch):
    knowledge_bases = []

    def recommend(X, y, *, knowledge_base, **options):
        knowledge_bases.append((knowledge_base, options))
        model = SimpleNamespace(fit=lambda X, y: model, predict_proba=None)
        configuration = SimpleNamespace(id="a tree")
        return SimpleNamespace(best=SimpleNamespace(configuration=configuration, build=lambda: model))

    monkeypatch.setattr("metaselect.recommend", recommend)
    job = {"task": "multiclass", "n_classes": 3, "origin": "iris"}
    _, said = peers.peer_worker.first_single_pick(job)(None, pd.Series([0, 1]))
    [(knowledge_base, options)] = knowledge_bases
    assert "iris" not in {*knowledge_base.datasets.index, *knowledge_base.datasets["origin"]}
    assert "iris" not in said["known"]
    assert said["chosen"] == "a tree"
    assert len(said["known"]) > 100
    assert options["single"] is True


def test_words_become_categories_or_codes_of_the_rows_to_learn_from(peers):
    known = pd.DataFrame({"length [mm]": [1.0, 2.0, None], "color": ["red", "blue", None]})
    new = pd.DataFrame({"length [mm]": [3.0, 4.0], "color": ["blue", "green"]})
    as_codes = peers.peer_worker._with_codes(known)(new)
    assert as_codes.to_dict("list") == {"c0": [3.0, 4.0], "c1": [0, -1]}
    as_categories = peers.peer_worker._with_categories(known)(new)
    assert as_categories["c1"].cat.codes.tolist() == [0, -1]
    assert as_categories["c1"].isna().tolist() == [False, True]


def test_peers_are_run_once_and_picks_once_for_each_commit(peers, entry, tmp_path, monkeypatch):
    ran = []

    def run_method(method, listed, rows, python, limits):
        ran.append((listed.name, method))
        return {"dataset": listed.name, "task": listed.task, "method": method, "status": "failed", "constant": 0.5}

    monkeypatch.setattr(peers.bench_peers, "run_method", run_method)
    monkeypatch.setattr(peers.bench_peers, "knows_single", lambda: True)
    listed = [peers.peer_datasets.Listed("flowers", "multiclass", "garden", 90, "below 300 rows")]

    def run(commit, *environments):
        ran.clear()
        pythons = dict.fromkeys(("metaselect", *environments), "python")
        for _ in peers.bench_peers.run(listed, {"flowers": entry}, pythons, tmp_path / "rows.csv", _LIMITS, commit):
            pass
        return [method for _, method in ran]

    picks = ["first pick", "first single pick", "searched pick"]
    assert run("1", "lightgbm") == [*picks, "LightGBM"]
    assert run("1", "lightgbm") == []
    assert run("1", "lightgbm", "xgboost") == ["XGBoost"]
    assert run("2", "lightgbm", "xgboost") == picks
    assert run("1", "lightgbm", "xgboost") == []


def _row(dataset, task, method, **fields):
    return {"dataset": dataset, "task": task, "method": method, "status": "ok", "fit_seconds": 2.0} | fields


def test_ties_are_half_wins_and_failures_count_as_constant_predictions(peers):
    rows = pd.DataFrame(
        [
            _row("a", "binary", "first pick", roc_auc=0.9, constant=0.5),
            _row("a", "binary", "XGBoost", roc_auc=0.8, constant=0.5),
            _row("b", "binary", "first pick", roc_auc=0.7, constant=0.5),
            _row("b", "binary", "XGBoost", roc_auc=0.7, constant=0.5),
            _row("c", "regression", "first pick", rmse=3.0, constant=4.0),
            _row("c", "regression", "XGBoost", rmse=2.0, constant=4.0),
            _row("d", "regression", "first pick", rmse=3.0, constant=4.0),
            _row("d", "regression", "XGBoost", rmse=None, constant=4.0, status="late", fit_seconds=None),
            _row("d", "regression", "LightGBM", rmse=3.0, constant=4.0),
        ]
    )
    table = peers.peer_report.report(rows).set_index(["task", "method"])
    assert table["first_pick_wins"].dropna().to_dict() == pytest.approx(
        {
            ("all", "XGBoost"): 0.625,
            ("all", "LightGBM"): 0.5,
            ("binary", "XGBoost"): 0.75,
            ("regression", "XGBoost"): 0.5,
            ("regression", "LightGBM"): 0.5,
        }
    )
    whole = table.loc["all"]
    assert whole["n_datasets"].tolist() == [4, 4, 1]
    assert whole["n_failed"].tolist() == [0, 1, 0]
    assert whole["blunders"].tolist() == [0.25, 0.5, 0.0]  # c; a and d; none
    assert whole["mean_rank"].tolist() == [1.5, 3.0, 1.5]
    said = list(peers.peer_report.sentences(table.reset_index()))
    assert said[0].startswith("The first pick beats XGBoost on 62% [")
    assert said[0].endswith("of the datasets, ties half; 1 failed or were late.")


def test_a_method_is_far_behind_where_it_lacks_a_tenth_of_the_way(peers):
    scores = {"best": 1.0, "near": 1.04, "far": 1.2}
    rows = [_row("a", "multiclass", name, log_loss=value, constant=2.0) for name, value in scores.items()]
    rows += [_row("hopeless", "multiclass", name, log_loss=3.0, constant=2.0) for name in scores]
    table = peers.peer_report.report(pd.DataFrame(rows)).query("task == 'all'")
    assert table["blunders"].tolist() == [0.0, 0.0, 0.5]


def test_without_a_collection_the_kept_rows_are_reported_with_the_picks_of_this_commit(
    peers, tmp_path, monkeypatch, capsys
):
    bench, written = peers.bench_peers, []
    for method, commit, value in (("first pick", "1", 0.9), ("first pick", "2", 0.7), ("XGBoost", None, 0.8)):
        row = _row("a", "binary", method, roc_auc=value, constant=0.5, commit=commit)
        peers.peer_runs.append_row(tmp_path / "rows.csv", row)
    monkeypatch.setattr(bench, "_ROWS", tmp_path / "rows.csv")
    monkeypatch.setattr(bench, "write_results", lambda table, name: written.append(table))
    monkeypatch.setattr(bench.sys, "argv", ["bench_peers.py"])
    shares = []
    for commit in ("1", "2"):
        monkeypatch.setattr(bench, "last_commit", lambda folder, commit=commit: commit)
        bench.main()
        shares.append(written[-1]["first_pick_wins"].dropna().tolist())
    assert shares == [[1.0, 1.0], [0.0, 0.0]]
    assert "The first pick beats XGBoost on 100%" in capsys.readouterr().out
    monkeypatch.setattr(bench, "last_commit", lambda folder: "3")
    with pytest.raises(SystemExit):
        bench.main()
    assert len(written) == 2


def test_every_method_has_an_environment_and_every_task_a_score(peers):
    assert set(peers.bench_peers._ENVIRONMENTS) == set(peers.peer_worker.METHODS)
    assert {name for name, _ in peers.peer_runs.PRIMARY.values()} < set(peers.peer_runs.COLUMNS)
    assert json.dumps(peers.bench_peers._LIMITS)
