import itertools
import json
import shlex

import numpy as np
import pandas as pd
import pytest

from metaselect.cli import main

pytestmark = pytest.mark.usefixtures("small_forests")


@pytest.fixture(scope="module")
def knowledge(tiny_knowledge_folder):
    return tiny_knowledge_folder


def make_table(n_rows=80):
    rng = np.random.default_rng(0)
    table = pd.DataFrame({"age": rng.normal(40, 9, n_rows), "city": rng.choice(["Rome", "Oslo"], n_rows)})
    table["income"] = table["age"] * 100 + rng.normal(0, 50, n_rows)
    table["member"] = np.where(table["age"] + rng.normal(0, 3, n_rows) > 40, "yes", "no")
    return table


@pytest.fixture
def csv(tmp_path):
    """Return a function that writes a table and returns the path."""

    def write(table, name="people.csv"):
        path = tmp_path / name
        path.write_text(table) if isinstance(table, str) else table.to_csv(path, index=False)
        return str(path)

    return write


def recommend(*arguments):
    return main(["recommend", *arguments])


@pytest.fixture
def people(csv, raw_data):
    """The path of a table like those in the small knowledge base."""
    X, y = raw_data("binary")
    return csv(X.drop(columns="member").assign(member=y))


def test_prints_data_candidates_confidence_reasons_validation_and_the_next_command(people, knowledge, capsys):
    path = people
    assert recommend(path, "--target", "member", "--knowledge-base", knowledge) == 0
    out = capsys.readouterr().out
    assert "people: 80 rows, 4 columns; target 'member', task binary" in out
    assert "expected" in out
    assert "90 % interval" in out
    assert "How sure:" in out
    assert "Similar:" in out
    assert "Validate with: RepeatedStratifiedKFold(" in out
    assert f"metaselect recommend {path} --target member --knowledge-base {knowledge} --code" in out


@pytest.mark.parametrize(("target", "task"), [("member", "binary"), ("city", "binary"), ("income", "regression")])
def test_json_holds_the_promised_fields(target, task, csv, knowledge, capsys):
    assert recommend(csv(make_table()), "--target", target, "--json", "--top", "3", "--knowledge-base", knowledge) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["dataset"] == {"name": "people", "n_rows": 80, "n_columns": 3, "task": task, "target": target}
    assert [candidate["rank"] for candidate in answer["candidates"]] == [1, 2, 3]
    for candidate in answer["candidates"]:
        assert candidate["configuration"].startswith(candidate["learner"])
        assert candidate["interval"][0] <= candidate["expected_score"] <= candidate["interval"][1]
        assert candidate["fit_seconds"] > 0
        assert candidate["hyperparameters"]
    promised = {"metric", "neighbors", "familiarity", "warnings", "confidence", "explanation", "validation", "speed"}
    assert promised <= set(answer) | {"explanation"}


def test_json_holds_the_explanation_where_it_is_asked_for(people, knowledge, capsys):
    common = (people, "--target", "member", "--json", "--knowledge-base", knowledge)
    answers = []
    for arguments in ((), ("--explain",)):
        assert recommend(*common, *arguments) == 0
        answers.append(json.loads(capsys.readouterr().out))
    without, explained = answers
    assert "explanation" not in without
    assert set(explained) == {*without, "explanation"}


def test_explain_prints_all_reasons(people, knowledge, capsys):
    assert recommend(people, "--target", "member", "--explain", "--knowledge-base", knowledge) == 0
    out = capsys.readouterr().out
    for part in ("Level 1", "Level 2", "Level 3", "most similar known datasets", "small tree", "another learner first"):
        assert part in out


def test_cheap_shows_the_trade(csv, knowledge, capsys):
    path = csv(make_table())
    assert recommend(path, "--target", "member", "--cheap", "--knowledge-base", knowledge) == 0
    out = capsys.readouterr().out
    assert "Cheap:" in out
    assert "--cheap --code" in out
    assert recommend(path, "--target", "member", "--cheap", "--json", "--knowledge-base", knowledge) == 0
    trade = json.loads(capsys.readouterr().out)["trade"]
    assert {"instead_of", "score_lost", "seconds_saved"} <= set(trade)


