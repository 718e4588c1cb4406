import importlib
import json
import sys

import pandas as pd
import pytest

from metaselect.cli import main
from metaselect.experiments import Store


@pytest.fixture(scope="module", autouse=True)
def equal_boards_are_made_once(remembered):
    """Most tests show the same boards in another way."""
    module = importlib.import_module("metaselect.cli.leaderboard")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "make_leaderboard", remembered(module.make_leaderboard))
        yield


@pytest.fixture
def store(tiny_store):
    return str(tiny_store.path)


def strict(text):
    def refuse(word):
        raise AssertionError(f"{word} is no JSON")

    return json.loads(text, parse_constant=refuse)


def test_prints_a_table_per_task_and_kind_of_entry(store, capsys):
    assert main(["leaderboard", store]) == 0
    out = capsys.readouterr().out
    for task in ("binary, roc_auc", "multiclass, neg_log_loss", "regression, neg_root_mean_squared_error"):
        assert f"{task}: learners at their defaults" in out
        assert f"{task}: learners, each by the best of its configurations (optimistic)" in out
        assert f"{task}: configurations" in out
    assert "max_iter=20" in out  # what a configuration changes
    assert max(map(len, out.splitlines())) < 150


def test_options_choose_task_metric_entries_and_reference(store, capsys):
    options = ["--task", "binary", "--metric", "accuracy", "--entries", "default", "--reference", "decision_tree"]
    assert main(["leaderboard", store, *options, "--json"]) == 0
    (board,) = strict(capsys.readouterr().out)
    assert (board["task"], board["metric"], board["kind"]) == ("binary", "accuracy", "learners, default")
    assert board["reference"] == "decision_tree"
    assert 0 < board["n_datasets"] < board["n_known"] == 24
    assert sum(entry["statuses"]["failed"] for entry in board["entries"]) == 1


def test_a_metric_of_one_task_shows_that_task(store, capsys):
    assert main(["leaderboard", store, "--metric", "r2", "--json"]) == 0
    assert {board["task"] for board in strict(capsys.readouterr().out)} == {"regression"}


def test_a_reference_that_only_some_tasks_have_is_used_there(store, capsys):
    assert main(["leaderboard", store, "--reference", "ridge", "--json"]) == 0
    references = {board["task"]: board["reference"] for board in strict(capsys.readouterr().out)}
    assert references["regression"].startswith("ridge")
    assert references["binary"] != "ridge"


def test_csv_holds_what_json_holds(store, tmp_path, capsys):
    path = tmp_path / "board.csv"
    assert main(["leaderboard", store, "--task", "regression", "--json", "--csv", str(path), "--top", "1"]) == 0
    boards = strict(capsys.readouterr().out)
    table = pd.read_csv(path)
    assert len(table) == sum(len(board["entries"]) for board in boards)
    first = table.iloc[0]
    assert (first["task"], first["entry"]) == (boards[0]["task"], boards[0]["entries"][0]["entry"])
    assert first["rank"] == pytest.approx(boards[0]["entries"][0]["rank"])


def test_figures_are_written_where_asked(store, tmp_path, capsys):
    pytest.importorskip("matplotlib")
    folder = tmp_path / "figures"
    assert main(["leaderboard", store, "--task", "binary", "--entries", "default", "--figures", str(folder)]) == 0
    assert len(list(folder.iterdir())) == 4


def test_figures_without_matplotlib_are_one_sentence(store, tmp_path, monkeypatch, capsys):
    for name in ("matplotlib", "matplotlib.figure", "matplotlib.backends.backend_agg"):
        monkeypatch.setitem(sys.modules, name, None)
    assert main(["leaderboard", store, "--task", "binary", "--figures", str(tmp_path / "figures")]) == 2
    assert "metaselect[report]" in capsys.readouterr().err
    assert not (tmp_path / "figures").exists()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--metric", "auc"], "metric 'auc' is not known"),
        (["--task", "binary", "--metric", "r2"], "metric 'r2' is not known for binary tasks"),
        (["--reference", "oracle"], "reference 'oracle' is in no table; choose from"),
        (["--task", "binary", "--csv", "nowhere/board.csv"], "nowhere/board.csv cannot be written"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else None,
)
def test_bad_input_gets_one_sentence_and_exit_code_2(store, options, sentence, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["leaderboard", store, *options]) == 2
    error = capsys.readouterr().err
    assert sentence in error
    assert error.count("\n") == 1


@pytest.mark.parametrize("share", ["0", "1.5", "half"])
def test_a_coverage_that_is_no_share_is_refused(store, share, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["leaderboard", store, "--min-coverage", share])
    assert "is not a share" in capsys.readouterr().err


def test_an_absent_and_an_empty_store_are_said(tmp_path, capsys):
    assert main(["leaderboard", str(tmp_path / "none.sqlite")]) == 2
    assert "there is no store" in capsys.readouterr().err
    Store(tmp_path / "empty.sqlite").close()
    assert main(["leaderboard", str(tmp_path / "empty.sqlite")]) == 2
    assert "holds no score to compare" in capsys.readouterr().err


def test_every_pair_is_in_json_and_csv(store, tmp_path, capsys):
    path = tmp_path / "pairs.csv"
    assert main(["leaderboard", store, "--task", "binary", "--json", "--pairs-csv", str(path)]) == 0
    boards = strict(capsys.readouterr().out)
    table = pd.read_csv(path)
    assert len(table) == sum(len(board["pairs"]) for board in boards)
    for board in boards:
        assert len(board["pairs"]) == len(board["entries"]) * (len(board["entries"]) - 1)
        against = {pair["entry"]: pair["wins"] for pair in board["pairs"] if pair["against"] == board["reference"]}
        assert all(entry["wins"] == against.get(entry["entry"], 0) for entry in board["entries"])


def test_scores_are_shown_and_written(store, tmp_path, capsys):
    path = tmp_path / "scores.csv"
    assert main(["leaderboard", store, "--scores-csv", str(path)]) == 0
    out = capsys.readouterr().out
    for task in ("binary, roc_auc", "multiclass, neg_log_loss", "regression, neg_root_mean_squared_error"):
        assert out.count(f"{task}: scores, greater is better") == 1
    table = pd.read_csv(path)
    assert len(table) == 72
    assert list(table.columns[:3]) == ["task", "metric", "dataset"]
    with Store(store) as opened:
        rows = opened.read_evaluations()
    row = rows[(rows["dataset"] == "binary-00") & rows["configuration"].str.startswith("decision_tree")].iloc[0]
    (written,) = table.loc[table["dataset"] == "binary-00", "decision_tree"]
    assert written == pytest.approx(sum(row["fold_scores"]["roc_auc"]) / len(row["fold_scores"]["roc_auc"]))


def test_scores_of_the_chosen_entries_are_written(store, tmp_path):
    path = tmp_path / "scores.csv"
    options = ["--task", "binary", "--entries", "configurations", "--metric", "accuracy"]
    assert main(["leaderboard", store, *options, "--scores-csv", str(path)]) == 0
    table = pd.read_csv(path)
    assert set(table["metric"]) == {"accuracy"}
    assert any(column.startswith("decision_tree-") for column in table)
