"""Linear models; splines make them additive."""

from __future__ import annotations

from sklearn.compose import TransformedTargetRegressor
from sklearn.linear_model import ElasticNet, LogisticRegression, Ridge
from sklearn.preprocessing import StandardScaler

from metaselect.learners._registry import learner
from metaselect.learners.preprocessing import BASIS
from metaselect.learners.space import Float, LogFloat


@learner(
    tasks={"classification"},
    space={"C": LogFloat(1e-4, 1e4, default=1.0)},
    preprocessing=BASIS,
    variants=[{"C": 0.02}, {"basis": "splines", "C": 0.1}, {"C": 30.0}, {"scaling": "quantile", "encoding": "target"}],
)
def logistic_regression(*, C, random_state):
    """L2-regularised logistic regression."""
    return LogisticRegression(C=C, max_iter=500, random_state=random_state)


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
)
def elastic_net(*, alpha, l1_ratio, random_state):
    """Least squares with L1 and L2 penalties, on a standardised target so that `alpha` means the same everywhere."""
    model = ElasticNet(alpha=alpha, l1_ratio=l1_ratio, max_iter=2000, random_state=random_state)
    return TransformedTargetRegressor(model, transformer=StandardScaler())
