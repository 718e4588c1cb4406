"""`FoldScorer`: scores of out-of-fold predictions, thousands of times: the mean over the folds they were made on."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.stats import rankdata

from metaselect.data import Dataset
from metaselect.evaluation import Evaluation, Resampling, find_scores, make_folds, restore_predictions

__all__ = ["FoldScorer"]

Metric = str | Callable[..., object]


class FoldScorer:
    """Scores predictions of the test rows of all folds, one fold after the other.

    Parameters
    ----------
    dataset : Dataset
        What was learned from and predicted.
    resampling : str
        How it was split, as `Evaluation.resampling` says it.
    metric : str or callable
        As for `find_scores`.
    random_state : int
        With which it was split.

    Examples
    --------
    >>> dataset = Dataset.from_arrays(np.arange(40.0)[:, None], ["a", "b"] * 20)
    >>> scorer = FoldScorer(dataset, "5-fold", "roc_auc", 0)
    >>> scorer.score(np.full((40, 2), 0.5))
    0.5
    """

    def __init__(self, dataset: Dataset, resampling: str, metric: Metric, random_state: int):
        self._dataset = dataset
        self._folds = make_folds(dataset, Resampling.from_text(resampling), random_state)
        ends = np.cumsum([len(test) for _, test in self._folds])
        self._slices = [slice(end - len(test), end) for end, (_, test) in zip(ends, self._folds, strict=True)]
        self._y = [dataset.codes[test] for _, test in self._folds]
        scores = find_scores(metric, dataset.task)
        self._score = _FAST.get(scores.name, scores.score)

    @property
    def n_rows(self) -> int:
        """How many different rows are tested."""
        return len(np.unique(np.concatenate([test for _, test in self._folds])))

    def predictions(self, evaluation: Evaluation) -> np.ndarray:
        """Return the predictions of an evaluation on these folds, (n_test_rows, n_classes) or (n_test_rows,)."""
        return np.concatenate(restore_predictions(evaluation.out_of_fold, self._dataset, self._folds))

    def fold_scores(self, predictions: np.ndarray) -> tuple[float, ...]:
        """Return the score on each fold, greater is better."""
        pairs = zip(self._y, self._slices, strict=True)
        return tuple(float(self._score(y, predictions[rows])) for y, rows in pairs)

    def score(self, predictions: np.ndarray, rows: np.ndarray | None = None) -> float:
        """Return the mean over folds, of those on which it is defined; of some of the rows as if these were one fold.

        Parameters
        ----------
        predictions : ndarray of shape (n_test_rows, n_classes) or (n_test_rows,)
            Of the test rows of all folds.
        rows : ndarray of int, optional
            Positions among these, also repeated; all when not given.
        """
        if rows is not None:
            return float(self._score(np.concatenate(self._y)[rows], predictions[rows]))
        defined = [score for score in self.fold_scores(predictions) if np.isfinite(score)]
        return float(np.mean(defined)) if defined else float("nan")


def _roc_auc(y: np.ndarray, probabilities: np.ndarray) -> float:
    """Return the area under the ROC curve by ranks (Mann & Whitney 1947), in a tenth of the time of scikit-learn's."""
    n_positive = int(y.sum())
    n_negative = len(y) - n_positive
    if not n_positive or not n_negative:
        return float("nan")
    ranks = rankdata(probabilities[:, 1])
    return float((ranks[y == 1].sum() - n_positive * (n_positive + 1) / 2) / (n_positive * n_negative))


def _neg_log_loss(y: np.ndarray, probabilities: np.ndarray) -> float:
    smallest = np.finfo(float).eps
    return float(np.log(np.clip(probabilities[np.arange(len(y)), y], smallest, 1.0)).mean())


# What greedy selection asks for most; the same values as the measures of these names, for probabilities that add to 1.
_FAST: dict[str, Callable[[np.ndarray, np.ndarray], float]] = {"roc_auc": _roc_auc, "neg_log_loss": _neg_log_loss}
