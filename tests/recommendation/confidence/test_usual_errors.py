import numpy as np

from metaselect.recommendation.confidence.usual_errors import UsualErrors


def test_errors_are_in_units_of_what_is_usual_in_their_half():
    place = np.linspace(0, 1, 400)
    errors = np.where(place <= 0.5, 1.0, 3.0)[:, None] * np.random.default_rng(0).normal(size=(400, 3))
    usual = UsualErrors(0.9).fit(errors, np.ones(errors.shape, dtype=bool), place[:, None])
    low, high = usual.predict(np.array([[0.1], [0.9]]))
    assert 2.5 < high / low < 3.5
    relative = np.abs(usual.relative(errors, place[:, None]))
    assert 0.8 < np.quantile(relative[place < 0.2], 0.9) / np.quantile(relative[place > 0.8], 0.9) < 1.25


def test_where_all_are_in_one_place_it_is_the_same_everywhere():
    errors = np.random.default_rng(0).normal(size=(50, 2))
    usual = UsualErrors(0.9).fit(errors, np.ones(errors.shape, dtype=bool), np.full((50, 1), 0.5))
    assert np.ptp(usual.predict(np.array([[0.0], [1.0]]))) < 1e-12
