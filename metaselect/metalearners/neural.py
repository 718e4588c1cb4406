"""A few small networks, held close to the mean."""

from __future__ import annotations

import warnings

import numpy as np

from metaselect.metalearners._base import BaseMetaLearner
from metaselect.metalearners._registry import meta_learner
from metaselect.metalearners._scaling import principal_directions
from metaselect.metalearners.regret import CLIP
from metaselect.seeding import seed_from

__all__ = ["NeuralMetaLearner"]


@meta_learner("neural")
class NeuralMetaLearner(BaseMetaLearner):
    """Predicts regret with the mean of a few small networks, drawn towards the mean of the known datasets.

    With a hundred or two datasets a network learns mostly noise; a strong penalty, several starts and `shrinkage`
    against it each help a little.

    Parameters
    ----------
    n_networks : int
        Networks that differ in their start.
    n_hidden : int
        Units of the hidden layer.
    penalty : float
        L2 penalty of the weights.
    shrinkage : float in [0, 1]
        How far the prediction is drawn towards the mean regrets; 1 is the mean itself.
    n_directions : int
        Principal directions of the regrets that are learned.
    clip : float
        Regrets above it count as it.
    random_state : int
        Seeds the start of each network.
    """

    def __init__(
        self, n_networks=5, n_hidden=16, penalty=3.0, shrinkage=0.25, n_directions=5, clip=CLIP, random_state=0
    ):
        self.n_networks = n_networks
        self.n_hidden = n_hidden
        self.penalty = penalty
        self.shrinkage = shrinkage
        self.n_directions = n_directions
        self.clip = clip
        self.random_state = random_state

    def _learn(self, M, R):
        from sklearn.neural_network import MLPRegressor

        self.mean_, coordinates, self.directions_ = principal_directions(np.minimum(R, self.clip), self.n_directions)
        self.scale_ = max(float(coordinates[:, 0].std()), 1e-12)
        targets = coordinates / self.scale_  # one scale for all: a direction counts as much as it varies
        self.networks_ = []
        for k in range(self.n_networks):
            network = MLPRegressor(
                hidden_layer_sizes=(self.n_hidden,),
                activation="tanh",
                solver="lbfgs",
                alpha=self.penalty,
                max_iter=200,
                random_state=seed_from(self.random_state, "network", str(k)),
            )
            with warnings.catch_warnings():
                # Stopping early only regularises further.
                warnings.simplefilter("ignore")
                self.networks_.append(network.fit(M, targets if targets.shape[1] > 1 else targets[:, 0]))

    def _predict(self, M):
        coordinates = np.mean([network.predict(M).reshape(len(M), -1) for network in self.networks_], axis=0)
        return self.mean_ + (1.0 - self.shrinkage) * self.scale_ * coordinates @ self.directions_