def test_information_criteria_come_where_they_are_asked_for(people, knowledge, capsys):
    common = [people, "--target", "member", "--knowledge-base", knowledge]
    assert recommend(*common, "--information-criteria") == 0
    out = capsys.readouterr().out
    assert "AIC" in out
    assert "linear_discriminant has no information criterion" in out
    assert recommend(*common, "--information-criteria", "--json") == 0
    (criteria,) = json.loads(capsys.readouterr().out)["information_criteria"]
    assert criteria["learner"] == "logistic_regression"
    assert criteria["aic"] < criteria["bic"]


@pytest.mark.usefixtures("data_folder_of_its_own")
def test_the_speed_of_the_machine_is_measured_once(csv, knowledge, capsys, monkeypatch):
    from metaselect.recommendation.costs import machine_speed

    measured = []
    measure = machine_speed.measure_machine_speed
    monkeypatch.setattr(machine_speed, "measure_machine_speed", lambda: measured.append(1) or measure())
    for _ in range(2):
        assert recommend(csv(make_table()), "--target", "member", "--knowledge-base", knowledge) == 0
        assert "on this machine" in capsys.readouterr().out
    assert measured == [1]


def test_code_is_a_script(csv, knowledge, capsys):
    assert recommend(csv(make_table()), "--target", "income", "--code", "--knowledge-base", knowledge) == 0
    compile(capsys.readouterr().out, "script", "exec")


def test_target_with_an_unmistakable_name_need_not_be_given(csv, knowledge, capsys):
    assert recommend(csv(make_table().rename(columns={"member": "Class"})), "--knowledge-base", knowledge) == 0
    assert "target 'Class'" in capsys.readouterr().out


def test_options_change_the_answer(csv, knowledge, capsys):
    path = csv(make_table())
    common = [path, "--target", "member", "--json", "--knowledge-base", knowledge]
    recommend(*common, "--metric", "accuracy", "--exclude", "decision_tree,k_nearest_neighbors", "--top", "9")
    answer = json.loads(capsys.readouterr().out)
    assert answer["metric"] == "accuracy"
    assert not {"decision_tree", "k_nearest_neighbors"} & {c["learner"] for c in answer["candidates"]}
    recommend(*common, "--meta-learner", "average_rank")
    assert json.loads(capsys.readouterr().out)["meta_learner"] == "average_rank"


