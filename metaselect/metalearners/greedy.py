"""Choose a few configurations that together do well everywhere."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from metaselect.exceptions import ConfigurationError
from metaselect.metalearners.regret import WORST_REGRET, cap_regret

__all__ = ["greedy_portfolio"]

# Differences below this are rounding of sums, not gains.
_DECIMALS = 12


def greedy_portfolio(
    R: ArrayLike,
    size: int,
    weights: ArrayLike | None = None,
    start: Sequence[int] = (),
    worst: float = WORST_REGRET,
) -> np.ndarray:
    """Return the configurations that, one after the other, lower the regret of the best of them the most.

    Each step adds the configuration with the smallest weighted mean, over datasets, of the regret of the best
    configuration chosen so far. Ties go to the lower mean regret, then to the lower index; so once nothing gains any
    more, the rest follows by mean regret. The greedy choice is within 1 - 1/e of the best possible gain, as the gain
    is submodular (Nemhauser, Wolsey & Fisher 1978). Uniform weights give the static portfolio of Feurer et al.
    (auto-sklearn 2.0, JMLR 2022).

    Parameters
    ----------
    R : array-like of shape (n_datasets, n_configurations)
        Regret; NaN counts as `worst`.
    size : int
        How many to return, those of `start` included; at most n_configurations.
    weights : array-like of shape (n_datasets,), optional
        How much each dataset counts, not negative; equally by default, also if all are 0.
    start : sequence of int
        Configurations already chosen; they come first.
    worst : float
        Greater regrets are lowered to it.

    Returns
    -------
    chosen : ndarray of int, of shape (min(size, n_configurations),)
        Indices of the configurations, in the order in which they were chosen.

    Examples
    --------
    Configuration 0 is the best on average, 2 makes up for it on the last dataset:

    >>> R = [[0.0, 0.1, 0.9], [0.0, 0.1, 0.9], [0.9, 0.9, 0.0]]
    >>> greedy_portfolio(R, size=2)
    array([0, 2])
    >>> greedy_portfolio(R, size=2, weights=[0, 0, 1])
    array([2, 0])
    """
    losses = cap_regret(R, worst)  # (n_datasets, n_configurations)
    n_datasets, n_configurations = losses.shape
    weights = _shares(weights, n_datasets)
    mean_loss = (weights @ losses).round(_DECIMALS)
    chosen = list(start)[:size]
    best_so_far = losses[:, chosen].min(axis=1, initial=worst)
    while len(chosen) < min(size, n_configurations):
        loss_with = (weights @ np.minimum(losses, best_so_far[:, None])).round(_DECIMALS)  # (n_configurations,)
        loss_with[chosen] = np.inf
        chosen.append(int(np.lexsort((mean_loss, loss_with))[0]))
        best_so_far = np.minimum(best_so_far, losses[:, chosen[-1]])
    return np.array(chosen, dtype=int)


def _shares(weights, n_datasets: int) -> np.ndarray:
    """Return `weights` with sum 1."""
    if weights is None:
        return np.full(n_datasets, 1.0 / n_datasets)
    weights = np.asarray(weights, dtype=float)
    if weights.shape != (n_datasets,) or not np.all(weights >= 0):
        raise ConfigurationError(
            f"weights has shape {weights.shape}; expected one number per dataset, none negative or NaN: ({n_datasets},)"
        )
    total = weights.sum()
    return weights / total if total > 0 else np.full(n_datasets, 1.0 / n_datasets)
