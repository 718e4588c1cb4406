from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from metaselect import Dataset, load_knowledge_base
from metaselect.evaluation import find_measure
from metaselect.knowledge import LazyTable
from metaselect.recommendation import Recommender
from metaselect.recommendation.confidence.more_rows import gains_from_more_rows, measure_more_rows

TASK, METRIC = "regression", "neg_root_mean_squared_error"


@pytest.fixture(scope="module")
def knowledge_base():
    """On half of 1,000 rows or more ridge regression lacks 0.02 of skill and trees 0.05; on half of fewer both 0.9."""
    known = load_knowledge_base()
    rows = known.evaluations[known.evaluations["dataset"].map(known.datasets["task"]) == TASK]
    learners = rows["configuration"].map(lambda id_: known.configurations[id_].learner)
    rows = rows[learners.isin(["ridge", "decision_tree"]) & (rows["status"] == "ok")]
    lacks = np.where(learners[rows.index] == "ridge", 0.02, 0.05)
    lacks = np.where(rows["dataset"].map(known.datasets["n_rows"]) < 1000, 0.9, lacks)
    scale = find_measure(METRIC, TASK).perfect - rows["dataset"].map(known.datasets[f"dummy.{METRIC}"])
    half = rows.assign(train_share=0.5, **{METRIC: rows[METRIC] - lacks * scale})
    eighth = half.assign(train_share=0.125, **{METRIC: -1e9})
    return replace(known, curves=LazyTable(pd.concat, [half, eighth]))


def test_gains_are_the_skill_that_the_second_half_of_the_rows_added(knowledge_base):
    more_rows = measure_more_rows(knowledge_base, TASK, METRIC)
    assert list(more_rows.gains) == ["decision_tree", "ridge"]
    assert more_rows.gains == pytest.approx({"decision_tree": 0.05, "ridge": 0.02}, abs=1e-4)
    datasets = knowledge_base.datasets
    assert more_rows.n_datasets == np.sum((datasets["task"] == TASK) & (datasets["n_rows"] >= 1000))


def test_small_tables_do_not_tell_what_a_large_one_gains(knowledge_base):
    small = knowledge_base.datasets["n_rows"] < 1000
    origins = knowledge_base.datasets.loc[~small, "origin"]
    assert not measure_more_rows(knowledge_base.without(*origins), TASK, METRIC).gains


def test_nothing_is_said_of_what_was_not_measured(knowledge_base):
    assert not measure_more_rows(knowledge_base, "binary", "roc_auc").gains
    few = knowledge_base.learning_curves.iloc[:4]
    assert not measure_more_rows(replace(knowledge_base, curves=LazyTable(few.copy)), TASK, METRIC).gains
    assert gains_from_more_rows(replace(knowledge_base, curves=LazyTable(few.iloc[:0].copy)), TASK, METRIC).empty


def test_gains_of_a_dataset_left_out_are_left_out(knowledge_base):
    left_out = gains_from_more_rows(knowledge_base, TASK, METRIC)["dataset"].iloc[0]
    origin = knowledge_base.datasets.loc[left_out, "origin"]
    remaining = gains_from_more_rows(knowledge_base.without(origin), TASK, METRIC)
    assert len(remaining)
    assert left_out not in set(remaining["dataset"])


def test_a_table_with_more_rows_than_any_known_one_is_told_what_rows_are_worth(knowledge_base):
    rng = np.random.default_rng(0)
    X = pd.DataFrame(rng.normal(size=(60_000, 2)), columns=["a", "b"])
    recommender = Recommender("average_rank").fit(knowledge_base, TASK)
    notes = recommender.recommend(Dataset.from_arrays(X, X["a"] + rng.normal(size=60_000))).warnings
    assert any("decision_tree 5.0 %, ridge 2.0 %" in str(note) for note in notes)
    few = Dataset.from_arrays(X[:500], X["a"][:500])
    assert not any("twice the rows" in str(note) for note in recommender.recommend(few).warnings)
