"""What holds for every base learner, configuration and task: a new learner is tested by being registered."""

import json

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone

from metaselect.data import TASKS, is_classification
from metaselect.learners import LEARNERS, Configuration, build_pipeline, learners_for, shipped_configurations
from metaselect.learners.configuration import sample_configuration
from metaselect.learners.preprocessing import NamedColumns

SHIPPED = [(task, c) for task in TASKS for c in shipped_configurations(task)]
DEFAULTS = [(task, c) for task, c in SHIPPED if not c.changed]
every_learner_and_task = pytest.mark.parametrize(
    ("task", "configuration"), DEFAULTS, ids=lambda x: getattr(x, "learner", x)
)
# They differ in kind: of them all is tried by default; the others are fitted to a raw table, the rest of it is slow.
_KINDS = {
    "ridge",
    "logistic_regression",
    "k_nearest_neighbors",
    "decision_tree",
    "linear_svm",
    "multilayer_perceptron",
    "xgboost",
}
every_kind_of_learner = pytest.mark.parametrize(
    ("task", "configuration"),
    [
        pytest.param(
            t,
            c,
            marks=pytest.mark.slow if t == "multiclass" or c.learner not in _KINDS else (),
            id=f"{t}-{c.learner}",
        )
        for t, c in DEFAULTS
    ],
)
every_learner = pytest.mark.parametrize("learner", LEARNERS.values(), ids=LEARNERS)
pytestmark = pytest.mark.filterwarnings("ignore")


def predict(pipeline, X):
    return pipeline.predict_proba(X) if hasattr(pipeline, "predict_proba") else pipeline.predict(X)


@pytest.fixture(scope="module")
def fitted(raw_data):
    """Return a function that fits a configuration to a raw table, once."""
    known = {}

    def fit(task, configuration):
        if (task, configuration.id) not in known:
            known[task, configuration.id] = clone(configuration.build(task)).fit(*raw_data(task))
        return known[task, configuration.id]

    return fit


def check_predictions(pipeline, X, y, task):
    """Finite, and of classes under their names."""
    predicted = pipeline.predict(X)
    assert predicted.shape == y.shape
    assert np.isfinite(predict(pipeline, X)).all()
    if is_classification(task):
        assert pipeline.classes_.tolist() == sorted(set(y))
        assert set(predicted) <= set(y)
        assert predict(pipeline, X).sum(axis=1) == pytest.approx(1, abs=1e-5)


@every_learner_and_task
def test_a_raw_table_gives_finite_predictions_under_the_names_of_the_classes(fitted, raw_data, task, configuration):
    check_predictions(fitted(task, configuration), *raw_data(task), task)


@pytest.mark.slow
@pytest.mark.parametrize(("task", "configuration"), SHIPPED, ids=lambda x: getattr(x, "id", x))
def test_every_configuration_learns_a_raw_table(raw_data, task, configuration):
    X, y = raw_data(task)
    check_predictions(configuration.build(task).fit(X, y), X, y, task)


def test_hyperparameters_of_every_configuration_are_inside_the_space():
    found = []
    for task, configuration in SHIPPED:
        space, chosen = LEARNERS[configuration.learner].full_space, configuration.hyperparameters
        found += [f"{task}, {configuration.id}: {k}={v}" for k, v in chosen.items() if not space[k].contains(v)]
        for name in set(space) - set(chosen):  # absent, or without a meaning beside the others
            other = space[name].when
            if not getattr(space[name], "optional", False) and chosen.get(other[0]) == other[1]:
                found.append(f"{task}, {configuration.id}: lacks {name}")
    assert not found, found


def test_a_round_trip_of_a_configuration_through_json_changes_nothing():
    for _, configuration in SHIPPED:
        again = Configuration(**json.loads(json.dumps(configuration.to_dict())))
        assert (again, again.id) == (configuration, configuration.id)


@every_learner_and_task
def test_new_categories_and_newly_missing_values_are_no_obstacle(fitted, raw_data, task, configuration):
    X, _ = raw_data(task)
    X = X.astype(object).assign(city="Paris", member=None, age=np.nan, income="unknown")
    assert np.isfinite(predict(fitted(task, configuration), X)).all()


@every_kind_of_learner
def test_the_prediction_of_a_row_does_not_depend_on_the_rows_beside_it(fitted, raw_data, task, configuration):
    X, _ = raw_data(task, seed=1)
    pipeline = fitted(task, configuration)
    together = predict(pipeline, X)
    order = np.random.default_rng(0).permutation(len(X))
    assert predict(pipeline, X.iloc[order]) == pytest.approx(together[order], rel=1e-5, abs=1e-6)
    assert predict(pipeline, X.iloc[7:9]) == pytest.approx(together[7:9], rel=1e-5, abs=1e-6)


