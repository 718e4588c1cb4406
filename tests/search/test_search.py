import importlib
import math
import pickle
from dataclasses import replace

import joblib
import numpy as np
import pandas as pd
import pytest
from sklearn import config_context
from sklearn.calibration import CalibratedClassifierCV
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import StackingClassifier
from sklearn.model_selection import GridSearchCV, GroupKFold, cross_validate
from sklearn.pipeline import Pipeline

from metaselect import MetaSelectClassifier, MetaSelectRegressor
from metaselect.exceptions import ConfigurationError, MetaSelectWarning, StoreError
from metaselect.experiments import Fitted, Store
from metaselect.experiments._child_pool import pool_of
from metaselect.learners import Blend
from metaselect.report import render_search
from metaselect.search import TRIALS, Spending, find_surprises
from metaselect.search.problem import run_of_searches

QUICK = {"meta_learner": "average_rank"}


@pytest.fixture(autouse=True)
def little_is_known(tiny_knowledge_base, monkeypatch):
    """What is packaged would be learned from for seconds."""
    module = importlib.import_module("metaselect.recommendation.recommend")  # there is a function of this name
    monkeypatch.setattr(module, "_load_default", lambda state: tiny_knowledge_base)


@pytest.fixture(scope="module")
def table(raw_data):
    return raw_data("binary", n_rows=200)


def classifier(**options):
    return MetaSelectClassifier(**{**QUICK, "n_trials": 4, **options})


def test_a_search_ends_with_a_fitted_model_and_its_story(table, searched_here):
    X, y = table
    model = classifier().fit(X, y)
    assert model.score(X, y) > 0.7
    assert len(searched_here) == len(model.evaluations_) == 4
    assert sum(model.ensemble_.values()) == pytest.approx(1.0)
    board = model.leaderboard_
    assert list(board.index) == [1, 2, 3, 4]
    assert board["score"].is_monotonic_decreasing
    assert {"learner", "hyperparameters", "expected_score", "weight", "fit_seconds"} <= set(board.columns)
    words = model.explain()
    assert "4 configurations tried" in words
    assert "Model:" in words
    assert "Time:" in words


@pytest.mark.parametrize("task", ["multiclass", "regression"])
def test_other_tasks(task, raw_data, searched_here):
    X, y = raw_data(task, n_rows=160)
    estimator = MetaSelectRegressor if task == "regression" else MetaSelectClassifier
    model = estimator(**QUICK, n_trials=5).fit(X, y)
    assert np.isfinite(model.search_.choice.score)
    assert len(model.predict(X)) == len(X)
    assert model.explain()


def test_no_configuration_is_tried_twice(table, searched_here):
    classifier(n_trials=50).fit(*table)
    assert len(searched_here) == len(set(searched_here)) < 50


def test_the_same_seed_gives_the_same_model(table, searched_here):
    X, y = table
    one, other = (classifier(n_trials=5, n_jobs=n_jobs).fit(X, y) for n_jobs in (1, 3))
    assert list(one.leaderboard_["configuration"]) == list(other.leaderboard_["configuration"])
    assert one.ensemble_ == other.ensemble_
    assert np.array_equal(one.predict_proba(X), other.predict_proba(X))


def test_the_score_is_of_rows_that_no_member_had_learned_from(searched_here):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(300, 5)), rng.choice(["a", "b"], 300)
    model = classifier(n_trials=6).fit(X, y)
    assert model.search_.choice.score < 0.62  # nothing can be learned; what was seen would score far above
    assert model.score(X, y) > model.search_.choice.score


def test_a_single_model_where_it_is_asked_for(table, searched_here):
    model = classifier(single=True).fit(*table)
    assert len(model.ensemble_) == 1
    assert not isinstance(model.search_.choice.model, Blend)


def test_a_later_search_goes_on_where_an_earlier_one_stopped(table, searched_here, tmp_path):
    X, y = table
    classifier(n_trials=3, run_folder=tmp_path / "run").fit(X, y)
    first = list(searched_here)
    later = classifier(n_trials=5, run_folder=tmp_path / "run").fit(X, y)
    assert len(first) == 3
    assert len(searched_here) == 5
    assert len(later.evaluations_) == 5
    straight = classifier(n_trials=5).fit(X, y)
    assert set(later.leaderboard_["configuration"]) == set(straight.leaderboard_["configuration"])
    with Store(tmp_path / "run" / TRIALS, must_exist=True) as store:
        assert len(store.read_evaluations()) == 5


