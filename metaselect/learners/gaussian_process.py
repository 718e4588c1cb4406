"""Gaussian processes. Their cost grows with the cube of the rows, hence the limit."""

from __future__ import annotations

from sklearn.gaussian_process import GaussianProcessClassifier, GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, Matern, WhiteKernel

from metaselect.data import is_classification
from metaselect.learners._registry import learner
from metaselect.learners.preprocessing import SCALED
from metaselect.learners.space import Choice, LogFloat


@learner(
    tasks={"classification", "regression"},
    space={
        "kernel": Choice(("rbf", "matern"), default="rbf"),
        "length_scale": LogFloat(0.3, 30.0, default=3.0),
    },
    preprocessing=SCALED,
    variants=[
        {"kernel": "matern"},
        {"reduction": "pca", "pca_variance": 0.9},
        {"kernel": "matern", "scaling": "quantile", "encoding": "target", "length_scale": 10.0},
    ],
    max_rows=600,
    cost="high",
    stops_early=True,  # at the bound of a kernel's hyperparameter: on data with little noise that is no fault
)
def gaussian_process(*, task, kernel, length_scale, random_state):
    """Gaussian process; `length_scale` is where the maximisation of the evidence starts."""
    shape = RBF(length_scale) if kernel == "rbf" else Matern(length_scale, nu=1.5)
    if is_classification(task):
        return GaussianProcessClassifier(ConstantKernel() * shape, max_iter_predict=30, random_state=random_state)
    return GaussianProcessRegressor(
        ConstantKernel() * shape + WhiteKernel(), normalize_y=True, random_state=random_state
    )
