"""AIC, BIC and EBIC of the linear and generalised linear candidates, fitted to the user's data.

Cross-validation compares any two models; these compare linear models on the rows they were fitted to, at the price of
one fit. They are for a penalised fit too, when parameters are counted by effective degrees of freedom.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.special import gammaln

from metaselect.data import Dataset
from metaselect.exceptions import ConfigurationError
from metaselect.facts import Fact
from metaselect.learners import Configuration
from metaselect.recommendation.recommendation import Recommendation

__all__ = ["InformationCriteria", "NoCriteria", "criteria_or_reasons", "information_criteria", "linear_candidates"]

# EBIC's gamma: 0 is BIC, 1 the strictest; Chen & Chen (2008) try 0, 0.5 and 1.
_GAMMA = 0.5
# Parameters beyond which the matrices for effective degrees of freedom become a burden.
_MOST_PARAMETERS = 3000

_NO_LIKELIHOOD = ("huber", "linear_svm", "linear_discriminant")
_LINEAR = ("ridge", "elastic_net", "bayesian_ridge", "logistic_regression", *_NO_LIKELIHOOD)


@dataclass(frozen=True)
class InformationCriteria:
    """What a linear model is worth on the rows it was fitted to; smaller is better.

    Attributes
    ----------
    configuration : Configuration
        The linear model.
    n_rows : int
        To which it was fitted.
    n_columns : int
        Of the matrix after encoding, the intercept not counted.
    log_likelihood : float
        At the penalised fit; of a Gaussian with the variance that fits best, or of the classes.
    effective_parameters : float
        Effective degrees of freedom of coefficients and intercept, and one for a variance.
    """

    configuration: Configuration
    n_rows: int
    n_columns: int
    log_likelihood: float
    effective_parameters: float

    @property
    def aic(self) -> float:
        """-2 log L + 2 k. Source: Akaike (1974), A new look at the statistical model identification."""
        return -2.0 * self.log_likelihood + 2.0 * self.effective_parameters

    @property
    def bic(self) -> float:
        """-2 log L + k log n. Source: Schwarz (1978), Estimating the dimension of a model."""
        return -2.0 * self.log_likelihood + self.effective_parameters * math.log(self.n_rows)

    @property
    def ebic(self) -> float:
        """BIC + 2 γ log of the number of ways to choose k of p columns, with γ = 0.5.

        Source: Chen & Chen (2008), Extended Bayesian information criteria for model selection with large model spaces.
        """
        chosen = min(self.effective_parameters, self.n_columns)
        ways = gammaln(self.n_columns + 1) - gammaln(chosen + 1) - gammaln(self.n_columns - chosen + 1)
        return self.bic + 2.0 * _GAMMA * float(ways)


@dataclass(frozen=True)
class NoCriteria(Fact):
    """Why a configuration has no information criteria; `str` of it says it.

    Attributes
    ----------
    learner : str
        Its base learner.
    obstacle : {"not linear", "no likelihood", "class weights", "steps that look at the target", "many parameters"}
        What stands in the way.
    details : mapping of str to object
        Numbers and names that the words need.
    """

    learner: str
    obstacle: str
    details: Mapping[str, Any] = field(default_factory=dict, hash=False)


def information_criteria(configuration: Configuration, dataset: Dataset, random_state: int = 0) -> InformationCriteria:
    """Return the criteria of a linear configuration after fitting it to all rows of `dataset`.

    Effective degrees of freedom are the trace of the matrix that maps the target to its fit (Hastie & Tibshirani
    1990, Generalized additive models): for ridge the sum of d²/(d² + alpha) over singular values d of the centered
    columns, for the elastic net the same over the columns kept (Zou, Hastie & Tibshirani 2007, On the degrees of
    freedom of the lasso), for logistic regression with the weights of the last step of iteratively reweighted least
    squares.

    Parameters
    ----------
    configuration : Configuration
        Of a linear base learner.
    dataset : Dataset
        All of its rows count.
    random_state : int
        Seeds the pipeline.

    Raises
    ------
    ConfigurationError
        If the model is not linear or has no likelihood, or if steps before it have looked at the target, so that
        their degrees of freedom are not known.

    Examples
    --------
    >>> from sklearn.datasets import load_diabetes
    >>> from metaselect.learners import make_configuration
    >>> diabetes = Dataset.from_arrays(*load_diabetes(return_X_y=True))
    >>> found = information_criteria(make_configuration("ridge", alpha=1e-4), diabetes)
    >>> round(found.effective_parameters, 2)  # ten coefficients, the intercept, the variance
    12.0
    """
    criteria, reason = _criteria_or_reason(configuration, dataset, random_state)
    if criteria is None:
        raise ConfigurationError(str(reason))
    return criteria


def _criteria_or_reason(
    configuration: Configuration, dataset: Dataset, random_state: int
) -> tuple[InformationCriteria | None, NoCriteria | None]:
    """Return the criteria, or why there are none; the other of the two is None."""
    if (reason := _obstacle_to(configuration)) is not None:
        return None, reason
    pipeline = configuration.build(dataset.task, random_state)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of convergence: what is judged is the fit as it is
        pipeline.fit(dataset.X, dataset.y)
    Z = np.asarray(pipeline[:-1].transform(dataset.X), dtype=float)  # (n_rows, n_columns)
    n_parameters = (Z.shape[1] + 1) * ((dataset.n_classes or 1) if (dataset.n_classes or 1) > 2 else 1)
    if n_parameters > _MOST_PARAMETERS:
        details = {"n_parameters": n_parameters, "most": _MOST_PARAMETERS}
        return None, NoCriteria(configuration.learner, "many parameters", details)
    if configuration.learner == "logistic_regression":
        log_likelihood, parameters = _of_classes(pipeline[-1], Z, dataset.codes)
    else:
        log_likelihood = _gaussian(dataset.y - pipeline.predict(dataset.X))
        parameters = _DEGREES_OF_FREEDOM[configuration.learner](pipeline[-1], Z) + 2.0  # intercept and variance
    return InformationCriteria(configuration, len(Z), Z.shape[1], log_likelihood, parameters), None


def linear_candidates(recommendation: Recommendation) -> list[Configuration]:
    """Return the linear configurations among the candidates, then the most promising one of each other linear learner.

    Those without a likelihood are among them: that they have none is worth knowing.
    """
    candidates = [c for c in recommendation.configurations if isinstance(c, Configuration) and c.learner in _LINEAR]
    others = [family.configuration for family in recommendation.explanation.families if family.learner in _LINEAR]
    return list(dict.fromkeys([*candidates, *others]))


def _obstacle_to(configuration: Configuration) -> NoCriteria | None:
    """Return what shows without a fit that there are no criteria; None where nothing does."""
    learner, chosen = configuration.learner, configuration.hyperparameters
    if learner not in _LINEAR:
        return NoCriteria(learner, "not linear", {"others": (*_DEGREES_OF_FREEDOM, "logistic_regression")})
    if learner in _NO_LIKELIHOOD:
        return NoCriteria(learner, "no likelihood")
    if chosen.get("class_weight") is not None:
        return NoCriteria(learner, "class weights")
    steps = {"encoding": "target", "reduction": "selection"}
    looked = {name: value for name, value in steps.items() if chosen.get(name) == value}
    return NoCriteria(learner, "steps that look at the target", {"steps": looked}) if looked else None


def _gaussian(residuals: np.ndarray) -> float:
    """Return the log-likelihood of residuals under a Gaussian with the variance that makes it greatest."""
    variance = max(float(np.mean(residuals**2)), 1e-300)
    return -0.5 * len(residuals) * (math.log(2.0 * math.pi * variance) + 1.0)


def _shrunk(Z: np.ndarray, penalty: float) -> float:
    """Return the sum of d²/(d² + penalty) over the singular values of the centered columns."""
    centered = Z - Z.mean(axis=0)
    squares = np.maximum(np.linalg.eigvalsh(centered.T @ centered), 0.0)
    squares = squares[squares > 1e-10 * max(squares.max(initial=0.0), 1e-300)]
    return float((squares / (squares + penalty)).sum())


def _of_elastic_net(model, Z: np.ndarray) -> float:
    net = model.regressor_  # fitted to a standardised target, which changes no degree of freedom
    kept = Z[:, net.coef_ != 0]
    return _shrunk(kept, len(Z) * net.alpha * (1.0 - net.l1_ratio)) if kept.shape[1] else 0.0


# Of the coefficients, the intercept not counted.
_DEGREES_OF_FREEDOM = {
    "ridge": lambda model, Z: _shrunk(Z, model.alpha),
    "elastic_net": _of_elastic_net,
    "bayesian_ridge": lambda model, Z: _shrunk(Z, model.regressor_.lambda_ / model.regressor_.alpha_),
}


def _of_classes(model, Z: np.ndarray, codes: np.ndarray) -> tuple[float, float]:
    """Return log-likelihood and effective parameters of a logistic regression, of two classes or more."""
    probabilities = np.clip(model.predict_proba(Z), 1e-15, 1.0)  # (n_rows, n_classes)
    log_likelihood = float(np.log(probabilities[np.arange(len(codes)), codes]).sum())
    with_intercept = np.column_stack([np.ones(len(Z)), Z])
    penalty = np.r_[0.0, np.full(Z.shape[1], 1.0 / model.C)]
    n_classes = probabilities.shape[1]
    if n_classes == 2:
        weights = probabilities[:, 0] * probabilities[:, 1]
        information = with_intercept.T @ (weights[:, None] * with_intercept)
    else:
        # A coefficient per class and column; the penalty makes that they sum to 0 over the classes.
        information = np.block(
            [
                [
                    with_intercept.T @ ((p * ((j == k) - q))[:, None] * with_intercept)
                    for k, q in enumerate(probabilities.T)
                ]
                for j, p in enumerate(probabilities.T)
            ]
        )
        penalty = np.tile(penalty, n_classes)
    shrunk = np.linalg.pinv(information + np.diag(penalty), hermitian=True)
    return log_likelihood, float(np.trace(shrunk @ information))


def criteria_or_reasons(
    configurations: Sequence[Configuration], dataset: Dataset, random_state: int = 0
) -> tuple[list[InformationCriteria], list[NoCriteria]]:
    """Return the criteria of those that have them, the least AIC first, and why the others have none, each reason once.

    Parameters
    ----------
    configurations : sequence of Configuration
        Linear or not.
    dataset : Dataset
        All of its rows count.
    random_state : int
        Seeds the pipelines.
    """
    both = [_criteria_or_reason(configuration, dataset, random_state) for configuration in configurations]
    found = [criteria for criteria, _ in both if criteria is not None]
    reasons = [reason for _, reason in both if reason is not None]
    return sorted(found, key=lambda criteria: criteria.aic), list(dict.fromkeys(reasons))
