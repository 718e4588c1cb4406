import dataclasses

import numpy as np
import pandas as pd
import pytest

from metaselect.exceptions import IncompatibleKnowledgeBaseError
from metaselect.knowledge import merge, provenance_parts


@pytest.fixture
def part(tiny_knowledge_base):
    """Return a function (datasets, learners=None) -> what of the tiny knowledge base is about these."""

    def take(datasets, learners=None):
        whole = tiny_knowledge_base
        rows = whole.evaluations[whole.evaluations["dataset"].isin(datasets)]
        chosen = {id_: c for id_, c in whole.configurations.items() if learners is None or c.learner in learners}
        return dataclasses.replace(
            whole,
            datasets=whole.datasets.loc[datasets],
            metafeatures=whole.metafeatures.loc[datasets],
            evaluations=rows[rows["configuration"].isin(chosen)],
            configurations=chosen,
        )

    return take


def rows_of(knowledge_base, dataset):
    return knowledge_base.evaluations.query("dataset == @dataset").set_index("configuration")


def test_merging_with_itself_changes_nothing(tiny_knowledge_base):
    merged = merge(tiny_knowledge_base, tiny_knowledge_base)
    for table in ("datasets", "metafeatures", "evaluations"):
        pd.testing.assert_frame_equal(getattr(merged, table), getattr(tiny_knowledge_base, table))
    assert merged.configurations == tiny_knowledge_base.configurations
    assert provenance_parts(merged) == [tiny_knowledge_base.provenance]


def test_datasets_of_both_sides_are_known(part):
    merged = merge(part(["binary-00", "binary-01"]), part(["regression-03"]))
    assert list(merged.datasets.index) == list(merged.metafeatures.index) == ["binary-00", "binary-01", "regression-03"]
    assert set(merged.evaluations["dataset"]) == set(merged.datasets.index)
    assert "ridge" in {configuration.learner for configuration in merged.configurations.values()}


def test_new_configurations_on_known_datasets_are_added(part):
    names = ["regression-00", "regression-10"]
    merged = merge(part(names, {"ridge", "elastic_net"}), part(names, {"decision_tree"}))
    learners = [merged.configurations[id_].learner for id_ in rows_of(merged, "regression-10").index]
    assert learners == ["ridge", "elastic_net", "decision_tree"]


def test_of_two_equal_evaluations_the_newer_counts(part):
    older, newer = part(["regression-00"]), part(["regression-00"], {"ridge"})
    newer = dataclasses.replace(newer, evaluations=newer.evaluations.assign(r2=0.123))
    (ridge,) = newer.configurations
    scores = rows_of(merge(older, newer), "regression-00")["r2"]
    assert scores[ridge] == 0.123
    pd.testing.assert_series_equal(scores.drop(ridge), rows_of(older, "regression-00")["r2"].drop(ridge))


@pytest.mark.parametrize("status", ["lost", "unreadable", "raced"])
def test_what_says_less_replaces_no_score(part, status):
    older, newer = part(["regression-00"]), part(["regression-00"], {"ridge"})
    newer = dataclasses.replace(newer, evaluations=newer.evaluations.assign(status=status, r2=np.nan))
    pd.testing.assert_frame_equal(merge(older, newer).evaluations, older.evaluations.reset_index(drop=True))


@pytest.mark.parametrize(
    "change",
    [
        {"n_train_rows": 30},
        {"n_test_rows": 30},
        {"resampling": "5-fold x 2"},
        {"resampling": "5-fold by group"},
    ],
    ids=lambda change: "-".join(map(str, *change.items())),
)
def test_another_plan_replaces_all_that_was_known_of_a_dataset(part, change):
    older = part(["regression-10"], {"ridge"})
    newer = part(["regression-10"], {"elastic_net"})
    newer = dataclasses.replace(newer, evaluations=newer.evaluations.assign(**change))
    merged = merge(merge(older, part(["regression-11"])), newer)
    assert list(rows_of(merged, "regression-10").index) == list(newer.configurations)
    assert len(rows_of(merged, "regression-11")) == 6
    assert list(merged.datasets.index) == ["regression-10", "regression-11"]


def test_a_run_that_is_not_finished_replaces_nothing_that_is_complete(part):
    names = ["regression-10", "regression-11", "regression-12"]
    base, newer = part(names[:2]), part(names)
    newer = dataclasses.replace(
        newer, evaluations=newer.evaluations.assign(resampling="5-fold x 2").drop(index=newer.evaluations.index[0])
    )
    merged = merge(base, newer)
    assert rows_of(merged, "regression-10")["resampling"].unique().tolist() == ["5-fold"]
    assert rows_of(merged, "regression-11")["resampling"].unique().tolist() == ["5-fold x 2"]
    assert list(merged.datasets.index) == names
    (note,) = merged.provenance["dropped"]
    assert "kept as known before: regression-10; " in note
    assert merge(merged, part(["regression-12"])).provenance["dropped"] == []


def test_rows_that_say_nothing_do_not_make_a_run_complete(part):
    newer = part(["regression-10"])
    status = ["lost", *newer.evaluations["status"][1:]]
    newer = dataclasses.replace(newer, evaluations=newer.evaluations.assign(resampling="5-fold x 2", status=status))
    merged = merge(part(["regression-10"]), newer)
    assert rows_of(merged, "regression-10")["resampling"].unique().tolist() == ["5-fold"]


