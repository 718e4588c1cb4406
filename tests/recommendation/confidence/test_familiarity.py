import numpy as np

from metaselect.recommendation import Familiarity


def known(n_datasets=100, seed=0):
    return np.random.default_rng(seed).normal(size=(n_datasets, 6))


def names(n):
    return [str(i) for i in range(n)]


def test_a_dataset_like_the_known_ones_is_familiar():
    familiarity = Familiarity().fit(known(), names(100))
    values = [familiarity.predict(m) for m in known(200, seed=1)]
    assert 0.35 < np.mean(values) < 0.65


def test_a_dataset_far_away_is_not():
    familiarity = Familiarity().fit(known(), names(100))
    assert familiarity.predict(np.full(6, 50.0)) < 0.02


def test_undefined_metafeatures_count_as_typical():
    M = known()
    M[:, 2] = np.nan
    familiarity = Familiarity().fit(M, names(100))
    assert 0 < familiarity.predict(np.array([0.0, np.nan, np.nan, 0.0, 0.0, np.nan])) <= 1


def test_copies_of_one_origin_do_not_make_known_datasets_look_crowded():
    M = np.repeat(known(30), 4, axis=0)
    together = Familiarity().fit(M, [str(i // 4) for i in range(120)])
    assert together.known_distances_.min() > 0


def test_distances_are_in_units_of_the_usual_one():
    familiarity = Familiarity().fit(known(), names(100))
    distances = [familiarity.distance(m) for m in known(200, seed=1)]
    assert 0.9 < np.median(distances) < 1.1


def test_beyond_all_known_is_rare_for_datasets_like_them_and_certain_far_away():
    familiarity = Familiarity().fit(known(), names(100))
    assert np.mean([familiarity.is_beyond_all_known(m) for m in known(400, seed=1)]) < 0.04
    assert familiarity.is_beyond_all_known(np.full(6, 50.0))
    assert familiarity.distance(np.full(6, 50.0)) > familiarity.farthest


def test_few_known_datasets_do_not_tell_what_is_beyond_them():
    familiarity = Familiarity().fit(known(10), names(10))
    assert not familiarity.is_beyond_all_known(np.full(6, 50.0))
