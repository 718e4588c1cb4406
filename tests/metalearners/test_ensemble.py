import numpy as np

from metaselect.metalearners import EnsembleMetaLearner, make_meta_learner


def test_one_member_keeps_its_predictions(make_planted):
    M, R = make_planted(40)
    ensemble = EnsembleMetaLearner(members=("ridge",)).fit(M, R)
    np.testing.assert_allclose(ensemble.predict(M), make_meta_learner("ridge").fit(M, R).predict(M))


def test_timid_member_has_as_much_to_say_as_a_bold_one(make_planted):
    M, R = make_planted(80)
    ensemble = EnsembleMetaLearner(members=("nearest", "ridge")).fit(M, R)
    standardised = [
        (p - p.mean(axis=1, keepdims=True)) / p.std(axis=1, keepdims=True)
        for p in (member.predict(M) for member in ensemble.members_)
    ]
    np.testing.assert_array_equal(ensemble.predict(M).argmin(axis=1), np.mean(standardised, axis=0).argmin(axis=1))


def test_weights_are_those_of_the_first_member(make_planted):
    M, R = make_planted(40)
    ensemble = EnsembleMetaLearner(members=("nearest", "ridge")).fit(M, R)
    np.testing.assert_array_equal(ensemble.weights(M), make_meta_learner("nearest").fit(M, R).weights(M))
