"""What is unusual about a configuration, in words."""

from __future__ import annotations

from metaselect.learners import Blend, Configuration, find_learner

__all__ = ["blend_words", "describe_changes", "describe_model", "why_blended"]

_CHOICES = {
    ("encoding", "onehot"): "categories as indicator columns",
    ("encoding", "target"): "categories replaced by the mean target of their rows (cross-fitted)",
    ("encoding", "ordinal"): "categories as numbers",
    ("missing", "median"): "gaps filled without a column that says where they were",
    ("missing", "indicator"): "gaps filled, with a column that says where they were",
    ("scaling", "quantile"): "numeric columns mapped to a normal shape, so that outliers lose their pull",
    ("basis", "splines"): "each numeric column bent by splines, which makes it an additive model",
    ("reduction", "pca"): "principal components instead of the columns",
    ("reduction", "selection"): "only the columns that tell something about the target",
    ("class_weight", "balanced"): "rare classes weighted up",
    ("early_stopping", True): "training stops when rows set aside no longer gain",
    ("weights", "uniform"): "all neighbours count alike",
    ("p", 1): "distances summed over columns, not squared",
    ("max_depth", None): "trees of any depth",
    ("max_depth", 1): "trees of a single split each, so no interactions",
    ("l1_ratio", 1.0): "lasso: some columns drop out",
    ("kernel", "linear"): "a linear kernel",
    ("kernel", "poly"): "a polynomial kernel",
    ("kernel", "laplacian"): "a Laplacian kernel: less smooth",
    ("kernel", "matern"): "a Matérn kernel: less smooth",
}
# Fewer and more than the default.
_AMOUNTS = {
    "C": ("stronger regularisation", "weaker regularisation"),
    "alpha": ("weaker regularisation", "stronger regularisation"),
    "shrinkage": ("covariances shrunk less", "covariances shrunk more"),
    "reg_param": ("covariances shrunk less", "covariances shrunk more"),
    "var_smoothing": ("variances smoothed less", "variances smoothed more"),
    "l1_ratio": ("fewer columns dropped", "more columns dropped"),
    "epsilon": ("more errors treated as outliers", "fewer errors treated as outliers"),
    "length_scale": ("a wigglier function", "a smoother function"),
    "n_neighbors": ("fewer neighbours: more local", "more neighbours: smoother"),
    "n_layers": ("fewer hidden layers", "more hidden layers"),
    "n_units": ("narrower hidden layers", "wider hidden layers"),
    "max_iter": ("trained for a shorter time", "trained for longer"),
    "learning_rate": ("smaller steps", "larger steps"),
    "learning_rate_init": ("smaller steps", "larger steps"),
    "n_estimators": ("fewer trees", "more trees"),
    "max_depth": ("shallower trees", "deeper trees"),
    "max_leaf_nodes": ("smaller trees", "larger trees"),
    "min_samples_leaf": ("finer leaves", "coarser leaves"),
    "min_child_weight": ("finer leaves", "coarser leaves"),
    "subsample": ("each tree sees a part of the rows", "each tree sees more rows"),
    "colsample_bytree": ("each tree sees a part of the columns", "each tree sees more columns"),
    "reg_lambda": ("leaf values shrunk less", "leaf values shrunk more"),
    "l2_regularization": ("leaf values shrunk less", "leaf values shrunk more"),
    "pca_variance": ("fewer components kept", "more components kept"),
    "max_features": ("fewer columns tried at each split", "more columns tried at each split"),
}


def describe_changes(configuration: Configuration) -> list[str]:
    """Return in words what differs from the defaults of the base learner; empty where nothing does.

    Examples
    --------
    >>> from metaselect.learners import make_configuration
    >>> describe_changes(make_configuration("ridge", alpha=30.0, basis="splines"))
    ['each numeric column bent by splines, which makes it an additive model', 'stronger regularisation (alpha 30.0)']
    """
    defaults = find_learner(configuration.learner).defaults
    return [_words(name, value, defaults.get(name)) for name, value in configuration.changed.items()]


def describe_model(model: Configuration | Blend) -> str:
    """Return in words what is unusual about a model, or what is blended in it and how much each counts.

    Examples
    --------
    >>> from metaselect.learners import make_configuration
    >>> ridge, forest = make_configuration("ridge", alpha=30.0), make_configuration("random_forest")
    >>> describe_model(forest)
    'nothing, all defaults'
    >>> describe_model(Blend((ridge, forest), (2, 1)))
    'the mean of ridge (counts 2; stronger regularisation (alpha 30.0)) and random_forest (counts 1; all defaults)'
    """
    if isinstance(model, Configuration):
        return "; ".join(describe_changes(model)) or "nothing, all defaults"
    parts = [
        f"{member.learner} (counts {weight}; {'; '.join(describe_changes(member)) or 'all defaults'})"
        for member, weight in zip(model.members, model.weights, strict=True)
    ]
    return f"the {model.center} of {', '.join(parts[:-1])} and {parts[-1]}"


def blend_words(blend: Blend) -> str:
    """Return what is blended, with the weights, in few words.

    Examples
    --------
    >>> from metaselect.learners import make_configuration
    >>> blend_words(Blend((make_configuration("ridge"), make_configuration("random_forest")), (2, 1)))
    'weighted mean of ridge (2), random_forest (1)'
    """
    members = [f"{name} ({weight})" for name, weight in zip(blend.names, blend.weights, strict=True)]
    return f"weighted {blend.center} of {', '.join(members)}"


def why_blended(blend: Blend) -> str:
    """Return why several models are better than the best of them.

    Examples
    --------
    >>> from metaselect.learners import make_configuration
    >>> why_blended(Blend((make_configuration("ridge"), make_configuration("random_forest")), (2, 1)))
    '2 models of 2 kinds err on different rows, so that their mean errs less'
    """
    n_models, n_kinds = len(blend.members), len({member.learner for member in blend.members})
    kinds = f"{n_models} models of {n_kinds} kinds" if n_kinds > 1 else f"{n_models} models of one kind"
    return f"{kinds} err on different rows, so that their {blend.center} errs less"


def _words(name: str, value: object, default: object) -> str:
    if (name, value) in _CHOICES:
        return _CHOICES[name, value]
    if name in _AMOUNTS and isinstance(value, int | float):
        # Where the default is no number, it is none at all (a depth without limit) or "sqrt", which is few.
        is_more = value > default if isinstance(default, int | float) else default == "sqrt"
        return f"{_AMOUNTS[name][is_more]} ({name} {value})"
    return f"{name} {value}"
