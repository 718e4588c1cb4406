import numpy as np
import pandas as pd
import pytest
from joblib import parallel_config
from sklearn.base import BaseEstimator

from metaselect.assessment.leave_one_out import leave_one_dataset_out
from metaselect.exceptions import ConfigurationError, KnowledgeBaseError
from metaselect.knowledge import MetaExamples
from metaselect.metalearners import META_LEARNERS, ForestMetaLearner, NearestMetaLearner, TreeMetaLearner


def make_examples(M, R, origins=None):
    n_datasets, n_configurations = R.shape
    return MetaExamples(
        M=M,
        R=R,
        skills=1.0 - R,
        datasets=tuple(f"dataset_{i}" for i in range(n_datasets)),
        origins=tuple(origins or (f"origin_{i}" for i in range(n_datasets))),
        configurations=tuple(f"configuration_{j}" for j in range(n_configurations)),
        metafeatures=tuple(f"metafeature_{k}" for k in range(M.shape[1])),
        task="binary",
        metric="accuracy",
    )


@pytest.fixture
def families():
    """Five origins of six datasets each; metafeature 0 is the number of the dataset."""
    rng = np.random.default_rng(0)
    M = np.column_stack([np.arange(30.0), rng.normal(size=30)])
    return make_examples(M, rng.random((30, 5)), [f"origin_{i % 5}" for i in range(30)])


class Constant(BaseEstimator):
    """Predicts the same numbers for every dataset."""

    def __init__(self, prediction=(0.0, 1.0)):
        self.prediction = prediction

    def fit(self, M, R):
        return self

    def predict(self, M):
        return np.tile(np.asarray(self.prediction, dtype=float), (len(M), 1))


class Spy(Constant):
    """Remembers the numbers of the datasets it was fitted on and asked about."""

    seen = ()

    def fit(self, M, R):
        self.known_ = M[:, 0].astype(int)
        return self

    def predict(self, M):
        Spy.seen = (*Spy.seen, (self.known_, M[:, 0].astype(int)))
        return super().predict(M)


@pytest.mark.parametrize("n_folds", [None, 3])
def test_no_relative_of_a_held_out_dataset_is_known(families, n_folds):
    Spy.seen = ()
    leave_one_dataset_out(Spy(prediction=(0.0,) * 5), families, n_folds=n_folds)
    assert len(Spy.seen) == (n_folds or len(set(families.origins)))
    origins = np.array(families.origins)
    assert sorted(i for _, held_out in Spy.seen for i in held_out) == list(range(30))
    for known, held_out in Spy.seen:
        assert not set(origins[known]) & set(origins[held_out])
        assert len(known) + len(held_out) == 30


@pytest.mark.parametrize(
    "meta_learner",
    [
        NearestMetaLearner(n_neighbors=2),
        ForestMetaLearner(n_trees=10, min_samples_leaf=1),
        TreeMetaLearner(max_depth=None, min_samples_leaf=1),
    ],
    ids=lambda meta_learner: type(meta_learner).__name__,
)
def test_copy_of_the_same_origin_does_not_help(meta_learner):
    # Regrets are noise: only a copy could predict them.
    rng = np.random.default_rng(0)
    M, R = np.tile(rng.normal(size=(30, 3)), (2, 1)), np.tile(0.3 * rng.random((30, 6)), (2, 1))
    with_origins = make_examples(M, R, [f"origin_{i}" for i in range(30)] * 2)
    assert leave_one_dataset_out(meta_learner, with_origins, n_folds=10)["spearman"].mean() < 0.2
    # The same copies under other origins are found at once: the measure would show a leak.
    assert leave_one_dataset_out(meta_learner, make_examples(M, R), n_folds=10)["spearman"].mean() > 0.5


