import dataclasses

import numpy as np
import pandas as pd
import pytest

from metaselect.data import TASKS
from metaselect.exceptions import ConfigurationError, KnowledgeBaseError
from metaselect.knowledge import LazyTable


@pytest.fixture
def with_scores(tiny_knowledge_base):
    """Return a function that gives one regression dataset these scores, in the order of its configurations."""

    def change(r2, status, dataset="regression-05"):
        evaluations = tiny_knowledge_base.evaluations
        rows = evaluations.index[evaluations["dataset"] == dataset]
        evaluations = evaluations.drop(rows[len(r2) :]).copy()
        evaluations.loc[rows[: len(r2)], "r2"] = r2
        evaluations.loc[rows[: len(r2)], "status"] = status
        return dataclasses.replace(tiny_knowledge_base, evaluations=evaluations)

    return change


def regrets(knowledge_base, dataset):
    examples = knowledge_base.meta_examples("regression", "r2")
    return examples.R[examples.datasets.index(dataset)].tolist()


def test_regret_is_measured_from_the_dummy_to_the_best(with_scores):
    changed = with_scores([0.8, 0.4, 0.0, -3.0, 0.6, 0.2], "ok")
    assert regrets(changed, "regression-05") == pytest.approx([0, 0.5, 1, 1, 0.25, 0.75])


def test_failed_counts_as_the_dummy_and_skipped_or_never_run_is_unknown(with_scores):
    changed = with_scores([0.8, np.nan, np.nan, np.nan], ["ok", "failed", "timeout", "skipped"])
    assert regrets(changed, "regression-05") == pytest.approx([0, 1, 1, np.nan, np.nan, np.nan], nan_ok=True)


@pytest.mark.parametrize(
    ("scores", "status"),
    [([0.0, -0.5, -1.0, -1.0, -2.0, -3.0], "ok"), ([np.nan] * 6, "failed")],
    ids=["nothing beats the dummy", "everything failed"],
)
def test_a_hopeless_dataset_is_left_out(with_scores, scores, status):
    examples = with_scores(scores, status).meta_examples("regression", "r2")
    assert "regression-05" not in examples.datasets
    assert len(examples.datasets) == len(examples.R) == len(examples.M) == 23


def test_meta_examples_are_aligned(tiny_knowledge_base, any_task):
    examples = tiny_knowledge_base.meta_examples(any_task)
    n, metafeatures = len(examples.datasets), tiny_knowledge_base.metafeatures[list(examples.metafeatures)]
    assert examples.M.shape == (n, len(examples.metafeatures)) == (24, metafeatures.shape[1])
    assert examples.R.shape == examples.skills.shape == (n, len(examples.configurations)) == (24, 6)
    assert np.array_equal(examples.M[3], metafeatures.loc[examples.datasets[3]], equal_nan=True)
    assert examples.origins[:3] == (f"{any_task}-family", f"{any_task}-family", f"{any_task}-02")
    assert (np.nanmin(examples.R, axis=1) == 0).all()


def test_all_groups_of_metafeatures_are_there_on_request(tiny_knowledge_base):
    some, all_groups = (tiny_knowledge_base.meta_examples("binary", groups=groups) for groups in (("simple",), None))
    assert "log_n_rows" in some.metafeatures
    assert set(some.metafeatures) < set(all_groups.metafeatures) == set(tiny_knowledge_base.metafeatures)
    assert set(some.metafeatures) < set(tiny_knowledge_base.used_metafeatures) < set(all_groups.metafeatures)


def test_the_planted_rule_is_there(tiny_knowledge_base, any_task):
    R = tiny_knowledge_base.meta_examples(any_task).R
    assert (R[:4, 0] < 0.1).all()  # straight lines on few rows
    assert (R[-4:, -1] < 0.1).all()  # boosted trees on many
    assert (R[-4:, 0] > 0.5).all()


def test_configurations_are_in_the_order_of_the_portfolio(tiny_knowledge_base):
    examples = tiny_knowledge_base.meta_examples("binary")
    listed = [id_ for id_ in tiny_knowledge_base.configurations if id_ in examples.configurations]
    assert list(examples.configurations) == listed


def test_every_metric_of_a_task_can_be_asked_for(tiny_knowledge_base):
    primary = tiny_knowledge_base.meta_examples("binary")
    other = tiny_knowledge_base.meta_examples("binary", "accuracy")
    assert (primary.metric, other.metric) == ("roc_auc", "accuracy")
    assert other.skills == pytest.approx(primary.skills, nan_ok=True)


def test_an_unknown_metric_is_refused(tiny_knowledge_base):
    with pytest.raises(ConfigurationError, match="'auc' is not known for binary tasks"):
        tiny_knowledge_base.meta_examples("binary", "auc")


def test_leaving_an_origin_out_removes_its_whole_family_everywhere(tiny_knowledge_base):
    left = tiny_knowledge_base.without("binary-family", "regression-03")
    gone = {"binary-00", "binary-01", "regression-03"}
    assert set(tiny_knowledge_base.datasets.index) - set(left.datasets.index) == gone
    assert list(left.datasets.index) == list(left.metafeatures.index)
    assert not gone & set(left.evaluations["dataset"])
    assert not gone & set(left.meta_examples("binary").datasets)
    assert len(tiny_knowledge_base.datasets) == 72