@every_kind_of_learner
def test_a_column_without_values_among_the_training_rows_is_no_obstacle(raw_data, task, configuration):
    X, y = raw_data(task)
    pipeline = configuration.build(task).fit(X.assign(visits=np.nan, city=None), y)
    assert np.isfinite(predict(pipeline, X)).all()


@every_kind_of_learner
def test_fitting_again_gives_the_same_predictions_and_does_not_modify_the_table(fitted, raw_data, task, configuration):
    X, y = raw_data(task)
    before = X.copy(deep=True)
    again = configuration.build(task).fit(X, y)
    pd.testing.assert_frame_equal(X, before)
    assert np.array_equal(predict(again, X), predict(fitted(task, configuration), X))


@every_kind_of_learner
def test_named_columns_give_a_pipeline_of_well_known_classes_alone(raw_data, task, configuration):
    X, y = raw_data(task)
    X = X.assign(city=X["city"].astype(object), member=X["member"].astype(str))
    columns = NamedColumns(["age", "income", "visits"], ["city", "member"])
    pipeline = build_pipeline(configuration.learner, configuration.hyperparameters, task, 0, columns=columns)
    own = {part for part in walk(pipeline) if type(part).__module__.startswith("metaselect.")}
    # The one is for xgboost, which wants 0, 1, 2, …; the others hold the weights of a network.
    known = {"LabelEncodedClassifier", "InContextClassifier", "InContextRegressor"}
    assert {type(part).__name__ for part in own} <= known
    assert np.isfinite(predict(pipeline.fit(X, y), X)).all()


def walk(estimator):
    """Yield an estimator and those inside it."""
    yield estimator
    yield from (value for value in estimator.get_params(deep=True).values() if hasattr(value, "get_params"))


@every_learner
def test_a_random_configuration_is_inside_the_space_and_drawn_again_the_same(learner):
    drawn = [sample_configuration(learner.name, random_state=1, index=i) for i in range(20)]
    for configuration in drawn:
        assert all(learner.full_space[name].contains(v) for name, v in configuration.hyperparameters.items())
    assert drawn == [sample_configuration(learner.name, random_state=1, index=i) for i in range(20)]
    assert len(set(drawn)) > 10


@pytest.mark.slow
@every_learner
def test_random_configurations_can_be_fitted(learner, raw_data):
    for task in TASKS:
        if learner in learners_for(task):
            X, y = raw_data(task)
            for index in range(8):
                configuration = sample_configuration(learner.name, random_state=0, index=index, task=task)
                assert np.isfinite(predict(configuration.build(task).fit(X, y), X)).all(), configuration


@every_learner
def test_every_hyperparameter_is_drawn_sooner_or_later(learner):
    task = "binary" if "classification" in learner.tasks else "regression"
    drawn = [sample_configuration(learner.name, random_state=0, index=i, task=task) for i in range(60)]
    assert {name for c in drawn for name in c.hyperparameters} == set(learner.space_for(task))


@every_learner
def test_a_learner_is_described_and_starts_from_its_default(learner):
    assert learner.make.__doc__.strip().endswith(".")
    assert learner.cost in ("low", "medium", "high")
    assert learner.variants[0] == {}
    assert learner.tasks <= {"classification", "regression"}


@pytest.mark.parametrize("task", TASKS)
def test_a_task_has_at_least_eight_learners(task):
    assert len(learners_for(task)) >= 8


@every_learner
def test_a_size_rule_gives_its_reason(learner):
    task = "binary" if "classification" in learner.tasks else "regression"
    enough = {"n_rows": min(1000, learner.max_rows or 1000), "smallest_class": 100}
    assert learner.why_not(task=task, **enough) is None
    assert str(learner.why_not(task=task, n_rows=1)) == f"fewer than {learner.min_rows} rows"
    if learner.max_rows is not None:
        assert str(learner.why_not(task=task, n_rows=learner.max_rows + 1)) == f"more than {learner.max_rows} rows"
    if learner.min_class_rows > 1:
        reason = learner.why_not(task=task, n_rows=enough["n_rows"], smallest_class=1)
        assert str(reason) == f"a class with fewer than {learner.min_class_rows} rows"
    for other in {"classification", "regression"} - learner.tasks:
        reason = learner.why_not(task={"classification": "multiclass"}.get(other, other), **enough)
        assert str(reason).startswith("not for")
