import numpy as np
import pytest
from sklearn.base import clone, is_regressor
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris
from xgboost import XGBClassifier, XGBRegressor

from metaselect.learners import make_configuration
from metaselect.learners.learned_rounds import LearnedRounds

SETTINGS = {"n_estimators": 300, "learning_rate": 0.3, "max_depth": 3}


def test_rounds_are_fewer_where_more_bring_nothing_and_all_rows_are_learned_from():
    X, y = load_diabetes(return_X_y=True)
    model = LearnedRounds(XGBRegressor(**SETTINGS), patience=10).fit(X, y)
    assert 1 <= model.n_rounds_ < 100
    plain = XGBRegressor(**{**SETTINGS, "n_estimators": model.n_rounds_}).fit(X, y)
    np.testing.assert_array_equal(model.predict(X), plain.predict(X))
    assert is_regressor(model)
    assert not hasattr(model, "predict_proba")
    assert hasattr(LearnedRounds(XGBClassifier()), "predict_proba")


def test_same_seed_same_rounds_whatever_the_order_of_fits():
    X, y = load_breast_cancer(return_X_y=True)
    model = LearnedRounds(XGBClassifier(**SETTINGS), patience=10, random_state=3)
    assert clone(model).fit(X, y).n_rounds_ == clone(model).fit(X, y).n_rounds_


def test_every_class_stays_in_what_is_learned_from():
    X, y = load_iris(return_X_y=True)
    rows = np.r_[0:50, 50:100, 100:102]  # two rows of the last class
    model = LearnedRounds(XGBClassifier(**SETTINGS), patience=5).fit(X[rows], y[rows])
    assert model.predict_proba(X).shape == (150, 3)


def test_all_rounds_are_run_where_no_row_can_be_spared():
    X, y = load_iris(return_X_y=True)
    rows = [0, 1, 50, 51, 100, 101]
    assert LearnedRounds(XGBClassifier(**SETTINGS)).fit(X[rows], y[rows]).n_rounds_ == 300


def test_weights_count_in_both_fits():
    X, y = load_diabetes(return_X_y=True)
    weights = np.where(np.arange(len(y)) < 200, 1.0, 1e-6)
    model = LearnedRounds(XGBRegressor(**SETTINGS), patience=10)
    assert not np.allclose(clone(model).fit(X, y, weights).predict(X), clone(model).fit(X, y).predict(X))


def test_what_is_set_aside_is_drawn_from_the_training_rows_alone(monkeypatch):
    """Whatever `fit` is not given, it cannot see: all it looks at are its own rows."""
    X, y = load_diabetes(return_X_y=True)
    seen = []
    fit = XGBRegressor.fit

    def watched(self, X, y, **options):
        seen.append((len(y), sum(len(part) for _, part in options.get("eval_set") or [])))
        return fit(self, X, y, **options)

    monkeypatch.setattr(XGBRegressor, "fit", watched)
    LearnedRounds(XGBRegressor(**SETTINGS)).fit(X[:300], y[:300])
    assert seen == [(240, 60), (300, 0)]


@pytest.mark.parametrize("task", ["binary", "multiclass", "regression"])
def test_configuration_stops_early(task):
    load = {"binary": load_breast_cancer, "multiclass": load_iris, "regression": load_diabetes}[task]
    X, y = load(return_X_y=True, as_frame=True)
    configuration = make_configuration("xgboost", n_estimators=200, early_stopping=True)
    pipeline = configuration.build(task).fit(X, y)
    model = pipeline[-1] if task == "regression" else pipeline[-1].estimator_
    assert isinstance(model, LearnedRounds)
    assert model.n_rounds_ < 200
    assert str(configuration.why_not(task=task, n_rows=50)) == "fewer than 100 rows for early stopping"
