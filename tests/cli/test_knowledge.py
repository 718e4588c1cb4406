import json

import pytest

from metaselect.cli import main
from metaselect.knowledge import learn


@pytest.fixture
def learned(tiny_knowledge_base, data_folder_of_its_own):
    """The tiny knowledge base was learned as `mine`; returns its folder."""
    return learn(tiny_knowledge_base, "mine")


def test_list_names_what_is_packaged_and_what_was_learned(learned, capsys):
    assert main(["knowledge", "list"]) == 0
    out = capsys.readouterr().out
    assert "packaged" in out
    assert "mine" in out
    assert str(learned.parent) in out


def test_what_cannot_be_used_is_listed_with_the_reason_and_can_be_removed(learned, capsys):
    index = learned / "knowledge.json"
    index.write_text(json.dumps({**json.loads(index.read_text()), "schema_version": 0}))
    assert main(["knowledge", "list"]) == 0
    assert "not used: the knowledge base in" in capsys.readouterr().out
    assert main(["knowledge", "remove", "mine"]) == 0
    assert not learned.exists()


def test_info_of_all_that_is_known_counts_both(learned, tiny_is_packaged, tiny_knowledge_base, capsys):
    assert main(["knowledge", "info", "--json"]) == 0
    information = json.loads(capsys.readouterr().out)
    assert information["name"] == "packaged + mine"
    assert len(information["parts"]) >= 2
    assert information["datasets"] == 2 * len(tiny_knowledge_base.datasets)


def test_info_says_how_complete_it_is_and_what_it_cost(learned, capsys):
    assert main(["knowledge", "info", "mine"]) == 0
    out = capsys.readouterr().out
    assert "binary: 24 datasets of 23 origins x 6 configurations, 23 of them complete; roc_auc, neg_log_loss" in out
    assert "datasets by resampling: 5-fold 72" in out
    assert "hours of one processor" in out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["remove", "nothing"], "nothing was learned under the name 'nothing'"),
        (["remove", "packaged"], "the packaged knowledge cannot be removed"),
        (["info", "nowhere"], "there is neither a folder nowhere nor knowledge that was learned"),
    ],
)
def test_an_unknown_name_gets_one_sentence(arguments, sentence, capsys):
    assert main(["knowledge", *arguments]) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("place", ["taken", "taken/below"])
def test_a_place_that_cannot_be_written_to_gets_one_sentence(place, learned, tmp_path, capsys):
    (tmp_path / "taken").write_text("not a folder")
    assert main(["knowledge", "export", "mine", "--output", str(tmp_path / place)]) == 2
    assert f"{tmp_path / place} cannot be used: " in capsys.readouterr().err
    assert (tmp_path / "taken").read_text() == "not a folder"


def test_options_of_learn_that_do_not_go_together_are_refused(capsys):
    assert main(["learn", "runs.sqlite", "--merge", "base"]) == 2
    assert "--merge needs --output" in capsys.readouterr().err
    assert main(["learn", "runs.sqlite", "--output", "out", "--replace"]) == 2
    assert "not for --output" in capsys.readouterr().err
