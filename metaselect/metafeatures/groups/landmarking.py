"""How well tiny fixed models predict, and which of them predict better than which.

Every landmarker predicts out of fold on about 1,000 rows. Its skill is 0 for predictions that know nothing and 1 for
perfect ones: for classes 2 AUC - 1 of each class against the rest, weighted by frequency; for regression 1 minus root
mean squared error over that of the mean, at least -1. Undefined with fewer than 10 rows, and for classes none of which
but one has three rows.

None of these models is one of the base learners: tuning those must not change what a dataset looks like.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from metaselect.metafeatures._registry import metafeature
from metaselect.metafeatures.views.landmark_sample import LandmarkSample
from metaselect.metafeatures.views.once import once
from metaselect.metafeatures.views.ridge import fit_ridge
from metaselect.metafeatures.views.separation import separation
from metaselect.metafeatures.views.trees import predict_by_tree

_SKILL = (-1, 1)
_DIFFERENCE = (-2, 2)
_N_TREES = 20


@metafeature(group="landmarking", cost="medium", bounds=_SKILL)
@once
def nearest_neighbor_skill(view):
    """Skill of the nearest neighbour.

    -1 to 1; rows equally near vote together.
    Source: Pfahringer, Bensusan & Giraud-Carrier (2000).
    """
    return _skill(view, _nearest_neighbors, n_neighbors=1)


@metafeature(group="landmarking", cost="medium", bounds=_SKILL)
@once
def ten_neighbors_skill(view):
    """Skill of the ten nearest neighbours.

    -1 to 1; rows equally near vote together.
    Source: Fürnkranz & Petrak (2001), on further landmarkers.
    """
    return _skill(view, _nearest_neighbors, n_neighbors=10)


@metafeature(group="landmarking", cost="medium", bounds=_SKILL)
@once
def linear_skill(view):
    """Skill of a linear model.

    -1 to 1; ridge regression, on indicators of classes.
    Source: Pfahringer, Bensusan & Giraud-Carrier (2000), with the linear discriminant.
    """
    return _skill(view, _ridge)


@metafeature(group="landmarking", cost="medium", bounds=_SKILL)
def text_skill(view):
    """Skill of a linear model on the columns of free text alone.

    -1 to 1; ridge regression on twenty topics of each. Undefined without free text.
    Source: Deerwester et al. (1990); Pfahringer, Bensusan & Giraud-Carrier (2000).
    """
    return _skill(view, _ridge_on_texts, texts=view.dataset.text_columns) if view.dataset.text_columns else np.nan


@metafeature(group="landmarking", cost="medium", bounds=_SKILL, tasks={"classification"})
@once
def naive_bayes_skill(view):
    """Skill of naive Bayes.

    -1 to 1; frequencies of ten levels of each column within classes.
    Source: Pfahringer, Bensusan & Giraud-Carrier (2000).
    """
    return _skill(view, _naive_bayes)


@metafeature(group="landmarking", cost="medium", bounds=_SKILL)
@once
def additive_skill(view):
    """Skill of an additive model.

    -1 to 1; ridge regression on each column and ten levels of it: any bend in a single column, no interaction.
    Source: Hastie & Tibshirani (1986).
    """
    return _kernel_skill(view, LandmarkSample.additive_kernel, penalty=1.0)


@metafeature(group="landmarking", cost="medium", bounds=_SKILL)
@once
def kernel_skill(view):
    """Skill of a smooth nonlinear model.

    -1 to 1; ridge regression with a Gaussian kernel.
    Source: Saunders, Gammerman & Vovk (1998).
    """
    return _kernel_skill(view, LandmarkSample.gaussian_kernel, penalty=0.5)


@metafeature(group="landmarking", cost="medium", bounds=_SKILL)
@once
def stump_skill(view):
    """Skill of a single split.

    -1 to 1; a decision tree of depth 1.
    Source: Pfahringer, Bensusan & Giraud-Carrier (2000).
    """
    return _skill(view, _tree, max_depth=1)


@metafeature(group="landmarking", cost="medium", bounds=_SKILL)
@once
def shallow_tree_skill(view):
    """Skill of a small decision tree.

    -1 to 1; depth 3.
    Source: Bensusan & Giraud-Carrier (2000).
    """
    return _skill(view, _tree, max_depth=3)


@metafeature(group="landmarking", cost="medium", bounds=_SKILL)
@once
def deep_tree_skill(view):
    """Skill of a fully grown decision tree.

    -1 to 1; without limit of depth.
    Source: Bensusan & Giraud-Carrier (2000).
    """
    return _skill(view, _tree, max_depth=None)


@metafeature(group="landmarking", cost="medium", bounds=_SKILL)
@once
def forest_skill(view):
    """Skill of a small forest.

    -1 to 1; twenty trees on bootstrap samples, at least three rows per leaf, half of the columns at each split.
    Source: Breiman (2001).
    """
    return _skill(view, _forest)


@metafeature(group="landmarking", cost="medium", bounds=_SKILL)
def best_skill(view):
    """Skill of the best tiny model.

    How much of the target small models can predict.
    Source: Bensusan & Giraud-Carrier (2000).
    """
    return max(linear_skill(view), additive_skill(view), kernel_skill(view), forest_skill(view))


@metafeature(group="landmarking", cost="medium", bounds=_DIFFERENCE)
def forest_minus_linear(view):
    """Skill of a small forest less that of a linear model.

    Above 0 where lines are not enough.
    Source: Fürnkranz & Petrak (2001).
    """
    return forest_skill(view) - linear_skill(view)


@metafeature(group="landmarking", cost="medium", bounds=_DIFFERENCE)
def kernel_minus_linear(view):
    """Skill of a smooth nonlinear model less that of a linear model.

    Above 0 where the target bends smoothly.
    Source: Fürnkranz & Petrak (2001).
    """
    return kernel_skill(view) - linear_skill(view)


@metafeature(group="landmarking", cost="medium", bounds=_DIFFERENCE)
def forest_minus_kernel(view):
    """Skill of a small forest less that of a smooth nonlinear model.

    Above 0 where thresholds, or few columns among many, matter.
    Source: Fürnkranz & Petrak (2001).
    """
    return forest_skill(view) - kernel_skill(view)


@metafeature(group="landmarking", cost="medium", bounds=_DIFFERENCE)
def additive_minus_linear(view):
    """Skill of an additive model less that of a linear model.

    Above 0 where single columns act in bends.
    Source: Fürnkranz & Petrak (2001).
    """
    return additive_skill(view) - linear_skill(view)


@metafeature(group="landmarking", cost="medium", bounds=_DIFFERENCE)
def forest_minus_additive(view):
    """Skill of a small forest less that of an additive model.

    Above 0 where columns act together.
    Source: Fürnkranz & Petrak (2001).
    """
    return forest_skill(view) - additive_skill(view)


@metafeature(group="landmarking", cost="medium", bounds=_DIFFERENCE)
def forest_minus_deep_tree(view):
    """Skill of a small forest less that of a single tree.

    What averaging gains: large where the target is noisy.
    Source: Fürnkranz & Petrak (2001).
    """
    return forest_skill(view) - deep_tree_skill(view)


@metafeature(group="landmarking", cost="medium", bounds=_DIFFERENCE)
def shallow_tree_minus_stump(view):
    """Skill of a small decision tree less that of a single split.

    What more than one threshold gains.
    Source: Fürnkranz & Petrak (2001).
    """
    return shallow_tree_skill(view) - stump_skill(view)


@metafeature(group="landmarking", cost="medium", bounds=_DIFFERENCE)
def deep_tree_minus_shallow_tree(view):
    """Skill of a fully grown decision tree less that of a small one.

    Above 0 where detail pays, below where it is noise.
    Source: Fürnkranz & Petrak (2001).
    """
    return deep_tree_skill(view) - shallow_tree_skill(view)


@metafeature(group="landmarking", cost="medium", bounds=_DIFFERENCE)
def ten_neighbors_minus_nearest(view):
    """Skill of the ten nearest neighbours less that of the nearest one.

    Large where the target is noisy, below 0 where it changes fast.
    Source: Fürnkranz & Petrak (2001).
    """
    return ten_neighbors_skill(view) - nearest_neighbor_skill(view)


@metafeature(group="landmarking", cost="medium", bounds=_DIFFERENCE)
def ten_neighbors_minus_linear(view):
    """Skill of the ten nearest neighbours less that of a linear model.

    Above 0 where the target is local rather than a slope.
    Source: Fürnkranz & Petrak (2001).
    """
    return ten_neighbors_skill(view) - linear_skill(view)


# What relative landmarks compare; in two tasks alike: naive Bayes is for classes only.
COMPARED_SKILLS = {
    "nearest_neighbor": nearest_neighbor_skill,
    "ten_neighbors": ten_neighbors_skill,
    "linear": linear_skill,
    "additive": additive_skill,
    "kernel": kernel_skill,
    "stump": stump_skill,
    "shallow_tree": shallow_tree_skill,
    "forest": forest_skill,
}


# Models. Each takes a LandmarkSample, the positions of training and test rows and a seed, and returns predictions of
# shape (n_test, n_outputs).


def _nearest_neighbors(sample, train, test, seed, n_neighbors):
    distances = sample.squared_distances[np.ix_(test, train)]
    k = min(n_neighbors, len(train)) - 1
    reach = np.partition(distances, k, axis=1)[:, k, None]  # (n_test, 1)
    votes = (distances <= reach + 1e-9).astype(float)
    return votes @ sample.Y[train] / votes.sum(axis=1, keepdims=True)


def _ridge(sample, train, test, seed):
    return fit_ridge(sample.X[train], sample.Y[train], penalty=3.0).predict(sample.X[test])


def _ridge_on_texts(sample, train, test, seed, texts):
    of_text = np.isin(np.array(sample.columns, dtype=object)[sample.sources], texts)
    return _ridge(replace(sample, X=sample.X[:, of_text]), train, test, seed)


def _naive_bayes(sample, train, test, seed):
    Y = sample.Y[train]  # (n_train, n_classes)
    log_odds = np.tile(np.log(Y.mean(axis=0)), (len(test), 1))
    for column in sample.levels.T:
        indicators = np.eye(column.max() + 1)[column]  # (n_rows, n_levels)
        frequencies = indicators[train].T @ Y + 0.5  # (n_levels, n_classes)
        log_odds += np.log(frequencies / frequencies.sum(axis=0))[column[test]]
    # Ranking rows within a class needs posteriors, comparable between rows
    posterior = np.exp(log_odds - log_odds.max(axis=1, keepdims=True))
    return posterior / posterior.sum(axis=1, keepdims=True)


def _kernel_ridge(sample, train, test, seed, kernel, penalty):
    mean = sample.Y[train].mean(axis=0)
    penalized = kernel[np.ix_(train, train)] + penalty * np.eye(len(train))
    return kernel[np.ix_(test, train)] @ np.linalg.solve(penalized, sample.Y[train] - mean) + mean


def _tree(sample, train, test, seed, max_depth):
    return predict_by_tree(sample.X[train], sample.Y[train], sample.X[test], max_depth=max_depth, random_state=seed)


def _forest(sample, train, test, seed):
    rng = np.random.default_rng(seed)
    predictions = np.zeros((len(test), sample.Y.shape[1]))
    for i in range(_N_TREES):
        drawn = rng.choice(train, len(train))
        parameters = {"min_samples_leaf": 3, "max_features": 0.5, "random_state": seed + i}
        predictions += predict_by_tree(sample.X[drawn], sample.Y[drawn], sample.X[test], **parameters)
    return predictions / _N_TREES


# Skill


def _skill(view, model, **parameters) -> float:
    """Skill of the out-of-fold predictions of `model`, clipped to [-1, 1]."""
    sample = view.landmark_sample
    if sample is None:
        return np.nan
    seed = view.seed(model.__name__)
    predictions, baseline = np.empty_like(sample.Y), np.empty_like(sample.Y)
    folds = range(sample.folds.max() + 1)
    for fold in folds:
        train, test = np.flatnonzero(sample.folds != fold), np.flatnonzero(sample.folds == fold)
        predictions[test] = model(sample, train, test, seed, **parameters)
        baseline[test] = sample.Y[train].mean(axis=0)
    if view.task_type == "regression":
        error, error_of_mean = np.mean((predictions - sample.Y) ** 2), np.mean((baseline - sample.Y) ** 2)
        return float(np.clip(1 - np.sqrt(error / error_of_mean), -1.0, 1.0))
    # Fold by fold: models of different folds need not share a scale
    tested = [sample.folds == fold for fold in folds]
    return float(np.mean(_known([_separation(predictions[rows], sample.Y[rows]) for rows in tested])))


def _separation(scores: np.ndarray, Y: np.ndarray) -> float:
    """As `separation`, of the classes that some of the rows are of and some are not; NaN where there is none.

    Folds of whole groups may lack a class, those of shuffled rows never do.
    """
    n = Y.sum(axis=0)
    tells = (n > 0) & (n < len(Y))
    if tells.all():
        return separation(scores, Y)
    return separation(scores[:, tells], Y[:, tells]) if tells.any() else np.nan


def _known(values: list[float]) -> np.ndarray:
    known = np.array(values)
    return known[~np.isnan(known)] if np.isnan(known).any() and not np.isnan(known).all() else known


def _kernel_skill(view, make_kernel, penalty) -> float:
    """Skill of ridge regression with a kernel, which is not held longer: it is as large as all distances."""
    sample = view.landmark_sample
    return np.nan if sample is None else _skill(view, _kernel_ridge, kernel=make_kernel(sample), penalty=penalty)
