import json

import pytest

from metaselect.cli import main
from metaselect.knowledge import save_knowledge_base


@pytest.fixture(scope="module")
def knowledge(tiny_knowledge_base, tmp_path_factory):
    return str(save_knowledge_base(tiny_knowledge_base, tmp_path_factory.mktemp("knowledge")))


CHEAP = "single_best,average_rank,static_portfolio,nearest,tree,random"


def test_prints_a_table_per_task(knowledge, capsys):
    assert main(["evaluate", "--knowledge-base", knowledge, "--meta-learner", CHEAP]) == 0
    out = capsys.readouterr().out
    for task in ("binary, roc_auc", "multiclass, neg_log_loss", "regression, neg_root_mean_squared_error"):
        assert f"{task}: 24 datasets" in out
    assert "each of 23 origins left out in turn" in out


def test_json_has_an_object_per_task_and_meta_learner(knowledge, capsys):
    assert main(["evaluate", "--knowledge-base", knowledge, "--task", "binary", "--meta-learner", CHEAP, "--json"]) == 0
    rows = {row["meta_learner"]: row for row in json.loads(capsys.readouterr().out)}
    assert set(rows) == set(CHEAP.split(","))
    assert rows["single_best"]["gap"] == 1.0
    assert rows["nearest"]["regret"] < rows["single_best"]["regret"] < rows["random"]["regret"]
    assert rows["nearest"]["regret_low"] <= rows["nearest"]["regret"] <= rows["nearest"]["regret_high"]
