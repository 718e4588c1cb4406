import numpy as np

from metaselect.metalearners import PairwiseForestMetaLearner


def test_who_takes_no_part_comes_behind_all_who_do(make_planted):
    M, R = make_planted(60)
    fitted = PairwiseForestMetaLearner(n_candidates=3).fit(M, R)
    predicted = fitted.predict(M)
    others = np.setdiff1d(np.arange(R.shape[1]), fitted.candidates_)
    assert len(fitted.pairs_) == 3
    assert predicted[:, fitted.candidates_].max() <= predicted[:, others].min()


def test_a_dataset_counts_as_much_as_the_two_differ():
    # Two in three datasets of each side prefer configuration 0, by very little.
    M = np.zeros((30, 1))
    R = np.array([[0.0, 0.001], [0.0, 0.001], [0.3, 0.0]] * 10)
    assert PairwiseForestMetaLearner().fit(M, R).predict(M)[0].argmin() == 1
