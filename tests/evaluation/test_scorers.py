import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris
from sklearn.metrics import average_precision_score, make_scorer, mean_pinball_loss, top_k_accuracy_score
from sklearn.model_selection import cross_val_score

from metaselect import Dataset, evaluate
from metaselect.evaluation import find_scores, measures_for, metrics_for
from metaselect.exceptions import ConfigurationError
from metaselect.learners import make_configuration

CASES = {
    "binary": (load_breast_cancer, make_configuration("linear_discriminant")),
    "multiclass": (load_iris, make_configuration("linear_discriminant")),
    "regression": (load_diabetes, make_configuration("ridge")),
}


@pytest.fixture(scope="module", params=CASES)
def case(request):
    load, configuration = CASES[request.param]
    X, y = load(return_X_y=True, as_frame=True)
    order = np.random.default_rng(0).permutation(len(y))
    dataset = Dataset.from_arrays(X.iloc[order], y.iloc[order], name=load.__name__)
    half = len(y) // 2
    folds = [(np.arange(half), np.arange(half, len(y))), (np.arange(half, len(y)), np.arange(half))]
    return dataset, configuration, folds


def test_scores_are_those_of_scikit_learn(case):
    dataset, configuration, folds = case
    known = {measure.name for measure in measures_for(dataset.task)}
    metrics = [name for name in metrics_for(dataset.task) if name not in known]
    evaluation = evaluate(configuration, dataset, metrics=metrics, cv=folds)
    assert evaluation.status == "ok", evaluation.error
    pipeline, differ = configuration.build(dataset.task), []
    for name in metrics:
        scoring = name
        if name == "average_precision":  # scikit-learn prefers a decision function, which need not rank rows alike
            scoring = make_scorer(average_precision_score, response_method="predict_proba")
        expected = cross_val_score(pipeline, dataset.X, dataset.codes, scoring=scoring, cv=folds)
        if not np.allclose(evaluation.fold_scores[name], expected, atol=1e-6, equal_nan=True):
            differ.append((name, evaluation.fold_scores[name], expected))
    assert not differ


def test_callable_scorers_and_functions_score_as_they_say(case):
    dataset, configuration, folds = case
    if dataset.task == "regression":
        metric = make_scorer(mean_pinball_loss, alpha=0.1, greater_is_better=False)
    else:
        metric = make_scorer(top_k_accuracy_score, k=1, response_method="predict_proba")
    if dataset.task == "multiclass":

        def metric(y, predicted):
            return float(np.mean(y == predicted))

        expected = cross_val_score(configuration.build(dataset.task), dataset.X, dataset.codes, cv=folds)
    else:
        expected = cross_val_score(
            configuration.build(dataset.task), dataset.X, dataset.codes, scoring=metric, cv=folds
        )
    evaluation = evaluate(configuration, dataset, metrics=[metric], cv=folds)
    [(name, scores)] = evaluation.fold_scores.items()
    assert name in ("mean_pinball_loss", "top_k_accuracy_score", "metric")
    np.testing.assert_allclose(scores, expected, atol=1e-6)


def test_a_scorer_that_takes_an_estimator_is_given_one():
    def hits(estimator, X, y):
        return int((estimator.predict(X) == y).sum())

    probabilities = np.array([[0.9, 0.1], [0.6, 0.4], [0.2, 0.8]])
    assert find_scores(hits, "binary").score(np.array([0, 1, 1]), probabilities) == 2


def test_known_metrics_are_our_own_and_wrong_names_are_an_error():
    assert find_scores("accuracy", "binary") is measures_for("binary")[2]
    with pytest.raises(ConfigurationError, match="did you mean 'average_precision'"):
        find_scores("average_precison", "binary")
