import numpy as np

from metaselect.metalearners import SVMMetaLearner


def test_prediction_lies_on_the_principal_directions(make_planted):
    M, R = make_planted(80)
    predicted = SVMMetaLearner(n_directions=1).fit(M, R).predict(M)
    assert np.linalg.matrix_rank(predicted - np.minimum(R, 0.3).mean(axis=0), tol=1e-8) == 1


def test_tiny_penalty_predicts_about_the_mean(make_planted):
    M, R = make_planted(80)
    predicted = SVMMetaLearner(C=1e-6).fit(M, R).predict(M)
    assert np.ptp(predicted, axis=0).max() < 1e-3
