"""Against numbers computed by hand: ordinary least squares, unpenalised maximum likelihood, and their limits."""

import math

import numpy as np
import pytest
from scipy.optimize import minimize

from metaselect.data import Dataset
from metaselect.exceptions import ConfigurationError
from metaselect.learners import make_configuration
from metaselect.recommendation import Recommender
from metaselect.recommendation.information_criteria import (
    criteria_or_reasons,
    information_criteria,
    linear_candidates,
)


def numbers(n_rows=120, n_columns=4, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n_rows, n_columns))
    return X, 1.0 + X @ np.arange(n_columns) + rng.normal(size=n_rows)


def standardized(X):
    return (X - X.mean(axis=0)) / X.std(axis=0)


def test_without_a_penalty_they_are_those_of_ordinary_least_squares():
    X, y = numbers()
    n, p = X.shape
    design = np.column_stack([np.ones(n), X])
    residuals = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
    log_likelihood = -n / 2 * (np.log(2 * np.pi * (residuals @ residuals) / n) + 1)
    k = p + 2
    found = information_criteria(make_configuration("ridge", alpha=1e-4), Dataset.from_arrays(X, y))
    assert found.log_likelihood == pytest.approx(log_likelihood, rel=1e-6)
    assert found.effective_parameters == pytest.approx(k, abs=1e-4)
    assert found.aic == pytest.approx(-2 * log_likelihood + 2 * k, rel=1e-6)
    assert found.bic == pytest.approx(-2 * log_likelihood + k * np.log(n), rel=1e-6)


def test_effective_parameters_of_ridge_are_the_trace_of_the_hat_matrix():
    X, y = numbers()
    design = np.column_stack([np.ones(len(X)), standardized(X)])
    penalty = np.diag([0.0, *[30.0] * X.shape[1]])
    hat = design @ np.linalg.solve(design.T @ design + penalty, design.T)
    found = information_criteria(make_configuration("ridge", alpha=30.0), Dataset.from_arrays(X, y))
    assert found.effective_parameters == pytest.approx(np.trace(hat) + 1)
    residuals = y - hat @ y
    assert found.log_likelihood == pytest.approx(-len(y) / 2 * (np.log(2 * np.pi * np.mean(residuals**2)) + 1))


def test_of_the_lasso_the_columns_kept_are_counted():
    X, y = numbers(n_columns=8)
    y = y - X[:, 3:] @ np.arange(3, 8)  # only columns 1 and 2 matter
    found = information_criteria(make_configuration("elastic_net", alpha=0.1, l1_ratio=1.0), Dataset.from_arrays(X, y))
    pipeline = make_configuration("elastic_net", alpha=0.1, l1_ratio=1.0).build("regression")
    n_kept = np.sum(pipeline.fit(Dataset.from_arrays(X, y).X, y)[-1].regressor_.coef_ != 0)
    assert 1 <= n_kept < 8
    assert found.effective_parameters == pytest.approx(n_kept + 2)


def test_bayesian_ridge_counts_between_none_and_all():
    X, y = numbers()
    found = information_criteria(make_configuration("bayesian_ridge"), Dataset.from_arrays(X, y))
    assert 2.0 < found.effective_parameters < X.shape[1] + 2


def test_unpenalized_logistic_regression_is_maximum_likelihood():
    X, y = numbers(n_rows=200, n_columns=2)
    labels = np.where(y + np.random.default_rng(1).logistic(size=200) * 2 > 1, "yes", "no")
    design = np.column_stack([np.ones(200), standardized(X)])
    sign = np.where(labels == "yes", 1.0, -1.0)
    best = minimize(lambda b: np.logaddexp(0, -sign * (design @ b)).sum(), np.zeros(3))
    found = information_criteria(make_configuration("logistic_regression", C=1e4), Dataset.from_arrays(X, labels))
    assert found.log_likelihood == pytest.approx(-best.fun, rel=1e-4)
    assert found.effective_parameters == pytest.approx(3, abs=0.01)
    assert found.aic == pytest.approx(2 * best.fun + 6, rel=1e-3)


def test_of_k_classes_k_minus_one_are_free():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(300, 2))
    labels = (X + rng.normal(size=(300, 2)) * 2)[:, :1] @ [[1.0, 0.0, -1.0]] + rng.gumbel(size=(300, 3))
    dataset = Dataset.from_arrays(X, np.array(["a", "b", "c"])[labels.argmax(axis=1)])
    found = information_criteria(make_configuration("logistic_regression", C=1e4), dataset)
    assert found.effective_parameters == pytest.approx(2 * 3, abs=0.05)


def test_a_stronger_penalty_leaves_fewer_parameters():
    X, y = numbers()
    dataset = Dataset.from_arrays(X, y > 0)
    counts = [
        information_criteria(make_configuration("logistic_regression", C=C), dataset).effective_parameters
        for C in (1e-3, 0.1, 10.0)
    ]
    assert counts == sorted(counts)
    assert 1.0 <= counts[0] < counts[-1] < 5.0


def test_ebic_adds_the_logarithm_of_the_number_of_models():
    X, y = numbers()
    found = information_criteria(make_configuration("ridge", alpha=1000.0), Dataset.from_arrays(X, y))
    k, p = found.effective_parameters, found.n_columns
    ways = math.gamma(p + 1) / math.gamma(k + 1) / math.gamma(p - k + 1)
    assert found.ebic == pytest.approx(found.bic + math.log(ways))


def test_columns_that_say_nothing_raise_every_criterion():
    X, y = numbers(n_columns=3)
    noise = np.random.default_rng(5).normal(size=(120, 20))
    few, many = (
        information_criteria(make_configuration("ridge", alpha=1e-4), Dataset.from_arrays(columns, y))
        for columns in (X, np.hstack([X, noise]))
    )
    assert many.log_likelihood > few.log_likelihood
    assert many.bic > few.bic
    assert many.ebic > few.ebic


@pytest.mark.parametrize(
    ("configuration", "why"),
    [
        (make_configuration("decision_tree"), "no linear model"),
        (make_configuration("huber"), "no likelihood"),
        (make_configuration("ridge", encoding="target"), "looks at the target"),
        (make_configuration("ridge", reduction="selection"), "looks at the target"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_where_there_is_none_the_reason_is_said(configuration, why):
    dataset = Dataset.from_arrays(*numbers())
    with pytest.raises(ConfigurationError, match=why):
        information_criteria(configuration, dataset)
    found, (reason,) = criteria_or_reasons([configuration, configuration], dataset)
    assert found == []
    assert reason.learner == configuration.learner
    assert why in str(reason)


def test_class_weights_have_no_likelihood():
    X, y = numbers()
    with pytest.raises(ConfigurationError, match="class weights"):
        information_criteria(
            make_configuration("logistic_regression", class_weight="balanced"), Dataset.from_arrays(X, y > 0)
        )


def test_text_and_gaps_are_no_obstacle(dataset_with_missing):
    found = information_criteria(make_configuration("logistic_regression"), dataset_with_missing)
    assert np.isfinite([found.aic, found.bic, found.ebic]).all()


def test_linear_candidates_are_the_recommended_ones_first(tiny_knowledge_base, dataset_with_missing):
    recommendation = Recommender().fit(tiny_knowledge_base, "binary").recommend(dataset_with_missing, n=2)
    learners = [configuration.learner for configuration in linear_candidates(recommendation)]
    assert set(learners) == {"logistic_regression", "linear_discriminant"}
    recommended = [c.learner for c in recommendation.configurations if c.learner in learners]
    assert learners[: len(recommended)] == recommended
