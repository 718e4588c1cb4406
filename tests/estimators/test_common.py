import importlib
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.datasets import load_diabetes, load_wine
from sklearn.model_selection import GridSearchCV, cross_validate
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import estimator_checks_generator, parametrize_with_checks

from metaselect import MetaSelectClassifier, MetaSelectRegressor, load_knowledge_base

ESTIMATORS = [MetaSelectClassifier, MetaSelectRegressor]


@cache
def little_knowledge():
    """What is known of two fast configurations per task, by a few metafeatures that any table has."""
    known = load_knowledge_base()
    learners = ["logistic_regression", "gaussian_naive_bayes", "ridge", "decision_tree"]
    chosen = {name: c for name, c in known.configurations.items() if c.learner in learners and not c.changed}
    return replace(
        known,
        metafeatures=known.metafeatures[["log_n_rows", "log_n_columns", "missing_share"]],
        configurations=chosen,
        evaluations=known.evaluations[known.evaluations["configuration"].isin(chosen)].reset_index(drop=True),
    )


# What scikit-learn asks for does not depend on how the recommendation is made, and describing a table and explaining
# the advice take most of a fit.
QUICK = {"meta_learner": "average_rank"}
CLASSIFIER, REGRESSOR = MetaSelectClassifier("accuracy", **QUICK), MetaSelectRegressor("r2", **QUICK)


def checks():
    """All of a classifier, and those of a regressor alone; what both have, which they share, is slow for the second."""
    for _, check in estimator_checks_generator(CLASSIFIER):
        yield pytest.param(CLASSIFIER, check, id=f"classifier-{check.func.__name__}")
    for _, check in estimator_checks_generator(REGRESSOR):
        marks = () if "regressor" in check.func.__name__ else pytest.mark.slow
        yield pytest.param(REGRESSOR, check, id=f"regressor-{check.func.__name__}", marks=marks)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("estimator", "check"), list(checks()))
def test_scikit_learn_checks(estimator, check, monkeypatch):
    module = importlib.import_module("metaselect.recommendation.recommend")  # there is a function of this name
    monkeypatch.setattr(module, "_load_default", lambda state: little_knowledge())
    check(clone(estimator))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@parametrize_with_checks([MetaSelectClassifier(), MetaSelectRegressor()])
def test_scikit_learn_checks_at_the_defaults(estimator, check):
    check(estimator)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@parametrize_with_checks([clone(CLASSIFIER).set_params(n_trials=3), clone(REGRESSOR).set_params(n_trials=3)])
def test_scikit_learn_checks_with_a_search(estimator, check, monkeypatch, searched_here):
    module = importlib.import_module("metaselect.recommendation.recommend")
    monkeypatch.setattr(module, "_load_default", lambda state: little_knowledge())
    check(estimator)


def raw_table(n_rows=120):
    """Text categories, truth values, dates, a nullable column and missing values."""
    rng = np.random.default_rng(0)
    table = pd.DataFrame(
        {
            "age": rng.normal(40, 9, n_rows),
            "city": rng.choice(["Rome", "Oslo", "Lima"], n_rows),
            "member": rng.random(n_rows) < 0.5,
            "since": pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(0, 900, n_rows), "D"),
            "visits": pd.array(rng.integers(0, 9, n_rows), dtype="Int64"),
            "grade": pd.Categorical(rng.choice(["a", "b"], n_rows)),
            "void": [None] * n_rows,
        }
    )
    table.loc[::7, "age"] = np.nan
    table.loc[::5, "city"] = None
    table.loc[::9, "visits"] = pd.NA
    return table


def target_for(estimator_class, table):
    value = table["age"].fillna(40) / 10 + (table["city"] == "Rome") * 2
    return value if estimator_class is MetaSelectRegressor else np.where(value > value.median(), "old", "young")


@cache
def fitted(estimator_class):
    table = raw_table()
    return estimator_class().fit(table, target_for(estimator_class, table))


@pytest.mark.parametrize("estimator_class", ESTIMATORS)
def test_takes_a_raw_table(estimator_class):
    table = raw_table()
    y = target_for(estimator_class, table)
    estimator = fitted(estimator_class)
    assert estimator.score(table, y) > 0.5
    assert list(estimator.feature_names_in_) == list(table.columns)
    assert estimator.best_estimator_.named_steps["model"] is not None
    assert estimator.recommendation_.dataset.n_rows == len(table)


@pytest.mark.parametrize("estimator_class", ESTIMATORS)
def test_prediction_of_a_row_does_not_depend_on_the_others(estimator_class):
    estimator, new = fitted(estimator_class), raw_table().assign(city="Quito")
    whole = estimator.predict(new)
    order = np.random.default_rng(0).permutation(len(new))[:30]
    part = estimator.predict(new.iloc[order])
    if estimator_class is MetaSelectRegressor:
        np.testing.assert_allclose(part, whole[order])
    else:
        assert np.array_equal(part, whole[order])


@pytest.mark.parametrize("estimator_class", ESTIMATORS)
def test_input_is_not_modified(estimator_class):
    table = raw_table()
    before = table.copy(deep=True)
    estimator_class(**QUICK).fit(table, target_for(estimator_class, table)).predict(table)
    pd.testing.assert_frame_equal(table, before)


def test_works_in_a_pipeline_and_cross_validates():
    X, y = load_wine(return_X_y=True)
    scores = cross_validate(
        make_pipeline(StandardScaler(), MetaSelectClassifier(**QUICK)), X, y, cv=2, error_score="raise"
    )
    assert scores["test_score"].mean() > 0.9


