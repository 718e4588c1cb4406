"""A network that sees the dataset and the configuration, and so can judge configurations that were never run."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array

from metaselect.exceptions import ConfigurationError
from metaselect.metalearners._base import BaseMetaLearner
from metaselect.metalearners._registry import meta_learner
from metaselect.metalearners._scaling import principal_directions
from metaselect.metalearners.regret import CLIP
from metaselect.seeding import seed_from

__all__ = ["JointNeuralMetaLearner"]


@meta_learner("joint_neural")
class JointNeuralMetaLearner(BaseMetaLearner):
    """Predicts the regret of a (dataset, configuration) pair with a few small networks.

    The input is the main metafeature directions of the dataset beside an encoding of the configuration; each known
    evaluation is an example. Given the encoding of configurations (see `encode_configurations`) it also predicts the
    regret of configurations that are not among those it was fitted on.

    Parameters
    ----------
    encoding : ndarray of shape (n_configurations, n_codes), optional
        One row for each configuration; when not given, each is its own code, and new ones cannot be judged.
    n_networks : int
        Networks that differ in their start.
    n_hidden : int
        Units of the hidden layer.
    penalty : float
        L2 penalty of the weights.
    n_metafeature_directions : int
        Principal directions of the scaled metafeatures that are seen.
    clip : float
        Regrets above it count as it.
    random_state : int
        Seeds the start of each network.
    """

    def __init__(
        self,
        encoding=None,
        n_networks=2,
        n_hidden=24,
        penalty=1.0,
        n_metafeature_directions=12,
        clip=CLIP,
        random_state=0,
    ):
        self.encoding = encoding
        self.n_networks = n_networks
        self.n_hidden = n_hidden
        self.penalty = penalty
        self.n_metafeature_directions = n_metafeature_directions
        self.clip = clip
        self.random_state = random_state

    def predict_for(self, M: ArrayLike, encoding: ArrayLike) -> np.ndarray:
        """Return the predicted regret of any encoded configurations, of shape (n_new, n_encoded).

        Parameters
        ----------
        M : array-like of shape (n_new, n_metafeatures)
            Of the new datasets.
        encoding : ndarray of shape (n_encoded, n_codes)
            Rows of `encode_configurations`.
        """
        M = self._scale(M)
        if np.ndim(encoding) != 2 or np.shape(encoding)[1] != self.encoding_.shape[1]:
            raise ConfigurationError(
                f"encoding has shape {np.shape(encoding)}; expected (n_encoded, {self.encoding_.shape[1]})"
            )
        return self._predict_pairs(M, np.asarray(encoding, dtype=float))

    def _learn(self, M, R):
        from sklearn.neural_network import MLPRegressor

        self.encoding_ = np.eye(R.shape[1]) if self.encoding is None else np.asarray(self.encoding, dtype=float)
        if len(self.encoding_) != R.shape[1]:
            raise ConfigurationError(
                f"encoding has {len(self.encoding_)} rows; expected one for each of {R.shape[1]} configurations"
            )
        self.center_, coordinates, self.directions_ = principal_directions(M, self.n_metafeature_directions)
        self.M_scale_ = max(float(coordinates[:, 0].std()), 1e-12)
        regret = np.minimum(R, self.clip)
        self.mean_, self.spread_ = float(regret.mean()), float(regret.std()) or 1.0
        pairs, targets = self._pairs(M, self.encoding_), ((regret - self.mean_) / self.spread_).ravel()
        self.networks_ = []
        for k in range(self.n_networks):
            network = MLPRegressor(
                hidden_layer_sizes=(self.n_hidden,),
                activation="tanh",
                solver="lbfgs",
                alpha=self.penalty,
                max_iter=150,
                random_state=seed_from(self.random_state, "joint network", str(k)),
            )
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # stopping early only regularises further
                self.networks_.append(network.fit(pairs, targets))

    def _predict(self, M):
        return self._predict_pairs(M, self.encoding_)

    def _predict_pairs(self, M, encoding):
        pairs = self._pairs(M, encoding)
        predicted = np.mean([network.predict(pairs) for network in self.networks_], axis=0)
        return self.mean_ + self.spread_ * predicted.reshape(len(M), len(encoding))

    def _pairs(self, M, encoding):
        """Return dataset beside configuration, of shape (n_datasets * n_encoded, n_directions + n_codes)."""
        coordinates = (M - self.center_) @ self.directions_.T / self.M_scale_
        pairs = np.hstack([np.repeat(coordinates, len(encoding), axis=0), np.tile(encoding, (len(M), 1))])
        # Where each configuration is its own code, nearly all is zero: networks fit in half the time without it.
        return csr_array(pairs) if self.encoding is None else pairs
