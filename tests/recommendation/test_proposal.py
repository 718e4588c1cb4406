import numpy as np

from metaselect.learners import make_configuration
from metaselect.metalearners import JointNeuralMetaLearner, encode_configurations
from metaselect.recommendation.proposal import propose_configuration


def fitted_surrogate(R_of_alpha):
    alphas = np.logspace(-3, 3, 8)
    configurations = [make_configuration("ridge", alpha=float(alpha)) for alpha in alphas]
    M = np.random.default_rng(0).normal(size=(40, 3))
    R = np.tile(R_of_alpha(np.log10(alphas)), (40, 1))
    return JointNeuralMetaLearner(encode_configurations(configurations), penalty=0.01).fit(M, R), M


def test_between_the_known_ones_a_better_one_is_found():
    surrogate, M = fitted_surrogate(lambda log_alpha: 0.03 * (log_alpha - 0.0) ** 2)
    drawn = propose_configuration(surrogate, M[0], ["ridge"], "regression")
    assert drawn is not None
    assert drawn.configuration.learner == "ridge"
    assert drawn.predicted_gain > 0


def test_there_is_no_proposal_without_enough_gain():
    surrogate, M = fitted_surrogate(lambda log_alpha: 0.03 * (log_alpha - 0.0) ** 2)
    assert propose_configuration(surrogate, M[0], ["ridge"], "regression", least_gain=1.0) is None
