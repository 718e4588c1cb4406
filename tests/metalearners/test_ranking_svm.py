import numpy as np

from metaselect.metalearners import RankingSVMMetaLearner


def test_predictions_are_in_units_of_regret(make_planted):
    M, R = make_planted(100)
    predicted = RankingSVMMetaLearner().fit(M, R).predict(M)
    clipped = np.minimum(R, 0.3)
    np.testing.assert_allclose(predicted.mean(), clipped.mean(), atol=1e-9)
    assert np.mean((predicted - clipped) ** 2) < clipped.var()
