"""Neural networks of scikit-learn."""

from __future__ import annotations

from sklearn.compose import TransformedTargetRegressor
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.preprocessing import StandardScaler

from metaselect.data import is_classification
from metaselect.learners._registry import learner
from metaselect.learners.preprocessing import SCALED
from metaselect.learners.shared_choices import EARLY_STOPPING
from metaselect.learners.space import Integer, LogFloat, LogInteger


@learner(
    tasks={"classification", "regression"},
    space={
        "n_layers": Integer(1, 3, default=1),
        "n_units": LogInteger(8, 256, default=64),
        "alpha": LogFloat(1e-5, 30.0, default=0.01),
        "learning_rate_init": LogFloat(3e-4, 0.03, default=0.003),
        "max_iter": LogInteger(30, 300, default=100),
        "early_stopping": EARLY_STOPPING,
    },
    preprocessing=SCALED,
    variants=[
        {"n_units": 16, "alpha": 3.0},
        {"n_layers": 2, "n_units": 32, "scaling": "quantile"},
        {"n_layers": 2, "n_units": 64, "alpha": 1.0, "encoding": "target"},
        {"n_layers": 3, "n_units": 32, "max_iter": 50},
        {"n_units": 128, "max_iter": 300, "alpha": 0.1, "early_stopping": True},
    ],
    cost="high",
    stops_early=True,  # how long to train is a hyperparameter: stopping before convergence regularizes
)
def multilayer_perceptron(
    *, task, n_layers, n_units, alpha, learning_rate_init, max_iter, random_state, early_stopping=False
):
    """Fully connected network: `n_layers` hidden layers of `n_units` rectified linear units each."""
    settings = {
        "hidden_layer_sizes": (n_units,) * n_layers,
        "alpha": alpha,
        "learning_rate_init": learning_rate_init,
        "max_iter": max_iter,
        "early_stopping": early_stopping,
        "random_state": random_state,
    }
    if is_classification(task):
        return MLPClassifier(**settings)
    return TransformedTargetRegressor(MLPRegressor(**settings), transformer=StandardScaler())
