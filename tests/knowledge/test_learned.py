import json

import pytest

from metaselect.exceptions import KnowledgeBaseError
from metaselect.knowledge import (
    PACKAGED_NAME,
    forget,
    knowledge_state,
    learn,
    learned_names,
    load_all_knowledge,
    load_learned,
)

pytestmark = pytest.mark.usefixtures("data_folder_of_its_own")


@pytest.fixture
def packaged(tiny_is_packaged):
    """A small knowledge base that stands for the packaged one."""
    return load_learned(PACKAGED_NAME)


def test_nothing_learned_is_the_packaged_knowledge(packaged):
    known = load_all_knowledge()
    assert learned_names() == []
    assert (known.name, len(known.datasets)) == (PACKAGED_NAME, len(packaged.datasets))


def test_what_is_learned_joins_the_packaged_knowledge_until_it_is_forgotten(tiny_knowledge_base):
    packaged = load_learned(PACKAGED_NAME)  # the real one
    before = knowledge_state()
    learn(tiny_knowledge_base, "mine")
    known = load_all_knowledge()
    assert known.name == "packaged + mine"
    assert len(known.datasets) == len(packaged.datasets) + len(tiny_knowledge_base.datasets)
    assert knowledge_state() != before
    forget("mine")
    assert len(load_all_knowledge().datasets) == len(packaged.datasets)
    assert knowledge_state() == before


def test_learning_again_under_a_name_replaces_what_was_there(tiny_knowledge_base):
    learn(tiny_knowledge_base, "mine")
    learn(tiny_knowledge_base.without("binary-family"), "mine")
    assert learned_names() == ["mine"]
    assert "binary-00" not in load_learned("mine").datasets.index


def test_what_replaces_earlier_knowledge_is_used_without_it(tiny_knowledge_base, packaged):
    learn(tiny_knowledge_base.without("binary-family"), "first")
    learn(tiny_knowledge_base.without("binary-05"), "second", replace_earlier=True)
    known = load_all_knowledge()
    assert known.name == "second"
    assert set(known.datasets.index) == set(tiny_knowledge_base.datasets.index) - {"binary-05"}


def test_what_an_older_version_learned_is_left_out_with_a_warning(tiny_knowledge_base, packaged, caplog):
    folder = learn(tiny_knowledge_base, "old")
    index = folder / "knowledge.json"
    index.write_text(json.dumps({**json.loads(index.read_text()), "schema_version": 0}))
    assert len(load_all_knowledge().datasets) == len(packaged.datasets)
    assert "the learned knowledge old is left out" in caplog.text


@pytest.mark.parametrize("name", ["../evil", "", "a/b", ".hidden", PACKAGED_NAME])
def test_a_name_that_is_no_name_of_a_folder_is_refused(tiny_knowledge_base, name):
    with pytest.raises(KnowledgeBaseError, match="cannot be called"):
        learn(tiny_knowledge_base, name)


def test_an_unknown_name_is_answered_with_the_nearest(tiny_knowledge_base):
    learn(tiny_knowledge_base, "mine")
    with pytest.raises(KnowledgeBaseError, match=r"'mien'; did you mean 'mine'\?"):
        forget("mien")


def test_the_packaged_knowledge_cannot_be_removed():
    with pytest.raises(KnowledgeBaseError, match="cannot be removed"):
        forget(PACKAGED_NAME)


def test_what_is_learned_after_the_clock_was_set_back_is_still_the_newest(tiny_knowledge_base, packaged):
    folder = learn(tiny_knowledge_base, "future")
    index = json.loads((folder / "knowledge.json").read_text())
    del index["checksum"]
    index["provenance"]["learned"] = "2999-01-01T00:00:00.000+00:00"
    (folder / "knowledge.json").write_text(json.dumps(index))
    learn(tiny_knowledge_base, "today", replace_earlier=True)
    assert load_all_knowledge().name == "today"


def test_a_linked_folder_is_read_and_forgotten_without_harm_to_what_it_leads_to(tiny_knowledge_base, tmp_path):
    own = learn(tiny_knowledge_base, "mine")
    moved = own.rename(tmp_path / "moved")
    own.symlink_to(moved)
    assert len(load_learned("mine").datasets) == len(tiny_knowledge_base.datasets)
    forget("mine")
    assert learned_names() == []
    assert (moved / "knowledge.json").exists()


def test_a_part_that_is_cut_off_is_left_out_with_one_sentence(tiny_knowledge_base, packaged, caplog):
    folder = learn(tiny_knowledge_base, "mine")
    for path in folder.iterdir():
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        caplog.clear()
        assert len(load_all_knowledge().datasets) == len(packaged.datasets)
        assert len(caplog.messages) == 1
        assert "the learned knowledge mine is left out" in caplog.text
        path.write_bytes(whole)
