"""Racing: what is hopelessly behind after a few folds is not run on the others.

The incumbent on a dataset is the best of the default configurations, which are always run on all folds. So it does not
depend on the order in which the others are run, and neither does what is stopped. Source of the idea: Maron & Moore
(1994), Hoeffding races; the rule here compares the same folds only, and assumes nothing of how scores are distributed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["Incumbent", "find_incumbent"]

_FEWEST_FOLDS = 2
# Less than half way from the best constant prediction to the incumbent: where meta-learners have long stopped telling
# bad from worse.
_SHARE_OF_SKILL = 0.5


@dataclass(frozen=True)
class Incumbent:
    """A configuration that has been run on all folds of a dataset.

    Attributes
    ----------
    configuration : str
        Its id.
    metric : str
        The one that the race is about.
    fold_scores : tuple of float
        Greater is better.
    dummy : float
        Score of the best constant prediction on the dataset.
    """

    configuration: str
    metric: str
    fold_scores: tuple[float, ...]
    dummy: float

    def dominates(self, fold_scores: Sequence[float]) -> bool:
        """Return whether what has these scores on the first folds is hopelessly behind.

        It is, after two folds at the earliest, if it is worse on each of them and, on average over them, less than
        half as far above the dummy score as the incumbent is on the same folds.

        Examples
        --------
        >>> incumbent = Incumbent("ridge-1", "roc_auc", (0.9, 0.92, 0.91), dummy=0.5)
        >>> incumbent.dominates([0.6, 0.65]), incumbent.dominates([0.6]), incumbent.dominates([0.6, 0.85])
        (True, False, False)
        """
        n_folds = len(fold_scores)
        same_folds = np.array(self.fold_scores[:n_folds])
        if n_folds < _FEWEST_FOLDS or np.mean(same_folds) <= self.dummy or np.any(same_folds <= fold_scores):
            return False
        return bool(np.mean(fold_scores) - self.dummy < _SHARE_OF_SKILL * (np.mean(same_folds) - self.dummy))


def find_incumbent(fold_scores: Mapping[str, Sequence[float]], metric: str, dummy: float) -> Incumbent | None:
    """Return the best of the configurations with these scores, None where there is none.

    Parameters
    ----------
    fold_scores : mapping of str to sequence of float
        By id of the configuration; those with fewer folds than others, or undefined scores, cannot be the incumbent.
    metric : str
        The one that the scores are of.
    dummy : float
        Score of the best constant prediction on the dataset.

    Examples
    --------
    >>> find_incumbent({"ridge-1": (0.7, 0.9), "tree-1": (0.6, 0.7), "svm-1": (0.99,)}, "r2", dummy=0.0).configuration
    'ridge-1'
    """
    most_folds = max(map(len, fold_scores.values()), default=0)
    whole = {
        id_: tuple(scores)
        for id_, scores in fold_scores.items()
        if len(scores) == most_folds > 0 and np.isfinite(scores).all()
    }
    if not whole:
        return None
    best = max(sorted(whole), key=lambda id_: np.mean(whole[id_]))
    return Incumbent(best, metric, whole[best], dummy)
