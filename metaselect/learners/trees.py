"""Trees, forests and boosted trees. Their spaces use the names of the libraries, so hyperparameters pass through."""

from __future__ import annotations

from sklearn.ensemble import (
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from metaselect.data import is_classification
from metaselect.learners._registry import learner
from metaselect.learners.labels import LabelEncodedClassifier
from metaselect.learners.learned_rounds import LearnedRounds
from metaselect.learners.preprocessing import TREE, TREE_NATIVE
from metaselect.learners.shared_choices import CLASS_WEIGHT, EARLY_STOPPING
from metaselect.learners.space import Choice, Float, Hyperparameter, Integer, LogFloat, LogInteger

_BOTH = {"classification", "regression"}


@learner(
    tasks=_BOTH,
    space={
        "max_depth": Choice((2, 3, 4, 6, 10, None), default=6),
        "min_samples_leaf": LogInteger(1, 50, default=5),
        "class_weight": CLASS_WEIGHT,
    },
    preprocessing=TREE,
    variants=[
        {"max_depth": 3},
        {"max_depth": None, "min_samples_leaf": 1},
        {"max_depth": 10, "min_samples_leaf": 20, "encoding": "target"},
        {"max_depth": 4, "min_samples_leaf": 10, "encoding": "onehot"},
    ],
    cost="low",
)
def decision_tree(*, task, random_state, **hyperparameters):
    """One tree (CART)."""
    model = DecisionTreeClassifier if is_classification(task) else DecisionTreeRegressor
    return model(**hyperparameters, random_state=random_state)


_FOREST_SPACE: dict[str, Hyperparameter] = {
    "n_estimators": LogInteger(50, 500, default=100),
    "max_features": Choice(("sqrt", 0.33, 0.67, 1.0), default="sqrt"),
    "max_depth": Choice((4, 8, 16, None), default=None),
    "min_samples_leaf": LogInteger(1, 20, default=1),
    "class_weight": CLASS_WEIGHT,
}
_FOREST_VARIANTS: list[dict[str, object]] = [
    {"min_samples_leaf": 5, "encoding": "onehot"},
    {"max_features": 0.67, "min_samples_leaf": 3},
    {"max_features": 0.33, "encoding": "target"},
    {"max_depth": 4, "max_features": 0.33},
]


@learner(
    tasks=_BOTH,
    space=_FOREST_SPACE,
    preprocessing=TREE,
    variants=[*_FOREST_VARIANTS, {"class_weight": "balanced", "min_samples_leaf": 3}],
    cost="high",
)
def random_forest(*, task, random_state, **hyperparameters):
    """Random forest."""
    model = RandomForestClassifier if is_classification(task) else RandomForestRegressor
    return model(**hyperparameters, random_state=random_state)


@learner(tasks=_BOTH, space=_FOREST_SPACE, preprocessing=TREE, variants=_FOREST_VARIANTS, cost="high")
def extra_trees(*, task, random_state, **hyperparameters):
    """Extremely randomised trees."""
    model = ExtraTreesClassifier if is_classification(task) else ExtraTreesRegressor
    return model(**hyperparameters, random_state=random_state)


@learner(
    tasks=_BOTH,
    space={
        "max_iter": LogInteger(20, 500, default=100),
        "learning_rate": LogFloat(0.01, 0.5, default=0.1),
        "max_leaf_nodes": LogInteger(3, 63, default=31),
        "min_samples_leaf": LogInteger(2, 60, default=20),
        "l2_regularization": LogFloat(1e-6, 100.0, default=1e-6),
        "early_stopping": EARLY_STOPPING,
        "class_weight": CLASS_WEIGHT,
    },
    preprocessing=TREE_NATIVE,
    variants=[
        {"learning_rate": 0.05, "max_leaf_nodes": 7},
        {"max_leaf_nodes": 4, "min_samples_leaf": 5, "encoding": "onehot"},
        {"learning_rate": 0.05, "l2_regularization": 10.0, "max_leaf_nodes": 15, "encoding": "target"},
        {"max_iter": 40, "max_leaf_nodes": 15, "l2_regularization": 1.0},
        {"max_iter": 300, "learning_rate": 0.05, "max_leaf_nodes": 15, "early_stopping": True},
        {"class_weight": "balanced", "learning_rate": 0.05, "max_leaf_nodes": 15},
    ],
)
def hist_gradient_boosting(*, task, random_state, early_stopping=False, **hyperparameters):
    """Gradient boosting on binned columns (scikit-learn)."""
    model = HistGradientBoostingClassifier if is_classification(task) else HistGradientBoostingRegressor
    return model(**hyperparameters, early_stopping=early_stopping, random_state=random_state)


@learner(
    tasks=_BOTH,
    space={
        "n_estimators": LogInteger(20, 2000, default=100),
        "learning_rate": LogFloat(0.01, 0.5, default=0.3),
        "max_depth": Integer(1, 12, default=6),
        "min_child_weight": LogFloat(0.1, 50.0, default=1.0),
        "subsample": Float(0.4, 1.0, default=1.0),
        "colsample_bytree": Float(0.3, 1.0, default=1.0),
        "reg_lambda": LogFloat(1e-3, 100.0, default=1.0),
        "early_stopping": EARLY_STOPPING,
    },
    preprocessing=TREE_NATIVE,
    variants=[
        {"learning_rate": 0.05, "max_depth": 3, "subsample": 0.8},
        {"learning_rate": 0.1, "max_depth": 1, "n_estimators": 150},
        {
            "learning_rate": 0.05,
            "subsample": 0.7,
            "colsample_bytree": 0.5,
            "min_child_weight": 5.0,
            "encoding": "onehot",
        },
        {"learning_rate": 0.1, "max_depth": 4, "colsample_bytree": 0.5, "reg_lambda": 10.0, "encoding": "target"},
        {
            "n_estimators": 400,
            "learning_rate": 0.03,
            "max_depth": 5,
            "subsample": 0.8,
            "colsample_bytree": 0.7,
        },
        {"n_estimators": 2000, "learning_rate": 0.03, "early_stopping": True},
    ],
)
def xgboost(*, task, random_state, early_stopping=False, **hyperparameters):
    """Gradient boosting (XGBoost)."""
    from xgboost import XGBClassifier, XGBRegressor  # a second of import that few commands need

    booster = XGBClassifier if is_classification(task) else XGBRegressor
    model = booster(**hyperparameters, random_state=random_state)
    if early_stopping:
        model = LearnedRounds(model, random_state=random_state)
    return LabelEncodedClassifier(model) if is_classification(task) else model
