"""Nearest neighbours."""

from __future__ import annotations

from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor

from metaselect.data import is_classification
from metaselect.learners._registry import learner
from metaselect.learners.preprocessing import SCALED
from metaselect.learners.space import Choice, LogInteger


@learner(
    tasks={"classification", "regression"},
    space={
        "n_neighbors": LogInteger(1, 40, default=10),
        "weights": Choice(("uniform", "distance"), default="distance"),
        "p": Choice((1, 2), default=2),
    },
    preprocessing=SCALED,
    variants=[
        {"n_neighbors": 30, "p": 1},
        {"n_neighbors": 3},
        {"n_neighbors": 15, "scaling": "quantile", "encoding": "target"},
        {"n_neighbors": 40, "weights": "uniform"},
        {"reduction": "selection"},
    ],
    cost="low",
    min_rows=60,  # 40 neighbours must be found among the training rows of every fold
)
def k_nearest_neighbors(*, task, n_neighbors, weights, p):
    """k nearest neighbours; the closer weigh more, or all the same."""
    model = KNeighborsClassifier if is_classification(task) else KNeighborsRegressor
    return model(n_neighbors=n_neighbors, weights=weights, p=p)