def test_what_ran_out_of_time_is_tried_again_by_a_later_search(table, searched_here, tmp_path, monkeypatch):
    module = importlib.import_module("metaselect.search.problem")
    run = module.evaluate_isolated

    def run_out_of_time(entry, configuration, *rest):
        return replace(run(entry, configuration, *rest), status="timeout", fold_scores={}, out_of_fold=())

    with monkeypatch.context() as patch:
        patch.setattr(module, "evaluate_isolated", run_out_of_time)
        classifier(n_trials=2, run_folder=tmp_path).fit(*table)
    again = classifier(n_trials=2, run_folder=tmp_path).fit(*table)
    assert len(searched_here) == 4
    assert [evaluation.status for evaluation in again.evaluations_] == ["ok", "ok"]


def test_the_folder_of_other_data_is_refused(table, searched_here, tmp_path):
    X, y = table
    classifier(run_folder=tmp_path).fit(X, y)
    with pytest.raises(StoreError, match="trials of other data"):
        classifier(run_folder=tmp_path).fit(X.assign(age=X["age"] + 1), y)
    with pytest.raises(StoreError, match="another seed"):
        classifier(run_folder=tmp_path, random_state=7).fit(X, y)


def test_configurations_that_fail_are_told_and_do_not_stop_a_search(table, searched_here, monkeypatch):
    module = importlib.import_module("metaselect.search.problem")
    run = module.evaluate_isolated

    def fail_sometimes(entry, configuration, *rest):
        evaluation = run(entry, configuration, *rest)
        if configuration.learner == "logistic_regression":
            return replace(evaluation, status="failed", fold_scores={}, out_of_fold=(), error="ValueError: no luck")
        return evaluation

    monkeypatch.setattr(module, "evaluate_isolated", fail_sometimes)
    model = classifier(n_trials=6).fit(*table)
    assert "no luck" in model.explain()
    assert math.isfinite(model.search_.choice.score)


def test_what_cannot_be_fitted_gives_way_to_the_next_best(table, searched_here, monkeypatch):
    module = importlib.import_module("metaselect.search.fits")
    fit = module.fit_isolated
    calls = []

    def fail_first(*arguments):
        calls.append(1)
        return Fitted(None, error="MemoryError") if len(calls) == 1 else fit(*arguments)

    monkeypatch.setattr(module, "fit_isolated", fail_first)
    model = classifier().fit(*table)
    assert model.search_.failures == ("MemoryError",)
    assert "could not be fitted: MemoryError" in model.explain()
    assert model.predict(table[0]).shape == (200,)


def test_a_budget_that_allows_no_trial_still_gives_a_model(table, searched_here):
    model = MetaSelectClassifier(**QUICK, budget=1e-6).fit(*table)
    assert searched_here == []
    assert "time for no trial" in model.explain()
    assert model.score(*table) > 0.5
    slow = replace(model.search_, seconds={**model.search_.seconds, "before": 9.0})
    assert "more than the 1e-06 s that were asked for" in render_search(slow, model.recommendation_)


def test_groups_are_kept_apart(searched_here):
    rng = np.random.default_rng(0)
    groups = np.repeat(np.arange(40), 5)
    X = pd.DataFrame({"a": np.repeat(rng.normal(size=40), 5), "b": rng.normal(size=200)})
    y = np.repeat(rng.integers(0, 2, 40), 5)  # only whose row it is can be learned
    shuffled = classifier().fit(X, y)
    grouped = classifier().fit(X, y, groups=groups)
    assert grouped.search_.resampling.endswith("by group")
    assert grouped.search_.choice.score < shuffled.search_.choice.score - 0.1
    assert shuffled.search_.claim is None
    assert grouped.search_.claim.shuffled_score > grouped.search_.claim.score
    assert "Shuffled rows would have claimed" in grouped.explain()


def test_repeated_rows_are_compared_once(table, searched_here):
    X, y = table
    model = classifier(n_trials=2).fit(X, y, sample_weight=np.full(len(X), 3))
    assert all(evaluation.n_test_rows == 40 for evaluation in model.evaluations_)


def test_metrics_that_known_datasets_were_not_scored_by(table, searched_here):
    with pytest.warns(MetaSelectWarning, match="average_precision"):
        model = classifier(metric="average_precision", n_trials=3).fit(*table)
    assert model.search_.metric == "average_precision"
    assert 0 < model.search_.choice.score <= 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"budget": 0}, "budget is 0; expected seconds above 0"),
        ({"budget": "60"}, "budget is '60'"),
        ({"n_trials": 0}, "n_trials is 0; expected a whole number above 0"),
        ({"n_trials": 2.5}, "n_trials is 2.5"),
    ],
)
def test_what_cannot_be_spent_is_told(options, message, table):
    with pytest.raises(ConfigurationError, match=message):
        MetaSelectClassifier(**QUICK, **options).fit(*table)