def test_what_is_dropped_leaves_no_configuration_without_rows(part):
    newer = part(["regression-10"], {"ridge"})
    newer = dataclasses.replace(newer, evaluations=newer.evaluations.assign(resampling="5-fold x 2"))
    base = part(["regression-10"], {"elastic_net", "decision_tree"})
    assert merge(base, newer).configurations == base.configurations


def test_a_resampling_that_was_not_recorded_yet_is_told_by_the_rows(part):
    newer = part(["regression-10"], {"ridge"})
    newer = dataclasses.replace(newer, evaluations=newer.evaluations.assign(resampling="5-fold"))
    older = part(["regression-10"], {"decision_tree"})
    older = dataclasses.replace(older, evaluations=older.evaluations.drop(columns="resampling"))
    assert rows_of(merge(older, newer), "regression-10")["resampling"].tolist() == ["", "5-fold"]


def test_other_seeds_are_another_plan(part):
    newer = part(["regression-10"], {"ridge"})
    newer = dataclasses.replace(newer, provenance={"settings": {"random_state": 1}, "versions": {}})
    merged = merge(part(["regression-10"], {"elastic_net"}), newer)
    assert len(rows_of(merged, "regression-10")) == 1
    assert len(provenance_parts(merged)) == 2


def test_more_rows_of_the_same_table_replace_the_fewer(part):
    newer = part(["regression-10"])
    newer = dataclasses.replace(
        newer, datasets=newer.datasets.assign(n_rows=20_000), metafeatures=newer.metafeatures + 1.0
    )
    merged = merge(part(["regression-10", "regression-11"]), newer)
    assert merged.datasets["n_rows"]["regression-10"] == 20_000
    pd.testing.assert_frame_equal(merged.metafeatures.loc[["regression-10"]], newer.metafeatures)
    assert len(rows_of(merged, "regression-10")) == 6


def renamed(knowledge_base, names, **description):
    return dataclasses.replace(
        knowledge_base,
        datasets=knowledge_base.datasets.rename(names).assign(**description),
        metafeatures=knowledge_base.metafeatures.rename(names),
        evaluations=knowledge_base.evaluations.replace({"dataset": names}),
    )


def test_another_dataset_of_the_same_name_gets_a_name_of_its_own(part):
    base, newer = part(["binary-03"]), renamed(part(["binary-09"]), {"binary-09": "binary-03"}, source="mine")
    merged = merge(base, newer)
    assert list(merged.datasets.index) == list(merged.metafeatures.index) == ["binary-03", "binary-03-2"]
    assert len(rows_of(merged, "binary-03-2")) == 6
    assert merged.provenance["notes"] == ["binary-03 is known as binary-03-2: another dataset is called binary-03"]
    assert list(merge(merged, newer).datasets.index) == ["binary-03", "binary-03-2"]


def test_the_same_data_under_another_name_is_left_out_together(part):
    copy = renamed(part(["binary-03"]), {"binary-03": "my_table"}, origin="my_table")
    merged = merge(part(["binary-03", "binary-04"]), copy)
    assert merged.datasets["origin"]["my_table"] == merged.datasets["origin"]["binary-03"]
    assert list(merged.without("binary-03").datasets.index) == ["binary-04"]


def test_a_metafeature_that_one_side_lacks_is_kept_where_most_datasets_have_it(part):
    many, one = part(["binary-03", "binary-04", "binary-05"]), part(["binary-06"])
    without = dataclasses.replace(one, metafeatures=one.metafeatures.drop(columns="log_n_rows"))
    merged = merge(many, without)
    assert list(merged.metafeatures.columns) == list(many.metafeatures.columns)
    assert set(merged.metafeature_versions) == set(merged.metafeatures.columns)
    assert merged.metafeatures["log_n_rows"].isna().tolist() == [False, False, False, True]
    few = dataclasses.replace(many, metafeatures=many.metafeatures.drop(columns="log_n_rows"))
    merged = merge(few, one)
    assert list(merged.metafeatures.columns) == list(few.metafeatures.columns)
    assert "log_n_rows" not in merged.metafeature_versions


def test_two_versions_of_a_metafeature_are_refused(part):
    older = dataclasses.replace(part(["binary-03"]), metafeature_versions={"log_n_rows": 0})
    with pytest.raises(IncompatibleKnowledgeBaseError, match=r"different versions of the metafeatures log_n_rows"):
        merge(older, part(["binary-04"]))


def test_neither_side_is_changed(part):
    base, other = part(["binary-03"]), renamed(part(["binary-03"]), {"binary-03": "copy"}, origin="copy")
    merge(base, other)
    assert base.datasets["origin"].tolist() == ["binary-03"]
    assert other.datasets["origin"].tolist() == ["copy"]


def test_merged_knowledge_gives_meta_examples_of_both(tiny_knowledge_base, part):
    names = list(tiny_knowledge_base.datasets.index)
    merged = merge(part(names[::2]), part(names[1::2]))
    before, after = tiny_knowledge_base.meta_examples("binary"), merged.meta_examples("binary")
    assert set(after.datasets) == set(before.datasets)
    assert after.configurations == before.configurations
    first = after.datasets.index(before.datasets[0])
    assert np.array_equal(after.R[first], before.R[0], equal_nan=True)
