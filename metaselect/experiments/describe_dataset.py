"""`describe`: what a store keeps of a dataset."""

from __future__ import annotations

import numpy as np

from metaselect.data import Dataset
from metaselect.evaluation import measures_for
from metaselect.metafeatures import extract_metafeatures, order_free_names

__all__ = ["describe"]


def describe(dataset: Dataset, random_state: int = 0) -> dict[str, object]:
    """Return task, origin, sizes, dummy scores and metafeatures of `dataset`; a metafeature that is NaN is None.

    Metafeatures that follow the order of rows are left out: advice must not depend on it.

    Parameters
    ----------
    dataset : Dataset
        With the rows that are evaluated.
    random_state : int
        Seeds the metafeatures that draw.

    Examples
    --------
    >>> description = describe(Dataset.from_arrays(np.arange(40.0).reshape(20, 2), ["a", "b"] * 10))
    >>> description["task"], description["n_classes"], description["dummy_scores"]["accuracy"]
    ('binary', 2, 0.5)
    """
    names = order_free_names()
    values = extract_metafeatures(dataset, names=names, random_state=random_state).as_series()[list(names)]
    return {
        "task": dataset.task,
        "origin": dataset.origin,
        "n_rows": dataset.n_rows,
        "n_columns": dataset.n_columns,
        "n_classes": dataset.n_classes,
        "dummy_scores": {measure.name: float(measure.dummy(dataset.codes)) for measure in measures_for(dataset.task)},
        "metafeatures": {name: None if np.isnan(value) else float(value) for name, value in values.items()},
    }
