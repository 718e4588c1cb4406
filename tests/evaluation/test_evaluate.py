import dataclasses
import signal
import time
from typing import ClassVar

import numpy as np
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.linear_model import LinearRegression
from sklearn.metrics import get_scorer

from metaselect.data import Dataset
from metaselect.evaluation import Evaluation, evaluate, make_folds, measures_for
from metaselect.exceptions import ConfigurationError
from metaselect.learners import LEARNERS, learner, make_configuration
from metaselect.learners.preprocessing import SCALED


class Spy(RegressorMixin, BaseEstimator):
    """Predicts the mean, and keeps what it was fitted on."""

    seen: ClassVar[list] = []

    def fit(self, X, y):
        Spy.seen.append((X.copy(), y.copy()))
        self.mean_ = np.mean(y)
        return self

    def predict(self, X):
        return np.full(len(X), self.mean_)


class Broken(RegressorMixin, BaseEstimator):
    def fit(self, X, y):
        raise RuntimeError("out of luck\nand a second line")


class TooLarge(RegressorMixin, BaseEstimator):
    def fit(self, X, y):
        raise MemoryError("Unable to allocate 50.0 GiB")


class Slow(RegressorMixin, BaseEstimator):
    def fit(self, X, y):
        time.sleep(30)


class Undefined(RegressorMixin, BaseEstimator):
    def fit(self, X, y):
        self.n_features_in_ = X.shape[1]
        return self

    def predict(self, X):
        return np.full(len(X), np.nan)


class Prior(ClassifierMixin, BaseEstimator):
    def fit(self, X, y):
        self.classes_, counts = np.unique(y, return_counts=True)
        self.share_ = counts / len(y)
        return self

    def predict_proba(self, X):
        return np.tile(self.share_, (len(X), 1))


@pytest.fixture
def register():
    """Return a function that registers a model as a learner for one test and returns its configuration."""
    names = []

    def add(model, **size_rules):
        def make():
            """Made for a test."""
            return model()

        make.__name__ = f"made_for_test_{len(names)}"
        names.append(make.__name__)
        tasks = {"regression" if issubclass(model, RegressorMixin) else "classification"}
        learner(tasks=tasks, space={}, preprocessing=SCALED, variants=[], **size_rules)(make)
        return make_configuration(make.__name__)

    Spy.seen.clear()
    yield add
    for name in names:
        del LEARNERS[name]


@pytest.fixture
def dataset(raw_data):
    """Regression, 80 rows, numbers, text and missing values."""
    return Dataset.from_arrays(*raw_data("regression"), name="people")


def test_every_metric_of_the_task_is_measured_on_every_fold(raw_data, any_task):
    dataset = Dataset.from_arrays(*raw_data(any_task), name="people")
    evaluation = evaluate(make_configuration("decision_tree"), dataset)
    assert evaluation.status == "ok"
    assert list(evaluation.fold_scores) == [measure.name for measure in measures_for(any_task)]
    assert {len(scores) for scores in evaluation.fold_scores.values()} == {10}
    assert evaluation.resampling == "5-fold x 2"
    assert (evaluation.n_train_rows, evaluation.n_test_rows) == (64, 16)
    assert evaluation.fit_seconds >= 0
    assert evaluation.predict_seconds >= 0


def test_scores_are_those_of_the_pipeline_under_scikit_learn(dataset):
    configuration = make_configuration("ridge")
    expected = [
        get_scorer("r2")(
            configuration.build("regression").fit(dataset.X.iloc[train], dataset.y[train]),
            dataset.X.iloc[test],
            dataset.y[test],
        )
        for train, test in make_folds(dataset)
    ]
    assert evaluate(configuration, dataset).fold_scores["r2"] == pytest.approx(expected)


def test_the_score_is_the_mean_over_folds():
    evaluation = Evaluation("d", "c", "ok", {"r2": (0.5, 1.0)})
    assert evaluation.score("r2") == 0.75
    assert np.isnan(evaluation.score("accuracy"))


def test_metrics_and_folds_can_be_chosen(dataset):
    folds = [(np.arange(60), np.arange(60, 80))]
    evaluation = evaluate(make_configuration("ridge"), dataset, metrics=["r2"], cv=folds)
    assert list(evaluation.fold_scores) == ["r2"]
    assert (evaluation.n_train_rows, evaluation.n_test_rows) == (60, 20)
    assert len(evaluate(make_configuration("ridge"), dataset, cv=4).fold_scores["r2"]) == 4


def test_a_model_is_fitted_on_exactly_the_training_rows_of_each_fold(register, dataset):
    evaluate(register(Spy), dataset)
    folds = make_folds(dataset)
    assert len(Spy.seen) == len(folds)
    for (X, y), (train, _) in zip(Spy.seen, folds, strict=True):
        assert len(X) == len(train)
        assert y.tolist() == dataset.y[train].tolist()


