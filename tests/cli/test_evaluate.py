import importlib
import json

import joblib
import pytest

from metaselect.cli import main
from metaselect.exceptions import KnowledgeBaseError
from metaselect.knowledge import save_knowledge_base
from metaselect.metalearners import META_LEARNERS

cli_evaluate = importlib.import_module("metaselect.cli.evaluate")

pytestmark = pytest.mark.usefixtures("small_forests")


@pytest.fixture(scope="module")
def knowledge(tiny_knowledge_folder):
    return tiny_knowledge_folder


@pytest.fixture
def validated_once(monkeypatch):
    """What is printed twice is validated once."""
    for name in ("validate_meta_learners", "evaluate_on_scenario"):
        monkeypatch.setattr(f"metaselect.cli.evaluate.{name}", once(getattr(cli_evaluate, name)))


def once(function):
    known = {}

    def remembered(*arguments, **options):
        key = joblib.hash((arguments, options))
        if key not in known:
            known[key] = function(*arguments, **options)
        return known[key]

    return remembered


CHEAP = "single_best,average_rank,static_portfolio,nearest,tree,random"


def test_prints_a_table_per_task(knowledge, capsys):
    assert main(["evaluate", "--knowledge-base", knowledge, "--meta-learner", "single_best,random"]) == 0
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


def test_the_default_says_where_it_is_worst(tiny_knowledge_base, validated_once, tmp_path, capsys):
    fewer = tiny_knowledge_base
    for i in set(range(24)) - {0, 1, 4, 9, 14, 19, 23}:  # the default takes a third of a second to fit
        fewer = fewer.without(f"binary-{i:02d}")
    knowledge = str(save_knowledge_base(fewer, tmp_path / "fewer"))
    command = ["evaluate", "--knowledge-base", knowledge, "--task", "binary", "--meta-learner", "ensemble,tree"]
    assert main(command) == 0
    assert "Where ensemble is worst:" in capsys.readouterr().out
    assert main([*command, "--json"]) == 0
    ensemble, tree = json.loads(capsys.readouterr().out)
    assert len(ensemble["worst_datasets"]) == 5
    assert "worst_datasets" not in tree


def test_a_learning_curve_has_a_row_per_number_of_datasets(knowledge, capsys):
    command = ["evaluate", "--knowledge-base", knowledge, "--task", "binary", "--learning-curve"]
    assert main([*command, "--meta-learner", "tree,single_best", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {(row["meta_learner"], row["n_datasets"]) for row in rows} >= {("tree", 10), ("single_best", 22)}
    assert main([*command, "--meta-learner", "single_best"]) == 0
    assert "known datasets" in capsys.readouterr().out


@pytest.fixture
def scenario(tmp_path):
    """A folder with a scenario of forty instances, on which the better of two algorithms depends on the size."""
    instances = [f"i{i}" for i in range(40)]
    head = "@relation x\n@attribute instance_id string\n@attribute repetition numeric\n"
    runs = [
        f"{name},1,{algorithm},{(1 if (i < 20) == (algorithm == 'small') else 100) + i % 7},ok"
        for i, name in enumerate(instances)
        for algorithm in ("small", "great")
    ]
    attributes = {
        "algorithm_runs": "@attribute algorithm string\n@attribute runtime numeric\n@attribute runstatus string\n",
        "feature_values": "@attribute size numeric\n",
        "cv": "@attribute fold numeric\n",
    }
    rows = {
        "algorithm_runs": runs,
        "feature_values": [f"{name},1,{i}" for i, name in enumerate(instances)],
        "cv": [f"{name},1,{i % 2}" for i, name in enumerate(instances)],
    }
    for file, lines in rows.items():
        (tmp_path / f"{file}.arff").write_text(head + attributes[file] + "@data\n" + "\n".join(lines) + "\n")
    (tmp_path / "description.txt").write_text(
        "scenario_id: TINY\nperformance_measures: [runtime]\nmaximize: [false]\n"
        "performance_type: [runtime]\nalgorithm_cutoff_time: 200\n"
    )
    return tmp_path


def test_a_scenario_of_aslib_is_evaluated(scenario, validated_once, capsys):
    command = ["evaluate", "--aslib", str(scenario), "--meta-learner", "ensemble,single_best"]
    assert main(command) == 0
    out = capsys.readouterr().out
    assert all(
        text in out for text in ("TINY: 40 instances, 2 algorithms", "oracle", "single best", "ensemble (default)")
    )
    assert main([*command, "--json"]) == 0
    ensemble, single_best = json.loads(capsys.readouterr().out)
    assert ensemble["default"]
    assert not single_best["default"]
    low, high = ensemble["interval"]
    assert 0 <= low <= ensemble["gap"] <= high < 1 == single_best["gap"]
    assert ensemble["oracle"] <= ensemble["score"] < ensemble["single_best"]


def test_what_is_known_can_be_exported_as_a_scenario(knowledge, tmp_path, capsys):
    folder = str(tmp_path / "scenario")
    assert main(["knowledge", "export", knowledge, "--output", folder, "--aslib", "binary"]) == 0
    capsys.readouterr()
    assert main(["evaluate", "--aslib", folder, "--meta-learner", "nearest,random", "--json"]) == 0
    nearest, random = json.loads(capsys.readouterr().out)
    assert nearest["gap"] < min(1, random["gap"])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--aslib", "nowhere"], "there is no ASlib scenario in nowhere"),
        (["--aslib", "nowhere", "--task", "binary"], "--task is not for --aslib"),
        (["--aslib", "nowhere", "--meta-learner", "forrest"], "did you mean 'forest'?"),
    ],
)
def test_what_cannot_be_evaluated_gets_one_sentence(arguments, sentence, capsys):
    assert main(["evaluate", *arguments]) == 2
    assert sentence in capsys.readouterr().err


def test_all_meta_learners_are_compared_unless_some_are_named(knowledge, capsys, monkeypatch):
    evaluated: list[set[str]] = []

    def validate(named, examples, **_):
        evaluated[-1].update(named)
        return dict.fromkeys(named)

    def summarize(*_, **__):
        raise KnowledgeBaseError("enough")

    monkeypatch.setattr("metaselect.cli.evaluate.validate_meta_learners", validate)
    monkeypatch.setattr("metaselect.cli.evaluate.summarize", summarize)
    for asked in ([], ["--meta-learner", "all"], ["--meta-learner", "tree"]):
        evaluated.append(set())
        assert main(["evaluate", "--knowledge-base", knowledge, "--task", "binary", *asked]) == 2
    assert evaluated == [set(META_LEARNERS), set(META_LEARNERS), {"single_best", "tree"}]


def test_it_says_of_which_meta_learners_more_than_one_origin_is_left_out_at_a_time(
    knowledge, validated_once, capsys, monkeypatch
):
    monkeypatch.setattr("metaselect.assessment.comparison.SLOW_META_LEARNERS", ("tree",))
    command = ["evaluate", "--knowledge-base", knowledge, "--task", "binary", "--meta-learner", "tree,random"]
    assert main(command) == 0
    assert "A twentieth of them at a time, as fits take long: tree.\n" in capsys.readouterr().out
    assert main([*command, "--json"]) == 0
    assert [row["n_folds"] for row in json.loads(capsys.readouterr().out)] == [20, 23]
