"""`MetafeatureExtractor`: datasets become the rows of a matrix, as a step of scikit-learn."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np
from joblib import Parallel, delayed
from sklearn.base import BaseEstimator, TransformerMixin

from metaselect.data import Dataset
from metaselect.exceptions import DatasetError
from metaselect.metafeatures._extract import asked_for, extract_metafeatures, metafeature_names

__all__ = ["MetafeatureExtractor"]


class MetafeatureExtractor(TransformerMixin, BaseEstimator):
    """Transforms a list of datasets into the matrix of their metafeatures.

    There is nothing to fit: a row depends on its own dataset alone.

    Parameters
    ----------
    groups : collection of str, optional
        Groups of metafeatures; all when not given.
    effort : {"fast", "default", "full"}
        Which metafeatures to pay for. Those that are not are no columns of the matrix.
    random_state : int
        Seeds subsamples and landmarkers.
    n_jobs : int, optional
        Datasets described at the same time, as in joblib; the answer does not depend on it.

    Examples
    --------
    >>> from sklearn.datasets import load_iris, load_wine
    >>> datasets = [load_iris(return_X_y=True), load_wine(return_X_y=True)]
    >>> extractor = MetafeatureExtractor(groups=["simple"]).fit(datasets)
    >>> M = extractor.transform(datasets)
    >>> M.shape == (2, len(extractor.get_feature_names_out()))
    True
    >>> float(M[0, list(extractor.get_feature_names_out()).index("minority_share")])  # of the three kinds of iris
    0.3333333333333333
    """

    def __init__(
        self,
        groups: Collection[str] | None = None,
        *,
        effort: str = "default",
        random_state: int = 0,
        n_jobs: int | None = None,
    ):
        self.groups = groups
        self.effort = effort
        self.random_state = random_state
        self.n_jobs = n_jobs

    def fit(self, datasets: Iterable | None = None, y: object = None) -> MetafeatureExtractor:
        """Check the parameters; the datasets are not looked at.

        Parameters
        ----------
        datasets : iterable, optional
            Not looked at.
        y : object, optional
            Not looked at; it is there for pipelines.

        Raises
        ------
        ConfigurationError
            If a group or the effort is unknown.
        """
        asked_for(self.groups, self.effort)
        return self

    def transform(self, datasets: Iterable) -> np.ndarray:
        """Return the metafeatures of each dataset.

        Parameters
        ----------
        datasets : iterable of Dataset, or of pairs (X, y)
            A row of the matrix each.

        Returns
        -------
        M : ndarray of shape (n_datasets, n_metafeatures)
            NaN where a metafeature is undefined.

        Raises
        ------
        DatasetError
            If something is neither a Dataset nor a pair, or a pair is no dataset.
        """
        names = asked_for(self.groups, self.effort)
        wanted = np.isin(metafeature_names(), names)
        datasets = [_as_dataset(dataset, i) for i, dataset in enumerate(datasets)]
        rows = Parallel(n_jobs=self.n_jobs)(
            delayed(extract_metafeatures)(
                dataset, groups=self.groups, effort=self.effort, random_state=self.random_state
            )
            for dataset in datasets
        )
        return np.array([row.values[wanted] for row in rows]).reshape(len(datasets), len(names))

    def get_feature_names_out(self, input_features: object = None) -> np.ndarray:
        """Return the names of the columns, (n_metafeatures,)."""
        return np.array(asked_for(self.groups, self.effort), dtype=object)

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.requires_fit = False
        return tags


def _as_dataset(dataset, i: int) -> Dataset:
    if isinstance(dataset, Dataset):
        return dataset
    if not isinstance(dataset, tuple | list) or len(dataset) != 2:
        raise DatasetError(
            f"dataset {i} is of type {type(dataset).__name__}; expected a Dataset or a pair (X, y), one per dataset"
        )
    return Dataset.from_arrays(*dataset, name=f"dataset {i}")
