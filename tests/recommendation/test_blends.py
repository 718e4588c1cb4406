"""Blends that are advised: what a knowledge base says of "the mean of the first so many that are advised"."""

import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_breast_cancer, load_diabetes

from metaselect import MetaSelectClassifier, MetaSelectRegressor, recommend
from metaselect.cli import main
from metaselect.data import Dataset
from metaselect.evaluation import evaluate
from metaselect.exceptions import ConfigurationError, KnowledgeBaseError
from metaselect.knowledge import load_knowledge_base, save_knowledge_base
from metaselect.learners import BLEND, Blend, Configuration, blend_rule, make_configuration

WEIGHTS = (3, 2)


def with_blends(knowledge_base, advantage):
    """Blends of two whose scores are above the best single one by `advantage` of what it lacks to perfection."""
    rule, known = blend_rule(WEIGHTS, "median"), knowledge_base.evaluations
    scores = known.drop(columns=["dataset", "configuration", "status", "error", "resampling"], errors="ignore")
    best = known[known["status"] == "ok"].groupby("dataset")[list(scores)].max()
    for metric in [name for name in best if name not in ("n_train_rows", "n_test_rows") and "seconds" not in name]:
        perfect = 0.0 if metric.startswith("neg_") else 1.0
        best[metric] += advantage * (perfect - best[metric])
    plans = known[known["status"] == "ok"].groupby("dataset")["resampling"].first()
    rows = best.reset_index().assign(configuration=rule.id, status="ok", resampling=plans.to_numpy())
    return replace(
        knowledge_base,
        evaluations=pd.concat([known, rows], ignore_index=True),
        configurations={**knowledge_base.configurations, rule.id: rule},
    )


@pytest.fixture(scope="module")
def blending(tiny_knowledge_base):
    return with_blends(tiny_knowledge_base, 0.2)


@pytest.fixture(scope="module")
def cancer():
    X, y = load_breast_cancer(return_X_y=True, as_frame=True)
    return X.iloc[:200, :6], y.iloc[:200]


def ask(data, knowledge_base, **options):
    return recommend(*data, knowledge_base=knowledge_base, meta_learner="nearest", **options)


def test_blend_that_did_best_comes_first_and_is_of_what_is_advised_without_it(cancer, blending):
    recommendation = ask(cancer, blending)
    singles = ask(cancer, blending, single=True)
    blend = recommendation.best.configuration
    assert isinstance(blend, Blend)
    assert blend.weights == WEIGHTS
    assert blend.members == singles.configurations[:2]
    assert recommendation.explanation.of == singles.configurations[:2]


def test_blend_that_did_worst_is_not_first(cancer, tiny_knowledge_base):
    recommendation = ask(cancer, with_blends(tiny_knowledge_base, -2.0))
    assert not isinstance(recommendation.best.configuration, Blend)


def test_single_models_alone_where_these_are_asked_for(cancer, blending):
    for options in ({"single": True}, {"exclude": BLEND}):
        recommendation = ask(cancer, blending, top=10, **options)
        assert all(isinstance(configuration, Configuration) for configuration in recommendation.configurations)


def test_members_are_among_what_may_be_recommended(cancer, blending):
    excluded = ask(cancer, blending, single=True).best.configuration.learner
    blend = ask(cancer, blending, exclude=excluded).best.configuration
    assert isinstance(blend, Blend)
    assert excluded not in {member.learner for member in blend.members}


def test_nothing_is_blended_where_too_little_is_left(cancer, blending):
    first, *others = ask(cancer, blending, single=True, top=10).configurations
    recommendation = ask(cancer, blending, exclude=[configuration.id for configuration in others])
    assert recommendation.configurations == (first,)


def test_costs_are_those_of_all_members(cancer, blending):
    recommendation = ask(cancer, blending, top=10)
    of = {candidate.configuration: candidate for candidate in recommendation}
    members = [of[member] for member in recommendation.best.configuration.members if member in of]
    assert len(members) == len(WEIGHTS)
    assert recommendation.best.fit_seconds == pytest.approx(sum(member.fit_seconds for member in members))
    assert recommendation.best.predict_seconds == pytest.approx(sum(member.predict_seconds for member in members))


def test_blend_is_built_and_evaluated_like_any_candidate(cancer, blending):
    best = ask(cancer, blending).best
    assert best.build().fit(*cancer).score(*cancer) > 0.8
    assert evaluate(best.configuration, Dataset.from_arrays(*cancer, name="cancer")).status == "ok"


def test_answers_say_what_is_blended(cancer, blending):
    recommendation = ask(cancer, blending)
    blend = recommendation.best.configuration
    assert f"weighted median of {blend.names[0]} (3), {blend.names[1]} (2)" in " ".join(str(recommendation).split())
    assert "Why a blend: 2 models" in str(recommendation)
    first = json.loads(recommendation.to_json())["candidates"][0]
    assert first["learner"] == BLEND
    assert [(member["configuration"], member["weight"]) for member in first["members"]] == [
        (blend.members[0].id, 3),
        (blend.members[1].id, 2),
    ]
    assert repr(recommendation).splitlines()[2].split()[1] == BLEND
    assert recommendation.to_frame().loc[1, "hyperparameters"] == dict(zip(blend.names, WEIGHTS, strict=True))


