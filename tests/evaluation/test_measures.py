import numpy as np
import pytest
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.metrics import get_scorer, get_scorer_names

from metaselect.data import TASKS, is_classification
from metaselect.evaluation import MEASURES, PRIMARY_METRIC, find_measure, measures_for, skill
from metaselect.exceptions import ConfigurationError
from metaselect.learners import make_configuration

LISTED = [(task, measure) for task in TASKS for measure in measures_for(task)]
every_measure = pytest.mark.parametrize(("task", "measure"), LISTED, ids=lambda x: getattr(x, "name", x))

# The constant predictors that scikit-learn offers; the best of them is what `dummy` claims to be.
DUMMIES = {
    "classification": [
        DummyClassifier(strategy="prior"),
        DummyClassifier(strategy="constant", constant=0),
        DummyClassifier(strategy="constant", constant=1),
    ],
    "regression": [DummyRegressor(strategy="mean"), DummyRegressor(strategy="median")],
}


def make_codes(task):
    rng = np.random.default_rng(0)
    classes = {"binary": [0.3, 0.7], "multiclass": [0.2, 0.5, 0.3]}
    return rng.exponential(size=200) if task == "regression" else rng.choice(len(classes[task]), 200, p=classes[task])


def predict(model, X):
    return model.predict_proba(X) if hasattr(model, "predict_proba") else model.predict(X)


@every_measure
def test_names_are_those_of_scikit_learn(task, measure):
    assert measure.name in get_scorer_names()


@every_measure
def test_scores_are_those_of_scikit_learn(raw_data, task, measure):
    X, labels = raw_data(task)
    y = np.unique(labels, return_inverse=True)[1] if is_classification(task) else labels
    model = make_configuration("decision_tree").build(task).fit(X[:50], y[:50])
    expected = get_scorer(measure.name)(model, X[50:], y[50:])
    assert measure.score(y[50:], predict(model, X[50:])) == pytest.approx(expected)


@every_measure
def test_dummy_is_the_best_constant_predictor_of_scikit_learn(task, measure):
    y = make_codes(task)
    X = np.zeros((len(y), 1))
    models = DUMMIES["classification" if is_classification(task) else "regression"]
    scores = [get_scorer(measure.name)(model.fit(X, y), X, y) for model in models]
    assert measure.dummy(y) == pytest.approx(max(scores))


@every_measure
def test_perfect_predictions_score_perfect(task, measure):
    y = make_codes(task)
    predictions = np.eye(y.max() + 1)[y] if is_classification(task) else y
    assert measure.score(y, predictions) == pytest.approx(measure.perfect, abs=1e-9)


# y = 0 0 1 1; predicted probabilities of class 1: .1 .6 .4 .9
PROBABILITIES = np.array([[0.9, 0.1], [0.4, 0.6], [0.6, 0.4], [0.1, 0.9]])
BY_HAND = {
    "roc_auc": 3 / 4,  # of four pairs, one (.6, .4) is in the wrong order
    "neg_log_loss": (np.log(0.9) + np.log(0.4) + np.log(0.4) + np.log(0.9)) / 4,
    "accuracy": 2 / 4,
    "balanced_accuracy": (1 / 2 + 1 / 2) / 2,
    "f1": 1 / 2,  # precision 1/2, recall 1/2
}


@pytest.mark.parametrize(("name", "value"), BY_HAND.items())
def test_binary_scores_computed_by_hand(name, value):
    assert MEASURES[name].score(np.array([0, 0, 1, 1]), PROBABILITIES) == pytest.approx(value)


@pytest.mark.parametrize(
    ("name", "value"),
    [("neg_root_mean_squared_error", -np.sqrt(5 / 3)), ("neg_mean_absolute_error", -1.0), ("r2", 1 - 5 / 2)],
)
def test_regression_scores_computed_by_hand(name, value):
    assert MEASURES[name].score(np.array([1.0, 2.0, 3.0]), np.array([1.0, 4.0, 2.0])) == pytest.approx(value)


def test_macro_f1_computed_by_hand():
    y, predicted = np.array([0, 0, 1, 2]), np.array([0, 1, 1, 1])
    # class 0: precision 1, recall 1/2; class 1: precision 1/3, recall 1; class 2 never predicted
    assert MEASURES["f1_macro"].score(y, np.eye(3)[predicted]) == pytest.approx((2 / 3 + 1 / 2 + 0) / 3)


def test_a_class_absent_from_the_test_rows_is_no_obstacle():
    y = np.array([0, 0, 1, 1])
    probabilities = np.full((4, 3), 1 / 3)
    for measure in measures_for("multiclass"):
        assert np.isfinite(measure.score(y, probabilities)), measure.name


def test_the_primary_metric_comes_first_and_is_the_default(any_task):
    assert measures_for(any_task)[0].name == PRIMARY_METRIC[any_task]
    assert find_measure(None, any_task).name == PRIMARY_METRIC[any_task]


def test_r2_of_equal_targets_is_undefined():
    assert np.isnan(MEASURES["r2"].score(np.ones(3), np.ones(3)))


def test_a_misspelt_metric_suggests_the_near_one():
    with pytest.raises(ConfigurationError, match=r"'acuracy' is not known for binary tasks; did you mean 'accuracy'\?"):
        find_measure("acuracy", "binary")


def test_a_metric_of_another_task_lists_those_there_are():
    with pytest.raises(ConfigurationError, match=r"'roc_auc' is not known for regression tasks\. Known: neg_root"):
        find_measure("roc_auc", "regression")


def test_skill_is_zero_for_the_dummy_and_one_for_perfect_predictions():
    assert skill(np.array([-2.0, -1.0, 0.0, -4.0]), dummy=-2.0, perfect=0.0).tolist() == [0.0, 0.5, 1.0, -1.0]
