import sys

import pytest

from metaselect.cli import main
from metaselect.experiments import Store
from metaselect.learners import make_configuration


def test_a_folder_of_plain_files_is_benchmarked(tmp_path, raw_data, evaluated_here, monkeypatch, capsys):
    for module in ("metaselect.cli.benchmark", "metaselect.experiments.batch"):
        monkeypatch.setattr(f"{module}.shipped_configurations", lambda task: [make_configuration("decision_tree")])
    folder = tmp_path / "files"
    folder.mkdir()
    for task in ("binary", "regression"):
        table, target = raw_data(task, 60)
        table.assign(outcome=target).to_csv(folder / f"{task}.csv", index=False, sep=";")
    path = str(tmp_path / "runs.sqlite")
    assert main(["benchmark", str(folder), "--target", "outcome", "--store", path]) == 0
    with Store(path) as store:
        assert {name: row["task"] for name, row in store.read_datasets().items()} == {
            "binary": "binary",
            "regression": "regression",
        }
        assert store.read_evaluations()["status"].tolist() == ["ok", "ok"]
    capsys.readouterr()
    assert main(["leaderboard", path]) == 0
    assert "decision_tree" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nowhere", "--target", "last"], "there is no folder nowhere"),
        (["a_file", "--target", "last"], "a_file is a file; expected a folder of tables"),
        (["a_file"], "a_file is a file; expected a folder with a manifest.csv"),
        (["openml:suite"], "is not understood"),
        (["openml:suite/99"], "metaselect[openml]"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else None,
)
def test_bad_collections_get_one_sentence_and_exit_code_2(arguments, sentence, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a_file").touch()
    monkeypatch.setitem(sys.modules, "openml", None)
    assert main(["benchmark", *arguments, "--store", "runs.sqlite"]) == 2
    error = capsys.readouterr().err
    assert sentence in error
    assert error.count("\n") == 1
