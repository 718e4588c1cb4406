"""What would have been advised on each known dataset when nothing of its origin was known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.base import clone

from metaselect.assessment.leave_one_out import held_out_forecasts, origin_folds
from metaselect.metalearners import Regressor, make_meta_learner
from metaselect.recommendation import advised_order

if TYPE_CHECKING:
    from metaselect.knowledge import MetaExamples

__all__ = ["advised_lists"]


def advised_lists(
    meta_learner: str | Regressor,
    examples: MetaExamples,
    *,
    size: int = 5,
    n_folds: int | None = 20,
    random_state: int = 0,
) -> dict[str, list[str]]:
    """Return the first configurations that would be advised on each dataset, by its name.

    Parameters
    ----------
    meta_learner : str or estimator
        As for `make_meta_learner`.
    examples : MetaExamples
        Datasets with the same origin are left out together. Where blends are not to be members of blends, these are
        not in it.
    size : int
        Length of each list; shorter where fewer configurations were run on a dataset.
    n_folds : int, optional
        Leave out so many parts of the origins in turn; one origin at a time where None.
    random_state : int
        Seeds a meta-learner given by name, and the dealing of origins into `n_folds`.

    Raises
    ------
    KnowledgeBaseError
        If all datasets have the same origin.
    """
    unfitted = make_meta_learner(meta_learner, random_state)
    fold = origin_folds(examples.origins, n_folds, random_state)
    lists = {}
    for k in np.unique(fold):
        known, held_out = np.flatnonzero(fold != k), np.flatnonzero(fold == k)
        of_held_out = held_out_forecasts(clone(unfitted), examples, known, held_out)
        for i, forecast in zip(held_out, of_held_out, strict=True):
            order = advised_order(forecast, np.flatnonzero(~np.isnan(examples.R[i])), size)
            lists[examples.datasets[i]] = [examples.configurations[j] for j in order]
    return {name: lists[name] for name in examples.datasets}
