from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.datasets import load_breast_cancer, load_diabetes, load_wine

from metaselect.exceptions import ConfigurationError
from metaselect.learners import (
    Blend,
    Configuration,
    blend_rule,
    center_of_rule,
    is_blend_rule,
    make_configuration,
    weighted_median,
    weights_of_rule,
)


def of(*learners, weights=None):
    members = tuple(make_configuration(learner) for learner in learners)
    return Blend(members, weights or (1,) * len(members))


def test_probabilities_are_the_weighted_mean_of_those_of_the_members_alone():
    X, y = load_wine(return_X_y=True, as_frame=True)
    names = np.array(["sour", "dry", "sweet"])[y]  # xgboost wants numbers, which the blend gives it
    blend = of("linear_discriminant", "xgboost", "decision_tree", weights=(3, 2, 1))
    pipeline = blend.build("multiclass", 7).fit(X, names)
    alone = [member.build("multiclass", 7).fit(X, names).predict_proba(X) for member in blend.members]
    np.testing.assert_allclose(pipeline.predict_proba(X), np.average(alone, axis=0, weights=(3, 2, 1)))
    assert pipeline.classes_.tolist() == ["dry", "sour", "sweet"]
    assert set(pipeline.predict(X)) <= set(names)


def test_numbers_are_the_weighted_mean_of_those_of_the_members_alone():
    X, y = load_diabetes(return_X_y=True, as_frame=True)
    blend = of("ridge", "k_nearest_neighbors", weights=(1, 3))
    pipeline = blend.build("regression", 7).fit(X, y)
    alone = [member.build("regression", 7).fit(X, y).predict(X) for member in blend.members]
    np.testing.assert_allclose(pipeline.predict(X), np.average(alone, axis=0, weights=(1, 3)))


def test_median_is_moved_little_by_a_member_that_is_far_off():
    X, y = load_diabetes(return_X_y=True, as_frame=True)
    members = tuple(map(make_configuration, ("ridge", "k_nearest_neighbors", "decision_tree")))
    pipeline = Blend(members, (2, 1, 1), "median").build("regression", 7).fit(X, y)
    alone = np.column_stack([member.build("regression", 7).fit(X, y).predict(X) for member in members])
    np.testing.assert_allclose(pipeline.predict(X), np.median(alone[:, [0, 0, 1, 2]], axis=1))
    assert clone(pipeline)[-1].weights == [2, 1, 1]


def test_median_is_of_the_members_that_are_left_with_their_own_weights():
    X, y = load_diabetes(return_X_y=True, as_frame=True)
    members = tuple(map(make_configuration, ("ridge", "decision_tree", "linear_svm")))
    pipeline = Blend(members, (1, 1, 3), "median").build("regression")
    left = Blend(members[1:], (1, 3), "median").build("regression").fit(X, y)
    pipeline.set_params(model__ridge="drop", model__weights=np.array([1, 1, 3])).fit(X, y)
    np.testing.assert_allclose(pipeline.predict(X), left.predict(X))


def test_weighted_median_is_that_of_repeated_values():
    rng = np.random.default_rng(0)
    for _ in range(50):
        values, weights = rng.normal(size=(20, 5)), rng.integers(1, 5, 5)
        expected = np.median(np.repeat(values, weights, axis=1), axis=1)
        np.testing.assert_allclose(weighted_median(values, weights), expected)


def test_members_of_one_learner_have_names_of_their_own():
    members = (make_configuration("ridge"), make_configuration("ridge", alpha=10.0), make_configuration("huber"))
    blend = Blend(members, (1, 1, 1))
    assert blend.names == ("ridge", "ridge_2", "huber")
    pipeline = clone(blend.build("regression"))
    assert "model__ridge_2__model__alpha" in pipeline.get_params() or "model__ridge_2__model" in pipeline.get_params()


def test_weights_of_rows_reach_every_member():
    X, y = load_breast_cancer(return_X_y=True, as_frame=True)
    X, y = X.iloc[:120, :4], y.iloc[:120]
    weights = np.where(np.arange(120) < 60, 1.0, 0.0)
    blend = of("decision_tree", "logistic_regression")
    weighted = blend.build("binary").fit(X, y, model__sample_weight=weights)
    first_half = [
        member.build("binary").fit(X, y, model__sample_weight=weights).predict_proba(X) for member in blend.members
    ]
    np.testing.assert_allclose(weighted.predict_proba(X), np.mean(first_half, axis=0))
    assert not np.allclose(weighted.predict_proba(X), blend.build("binary").fit(X, y).predict_proba(X))


@pytest.mark.parametrize(("task", "learner"), [("binary", "k_nearest_neighbors"), ("regression", "gaussian_process")])
def test_member_that_takes_no_weights_of_rows_is_named(task, learner):
    X, y = load_breast_cancer(return_X_y=True, as_frame=True)
    with pytest.raises(TypeError, match="of the blend takes no weights of rows"):
        of("decision_tree", learner).build(task).fit(X[:60], y[:60], model__sample_weight=np.ones(60))


def test_raw_table_with_gaps_and_text_is_fitted_as_it_is():
    X = pd.DataFrame({"number": [1.0, np.nan, 3.0, 4.0] * 10, "word": ["a", "b", None, "a"] * 10})
    y = ["yes", "no"] * 20
    assert of("random_forest", "gaussian_naive_bayes").build("binary").fit(X, y).predict(X.iloc[:3]).shape == (3,)


def test_id_depends_on_members_and_weights_alone():
    assert of("ridge", "huber").id == of("ridge", "huber").id
    others = [
        of("huber", "ridge"),
        of("ridge", "huber", weights=(2, 1)),
        replace(of("ridge", "huber"), center="median"),
    ]
    assert len({blend.id for blend in [of("ridge", "huber"), *others]}) == 4


def test_what_is_no_blend_is_refused():
    ridge, huber = make_configuration("ridge"), make_configuration("huber")
    for members, weights in [
        ((ridge,), (1,)),
        ((ridge, ridge), (1, 1)),
        ((ridge, huber), (1,)),
        ((ridge, huber), (1, 0)),
    ]:
        with pytest.raises(ConfigurationError, match="blend"):
            Blend(members, weights)
    with pytest.raises(ConfigurationError, match="center of a blend"):
        Blend((ridge, huber), (1, 1), "mode")


def test_blend_cannot_be_tried_where_a_member_cannot():
    blend = of("ridge", "gaussian_process")
    assert blend.why_not(task="regression", n_rows=100) is None
    assert str(blend.why_not(task="regression", n_rows=100_000)) == "more than 600 rows"


def test_rule_is_told_from_models_and_checked():
    rule = blend_rule([3, 2])
    assert is_blend_rule(rule)
    assert not is_blend_rule(make_configuration("ridge"))
    assert weights_of_rule(rule) == (3, 2)
    for weights in ([], [1], "32", [1, -1], [1.5, 1], None, [1] * 50):
        with pytest.raises(ConfigurationError, match="weights of a blend"):
            weights_of_rule(Configuration("blend", {"members": "advised", "weights": weights}))
    assert (center_of_rule(rule), center_of_rule(blend_rule([3, 2], "median"))) == ("mean", "median")
    for center in (None, "mode", ["mean"]):
        with pytest.raises(ConfigurationError, match="center of a blend"):
            center_of_rule(Configuration("blend", {"members": "advised", "weights": [1, 1], "center": center}))