REFUSED = {
    "no file": (None, [], "there is no file"),
    "empty": ("", [], "is empty"),
    "blank lines only": ("\n\n\n", [], "is empty"),
    "header only": ("a,b,member\n", [], "has 0 rows"),
    "one row": ("a,b,member\n1,2,yes\n", [], "has 1 row "),
    "one column": ("member\nyes\nno\n", [], "at least two"),
    "constant target": (make_table().assign(member="yes"), [], "only one class or value"),
    "identifier as target": (make_table().assign(member=[f"id{i}" for i in range(80)]), [], "different text in each"),
    "misspelt target": (make_table(), ["--target", "membr"], "did you mean 'member'"),
    "target missing everywhere": (make_table().assign(member=np.nan), [], "has 0 rows"),
    "ragged rows": ("a,member\n1,yes\n1,2,3,4\n", [], "cells"),
    "unknown metric": (make_table(), ["--metric", "auc"], "did you mean 'roc_auc'"),
    "unknown meta-learner": (make_table(), ["--meta-learner", "forrest"], "did you mean 'forest'"),
    "unknown learner": (make_table(), ["--exclude", "perceptron"], "cannot exclude perceptron"),
    "regression on text": (make_table(), ["--task", "regression"], "needs a target of numbers"),
    "no knowledge base": (make_table(), ["--knowledge-base", "nowhere"], "there is neither a folder nowhere"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_gets_one_sentence_and_exit_code_2(case, csv, knowledge, capsys, tmp_path):
    content, options, sentence = REFUSED[case]
    path = str(tmp_path / "absent.csv") if content is None else csv(content)
    target = [] if "--target" in options else ["--target", "member"]
    base = [] if "--knowledge-base" in options else ["--knowledge-base", knowledge]
    assert recommend(path, *target, *base, *options) == 2
    captured = capsys.readouterr()
    assert sentence in captured.err
    assert captured.err.startswith("metaselect: ")
    assert captured.err.count("\n") == 1
    assert captured.out == ""


def test_a_missing_target_option_lists_the_columns(csv, knowledge, capsys):
    assert recommend(csv(make_table()), "--knowledge-base", knowledge) == 2
    assert "Its columns: age, city, income, member; say --target COLUMN" in capsys.readouterr().err


def with_two_columns_of_one_name(path):
    text = path.read_text()
    path.write_text(text.replace("age,city,income", "age,city,age", 1))


ANSWERED = {
    "only missing values in a column": (make_table().assign(void=np.nan), "only missing values"),
    "infinite values": (make_table().assign(ratio=[np.inf, *range(79)]), "infinite values in ratio"),
    "missing targets": (make_table().assign(member=["", *make_table()["member"][1:]]), "1 row with a missing"),
    "rare class": (make_table().assign(member=["maybe", *make_table()["member"][1:]]), "fewer than 5 rows"),
    "few rows": (make_table(12), "only 12 rows"),
    "two columns of one name": (make_table().rename(columns={"income": "age"}), "is read as 'age.1'"),
}


@pytest.mark.parametrize("case", ANSWERED)
def test_odd_input_gets_a_recommendation_with_a_note(case, csv, knowledge, capsys):
    table, note = ANSWERED[case]
    assert recommend(csv(table), "--target", "member", "--knowledge-base", knowledge, "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert any(note in warning for warning in answer["warnings"])


def test_30_000_categories_are_no_obstacle(csv, knowledge, capsys):
    rng = np.random.default_rng(0)
    table = pd.DataFrame({"id": [f"c{i}" for i in range(30_000)], "x": rng.normal(size=30_000)})
    table["member"] = table["x"] > 0
    assert recommend(csv(table), "--target", "member", "--knowledge-base", knowledge) == 0
    assert "30000 rows" in capsys.readouterr().out


def test_nothing_is_written_beside_the_file(csv, knowledge, tmp_path):
    path = csv(make_table())
    before = sorted(tmp_path.iterdir())
    recommend(path, "--target", "member", "--knowledge-base", knowledge)
    assert sorted(tmp_path.iterdir()) == before


def test_no_warning_of_a_library_leaks(csv, knowledge, recwarn):
    recommend(csv(make_table()), "--target", "income", "--knowledge-base", knowledge)
    assert [str(warning.message) for warning in recwarn] == []


def test_the_next_command_is_what_was_typed_quoted(csv, knowledge, capsys):
    path = csv(make_table().rename(columns={"age": "the age"}), "my table.csv")
    typed = ["--target", "member", "--numeric", "the age,income", "--missing=-999", "--missing", "the age=3"]
    typed += ["--separator", ",", "--exclude", "decision_tree", "--knowledge-base", knowledge, "--top", "2"]
    assert recommend(path, *typed) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.endswith("--code > model.py")]
    words = shlex.split(line)
    assert words[:3] == ["metaselect", "recommend", path]
    assert words[-3:] == ["--code", ">", "model.py"]
    assert recommend(*words[2:-3], "--code") == 0
    assert "def prepare(table):" in capsys.readouterr().out
    given = [*itertools.pairwise(words)]
    assert ("--numeric", "the age,income") in given
    assert ("--missing", "the age=3") in given
    assert "--missing=-999" in words
    assert "--top" not in words
