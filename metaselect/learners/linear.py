"""Linear models; splines make them additive.

Lasso is `elastic_net` with `l1_ratio=1.0`; a spline basis makes any of them a generalised additive model.
"""

from __future__ import annotations

from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import TransformedTargetRegressor
from sklearn.linear_model import BayesianRidge, ElasticNet, HuberRegressor, LogisticRegression, Ridge
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC, LinearSVR

from metaselect.data import is_classification
from metaselect.learners._registry import learner
from metaselect.learners.preprocessing import BASIS
from metaselect.learners.shared_choices import CLASS_WEIGHT
from metaselect.learners.space import Float, LogFloat


@learner(
    tasks={"classification"},
    space={"C": LogFloat(1e-4, 1e4, default=1.0), "class_weight": CLASS_WEIGHT},
    preprocessing=BASIS,
    variants=[
        {"C": 0.02},
        {"basis": "splines", "C": 0.1},
        {"C": 30.0},
        {"scaling": "quantile", "encoding": "target"},
        {"class_weight": "balanced", "C": 0.1},
    ],
    cost="low",
)
def logistic_regression(*, C, random_state, class_weight=None):
    """L2-regularised logistic regression."""
    return LogisticRegression(C=C, class_weight=class_weight, max_iter=500, random_state=random_state)


@learner(
    tasks={"classification", "regression"},
    space={"C": LogFloat(1e-4, 100.0, default=1.0), "class_weight": CLASS_WEIGHT},
    preprocessing=BASIS,
    variants=[
        {"C": 0.01},
        {"basis": "splines", "C": 0.1},
        {"C": 0.1, "scaling": "quantile", "encoding": "target"},
        {"class_weight": "balanced", "C": 0.1},
    ],
    min_rows=15,
    min_class_rows=5,
    cost="low",
)
def linear_svm(*, task, C, random_state, class_weight=None):
    """Linear support vector machine; probabilities by Platt's sigmoid, cross-fitted; a standardised target."""
    if is_classification(task):
        machine = LinearSVC(C=C, class_weight=class_weight, max_iter=2000, random_state=random_state)
        return CalibratedClassifierCV(machine, cv=3, ensemble=False)
    machine = LinearSVR(C=C, epsilon=0.1, max_iter=2000, random_state=random_state)
    return TransformedTargetRegressor(machine, transformer=StandardScaler())


@learner(
    tasks={"regression"},
    space={"alpha": LogFloat(1e-4, 1e4, default=1.0)},
    preprocessing=BASIS,
    variants=[
        {"alpha": 30.0},
        {"basis": "splines", "alpha": 1.0},
        {"alpha": 1000.0},
        {"basis": "splines", "alpha": 30.0, "encoding": "target"},
    ],
    cost="low",
)
def ridge(*, alpha):
    """L2-regularised least squares."""
    return Ridge(alpha=alpha)


@learner(
    tasks={"regression"},
    space={"alpha": LogFloat(1e-4, 1.0, default=0.01), "l1_ratio": Float(0.05, 1.0, default=0.5)},
    preprocessing=BASIS,
    variants=[
        {"alpha": 0.1},
        {"basis": "splines", "alpha": 0.003, "l1_ratio": 0.9},
        {"alpha": 0.03, "l1_ratio": 1.0},
        {"alpha": 0.001, "scaling": "quantile"},
    ],
    cost="low",
)
def elastic_net(*, alpha, l1_ratio, random_state):
    """Least squares with L1 and L2 penalties, on a standardised target so that `alpha` means the same everywhere."""
    model = ElasticNet(alpha=alpha, l1_ratio=l1_ratio, max_iter=2000, random_state=random_state)
    return TransformedTargetRegressor(model, transformer=StandardScaler())


@learner(
    tasks={"regression"},
    space={"lambda_init": LogFloat(1e-3, 1e3, default=1.0)},
    preprocessing=BASIS,
    variants=[
        {"basis": "splines"},
        {"scaling": "quantile"},
        {"basis": "splines", "encoding": "target"},
        {"reduction": "pca", "pca_variance": 0.9},
    ],
    cost="low",
)
def bayesian_ridge(*, lambda_init):
    """Least squares whose L2 penalty follows from the evidence, from `lambda_init` on."""
    return TransformedTargetRegressor(BayesianRidge(lambda_init=lambda_init), transformer=StandardScaler())


@learner(
    tasks={"regression"},
    space={"epsilon": Float(1.05, 3.0, default=1.35), "alpha": LogFloat(1e-5, 1e3, default=1e-3)},
    preprocessing=BASIS,
    variants=[
        {"epsilon": 1.1, "alpha": 1.0},
        {"basis": "splines", "alpha": 0.1},
        {"scaling": "quantile", "alpha": 0.1},
        {"alpha": 30.0},
    ],
    cost="low",
)
def huber(*, epsilon, alpha):
    """Huber's robust regression: beyond `epsilon` robust standard deviations, errors count by their size alone."""
    model = HuberRegressor(epsilon=epsilon, alpha=alpha, max_iter=300)
    return TransformedTargetRegressor(model, transformer=StandardScaler())
