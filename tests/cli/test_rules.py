import json

import pytest

from metaselect.cli import main
from metaselect.metafeatures import METAFEATURES


@pytest.fixture(scope="module")
def knowledge(tiny_knowledge_folder):
    return tiny_knowledge_folder


def test_prints_rules_what_they_speak_of_and_how_stable_they_are(knowledge, capsys):
    assert main(["rules", "--knowledge-base", knowledge, "--task", "binary"]) == 0
    out = capsys.readouterr().out
    assert "binary, roc_auc: 24 known datasets" in out
    rules = [line for line in out.splitlines() if line.startswith(("if ", "always"))]
    assert rules
    assert all("mean regret" in rule for rule in rules)
    assert "Grown again on resamples" in out


def test_every_task_has_its_rules_as_data(knowledge, capsys):
    assert main(["rules", "--knowledge-base", knowledge, "--depth", "2", "--json"]) == 0
    tasks = json.loads(capsys.readouterr().out)
    assert [task["task"] for task in tasks] == ["binary", "multiclass", "regression"]
    for task in tasks:
        leaves = [node for node in task["nodes"].values() if node["left"] is None]
        splits = [node for node in task["nodes"].values() if node["left"] is not None]
        assert sum(leaf["n_datasets"] for leaf in leaves) == task["nodes"]["0"]["n_datasets"]
        assert all(node["metafeature"].partition(".")[0] in METAFEATURES for node in splits)
        assert 0 <= task["stability"]["same_root"] <= 1


def test_the_tree_is_drawn(knowledge, tmp_path, capsys):
    pytest.importorskip("matplotlib")
    folder = tmp_path / "figures"
    assert main(["rules", "--knowledge-base", knowledge, "--task", "binary", "--figures", str(folder)]) == 0
    assert "<svg" in (folder / "rules_binary.svg").read_text()