def test_leaving_out_an_unknown_origin_changes_nothing(tiny_knowledge_base):
    assert tiny_knowledge_base.without("nothing").datasets.equals(tiny_knowledge_base.datasets)


def test_a_dataset_is_recognized_by_its_metafeatures(tiny_knowledge_base):
    row = tiny_knowledge_base.metafeatures.loc["binary-01"]
    assert tiny_knowledge_base.origins_like(row) == ["binary-family"]
    assert tiny_knowledge_base.origins_like(row[::-1] * (1 + 1e-6)) == ["binary-family"]


def test_another_dataset_is_not_recognized(tiny_knowledge_base):
    row = tiny_knowledge_base.metafeatures.loc["binary-01"]
    assert tiny_knowledge_base.origins_like(row * 1.01) == []
    assert tiny_knowledge_base.origins_like(row[:-20]) == []
    assert tiny_knowledge_base.origins_like(pd.Series(dtype=float)) == []


def test_few_metafeatures_tell_that_a_dataset_is_none_of_the_known(tiny_knowledge_base):
    row = tiny_knowledge_base.metafeatures.loc["binary-01", tiny_knowledge_base.learned_metafeatures]
    assert tiny_knowledge_base.may_hold(row)
    assert tiny_knowledge_base.may_hold(row.drop("log_n_rows"))
    assert not tiny_knowledge_base.may_hold(row + 0.5)


def test_evaluations_may_be_read_when_they_are_first_asked_for(tiny_knowledge_base):
    n_read = 0

    def read():
        nonlocal n_read
        n_read += 1
        return tiny_knowledge_base.evaluations

    lazy = dataclasses.replace(tiny_knowledge_base, evaluations=LazyTable(read))
    assert lazy.may_hold(lazy.metafeatures.iloc[0])
    assert n_read == 0
    left = lazy.without("binary-family")
    assert left.evaluations.equals(tiny_knowledge_base.without("binary-family").evaluations)
    assert lazy.evaluations is tiny_knowledge_base.evaluations
    assert n_read == 1
    with pytest.raises(AttributeError, match="evaluation"):
        lazy.evaluation  # noqa: B018


@pytest.mark.parametrize(
    ("n_origins", "message"),
    [(0, r"has no roc_auc for task binary; its tasks: multiclass, regression"), (3, r"has 4 datasets.*at least 5")],
)
def test_too_few_datasets_of_a_task_are_said(tiny_knowledge_base, n_origins, message):
    known = tiny_knowledge_base.datasets
    origins = known["origin"][known["task"] == "binary"].unique()
    with pytest.raises(KnowledgeBaseError, match=message):
        tiny_knowledge_base.without(*origins[n_origins:]).meta_examples("binary")


def test_a_knowledge_base_shows_its_size(tiny_knowledge_base):
    text = repr(tiny_knowledge_base)
    assert all(f"24 {task}" in text for task in TASKS)
    assert "9 configurations, 431 evaluations" in text


@pytest.fixture
def with_curves(tiny_knowledge_base):
    """The tiny knowledge base with a learning curve of each dataset."""
    names = list(tiny_knowledge_base.datasets.index)
    curves = {"dataset": names, "configuration": "ridge", "train_share": 0.5, "status": "ok", "r2": range(len(names))}
    return dataclasses.replace(tiny_knowledge_base, curves=LazyTable(pd.DataFrame, curves))


def test_selected_datasets_keep_all_that_is_known_of_them(with_curves):
    names = ["regression-03", "binary-00"]
    selected = with_curves.select(names)
    assert list(selected.datasets.index) == list(selected.metafeatures.index) == names
    for rows, all_rows in (
        (selected.evaluations, with_curves.evaluations),
        (selected.learning_curves, with_curves.learning_curves),
    ):
        assert len(rows) > 0
        pd.testing.assert_frame_equal(rows, all_rows[all_rows["dataset"].isin(names)].reset_index(drop=True))


def test_renamed_datasets_keep_all_that_is_known_of_them(with_curves):
    names = {name: f"new {name}" for name in with_curves.datasets.index}
    origins = {name: name.partition("-")[0] for name in names}
    renamed = with_curves.rename(names, origins)
    assert set(renamed.datasets["origin"]) == {"binary", "multiclass", "regression"}
    for table in ("datasets", "metafeatures", "evaluations", "learning_curves"):
        old, new = getattr(with_curves, table), getattr(renamed, table)
        if "dataset" in old:
            assert new["dataset"].tolist() == [names[name] for name in old["dataset"]]
        else:
            assert list(new.index) == [names[name] for name in old.index]
        columns = [column for column in old if column not in ("dataset", "origin")]
        assert new[columns].reset_index(drop=True).equals(old[columns].reset_index(drop=True))
    assert renamed.select(["new binary-00"]).learning_curves["r2"].tolist() == [0]
