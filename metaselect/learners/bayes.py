"""Naive Bayes."""

from __future__ import annotations

from sklearn.naive_bayes import GaussianNB

from metaselect.learners._registry import learner
from metaselect.learners.preprocessing import SCALED
from metaselect.learners.space import LogFloat


@learner(
    tasks={"classification"},
    space={"var_smoothing": LogFloat(1e-9, 1.0, default=1e-3)},
    preprocessing=SCALED,
    variants=[
        {"scaling": "quantile"},
        {"var_smoothing": 0.1},
        {"scaling": "quantile", "encoding": "target"},
        {"reduction": "selection"},
    ],
    cost="low",
)
def gaussian_naive_bayes(*, var_smoothing):
    """Naive Bayes with a Gaussian per class and column; `var_smoothing` in units of the largest variance."""
    return GaussianNB(var_smoothing=var_smoothing)
