import numpy as np
import pytest
from sklearn.metrics import (
    f1_score,
    get_scorer,
    get_scorer_names,
    make_scorer,
    mean_absolute_percentage_error,
    root_mean_squared_error,
)

from metaselect.data import TASKS
from metaselect.evaluation import MEASURES, find_metric, metrics_for
from metaselect.exceptions import ConfigurationError

OF_CLUSTERS = {
    "adjusted_mutual_info_score",
    "adjusted_rand_score",
    "completeness_score",
    "fowlkes_mallows_score",
    "homogeneity_score",
    "mutual_info_score",
    "normalized_mutual_info_score",
    "rand_score",
    "v_measure_score",
}
OF_SEVERAL_LABELS = {"f1_samples", "jaccard_samples", "precision_samples", "recall_samples"}


def shipped(task):
    return [name for name in metrics_for(task) if name in get_scorer_names()]


def test_every_scorer_for_predictions_of_one_target_can_be_asked_for():
    known = {name for task in TASKS for name in metrics_for(task)}
    assert {*get_scorer_names()} - OF_CLUSTERS - OF_SEVERAL_LABELS - {"max_error"} <= known


@pytest.mark.parametrize("task", TASKS)
def test_what_stands_in_is_a_metric_of_the_known_scores(task):
    for name in metrics_for(task):
        asked = find_metric(name, task)
        assert task in MEASURES[asked.stand_in].tasks
        assert asked.name == asked.scorer == name
        assert asked.of_scores in (name, asked.stand_in)


@pytest.mark.parametrize("task", TASKS)
def test_a_scorer_is_recognized(task):
    for name in shipped(task):
        scorer = get_scorer(name)
        assert find_metric(scorer, task).name == name
        again = make_scorer(scorer._score_func, greater_is_better=scorer._sign > 0, **scorer._kwargs)
        assert find_metric(again, task).name == name


def test_a_function_of_scikit_learn_is_recognized():
    assert find_metric(root_mean_squared_error, "regression").name == "neg_root_mean_squared_error"
    mape = make_scorer(mean_absolute_percentage_error, greater_is_better=False)
    assert find_metric(mape, "regression").name == "neg_mean_absolute_percentage_error"
    assert find_metric(make_scorer(f1_score, average="macro"), "multiclass").name == "f1_macro"
    assert find_metric(make_scorer(f1_score, average="macro"), "binary").stand_in == "balanced_accuracy"


def test_a_function_of_the_users_own_is_answered_by_the_primary_metric():
    def cost(y, predicted):
        return float(np.mean(y != predicted))

    class Costs:
        def __call__(self, estimator, X, y):
            return 0.0

    for metric, name in ((cost, "cost"), (make_scorer(cost, greater_is_better=False), "cost"), (Costs(), "Costs")):
        asked = find_metric(metric, "binary")
        assert (asked.name, asked.stand_in, asked.scorer, asked.of_scores) == (name, *3 * ["roc_auc"])


def scores_of(task, name, rng):
    """Return a score on random predictions, as scikit-learn makes it."""
    if task == "regression":
        y, predicted = rng.normal(size=50), rng.normal(size=50)
    else:
        y, predicted = rng.integers(0, 2 + (task == "multiclass"), (2, 50))
    scorer = get_scorer(name)
    return scorer._sign * scorer._score_func(y, predicted, **scorer._kwargs)


@pytest.mark.parametrize("task", TASKS)
def test_scores_that_are_known_are_those_of_the_metric(task):
    rng = np.random.default_rng(0)
    seen = 0
    for name in shipped(task):
        asked = find_metric(name, task)
        if name == asked.stand_in or asked.of_scores == asked.stand_in or name.startswith("roc_auc"):
            continue
        state = rng.bit_generator.state
        score = scores_of(task, name, rng)
        rng.bit_generator.state = state
        assert asked.of(np.array([scores_of(task, asked.stand_in, rng)]))[0] == pytest.approx(score), name
        seen += 1
    assert seen > 0


@pytest.mark.parametrize("metric", [5, ["accuracy"], "neg_mean_squared_error", "acuracy", ""])
def test_what_is_no_metric_is_refused_in_one_sentence(metric):
    with pytest.raises(ConfigurationError) as error:
        find_metric(metric, "binary")
    assert "\n" not in str(error.value)
