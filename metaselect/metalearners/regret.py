"""Regrets made complete and comparable before anything is learned from them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["CLIP", "WORST_REGRET", "blended_regret", "cap_regret", "complete_regret", "rank_worth", "scaled_ranks"]

# The regret of the dummy predictor: whoever picks something worse can fall back on it.
WORST_REGRET = 1.0

# Where meta-learners stop telling bad from worse: about a tenth of raw accuracy, as it is usually 0.3 to 0.5 from the
# dummy predictor to the best. On public metadata low values did well, and one of them hardly better than another.
CLIP = 0.3

# The alternating means below converge geometrically; 20 rounds leave less than the noise of any regret.
_N_ROUNDS = 20

# Share of the datasets from which on the mean regret of a configuration is taken to hold for the others too.
_BELIEVED_SHARE = 0.5


def cap_regret(R: ArrayLike, worst: float = WORST_REGRET) -> np.ndarray:
    """Return `R` with everything above `worst`, and NaN, set to `worst`.

    This is the rule by which picks are judged: a configuration that was never run on a dataset is no better than the
    dummy predictor there, and nothing is worse than it.

    Parameters
    ----------
    R : array-like of shape (n_datasets, n_configurations)
        Regrets; NaN where never run.
    worst : float
        The regret of the dummy predictor.

    Examples
    --------
    >>> cap_regret([[0.0, 0.4, 7.0, np.nan]])
    array([[0. , 0.4, 1. , 1. ]])
    """
    R = np.asarray(R, dtype=float)
    return np.where(np.isnan(R), worst, np.minimum(R, worst))


def complete_regret(R: ArrayLike, worst: float = WORST_REGRET) -> np.ndarray:
    """Return `R` capped at `worst`, its gaps filled by an additive model.

    A gap is filled with what the dataset adds to the means of the configurations that did run on it, plus what the
    configuration adds to the mean configuration (two-way additive model, least squares by alternating means). The
    latter is believed of a configuration that ran on half of the datasets, and ever less of one that ran on fewer:
    those were hardly drawn at random, and what won on its author's five datasets is no winner everywhere. A
    configuration without any value gets `worst`: nothing speaks for it. A dataset without any value gets the means of
    the configurations.

    Parameters
    ----------
    R : array-like of shape (n_datasets, n_configurations)
        NaN where never run.
    worst : float
        Greater values are lowered to it.

    Returns
    -------
    completed : ndarray of shape (n_datasets, n_configurations)
        Without NaN.

    Examples
    --------
    >>> complete_regret([[0.0, 0.2], [0.2, np.nan], [0.1, 0.3]])
    array([[0. , 0.2], [0.2, 0.4], [0.1, 0.3]])
    """
    capped = np.minimum(np.asarray(R, dtype=float), worst)  # NaN stays NaN
    known = ~np.isnan(capped)
    if known.all():
        return capped
    values = np.where(known, capped, 0.0)
    n_per_dataset = np.maximum(known.sum(axis=1), 1)
    n_per_configuration = np.maximum(known.sum(axis=0), 1)
    dataset_effect = np.zeros(capped.shape[0])
    configuration_effect = np.zeros(capped.shape[1])
    for _ in range(_N_ROUNDS):
        configuration_effect = (values - known * dataset_effect[:, None]).sum(axis=0) / n_per_configuration
        dataset_effect = (values - known * configuration_effect).sum(axis=1) / n_per_dataset
    ran = known.any(axis=0)
    typical = np.average(configuration_effect, weights=known.sum(axis=0)) if ran.any() else worst
    share = known.sum(axis=0) / max(known.any(axis=1).sum(), 1)
    belief = np.minimum(share / _BELIEVED_SHARE, 1.0) ** 2
    configuration_effect = typical + belief * (configuration_effect - typical)
    dataset_effect[~known.any(axis=1)] = 0.0
    filled = np.clip(dataset_effect[:, None] + configuration_effect, 0.0, worst)
    filled[:, ~ran] = worst
    return np.where(known, capped, filled)


def scaled_ranks(R: ArrayLike) -> np.ndarray:
    """Return the rank of each configuration within its dataset: 0 for the best, 1 for the worst.

    Ties share their average rank; with a single configuration the rank is 0.

    Parameters
    ----------
    R : array-like of shape (n_datasets, n_configurations)
        Without NaN.

    Examples
    --------
    >>> scaled_ranks([[0.0, 0.3, 0.1], [0.2, 0.2, 0.5]])
    array([[0.  , 1.  , 0.5 ], [0.25, 0.25, 1.  ]])
    """
    import pandas as pd

    ranks = pd.DataFrame(np.asarray(R, dtype=float)).rank(axis=1).to_numpy()
    return (ranks - 1.0) / max(ranks.shape[1] - 1, 1)


def rank_worth(clipped: np.ndarray) -> float:
    """Return the regret that the worst rank is worth: scaled ranks times it have the mean of `clipped`.

    Scaled ranks have mean 1/2, so it is twice the mean of `clipped`.
    """
    return 2.0 * float(np.mean(clipped))


def blended_regret(R: ArrayLike, clip: float = CLIP, rank_share: float = 0.5) -> np.ndarray:
    """Return clipped regret blended with rank, in units of regret.

    Regret says what a bad choice costs, rank tells the good ones apart on datasets where all regrets are small.

    Parameters
    ----------
    R : array-like of shape (n_datasets, n_configurations)
        Without NaN.
    clip : float
        Regrets above it count as it.
    rank_share : float in [0, 1]
        0 is clipped regret alone, 1 ranks alone.

    Examples
    --------
    >>> blended_regret([[0.0, 0.1, 0.8]], clip=0.2, rank_share=0.5)
    array([[0. , 0.1, 0.2]])
    """
    clipped = np.minimum(np.asarray(R, dtype=float), clip)
    return (1.0 - rank_share) * clipped + rank_share * rank_worth(clipped) * scaled_ranks(R)
