"""Discriminant analysis: one Gaussian per class."""

from __future__ import annotations

from sklearn.discriminant_analysis import LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis

from metaselect.learners._registry import learner
from metaselect.learners.preprocessing import BASIS, SCALED
from metaselect.learners.space import Float


@learner(
    tasks={"classification"},
    space={"shrinkage": Float(0.0, 1.0, default=0.01)},
    preprocessing=BASIS,
    variants=[
        {"shrinkage": 0.2},
        {"basis": "splines", "shrinkage": 0.02},
        {"shrinkage": 0.7},
        {"scaling": "quantile"},
        {"reduction": "pca", "pca_variance": 0.9},
    ],
    cost="low",
    min_class_rows=2,
)
def linear_discriminant(*, shrinkage):
    """Linear discriminant analysis; the covariance that all classes share is shrunk towards a multiple of identity."""
    return LinearDiscriminantAnalysis(solver="lsqr", shrinkage=shrinkage)


@learner(
    tasks={"classification"},
    space={"reg_param": Float(0.001, 1.0, default=0.1)},
    preprocessing=SCALED,
    variants=[
        {"reg_param": 0.5},
        {"reg_param": 0.01},
        {"scaling": "quantile", "encoding": "target"},
        {"reg_param": 0.9},
        {"reduction": "pca", "pca_variance": 0.9, "reg_param": 0.05},
    ],
    cost="low",
    min_class_rows=3,
)
def quadratic_discriminant(*, reg_param):
    """Quadratic discriminant analysis; each class has its own covariance, regularised towards identity."""
    return QuadraticDiscriminantAnalysis(reg_param=reg_param)