def test_spending_nothing_is_an_error():
    with pytest.raises(ConfigurationError, match="neither seconds nor"):
        Spending()


def test_without_a_search_there_is_no_story(table):
    model = MetaSelectClassifier(**QUICK).fit(*table)
    with pytest.raises(AttributeError, match="neither budget nor n_trials"):
        _ = model.leaderboard_
    assert not hasattr(model, "ensemble_")


def test_surprises_are_told_only_where_there_are_some(table, searched_here):
    trials = classifier(n_trials=6).fit(*table).search_.trials
    assert find_surprises(trials[:2]) == []
    level = [replace(trial, expected_score=trial.score - 0.1) for trial in trials]
    assert find_surprises(level) == []
    one = [replace(level[0], expected_score=level[0].score + 0.3), *level[1:]]
    assert [surprise.is_better for surprise in find_surprises(one)] == [False]


@pytest.mark.slow
def test_it_works_wherever_an_estimator_does(table, searched_here, tmp_path):
    X, y = table
    small = classifier(n_trials=2)
    grid = GridSearchCV(Pipeline([("model", small)]), {"model__single": [True, False]}, cv=2).fit(X, y)
    assert grid.best_score_ > 0.6
    assert CalibratedClassifierCV(small, cv=2).fit(X, y).predict_proba(X).shape == (200, 2)
    stacked = StackingClassifier([("searched", small), ("dummy", DummyClassifier())], cv=2).fit(X, y)
    assert stacked.score(X, y) > 0.6
    fitted = small.fit(X, y)
    again = pickle.loads(pickle.dumps(fitted))
    assert np.array_equal(again.predict_proba(X), fitted.predict_proba(X))
    assert again.explain() == fitted.explain()
    joblib.dump(fitted, tmp_path / "model.joblib")
    assert np.array_equal(joblib.load(tmp_path / "model.joblib").predict(X), fitted.predict(X))


def test_weights_are_routed_without_a_search_too(table):
    X, y = table
    with config_context(enable_metadata_routing=True):
        model = MetaSelectClassifier(**QUICK).set_fit_request(sample_weight=True)
        assert model.fit(X, y, sample_weight=np.linspace(0.5, 2, 200)).score(X, y) > 0.6


def test_few_rows_leave_what_was_advised_as_it_is(raw_data, searched_here):
    X, y = raw_data("regression", n_rows=90)
    model = MetaSelectRegressor(**QUICK, n_trials=6).fit(X, y)
    assert model.search_.choice.model == model.recommendation_.best.configuration


def test_weights_and_groups_are_routed(table, searched_here):
    X, y = table
    rng = np.random.default_rng(0)
    with config_context(enable_metadata_routing=True):
        searched = classifier(n_trials=2).set_fit_request(sample_weight=True, groups=True)
        searched.set_score_request(sample_weight=False)
        params = {"sample_weight": rng.random(200), "groups": np.arange(200) // 4}
        scores = cross_validate(searched, X, y, cv=GroupKFold(3), params=params, return_estimator=True)
    assert all("by group" in fitted.search_.resampling for fitted in scores["estimator"])


def test_an_interrupted_search_keeps_what_was_tried(table, searched_here, tmp_path, monkeypatch):
    module = importlib.import_module("metaselect.search.search")
    stopped = []
    monkeypatch.setattr(module, "stop_children", lambda run: stopped.append(run))

    def interrupt(progress):
        if progress.n_trials == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr("metaselect.estimators._base.say_nothing", interrupt)
    with pytest.raises(KeyboardInterrupt):
        classifier(n_trials=6, run_folder=tmp_path).fit(*table)
    assert len(stopped) == 1
    with Store(tmp_path / TRIALS, must_exist=True) as store:
        assert len(store.read_evaluations()) == 2


@pytest.fixture
def no_process_is_left():
    """Processes wait for the next search: tests of other files count those that there are."""
    yield
    pool = pool_of(run_of_searches().id)
    while child := pool.take_idle():
        pool.discard(child)


@pytest.mark.usefixtures("no_process_is_left")
def test_in_processes_of_their_own(table):
    X, y = table
    model = classifier(n_trials=3, n_jobs=2, verbose=1).fit(X, y)
    assert [evaluation.status for evaluation in model.evaluations_] == ["ok"] * 3
    assert model.score(X, y) > 0.7
