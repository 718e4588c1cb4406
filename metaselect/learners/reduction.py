"""Fewer columns for a base learner: principal components, or those that a forest finds important.

| name                | values            | meaning                                                                    |
|---------------------|-------------------|----------------------------------------------------------------------------|
| reduction           | none, pca,        | the matrix as it is, its first principal components, or its columns of     |
|                     | selection         | greatest importance to extremely randomised trees                          |
| pca_variance        | 0.5 to 0.999      | share of the variance that the components kept explain                     |
| selection_threshold | median, mean      | keep columns at least as important as the median or the mean one           |
"""

from __future__ import annotations

from collections.abc import Mapping

from sklearn.decomposition import PCA
from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor
from sklearn.feature_selection import SelectFromModel

from metaselect.data import is_classification
from metaselect.learners.space import Choice, Float, Hyperparameter
from metaselect.seeding import seed_from

__all__ = ["REDUCTION", "make_reduction"]

REDUCTION: dict[str, Hyperparameter] = {
    "reduction": Choice(("none", "pca", "selection"), default="none", optional=True),
    "pca_variance": Float(0.5, 0.999, default=0.95, when=("reduction", "pca")),
    "selection_threshold": Choice(("median", "mean"), default="mean", when=("reduction", "selection")),
}

_N_TREES = 50


def make_reduction(hyperparameters: Mapping[str, object], task: str, random_state: int) -> PCA | SelectFromModel | None:
    """Return the unfitted transformer from many columns to fewer, None where all are kept.

    Parameters
    ----------
    hyperparameters : mapping of str to object
        Those of the table above are read; no `reduction` means none.
    task : {"binary", "multiclass", "regression"}
        What is to be predicted.
    random_state : int
        Seeds the forest that finds columns important.

    Examples
    --------
    >>> make_reduction({"reduction": "pca", "pca_variance": 0.9}, "binary", 0)
    PCA(n_components=0.9)
    >>> make_reduction({}, "binary", 0)
    """
    reduction = hyperparameters.get("reduction", "none")
    if reduction == "none":
        return None
    if reduction == "pca":
        return PCA(n_components=hyperparameters["pca_variance"])
    trees = ExtraTreesClassifier if is_classification(task) else ExtraTreesRegressor
    importance = trees(n_estimators=_N_TREES, random_state=seed_from(random_state, "selection"))
    return SelectFromModel(importance, threshold=hyperparameters["selection_threshold"])
