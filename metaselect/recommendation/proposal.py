"""A configuration that was never run, where a surrogate predicts that it beats all that were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from metaselect.learners import Configuration, sample_configuration
from metaselect.metalearners import JointNeuralMetaLearner, encode_configurations

__all__ = ["Proposal", "propose_configuration"]


@dataclass(frozen=True)
class Proposal:
    """A configuration from outside the portfolio, and the gain in regret over the best inside that is predicted."""

    configuration: Configuration
    predicted_gain: float


def propose_configuration(
    surrogate: JointNeuralMetaLearner,
    m: np.ndarray,
    learners: Sequence[str],
    task: str,
    n_draws: int = 50,
    least_gain: float = 0.0,
    random_state: int = 0,
) -> Proposal | None:
    """Return the most promising of configurations drawn at random, None where none promises a gain.

    No recommendation uses it: choosing among configurations that are left out of the knowledge, the surrogate does
    not pay (`benchmarks/bench_beyond_portfolio.py`). It is here to be measured again as the knowledge grows.

    Parameters
    ----------
    surrogate : JointNeuralMetaLearner
        Fitted with an encoding by `encode_configurations`.
    m : ndarray of shape (n_metafeatures,)
        Of the new dataset.
    learners : sequence of str
        Base learners to draw from.
    task : {"binary", "multiclass", "regression"}
    n_draws : int
        Configurations drawn of each learner.
    least_gain : float
        Predicted gain in regret from which on there is a proposal.
    random_state : int
    """
    drawn = [
        sample_configuration(learner, random_state, index, task=task)
        for learner in learners
        for index in range(n_draws)
    ]
    outside = surrogate.predict_for(m[None, :], encode_configurations(drawn))[0]
    best = int(outside.argmin())
    gain = float(surrogate.predict(m[None, :]).min() - outside[best])
    return Proposal(drawn[best], gain) if gain > least_gain else None
