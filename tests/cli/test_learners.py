import json

import pytest

from metaselect.cli import main
from metaselect.learners import LEARNERS


def test_every_learner_is_listed(capsys):
    assert main(["learners"]) == 0
    printed = capsys.readouterr().out
    assert all(name in printed for name in LEARNERS)


@pytest.mark.parametrize("name", LEARNERS)
def test_every_hyperparameter_of_a_learner_is_shown(name, capsys):
    assert main(["learners", name]) == 0
    printed = capsys.readouterr().out
    assert all(hyperparameter in printed for hyperparameter in LEARNERS[name].full_space)


def test_conditions_are_told(capsys):
    main(["learners", "logistic_regression"])
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines() if line.strip()}
    assert lines["pca_variance"].split()[-2:] == ["with", "reduction=pca"]
    assert lines["class_weight"].split()[-2:] == ["for", "classification"]
    assert "0.0001 to 10000, logarithmic" in lines["C"]


def test_json_holds_the_whole_space(capsys):
    main(["learners", "--json"])
    listed = {learner["name"]: learner for learner in json.loads(capsys.readouterr().out)}
    assert set(listed) == set(LEARNERS)
    assert listed["xgboost"]["space"]["max_depth"]["default"] == 6
    assert listed["gaussian_process"]["max_rows"] == 600


def test_an_unknown_learner_is_refused(capsys):
    assert main(["learners", "xgbost"]) == 2
    assert "did you mean 'xgboost'?" in capsys.readouterr().err
