"""Learning curves on their way: from the store through building, merging, leaving out, saving and loading."""

import dataclasses

import pandas as pd
import pytest

from metaselect.evaluation import Evaluation
from metaselect.exceptions import KnowledgeBaseError
from metaselect.experiments import Store
from metaselect.knowledge import (
    LazyTable,
    add_learning_curves,
    anonymize,
    build_knowledge_base,
    coverage,
    load_knowledge_base,
    merge,
    save_knowledge_base,
)

NAMES = ["regression-10", "regression-11"]


@pytest.fixture
def with_curves(tiny_store, tmp_path):
    """Two datasets with one configuration on all training rows and on two shares of them."""
    (ridge,) = [c for c in tiny_store.read_configurations().values() if c.learner == "ridge"]
    described = tiny_store.read_datasets()
    with Store(tmp_path / "runs.sqlite") as store:
        store.write_configurations([ridge])
        for name in NAMES:
            store.write_dataset(name, described[name])
            for share in (0.25, 0.5, 1.0):
                scores, plan = {"r2": (share, share)}, (0.1, 0.1, round(100 * share), 25, "5-fold")
                store.write_evaluation(Evaluation(name, ridge.id, "ok", scores, *plan, train_share=share))
        return build_knowledge_base(store)


def test_they_are_beside_the_evaluations(with_curves):
    assert len(with_curves.evaluations) == 2
    assert with_curves.learning_curves["r2"].tolist() == [0.25, 0.5] * 2
    assert list(with_curves.learning_curves.columns[:4]) == ["dataset", "configuration", "train_share", "status"]
    assert with_curves.without("regression-10").learning_curves["dataset"].unique().tolist() == ["regression-11"]


def test_they_are_counted(with_curves, tiny_knowledge_base):
    for knowledge_base, n_evaluations, n_datasets in ((with_curves, 4, 2), (tiny_knowledge_base, 0, 0)):
        found = coverage(knowledge_base)
        assert (found["learning_curves"], found["datasets_with_learning_curves"]) == (n_evaluations, n_datasets)


def test_they_are_saved_in_a_file_of_their_own_and_read_when_asked_for(with_curves, tmp_path):
    folder = save_knowledge_base(with_curves, tmp_path / "saved")
    loaded = load_knowledge_base(folder)
    pd.testing.assert_frame_equal(loaded.learning_curves, with_curves.learning_curves, check_dtype=False)
    (folder / "curves.csv.gz").write_bytes(b"no")
    again = load_knowledge_base(folder)
    with pytest.raises(KnowledgeBaseError, match=r"curves.csv.gz is damaged"):
        _ = again.learning_curves
    assert again.evaluations.equals(loaded.evaluations)


def test_a_folder_can_be_replaced_by_what_was_read_from_it(with_curves, tiny_knowledge_base, tmp_path):
    folder = save_knowledge_base(with_curves, tmp_path / "saved")
    save_knowledge_base(merge(load_knowledge_base(folder), tiny_knowledge_base.without(*NAMES)), folder)
    assert len(load_knowledge_base(folder).learning_curves) == 4
    save_knowledge_base(tiny_knowledge_base, folder)
    assert not (folder / "curves.csv.gz").exists()
    assert load_knowledge_base(folder).learning_curves.empty


def test_merging_unites_those_of_the_same_plan_and_drops_those_of_another(with_curves):
    fewer = dataclasses.replace(with_curves, curves=LazyTable(with_curves.learning_curves.query, "train_share > 0.3"))
    assert len(merge(with_curves, fewer).learning_curves) == len(merge(fewer, with_curves).learning_curves) == 4
    other_plan = dataclasses.replace(fewer, evaluations=fewer.evaluations.assign(resampling="5-fold x 2"))
    assert len(merge(with_curves, other_plan).learning_curves) == 2


def test_anonymous_ones_name_nothing(with_curves):
    curves = anonymize(with_curves).learning_curves
    assert curves["dataset"].unique().tolist() == ["dataset-001", "dataset-002"]
    assert curves["train_share"].tolist() == [0.25, 0.5] * 2