@pytest.mark.parametrize("load", [load_breast_cancer, load_diabetes])
def test_script_predicts_as_the_blend_does(load, blending, tmp_path):
    table = load(as_frame=True).frame.iloc[:150]
    table.to_csv(tmp_path / "table.csv", index=False)
    folder = str(save_knowledge_base(blending, tmp_path / "knowledge"))
    command = ["recommend", str(tmp_path / "table.csv"), "--target", "target", "--knowledge-base", folder]
    recommendation = recommend(str(tmp_path / "table.csv"), "target", knowledge_base=load_knowledge_base(folder))
    assert isinstance(recommendation.best.configuration, Blend)
    (tmp_path / "model.py").write_text(recommendation.code(), encoding="utf-8")
    run = [sys.executable, "model.py", "table.csv"]
    said = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    predicted = pd.Series(said.split()[1:]).astype(float).to_numpy()
    X, y = table.drop(columns="target"), table["target"]
    np.testing.assert_allclose(predicted, recommendation.best.build().fit(X, y).predict(X), rtol=1e-9)
    assert main([*command, "--single", "--json"]) == 0


@pytest.mark.parametrize(
    ("estimator", "load"), [(MetaSelectClassifier, load_breast_cancer), (MetaSelectRegressor, load_diabetes)]
)
def test_estimators_fit_the_blend(estimator, load, blending):
    X, y = load(return_X_y=True)
    X, y = X[:150, :5], y[:150]
    weights = np.linspace(0.5, 1.5, len(y))
    model = estimator(knowledge_base=blending, meta_learner="nearest", n_jobs=2).fit(X, y, sample_weight=weights)
    assert isinstance(model.recommendation_.best.configuration, Blend)
    assert model.predict(X).shape == y.shape
    for wanted in ("feature_importances_", "coef_"):
        with pytest.raises(AttributeError, match=f"{wanted}: the model is a blend of several; single=True"):
            getattr(model, wanted)
    alone = estimator(knowledge_base=blending, meta_learner="nearest", single=True).fit(X, y)
    assert isinstance(alone.recommendation_.best.configuration, Configuration)


def test_threads_are_given_to_the_learners_alone(blending):
    X, y = load_breast_cancer(return_X_y=True, as_frame=True)
    members = tuple(map(make_configuration, ("xgboost", "random_forest")))
    model = MetaSelectClassifier(knowledge_base=blending, n_jobs=2)
    candidate = replace(ask((X[:60], y[:60]), blending).best, configuration=Blend(members, (1, 1)))
    fitted = model._fit_candidate(candidate, X[:60], y[:60], {})
    threads = {name for name, value in fitted.get_params().items() if name.endswith("n_jobs") and value == 2}
    assert threads == {"model__xgboost__model__estimator__n_jobs", "model__random_forest__model__n_jobs"}


def test_knowledge_of_impossible_blends_is_refused(blending, tmp_path):
    rule = Configuration(BLEND, {"members": "advised", "weights": [1, -1]})
    wrong = replace(blending, configurations={**blending.configurations, rule.id: rule})
    with pytest.raises(KnowledgeBaseError, match="weights of a blend"):
        save_knowledge_base(wrong, tmp_path)


def test_examples_are_of_single_models_unless_blends_are_asked_for(tiny_knowledge_base, blending):
    before, singles, both = (
        knowledge.meta_examples("binary", blends=blends)
        for knowledge, blends in ((tiny_knowledge_base, False), (blending, False), (blending, True))
    )
    assert singles.configurations == before.configurations
    np.testing.assert_array_equal(singles.R, before.R)
    assert both.configurations == (*before.configurations, blend_rule(WEIGHTS, "median").id)
    assert np.nanmean(both.R[:, -1]) < np.nanmean(both.R[:, :-1], axis=0).min()


def test_blend_is_no_learner_of_its_own():
    with pytest.raises(ConfigurationError, match="no base learner 'blend'"):
        blend_rule(WEIGHTS).build("binary")


def test_quadratic_discriminant_is_no_member_where_a_class_has_no_more_rows_than_columns(tiny_knowledge_base):
    rng = np.random.default_rng(0)
    y = np.repeat(["a", "b", "c"], [50, 50, 4])
    X = pd.DataFrame(rng.normal(size=(len(y), 6)) + (y == "b")[:, None], columns=list("uvwxyz"))
    quadratic = make_configuration("quadratic_discriminant")
    known = tiny_knowledge_base.evaluations
    task = known["dataset"].map(tiny_knowledge_base.datasets["task"])
    rows = known[(task == "multiclass") & (known["status"] == "ok")].drop_duplicates("dataset")
    knowing = replace(
        tiny_knowledge_base,
        evaluations=pd.concat([known, rows.assign(configuration=quadratic.id)], ignore_index=True),
        configurations={**tiny_knowledge_base.configurations, quadratic.id: quadratic},
    )
    few = ask((X, y), knowing, top=20)
    many = ask((X.iloc[:, :3], y), knowing, top=20)
    assert "quadratic_discriminant" not in {configuration.learner for configuration in few.configurations}
    assert "quadratic_discriminant" in {configuration.learner for configuration in many.configurations}
    few.best.build().fit(X, y)
