"""Out-of-fold predictions: what a configuration says of the test rows of each fold, small enough to be kept.

With them any metric, calibration and blend of configurations is scored later without fitting anything.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from metaselect.data import Dataset, is_classification

__all__ = ["keep_predictions", "restore_predictions"]

# A probability of 0 has no logarithm; scikit-learn's log loss clips at the same value.
_SMALLEST = float(np.finfo(float).eps)
# Below the largest number of 16 bits.
_LARGEST = 60_000.0

Folds = Sequence[tuple[np.ndarray, np.ndarray]]  # training and test positions of each


def keep_predictions(
    predictions: Sequence[np.ndarray], dataset: Dataset, folds: Folds, n_rounds: int = 1
) -> tuple[np.ndarray, ...]:
    """Return predictions in the form in which they are kept: an array of 16-bit floats for each round of folds.

    Its rows are the test rows of the round in the order of the dataset: all rows, but where one part is held out or the
    earliest rows are never tested. It holds the log odds of the second class for two classes, (n_rows,); log
    probabilities for more, (n_rows, n_classes); and for regression predictions standardized by mean and standard
    deviation of the target in the training rows, (n_rows,).

    Parameters
    ----------
    predictions : list of ndarray
        For each fold probabilities (n_test_rows, n_classes) or numbers (n_test_rows,).
    dataset : Dataset
        What was learned from and predicted.
    folds : list of (train, test)
        Their positions in the dataset.
    n_rounds : int
        How often the folds cover the dataset; the folds of a round follow one another.

    Examples
    --------
    >>> dataset = Dataset.from_arrays(np.arange(4.0).reshape(4, 1), ["a", "b", "a", "b"])
    >>> folds = [(np.array([0, 1]), np.array([2, 3])), (np.array([2, 3]), np.array([0, 1]))]
    >>> keep_predictions([np.array([[0.5, 0.5], [0.25, 0.75]])] * 2, dataset, folds)
    (array([0.   , 1.099, 0.   , 1.099], dtype=float16),)
    """
    kept = []
    for round_ in _by_round(list(zip(predictions, folds, strict=True)), n_rounds):
        values = np.concatenate([_small(fold, dataset, train) for fold, (train, _) in round_])
        rows = np.concatenate([test for _, (_, test) in round_])
        kept.append(values[np.argsort(rows, kind="stable")])
    return tuple(kept)


def restore_predictions(kept: Sequence[np.ndarray], dataset: Dataset, folds: Folds) -> list[np.ndarray]:
    """Return the predictions of each fold, as `keep_predictions` was given them but for the last digits.

    Parameters
    ----------
    kept : list of ndarray
        One for each round; means of those of several configurations will do.
    dataset : Dataset
        What was learned from and predicted.
    folds : list of (train, test)
        The same folds, which `make_folds` makes anew.

    Raises
    ------
    ValueError
        If these are predictions for other rows.

    Examples
    --------
    >>> dataset = Dataset.from_arrays(np.arange(4.0).reshape(4, 1), [1.0, 3.0, 11.0, 13.0], task="regression")
    >>> folds = [(np.array([0, 1]), np.array([2, 3])), (np.array([2, 3]), np.array([0, 1]))]
    >>> restore_predictions([np.array([0.0, 1.0, 0.0, 1.0])], dataset, folds)
    [array([2., 3.]), array([12., 13.])]
    """
    predictions = []
    for values, round_ in zip(kept, _by_round(folds, len(kept)), strict=True):
        rows = np.sort(np.concatenate([test for _, test in round_]))
        if len(values) != len(rows):
            raise ValueError(f"there are predictions of {len(values)} rows, not of {len(rows)}")
        for train, test in round_:
            of_fold = np.asarray(values[np.searchsorted(rows, test)], dtype=float)
            predictions.append(_large(of_fold, dataset, train))
    return predictions


def _by_round(folds: Sequence, n_rounds: int) -> list[Sequence]:
    length = len(folds) // n_rounds
    return [folds[start : start + length] for start in range(0, len(folds), length)]


def _small(predictions: np.ndarray, dataset: Dataset, train: np.ndarray) -> np.ndarray:
    if is_classification(dataset.task):
        logs = np.log(np.clip(predictions, _SMALLEST, 1.0))
        return (logs[:, 1] - logs[:, 0] if logs.shape[1] == 2 else logs).astype(np.float16)
    mean, deviation = _mean_and_deviation(dataset, train)
    return np.clip((predictions - mean) / deviation, -_LARGEST, _LARGEST).astype(np.float16)


def _large(values: np.ndarray, dataset: Dataset, train: np.ndarray) -> np.ndarray:
    if not is_classification(dataset.task):
        mean, deviation = _mean_and_deviation(dataset, train)
        return mean + deviation * values
    if values.ndim == 1:
        values = np.column_stack([np.zeros_like(values), values])
    shares = np.exp(values - values.max(axis=1, keepdims=True))
    return shares / shares.sum(axis=1, keepdims=True)


def _mean_and_deviation(dataset: Dataset, train: np.ndarray) -> tuple[float, float]:
    target = dataset.codes[train]
    return float(np.mean(target)), float(np.std(target)) or 1.0