def test_preprocessing_never_sees_the_test_rows(register, dataset):
    configuration, folds = register(Spy), [(np.arange(60), np.arange(60, 80))]
    X = dataset.X.copy()
    X.loc[60:, ["age", "income"]] = 1e9
    X.loc[60:, "city"] = "Paris"
    for table in (dataset.X, X):
        evaluate(configuration, dataclasses.replace(dataset, X=table), cv=folds)
    (before, _), (after, _) = Spy.seen
    assert np.array_equal(before, after)


def test_the_same_seed_gives_the_same_scores(dataset):
    configuration = make_configuration("extra_trees", n_estimators=50)
    first, again, other = (evaluate(configuration, dataset, cv=3, random_state=seed) for seed in (0, 0, 1))
    assert first.fold_scores == again.fold_scores
    assert first.fold_scores != other.fold_scores


def test_a_learner_that_raises_is_a_result(register, dataset):
    evaluation = evaluate(register(Broken), dataset)
    assert (evaluation.status, evaluation.error) == ("failed", "RuntimeError: out of luck")
    assert evaluation.fold_scores == {}
    assert np.isnan(evaluation.score("r2"))


def test_a_learner_that_runs_out_of_memory_is_a_result(register, dataset):
    evaluation = evaluate(register(TooLarge), dataset)
    assert (evaluation.status, evaluation.error) == ("memout", "MemoryError: Unable to allocate 50.0 GiB")


def test_a_learner_that_runs_out_of_time_is_a_result(register, dataset):
    before = signal.getsignal(signal.SIGALRM)
    evaluation = evaluate(register(Slow), dataset, time_limit=0.2)
    assert (evaluation.status, evaluation.error) == ("timeout", "more than 0.2 seconds")
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_undefined_predictions_are_a_failure(register, dataset):
    evaluation = evaluate(register(Undefined), dataset)
    assert (evaluation.status, evaluation.error) == ("failed", "ValueError: predictions are not all finite")


def test_a_size_rule_is_a_result(register, dataset):
    evaluation = evaluate(register(LinearRegression, min_rows=100), dataset)
    assert (evaluation.status, evaluation.error) == ("skipped", "fewer than 100 rows")


def test_a_learner_for_another_task_is_skipped(raw_data):
    evaluation = evaluate(make_configuration("ridge"), Dataset.from_arrays(*raw_data("binary")))
    assert (evaluation.status, evaluation.error) == ("skipped", "not for binary")


def test_a_class_too_rare_for_the_learner_is_skipped(raw_data):
    X, y = raw_data("multiclass")
    evaluation = evaluate(make_configuration("quadratic_discriminant"), Dataset.from_arrays(X, np.r_[["rare"], y[1:]]))
    assert (evaluation.status, evaluation.error) == ("skipped", "a class with fewer than 3 rows")


def test_a_class_absent_from_the_training_rows_has_probability_zero(register):
    y = np.array(["a"] * 30 + ["b"] * 29 + ["c"])
    dataset = Dataset.from_arrays(np.arange(60.0)[:, None], y)
    evaluation = evaluate(register(Prior), dataset, cv=[(np.arange(59), np.arange(59, 60))], metrics=["accuracy"])
    assert (evaluation.status, evaluation.score("accuracy")) == ("ok", 0.0)


@pytest.mark.parametrize("metrics", [["auc"], ["r2", "accuracy"]])
def test_an_unknown_metric_is_an_exception(dataset, metrics):
    with pytest.raises(ConfigurationError, match="is not known for regression"):
        evaluate(make_configuration("ridge"), dataset, metrics=metrics)


def test_an_unknown_learner_is_an_exception(dataset):
    with pytest.raises(ConfigurationError, match="no base learner"):
        evaluate(dataclasses.replace(make_configuration("ridge"), learner="rigde"), dataset)


def test_a_share_of_the_training_rows_is_learned_from_and_the_test_rows_stay():
    rng = np.random.default_rng(0)
    dataset = Dataset.from_arrays(rng.normal(size=(100, 3)), rng.normal(size=100), name="numbers")
    full, half = (evaluate(make_configuration("ridge"), dataset, train_share=share) for share in (1.0, 0.5))
    assert (full.n_train_rows, half.n_train_rows) == (80, 40)
    assert full.n_test_rows == half.n_test_rows == 20
    assert half.train_share == 0.5
    too_few = evaluate(make_configuration("ridge"), dataset, train_share=0.125)
    assert (too_few.status, too_few.error) == ("skipped", "0.125 of 100 rows are fewer than 20")


def test_what_is_no_configuration_or_dataset_is_refused():
    dataset = Dataset.from_arrays([[1.0], [2.0]] * 10, [0, 1] * 10)
    for given in [(dataset.X, dataset.y), ("ridge", dataset)]:
        with pytest.raises(ConfigurationError, match="expected a Configuration, such as"):
            evaluate(*given)
