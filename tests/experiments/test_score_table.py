import numpy as np
import pytest

from metaselect.evaluation import Evaluation
from metaselect.exceptions import ConfigurationError, StoreError
from metaselect.experiments import (
    Store,
    datasets_without_score,
    read_score_tables,
    with_learner_defaults,
    with_tuned_learners,
)
from metaselect.learners import make_configuration

TREE, SMALL_TREE = make_configuration("decision_tree"), make_configuration("decision_tree", max_depth=3)
RIDGE = make_configuration("logistic_regression")
A, B, C = TREE.id, SMALL_TREE.id, RIDGE.id


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "runs.sqlite") as store:
        store.write_configurations([TREE, SMALL_TREE, RIDGE])
        yield store


def add(store, dataset, *, task="binary", dummy=0.5, metric="roc_auc", **cells):
    """Write cells such as A=0.8 (a score), A=(0.7, 0.9) (folds) or A="failed" (a status)."""
    store.write_dataset(dataset, {"task": task, "origin": dataset, "dummy_scores": {metric: dummy}})
    for name, cell in cells.items():
        configuration = {"A": A, "B": B, "C": C}[name]
        if isinstance(cell, str):
            store.write_evaluation(Evaluation(dataset, configuration, cell, error="because"))
        else:
            folds = cell if isinstance(cell, tuple) else (cell, cell)
            store.write_evaluation(Evaluation(dataset, configuration, "ok", {metric: folds}, 0.25, 0.125, 80, 20))


def test_scores_are_means_over_folds_on_the_scale_of_skill(store):
    add(store, "d", A=(0.8, 0.9), B=0.5, C=0.4)
    (table,) = read_score_tables(store)
    assert (table.task, table.metric, table.kind) == ("binary", "roc_auc", "configurations")
    assert table.skills.loc["d", [A, B, C]].tolist() == pytest.approx([0.7, 0.0, -0.2])
    assert table.best_skill["d"] == pytest.approx(0.7)
    assert table.fit_seconds.loc["d", A] == 0.25


def test_what_is_not_there_or_undefined_is_missing_and_does_not_count(store):
    add(store, "d", A=0.8, B=(float("nan"), 0.7))
    add(store, "e", A="failed", B="skipped", C=0.6)
    (table,) = read_score_tables(store)
    assert table.status.loc["d"].to_dict() == {A: "ok", B: "missing", C: "missing"}
    assert table.counted.loc["e"].to_dict() == {A: True, B: False, C: True}
    assert table.coverage.to_dict() == {A: 1.0, B: 0.0, C: 0.5}


def test_scores_on_fewer_folds_are_not_compared(store):
    add(store, "d", A=(0.9,), B=(0.8, 0.7))
    (table,) = read_score_tables(store)
    assert table.status.loc["d", A] == "partial"
    assert np.isnan(table.skills.loc["d", A])
    assert table.best_skill["d"] == pytest.approx(0.5)


def test_datasets_where_nothing_has_a_score_are_named(store):
    add(store, "d", A=0.8)
    add(store, "hopeless", A="failed", B="timeout")
    store.write_evaluation(Evaluation("unreadable", A, "failed", error="DatasetError: damaged"))
    tables = read_score_tables(store)
    assert tables[0].skills.index.tolist() == ["d"]
    assert datasets_without_score(store, tables) == ["hopeless", "unreadable"]


@pytest.mark.parametrize("dummy", [None, 1.0])
def test_a_dataset_without_a_scale_from_dummy_to_perfect_is_in_no_table(store, dummy):
    add(store, "d", A=0.8)
    add(store, "flat", dummy=dummy, A=0.8)
    tables = read_score_tables(store)
    assert tables[0].skills.index.tolist() == ["d"]
    assert datasets_without_score(store, tables) == ["flat"]


def test_a_learner_at_its_defaults_is_its_default_configuration(store):
    add(store, "d", A=0.7, B=0.9, C=0.8)
    table = with_learner_defaults(read_score_tables(store)[0])
    assert table.skills.loc["d"].to_dict() == pytest.approx({"decision_tree": 0.4, "logistic_regression": 0.6})
    assert table.members["decision_tree"] == (TREE,)
    assert table.best_skill["d"] == pytest.approx(0.8)  # still the best of all


def test_a_tuned_learner_is_its_best_configuration_on_each_dataset_and_costs_all_of_them(store):
    add(store, "d", A=0.7, B=0.9, C=0.8)
    add(store, "e", A=0.7, B="failed", C=0.8)
    table = with_tuned_learners(read_score_tables(store)[0])
    assert table.skills["decision_tree"].tolist() == pytest.approx([0.8, 0.4])
    assert table.status["decision_tree"].tolist() == ["ok", "ok"]
    assert table.fit_seconds["decision_tree"].tolist() == [0.5, 0.25]
    assert table.predict_seconds["decision_tree"].tolist() == [0.125, 0.125]


def test_the_best_of_one_is_not_taken_for_the_best_of_two(store):
    add(store, "d", A=0.7, B=0.9, C=0.8)
    add(store, "e", A=0.7, C=0.8)
    table = with_tuned_learners(read_score_tables(store)[0])
    assert table.status["decision_tree"].tolist() == ["ok", "missing"]
    assert np.isnan(table.skills.loc["e", "decision_tree"])


def test_a_configuration_that_was_hardly_run_is_not_among_those_of_its_learner(store):
    for name in "defg":
        add(store, name, A=0.7, C=0.8)
    add(store, "h", A=0.7, B=0.9, C=0.8)
    table = with_tuned_learners(read_score_tables(store)[0], min_coverage=0.5)
    assert table.members["decision_tree"] == (TREE,)
    assert table.skills.loc["h", "decision_tree"] == pytest.approx(0.4)


def test_a_tuned_learner_fails_where_all_its_configurations_do_and_is_skipped_where_none_was_tried(store):
    add(store, "d", A="skipped", B="timeout", C=0.8)
    add(store, "e", A="skipped", B="skipped", C=0.8)
    table = with_tuned_learners(read_score_tables(store)[0], min_coverage=0.0)
    assert table.status["decision_tree"].tolist() == ["timeout", "skipped"]
    assert table.skills["decision_tree"].isna().all()


def test_each_task_has_its_table_with_its_metric(store):
    add(store, "d", A=0.8)
    add(store, "r", task="regression", metric="r2", dummy=0.0, A=0.5)
    assert [table.task for table in read_score_tables(store)] == ["binary"]  # r has no primary metric
    assert [(table.task, table.metric) for table in read_score_tables(store, metric="r2")] == [("regression", "r2")]


def test_an_unknown_metric_and_an_empty_store_are_said(store):
    with pytest.raises(StoreError, match="holds no score to compare"):
        read_score_tables(store)
    add(store, "d", A=0.8)
    with pytest.raises(ConfigurationError, match="metric 'auc' is not known for binary"):
        read_score_tables(store, metric="auc")
    with pytest.raises(
        StoreError, match="no score of task regression to compare: 1 evaluations, 1 datasets described, of"
    ):
        read_score_tables(store, task="regression")
