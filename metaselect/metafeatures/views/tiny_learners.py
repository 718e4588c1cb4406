"""Three tiny learners on the small sample, and their predictions from random halves of it."""

from __future__ import annotations

import numpy as np

from metaselect.data import deal_groups
from metaselect.metafeatures.views.ridge import fit_ridge
from metaselect.metafeatures.views.small_sample import SmallSample
from metaselect.metafeatures.views.trees import predict_by_tree

__all__ = ["N_HALVES", "by_each_half", "fit_and_score", "half_scores", "halves", "out_of_half"]

N_HALVES = 10
_N_NEIGHBORS = 5


def half_scores(sample: SmallSample, learner: str, n_repeats: int) -> np.ndarray:
    """Return the score on the second half of a model of the first, of different random halves, (n_repeats,).

    Parameters
    ----------
    sample : SmallSample
        What is learned from and predicted.
    learner : {"linear", "neighbors", "tree"}
        What learns.
    n_repeats : int
        Number of random halves.
    """
    return np.array([fit_and_score(sample, learner, *halves(sample, i)) for i in range(n_repeats)])


def out_of_half(sample: SmallSample, learner: str, repeat: int) -> np.ndarray:
    """Return predictions for each row by the model of the half that it is not in, (n_rows, n_outputs).

    Parameters
    ----------
    sample : SmallSample
        What is learned from and predicted.
    learner : {"linear", "neighbors", "tree"}
        What learns.
    repeat : int
        Which random halves.
    """
    first, second = halves(sample, repeat)
    predicted = np.empty(sample.outputs.shape)
    predicted[second] = _LEARNERS[learner](sample, first, second)
    predicted[first] = _LEARNERS[learner](sample, second, first)
    return predicted


def by_each_half(sample: SmallSample, learner: str, repeat: int) -> list[np.ndarray]:
    """Return predictions for all rows, (n_rows, n_outputs), by the model of one half and by that of the other.

    Parameters
    ----------
    sample : SmallSample
        What is learned from and predicted.
    learner : {"linear", "neighbors", "tree"}
        What learns.
    repeat : int
        Which random halves.
    """
    everything = np.arange(len(sample.rows))
    return [_LEARNERS[learner](sample, half, everything) for half in halves(sample, repeat)]


def halves(sample: SmallSample, repeat: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the positions of two random halves of the rows.

    The randomness is fixed: rows come in a random order already. What belongs together is in one half, which are of
    about the same size then.

    Parameters
    ----------
    sample : SmallSample
        Whose rows they are.
    repeat : int
        Other halves for each number.
    """
    order = np.random.default_rng(repeat).permutation(len(sample.rows))
    if sample.units is not None:
        is_second = deal_groups(order, 2, sample.units)[order] == 1
        return order[~is_second], order[is_second]
    return order[: len(order) // 2], order[len(order) // 2 :]


def fit_and_score(sample: SmallSample, learner: str, train: np.ndarray, test: np.ndarray) -> float:
    """Return the share of the outputs' variance on `test` that a model of `train` predicts, clipped to [-1, 1].

    Parameters
    ----------
    sample : SmallSample
        What is learned from and predicted.
    learner : {"linear", "neighbors", "tree"}
        What learns.
    train, test : ndarray of int
        Positions of the rows to learn from, and of those to predict.
    """
    Y = sample.outputs
    error = np.sum((_LEARNERS[learner](sample, train, test) - Y[test]) ** 2)
    of_mean = np.sum((Y[train].mean(axis=0) - Y[test]) ** 2)
    return float(np.clip(1 - error / of_mean, -1.0, 1.0)) if of_mean > 0 else 0.0


def _linear(sample: SmallSample, train: np.ndarray, test: np.ndarray) -> np.ndarray:
    return fit_ridge(sample.standard[train], sample.outputs[train], penalty=3.0).predict(sample.standard[test])


def _neighbors(sample: SmallSample, train: np.ndarray, test: np.ndarray) -> np.ndarray:
    distances = sample.gower[np.ix_(test, train)]
    k = min(_N_NEIGHBORS, len(train))
    nearest = np.argpartition(distances, k - 1, axis=1)[:, :k]
    return sample.outputs[train][nearest].mean(axis=1)


def _tree(sample: SmallSample, train: np.ndarray, test: np.ndarray) -> np.ndarray:
    parameters = {"min_samples_leaf": 3, "random_state": 0}
    return predict_by_tree(sample.unit[train], sample.outputs[train], sample.unit[test], **parameters)


_LEARNERS = {"linear": _linear, "neighbors": _neighbors, "tree": _tree}