@pytest.fixture
def curves_alone(tiny_store, tmp_path):
    """A store that ran one configuration of two datasets of `tiny_store` on shares of the training rows alone."""
    (ridge,) = [c for c in tiny_store.read_configurations().values() if c.learner == "ridge"]
    described = tiny_store.read_datasets()
    evaluations = tiny_store.read_evaluations().query("configuration == @ridge.id").set_index("dataset")
    with Store(tmp_path / "curves.sqlite") as store:
        store.write_settings(tiny_store.read_settings())
        store.write_configurations([ridge])
        for name in NAMES:
            store.write_dataset(name, described[name])
            for share in (0.25, 0.5):
                n_test_rows, resampling = evaluations.loc[name, ["n_test_rows", "resampling"]]
                plan = (0.1, 0.1, 10, int(n_test_rows), resampling)
                store.write_evaluation(Evaluation(name, ridge.id, "ok", {"r2": (share,)}, *plan, train_share=share))
        yield store


def test_those_of_a_store_of_their_own_join_the_evaluations(curves_alone, tiny_knowledge_base):
    joined = add_learning_curves(tiny_knowledge_base, curves_alone)
    assert joined.learning_curves[["dataset", "train_share", "r2"]].to_numpy().tolist() == [
        [name, share, share] for name in NAMES for share in (0.25, 0.5)
    ]
    assert joined.evaluations is tiny_knowledge_base.evaluations
    assert joined.provenance["dropped"] == []
    again = add_learning_curves(joined, curves_alone)
    pd.testing.assert_frame_equal(again.learning_curves, joined.learning_curves)
    assert again.provenance == joined.provenance


def test_those_of_other_rows_or_another_plan_do_not_join(curves_alone, tiny_knowledge_base):
    rows = tiny_knowledge_base.evaluations
    other_plan = rows.assign(resampling=rows["resampling"].where(rows["dataset"] != NAMES[0], "5-fold x 2"))
    known = dataclasses.replace(tiny_knowledge_base, evaluations=other_plan)
    joined = add_learning_curves(known, curves_alone)
    assert joined.learning_curves["dataset"].unique().tolist() == NAMES[1:]
    assert joined.provenance["dropped"][0].startswith(f"left out the learning curves of {NAMES[0]}: ")
    unlike = tiny_knowledge_base.metafeatures.copy()
    unlike.loc[NAMES[0]] += 1
    joined = add_learning_curves(dataclasses.replace(tiny_knowledge_base, metafeatures=unlike), curves_alone)
    assert joined.learning_curves["dataset"].unique().tolist() == NAMES[1:]


def test_those_of_configurations_without_a_last_point_do_not_join(curves_alone, tiny_knowledge_base):
    rows = tiny_knowledge_base.evaluations
    (ridge,) = curves_alone.read_configurations()
    lacking = rows[(rows["dataset"] != NAMES[0]) | (rows["configuration"] != ridge)]
    joined = add_learning_curves(dataclasses.replace(tiny_knowledge_base, evaluations=lacking), curves_alone)
    assert joined.learning_curves["dataset"].unique().tolist() == NAMES[1:]


def test_curves_that_belong_to_nothing_known_are_refused(curves_alone, tiny_knowledge_base):
    origins = tiny_knowledge_base.datasets.loc[NAMES, "origin"]
    with pytest.raises(
        KnowledgeBaseError, match=r"has no evaluations of regression-10, regression-11 on the same rows"
    ):
        add_learning_curves(tiny_knowledge_base.without(*origins), curves_alone)
    seed = {**tiny_knowledge_base.provenance["settings"], "random_state": 7}
    other_seed = dataclasses.replace(tiny_knowledge_base, provenance={"settings": seed})
    with pytest.raises(KnowledgeBaseError, match=r"under the same plan"):
        add_learning_curves(other_seed, curves_alone)


def test_a_store_of_curves_alone_makes_no_knowledge_base_and_says_what_does(curves_alone):
    with pytest.raises(KnowledgeBaseError, match=r"with run_batch, or add them .* with add_learning_curves"):
        build_knowledge_base(curves_alone)
