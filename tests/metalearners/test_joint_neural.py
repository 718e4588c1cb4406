import numpy as np
import pytest

from metaselect.exceptions import ConfigurationError
from metaselect.metalearners import JointNeuralMetaLearner


def position_matters(n_datasets, positions, seed):
    """The best position of a configuration is near 0 where metafeature 0 is negative, near 1 elsewhere."""
    M = np.random.default_rng(seed).normal(size=(n_datasets, 3))
    return M, 0.3 * np.abs(np.asarray(positions) - (M[:, [0]] > 0))


def test_configurations_that_were_never_run_are_ranked():
    run, new = np.array([0.0, 0.3, 0.7, 1.0]), np.array([0.1, 0.5, 0.9])
    M, R = position_matters(80, run, seed=0)
    M_new, R_new = position_matters(40, new, seed=1)
    fitted = JointNeuralMetaLearner(encoding=run[:, None]).fit(M, R)
    picks = fitted.predict_for(M_new, new[:, None]).argmin(axis=1)
    assert np.mean(picks == R_new.argmin(axis=1)) > 0.85


def test_known_configurations_are_predicted_the_same_by_their_codes():
    run = np.array([[0.0], [1.0]])
    M, R = position_matters(30, run.ravel(), seed=0)
    fitted = JointNeuralMetaLearner(encoding=run).fit(M, R)
    np.testing.assert_allclose(fitted.predict(M), fitted.predict_for(M, run))


def test_encodings_that_do_not_fit_are_refused():
    M, R = position_matters(30, [0.0, 1.0], seed=0)
    with pytest.raises(ConfigurationError, match="encoding has 3 rows; expected one for each of 2"):
        JointNeuralMetaLearner(encoding=np.eye(3)).fit(M, R)
    with pytest.raises(ConfigurationError, match=r"expected \(n_encoded, 2\)"):
        JointNeuralMetaLearner().fit(M, R).predict_for(M, np.eye(3))
