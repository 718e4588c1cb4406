import json

import numpy as np
import pandas as pd
import pytest

from metaselect.cli import main
from metaselect.knowledge import learned_names, load_all_knowledge
from metaselect.search import TRIALS

pytestmark = pytest.mark.usefixtures("tiny_is_packaged", "searched_here")


@pytest.fixture
def table(tmp_path, raw_data, monkeypatch):
    monkeypatch.chdir(tmp_path)
    X, y = raw_data("binary", n_rows=120)
    X.assign(outcome=y).to_csv("people.csv", index=False)
    return tmp_path


def fit(*words):
    return main(["fit", "people.csv", "--target", "outcome", "--meta-learner", "average_rank", *words])


def test_trials_are_spent_and_told(table, capsys):
    assert fit("--trials", "4", "-o", "model.skops") == 0
    said = capsys.readouterr().out
    for words in ("4 configurations tried", "Model:", "Score:", "Time:", "Saved in model.skops", "metaselect predict"):
        assert words in said
    assert main(["predict", "model.skops", "people.csv", "-o", "predictions.csv"]) == 0
    assert len(pd.read_csv("predictions.csv")) == 120


def test_a_run_goes_on_where_it_stopped(table, searched_here, capsys):
    assert fit("--trials", "2", "--continue", "run") == 0
    assert (table / "run" / TRIALS).is_file()
    assert fit("--trials", "4", "--continue", "run") == 0
    assert len(searched_here) == 4
    assert "4 configurations tried" in capsys.readouterr().out


def test_a_plan_is_fitted_again(table, searched_here, capsys):
    assert fit("--trials", "4", "--plan", "plan.json", "-o", "one.skops") == 0
    n_tried = len(searched_here)
    assert fit("--replay", "plan.json", "-o", "two.skops") == 0
    assert len(searched_here) == n_tried
    for name in ("one", "two"):
        main(["predict", f"{name}.skops", "people.csv", "--probabilities", "-o", f"{name}.csv"])
    assert (table / "one.csv").read_bytes() == (table / "two.csv").read_bytes()


def test_what_was_found_as_json(table, capsys):
    assert fit("--trials", "3", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["trials"]) == 3
    assert found["interval"][0] <= found["score"] <= found["interval"][1]
    assert sum(member["weight"] for member in found["members"]) == pytest.approx(1.0)


def test_what_was_found_as_a_script(table, capsys):
    assert fit("--trials", "3", "--code") == 0
    script = capsys.readouterr().out
    compile(script, "script.py", "exec")
    assert "people.csv" in script


def test_what_was_tried_is_learned(table, data_folder_of_its_own, capsys):
    assert fit("--trials", "4", "--learn") == 0
    assert "learned as people" in capsys.readouterr().err
    assert learned_names() == ["people"]
    known = load_all_knowledge()
    assert "people" in known.datasets.index
    assert len(known.evaluations.query("dataset == 'people'")) == 4


def test_advice_on_alike_tables_is_better_for_what_was_learned(table, data_folder_of_its_own, raw_data, capsys):
    """On all known datasets the tree is bad; on this kind of table it alone is good."""
    rng = np.random.default_rng(0)
    for name, seed in (("first", 1), ("second", 2)):
        X = pd.DataFrame(np.random.default_rng(seed).normal(size=(160, 4)), columns=list("abcd"))
        exclusive = (X["a"] > 0) ^ (X["b"] > 0)
        X.assign(outcome=np.where(exclusive, "yes", "no")).sample(frac=1, random_state=rng.integers(9)).to_csv(
            f"{name}.csv", index=False
        )
    words = ["--target", "outcome", "--meta-learner", "nearest", "--single"]

    def place_of_tree():
        main(["recommend", "second.csv", *words, "--top", "6", "--json"])
        listed = [c["learner"] for c in json.loads(capsys.readouterr().out)["candidates"]]
        return min(listed.index(name) for name in ("decision_tree", "hist_gradient_boosting") if name in listed)

    before = place_of_tree()
    assert main(["fit", "first.csv", *words, "--trials", "6", "--learn"]) == 0
    capsys.readouterr()
    assert place_of_tree() < before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--budget", "0"), "'0' is not a number of seconds above 0"),
        (("--trials", "none"), "'none' is not a whole number above 0"),
        (("--continue", "run"), "need --budget SECONDS or --trials N"),
        (("--plan", "plan.json"), "need --budget SECONDS or --trials N"),
        (("--replay", "missing.json"), "missing.json cannot be read"),
        (("--trials", "2", "--plan", "nodir/plan.json"), "there is no folder nodir"),
        (("--trials", "2", "--plan", "."), "is a folder"),
        (("--replay", "people.csv"), "people.csv is no plan"),
        (("--trials", "2", "--json", "--code"), "give one of the two"),
    ],
)
def test_what_is_wrong_is_one_sentence(table, words, message, capsys):
    try:
        code = fit(*words)
    except SystemExit as stop:
        code = stop.code
    said = capsys.readouterr().err
    assert code == 2
    assert message in said
    assert len(said.splitlines()) == 1


def test_the_trials_of_another_table_are_refused(table, capsys):
    assert fit("--trials", "1", "--continue", "run") == 0
    people = pd.read_csv("people.csv")
    people.assign(age=people["age"] + 1).to_csv("people.csv", index=False)
    assert fit("--trials", "1", "--continue", "run") == 2
    assert "give another folder with --continue" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"schema": 99}, "no plan of this metaselect"),
        ({"model": {"learner": "os.system", "hyperparameters": {}}}, "unknown base learner"),
        ({"model": {"learner": "ridge"}}, "damaged"),
        ({"task": "regression"}, "the plan is for the target"),
        ({"target": "age"}, "the plan is for the target"),
    ],
)
def test_plans_that_were_changed_are_refused(table, change, message, capsys):
    assert fit("--trials", "2", "--plan", "plan.json") == 0
    plan = json.loads((table / "plan.json").read_text())
    (table / "plan.json").write_text(json.dumps({**plan, **change}))
    assert fit("--replay", "plan.json") == 2
    assert message in capsys.readouterr().err