def test_one_row_per_dataset_in_order(families):
    validation = leave_one_dataset_out("single_best", families)
    assert list(validation.columns) == [
        "dataset",
        "origin",
        "first_pick",
        "regret",
        "rank",
        "spearman",
        "short_list_regret",
    ]
    assert tuple(validation["dataset"]) == families.datasets
    assert tuple(validation["origin"]) == families.origins


def test_measures_by_hand():
    R = np.array([[0.0, 0.2, 0.4, 0.4], [0.5, 0.3, 0.0, 0.1]])
    validation = leave_one_dataset_out(
        Constant(prediction=(0.3, 0.1, 0.2, 0.4)), make_examples(np.zeros((2, 1)), R), short_list=2
    )
    assert list(validation["first_pick"]) == ["configuration_1"] * 2
    assert list(validation["regret"]) == [0.2, 0.3]
    assert list(validation["rank"]) == [2.0, 3.0]
    # Predicted ranks 3 1 2 4, true ranks 1 2 3.5 3.5 and 4 3 1 2.
    np.testing.assert_allclose(validation["spearman"], [1.0 / np.sqrt(5 * 4.5), 0.0], atol=1e-12)
    assert list(validation["short_list_regret"]) == [0.2, 0.0]


def test_pick_worse_than_the_dummy_counts_one():
    R = np.array([[0.2, 0.0], [7.0, 0.0], [0.4, 0.0]])
    validation = leave_one_dataset_out(Constant(), make_examples(np.zeros((3, 1)), R), short_list=1)
    assert list(validation["regret"]) == [0.2, 1.0, 0.4]


def test_what_was_never_run_is_not_available():
    R = np.array([[np.nan, 0.3], [0.1, 0.0], [0.4, 0.0]])
    validation = leave_one_dataset_out(Constant(), make_examples(np.zeros((3, 1)), R), short_list=1)
    assert list(validation["regret"]) == [0.3, 0.1, 0.4]
    assert list(validation["rank"]) == [1.0, 2.0, 2.0]
    assert np.isnan(validation["spearman"][0])  # a single value does not vary


def test_short_list_of_a_meta_learner_with_weights_avoids_near_copies():
    # 0 and 1 are copies; 2 wins where they fail. The score-sorted pair is {0, 1}, the greedy one {0, 2}.
    R = np.array([[0.0, 0.01, 0.3]] * 6 + [[0.29, 0.29, 0.0]] * 4)
    validation = leave_one_dataset_out("tree", make_examples(np.zeros((10, 1)), R), short_list=2)
    assert validation["short_list_regret"].max() == 0.0
    assert leave_one_dataset_out("single_best", make_examples(np.zeros((10, 1)), R), short_list=2)[
        "short_list_regret"
    ].max() == pytest.approx(0.29)


def test_working_in_parallel_changes_nothing(families):
    alone = leave_one_dataset_out("nearest", families)
    with parallel_config(backend="threading"):
        together = leave_one_dataset_out("nearest", families, n_jobs=2)
    pd.testing.assert_frame_equal(alone, together)


@pytest.mark.usefixtures("small_forests")
@pytest.mark.parametrize("name", META_LEARNERS)
def test_every_meta_learner_can_be_validated(name, families):
    validation = leave_one_dataset_out(name, families, n_folds=2)
    assert validation[["regret", "rank", "short_list_regret"]].notna().all(axis=None)
    assert (validation["short_list_regret"] <= validation["regret"]).all()


def test_more_folds_than_origins_are_one_for_each_origin(families):
    pd.testing.assert_frame_equal(
        leave_one_dataset_out("nearest", families, n_folds=100), leave_one_dataset_out("nearest", families)
    )


def test_single_origin_is_refused(families):
    with pytest.raises(KnowledgeBaseError, match="leaves nothing to learn from"):
        leave_one_dataset_out("forest", make_examples(families.M, families.R, ["same"] * 30))


def test_unknown_name_is_refused(families):
    with pytest.raises(ConfigurationError, match="did you mean 'forest'"):
        leave_one_dataset_out("forst", families)