def test_grid_search_chooses_the_meta_learner(tiny_knowledge_base):
    X, y = load_diabetes(return_X_y=True)
    regressor = MetaSelectRegressor(knowledge_base=tiny_knowledge_base)
    search = GridSearchCV(regressor, {"meta_learner": ["nearest", "average_rank"]}, cv=2).fit(X[:60, :4], y[:60])
    assert search.best_params_["meta_learner"] in {"nearest", "average_rank"}


def test_class_probabilities_are_in_the_order_of_classes():
    X, y = load_wine(return_X_y=True)
    names = np.array(["barbera", "barolo", "grignolino"])[y]
    classifier = MetaSelectClassifier(**QUICK).fit(X, names)
    probabilities = classifier.predict_proba(X)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1.0)
    assert np.mean(classifier.classes_[probabilities.argmax(axis=1)] == names) > 0.9


@pytest.mark.grows_anew
@pytest.mark.parametrize("estimator_class", ESTIMATORS)
def test_same_random_state_same_predictions_whatever_n_jobs(estimator_class, tiny_knowledge_base):
    table = raw_table()
    y = target_for(estimator_class, table)
    options = {"random_state": 1, "knowledge_base": tiny_knowledge_base}
    first, second = (estimator_class(n_jobs=n, **options).fit(table, y).predict(table) for n in (1, 2))
    assert np.array_equal(first, second)


def test_knowledge_base_can_be_given(tiny_knowledge_base):
    X, y = load_wine(return_X_y=True)
    classifier = MetaSelectClassifier(knowledge_base=tiny_knowledge_base).fit(X, y)
    assert classifier.recommendation_.n_known_datasets == 24
    assert clone(classifier).knowledge_base is not None


def test_the_next_candidate_is_fitted_where_the_first_fails(tiny_knowledge_base, monkeypatch, caplog):
    X, y = load_wine(return_X_y=True)
    first = MetaSelectClassifier(knowledge_base=tiny_knowledge_base).fit(X, y).recommendation_.best.configuration
    build = type(first).build

    def build_or_fail(self, *arguments):
        if self.id == first.id:
            raise ValueError("this learner fails here")
        return build(self, *arguments)

    monkeypatch.setattr(type(first), "build", build_or_fail)
    classifier = MetaSelectClassifier(knowledge_base=tiny_knowledge_base).fit(X, y)
    assert classifier.score(X, y) > 0.8
    assert "this learner fails here" in caplog.text


def test_an_unknown_option_is_named():
    X, y = load_wine(return_X_y=True)
    with pytest.raises(ValueError, match="did you mean 'forest'"):
        MetaSelectClassifier(meta_learner="forrest").fit(X, y)
    with pytest.raises(ValueError, match="neg_log_loss"):
        MetaSelectClassifier(metric="logloss").fit(X, y)


def test_a_table_of_free_text_alone_is_learned(tiny_knowledge_base):
    rng = np.random.default_rng(0)
    filler = np.array(["the", "plot", "and", "cast", "or", "music", "of", "this", "one", "were", "there", "again"])
    y = np.arange(180) % 2
    texts = [f"a {('dull', 'lovely')[label]} film {' '.join(rng.choice(filler, 3))}" for label in y]
    X = pd.DataFrame({"review": [None, *texts[1:]]})
    classifier = MetaSelectClassifier(knowledge_base=tiny_knowledge_base).fit(X[:120], y[:120])
    assert (classifier.predict(X[120:]) == y[120:]).mean() > 0.9
    assert classifier.predict(pd.DataFrame({"review": [None]})).shape == (1,)


def test_two_fractions_are_classes():
    table = raw_table()
    y = np.where(table["age"].fillna(40) > 40, 1.5, 0.5)
    classifier = MetaSelectClassifier(**QUICK).fit(table, y)
    assert classifier.classes_.tolist() == [0.5, 1.5]
    assert classifier.score(table, y) == np.mean(classifier.predict(table) == y) > 0.8
    assert classifier.predict_proba(table).shape == (120, 2)


def test_score_takes_labels_that_the_measures_of_scikit_learn_refuse():
    table = raw_table()
    thirds = pd.qcut(table["age"].fillna(40), 3, labels=False).to_numpy()
    months = pd.period_range("2020-01", periods=3, freq="M")
    weights = 1.0 + thirds
    for labels in (np.array([0.5, 1.5, 2.5]), months.astype(object).to_numpy(), months.to_timestamp().to_numpy()):
        y = labels[thirds]
        classifier = MetaSelectClassifier(**QUICK).fit(table, y)
        is_right = classifier.predict(table) == y
        assert classifier.score(table, y) == np.mean(is_right) > 0.5
        assert classifier.score(table, pd.Series(y), weights) == np.average(is_right, weights=weights)


@pytest.mark.parametrize("estimator_class", ESTIMATORS)
def test_takes_a_table_of_polars(estimator_class):
    polars = pytest.importorskip("polars")
    table = raw_table()
    y = target_for(estimator_class, table)
    frame = polars.DataFrame({name: [None if pd.isna(x) else x for x in table[name]] for name in table})
    estimator = estimator_class().fit(frame, polars.Series("y", list(y)))
    assert list(estimator.feature_names_in_) == list(table.columns)
    assert np.array_equal(estimator.predict(frame), fitted(estimator_class).predict(table))


@pytest.mark.parametrize("write", [lambda days: days, lambda days: days.dt.date, lambda days: days.astype(str)])
def test_a_regressor_refuses_dates_in_one_sentence(write):
    table = raw_table()
    with pytest.raises(ValueError, match=r"dates such as '20.*turn it into days first"):
        MetaSelectRegressor().fit(table, write(table["since"]))
