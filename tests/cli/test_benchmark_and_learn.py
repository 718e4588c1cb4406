import json

import numpy as np
import pandas as pd
import pytest

from metaselect.cli import main
from metaselect.experiments import Store
from metaselect.knowledge import load_knowledge_base

pytestmark = pytest.mark.usefixtures("small_forests", "two_folds")


@pytest.fixture
def collection(tmp_path):
    """Return a folder of six small binary datasets."""
    folder = tmp_path / "collection"
    folder.mkdir()
    rows = []
    for i in range(6):
        rng = np.random.default_rng(i)
        table = pd.DataFrame(rng.normal(size=(60, 3)), columns=["a", "b", "c"])
        table["y"] = np.where(table["a"] + 0.3 * rng.normal(size=60) > 0, "yes", "no")
        table.to_csv(folder / f"d{i}.csv", index=False)
        rows.append({"name": f"d{i}", "file": f"d{i}.csv", "target": "y", "task": "binary", "family": f"f{i}"})
    pd.DataFrame(rows).to_csv(folder / "manifest.csv", index=False)
    return folder


@pytest.fixture
def two_configurations(two_isolated_configurations, evaluated_here):
    """Only two cheap configurations ship, and are evaluated in this process."""


@pytest.fixture
def two_isolated_configurations(monkeypatch):
    """Only two cheap configurations ship."""
    from metaselect.learners import make_configuration

    shipped = [make_configuration("gaussian_naive_bayes"), make_configuration("decision_tree")]
    for module in ("metaselect.cli.benchmark", "metaselect.experiments.batch"):
        monkeypatch.setattr(f"{module}.shipped_configurations", lambda task: shipped)


