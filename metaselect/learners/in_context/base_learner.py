"""In-context prediction as a base learner."""

from __future__ import annotations

from metaselect.data import is_classification
from metaselect.learners._registry import learner
from metaselect.learners.in_context.classifier import InContextClassifier
from metaselect.learners.in_context.network import MOST_CLASSES
from metaselect.learners.in_context.regressor import InContextRegressor
from metaselect.learners.preprocessing import TREE_NATIVE
from metaselect.learners.space import Integer, LogInteger


@learner(
    tasks={"classification", "regression"},
    space={
        "n_members": Integer(1, 8, default=4),
        "context_rows": LogInteger(100, 3000, default=1000),
    },
    preprocessing=TREE_NATIVE,
    cost="high",
    max_rows=5000,
    max_columns=60,
    max_classes=MOST_CLASSES,
)
def in_context(*, task, n_members, context_rows, random_state):
    """Network that learned to learn on synthetic tables and reads the labeled rows."""
    make = InContextClassifier if is_classification(task) else InContextRegressor
    return make(n_members, context_rows, random_state)
