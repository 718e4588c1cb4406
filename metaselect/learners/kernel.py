"""Kernel methods. Their cost grows with the square of the rows or faster, hence the limits."""

from __future__ import annotations

from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import TransformedTargetRegressor
from sklearn.kernel_ridge import KernelRidge
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, SVR

from metaselect.data import is_classification
from metaselect.learners._registry import learner
from metaselect.learners.preprocessing import SCALED
from metaselect.learners.shared_choices import CLASS_WEIGHT
from metaselect.learners.space import Choice, LogFloat


@learner(
    tasks={"classification", "regression"},
    space={
        "kernel": Choice(("rbf", "linear", "poly"), default="rbf"),
        "C": LogFloat(1e-3, 1e3, default=1.0),
        "class_weight": CLASS_WEIGHT,
    },
    preprocessing=SCALED,
    variants=[
        {"C": 10.0},
        {"kernel": "linear", "C": 0.1},
        {"C": 0.1, "scaling": "quantile"},
        {"C": 100.0},
        {"reduction": "selection", "C": 3.0},
    ],
    min_rows=15,
    max_rows=20_000,
    min_class_rows=5,
)
def support_vector_machine(*, task, kernel, C, random_state, class_weight=None):
    """Support vector machine with a kernel of standard width; probabilities by Platt's sigmoid, cross-fitted."""
    if is_classification(task):
        machine = SVC(kernel=kernel, C=C, class_weight=class_weight, random_state=random_state)
        return CalibratedClassifierCV(machine, cv=3, ensemble=False)
    return TransformedTargetRegressor(SVR(kernel=kernel, C=C), transformer=StandardScaler())


@learner(
    tasks={"regression"},
    space={
        "kernel": Choice(("rbf", "laplacian", "poly"), default="rbf"),
        "alpha": LogFloat(1e-3, 1e3, default=1.0),
    },
    preprocessing=SCALED,
    variants=[
        {"alpha": 0.1},
        {"kernel": "laplacian", "alpha": 0.1},
        {"alpha": 0.1, "scaling": "quantile"},
        {"kernel": "poly", "alpha": 3.0},
        {"reduction": "pca", "pca_variance": 0.9, "alpha": 0.1},
    ],
    max_rows=10_000,
)
def kernel_ridge(*, kernel, alpha):
    """Ridge regression in the feature space of a kernel, on a standardised target."""
    return TransformedTargetRegressor(KernelRidge(kernel=kernel, alpha=alpha), transformer=StandardScaler())