def test_a_collection_becomes_advice(collection, two_isolated_configurations, evaluate_here, tmp_path, capsys):
    store, output = str(tmp_path / "runs.sqlite"), str(tmp_path / "mine")
    with pytest.MonkeyPatch.context() as patch:
        evaluate_here(patch)
        assert main(["benchmark", str(collection), "--store", store, "--skip", "d0"]) == 0
    assert "done: 10 ok" in capsys.readouterr().out
    assert main(["benchmark", str(collection), "--store", store]) == 0  # in a process of its own
    assert "done: 2 ok" in capsys.readouterr().out
    assert main(["learn", store, "--output", output]) == 0
    assert "6 binary" in capsys.readouterr().out
    assert main(["recommend", str(collection / "d0.csv"), "--json", "--knowledge-base", output]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["n_known_datasets"] == 5
    assert any("this very dataset (f0)" in warning for warning in answer["warnings"])


def test_a_store_is_merged_into_what_is_known(collection, two_configurations, tmp_path, capsys):
    output = str(tmp_path / "mine")
    for store, names in (("first.sqlite", "d0,d1"), ("second.sqlite", "d1,d2,d3")):
        main(["benchmark", str(collection), "--store", str(tmp_path / store), "--only", names])
    assert main(["learn", str(tmp_path / "first.sqlite"), "--output", output]) == 0
    assert main(["learn", str(tmp_path / "second.sqlite"), "--merge", output, "--output", output]) == 0
    assert "4 binary; 2 configurations, 8 evaluations" in capsys.readouterr().out
    assert list(load_knowledge_base(output).datasets.index) == ["d0", "d1", "d2", "d3"]


def test_a_store_is_merged_into_what_was_learned_under_a_name(
    collection, two_configurations, data_folder_of_its_own, tmp_path, capsys
):
    for store, names in (("first", "d0,d1"), ("second", "d2")):
        main(["benchmark", str(collection), "--store", str(tmp_path / f"{store}.sqlite"), "--only", names])
    assert main(["learn", str(tmp_path / "first.sqlite")]) == 0
    assert main(["learn", str(tmp_path / "second.sqlite"), "--merge", "first", "--output", str(tmp_path / "mine")]) == 0
    assert list(load_knowledge_base(tmp_path / "mine").datasets.index) == ["d0", "d1", "d2"]
    assert main(["learn", str(tmp_path / "second.sqlite"), "--merge", "frist", "--output", str(tmp_path / "mine")]) == 2
    assert "there is neither a folder frist nor knowledge that was learned" in capsys.readouterr().err


def test_a_second_run_does_only_what_is_missing(collection, two_configurations, tmp_path, capsys):
    store = str(tmp_path / "runs.sqlite")
    assert main(["benchmark", str(collection), "--store", store, "--only", "d0,d1"]) == 0
    capsys.readouterr()
    assert main(["benchmark", str(collection), "--store", store, "--skip", "d5"]) == 0
    out = capsys.readouterr().out
    assert "6 evaluations to do (4 in the store)" in out
    with Store(store) as opened:
        assert len(opened.finished()) == 10


def test_a_store_is_not_mixed_with_other_settings(collection, two_configurations, tmp_path, capsys):
    store = str(tmp_path / "runs.sqlite")
    main(["benchmark", str(collection), "--store", store, "--only", "d0"])
    capsys.readouterr()
    assert main(["benchmark", str(collection), "--store", store, "--max-rows", "50"]) == 2
    assert "would not be comparable" in capsys.readouterr().err


def test_statuses_named_are_retried(collection, two_configurations, tmp_path, capsys):
    command = ["benchmark", str(collection), "--store", str(tmp_path / "runs.sqlite"), "--only", "d0"]
    assert main(command) == 0
    assert main([*command, "--retry", "failed,ok"]) == 0
    assert capsys.readouterr().out.count("done: 2 ok") == 2
    assert main([*command, "--retry", "oom"]) == 2
    assert "there is no status oom to retry" in capsys.readouterr().err


def test_an_unreadable_dataset_is_said_to_be_tried_again(collection, two_configurations, tmp_path, capsys):
    (collection / "d0.csv").write_text("")
    assert main(["benchmark", str(collection), "--store", str(tmp_path / "runs.sqlite"), "--only", "d0"]) == 0
    out = capsys.readouterr().out
    assert "done: 2 unreadable" in out
    assert "the same command tries unreadable and lost ones again" in out


def test_a_module_that_cannot_be_imported_is_named(collection, tmp_path, capsys):
    command = ["benchmark", str(collection), "--store", str(tmp_path / "runs.sqlite"), "--import", "no_such_module"]
    assert main(command) == 2
    assert "the module no_such_module of --import cannot be imported" in capsys.readouterr().err


def test_a_module_that_raises_is_named_with_the_line(collection, tmp_path, capsys, monkeypatch):
    (tmp_path / "broken_module.py").write_text("x = 1\nx.nothing\n")
    monkeypatch.chdir(tmp_path)
    assert main(["benchmark", str(collection), "--store", "runs.sqlite", "--import", "broken_module"]) == 2
    assert "broken_module.py, line 2: AttributeError" in capsys.readouterr().err


def test_learning_curves_are_learned_beside_the_evaluations(collection, two_configurations, tmp_path, capsys):
    command = ["benchmark", str(collection), "--store", str(tmp_path / "runs.sqlite"), "--only", "d0,d1"]
    assert main(command) == 0
    assert main([*command, "--learning-curves", "--learners", "decision_tree"]) == 0
    assert "2 datasets, 6 evaluations to do (0 in the store)" in capsys.readouterr().out
    assert main(["learn", str(tmp_path / "runs.sqlite"), "--output", str(tmp_path / "mine")]) == 0
    knowledge_base = load_knowledge_base(tmp_path / "mine")
    assert (len(knowledge_base.evaluations), len(knowledge_base.learning_curves)) == (4, 6)
    assert main([*command, "--learning-curves", "--race"]) == 2
    assert main([*command, "--learners", "decision_tre"]) == 2
    assert "did you mean 'decision_tree'?" in capsys.readouterr().err


def test_learning_curves_of_a_store_of_their_own_are_added_to_what_is_known(
    collection, two_configurations, tmp_path, capsys
):
    output, curves = str(tmp_path / "mine"), str(tmp_path / "curves.sqlite")
    main(["benchmark", str(collection), "--store", str(tmp_path / "runs.sqlite"), "--only", "d0,d1"])
    main(["learn", str(tmp_path / "runs.sqlite"), "--output", output])
    capsys.readouterr()
    options = ["--learning-curves", "--learners", "decision_tree", "--only", "d0,d1,d2"]
    assert main(["benchmark", str(collection), "--store", curves, *options]) == 0
    assert f"metaselect learn {curves} --merge DIR --output DIR" in capsys.readouterr().out
    assert main(["learn", curves, "--output", output]) == 2
    assert "on shares of the training rows alone" in capsys.readouterr().err
    assert main(["learn", curves, "--merge", output, "--output", output]) == 0
    assert "note: left out the learning curves of d2" in capsys.readouterr().out
    knowledge_base = load_knowledge_base(output)
    assert (len(knowledge_base.evaluations), len(knowledge_base.learning_curves)) == (4, 6)


def test_an_interrupted_run_says_how_to_continue(collection, two_configurations, tmp_path, capsys, monkeypatch):
    check_an_interrupted_run(collection, tmp_path, capsys, monkeypatch)


@pytest.mark.slow
def test_an_interrupted_run_of_two_processes_says_how_to_continue(
    collection, two_isolated_configurations, tmp_path, capsys, monkeypatch
):
    check_an_interrupted_run(collection, tmp_path, capsys, monkeypatch)


def check_an_interrupted_run(collection, tmp_path, capsys, monkeypatch):
    store = str(tmp_path / "runs.sqlite")
    written = Store.write_evaluation

    def interrupt(self, evaluation):
        written(self, evaluation)
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, "write_evaluation", interrupt)
    assert main(["benchmark", str(collection), "--store", store, "--jobs", "2"]) == 130
    assert "the same command continues where this left off" in capsys.readouterr().err
    monkeypatch.undo()
    with Store(store) as opened:
        assert len(opened.finished()) == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["benchmark", "nowhere", "--store", "s.sqlite"], "no manifest.csv"),
        (["learn", "nowhere.sqlite", "--output", "out"], "there is no store"),
        (["evaluate", "--knowledge-base", "nowhere"], "there is neither a folder nowhere nor knowledge"),
        (["evaluate", "--meta-learner", "oracle"], "meta-learner oracle is unknown"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else None,
)
def test_bad_input_gets_one_sentence_and_exit_code_2(arguments, sentence, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert sentence in error
    assert error.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_damaged_store_is_named(tmp_path, capsys):
    path = tmp_path / "runs.sqlite"
    path.write_text("this is no database, though it is long enough to be mistaken for one" * 20)
    assert main(["learn", str(path), "--output", str(tmp_path / "out")]) == 2
    assert "cannot be used as a store" in capsys.readouterr().err
