import numpy as np

from metaselect.metalearners import NeuralMetaLearner


def test_full_shrinkage_predicts_the_mean_clipped_regret(make_planted):
    M, R = make_planted(40)
    predicted = NeuralMetaLearner(shrinkage=1.0, n_networks=1, clip=0.2).fit(M, R).predict(M[:2])
    np.testing.assert_allclose(predicted, [np.minimum(R, 0.2).mean(axis=0)] * 2)


def test_shrinkage_draws_towards_the_mean(make_planted):
    M, R = make_planted(40)
    mean = np.minimum(R, 0.3).mean(axis=0)
    free, drawn = (NeuralMetaLearner(shrinkage=s, n_networks=2).fit(M, R).predict(M) - mean for s in (0.0, 0.5))
    np.testing.assert_allclose(drawn, free / 2)
