import dataclasses

import pandas as pd
import pytest

from metaselect.cli import main
from metaselect.data import read_collection
from metaselect.exceptions import IncompatibleKnowledgeBaseError, KnowledgeBaseError
from metaselect.experiments import BatchSettings, Store, run_batch
from metaselect.knowledge import build_knowledge_base, load_knowledge_base, redescribe, save_knowledge_base
from metaselect.learners import make_configuration


@pytest.fixture
def evaluated(tiny_collection, tmp_path, evaluated_here):
    """The knowledge base of 40 of the 60 rows of each table of `tiny_collection`."""
    chosen = [make_configuration("k_nearest_neighbors")]
    with Store(tmp_path / "runs.sqlite") as store:
        entries = read_collection(tiny_collection)
        list(run_batch(entries, store, configurations=chosen, settings=BatchSettings(max_rows=40)))
        return build_knowledge_base(store)


@pytest.fixture
def outdated(evaluated):
    """The same, as if made when a metafeature had another version, some did not exist and one has gone since."""
    return dataclasses.replace(
        evaluated,
        metafeatures=evaluated.metafeatures[["log_n_rows", "class_entropy"]].assign(gone=1.0) + 1.0,
        metafeature_versions={"log_n_rows": 0, "class_entropy": 1, "gone": 1},
    )


def test_what_it_describes_are_the_rows_that_were_evaluated(evaluated, outdated, tiny_collection):
    described = redescribe(outdated, read_collection(tiny_collection))
    pd.testing.assert_frame_equal(described.metafeatures, evaluated.metafeatures)
    assert described.metafeature_versions == evaluated.metafeature_versions
    assert described.provenance["dropped"] == []
    pd.testing.assert_frame_equal(described.evaluations, evaluated.evaluations)


def test_what_cannot_be_described_anew_is_left_out_and_said(outdated, tiny_collection):
    table = pd.read_csv(tiny_collection / "prices.csv")
    table.assign(outcome=table["outcome"] * 2.0).to_csv(tiny_collection / "prices.csv", index=False)
    described = redescribe(outdated, read_collection(tiny_collection))
    assert list(described.datasets.index) == list(described.metafeatures.index) == ["clients"]
    assert set(described.evaluations["dataset"]) == {"clients"}
    assert described.provenance["dropped"] == ["left out, other rows than those that were evaluated: prices"]
    (tiny_collection / "clients.csv").write_text("")
    with pytest.raises(KnowledgeBaseError, match="none of the 2 datasets"):
        redescribe(outdated, read_collection(tiny_collection))


def test_a_folder_that_is_refused_becomes_one_that_is_not(outdated, tiny_collection, tmp_path, capsys):
    folder = str(save_knowledge_base(outdated, tmp_path / "old"))
    with pytest.raises(IncompatibleKnowledgeBaseError, match="call redescribe"):
        load_knowledge_base(folder)
    assert main(["knowledge", "redescribe", folder, str(tiny_collection), "--output", folder]) == 0
    assert "described by" in capsys.readouterr().out
    assert list(load_knowledge_base(folder).datasets.index) == ["clients", "prices"]
