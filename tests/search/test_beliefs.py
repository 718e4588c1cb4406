import numpy as np

from metaselect.recommendation import Forecast
from metaselect.search import Beliefs, expected_gains, prior_beliefs, shares_of_best


def random_beliefs(n=6, seed=0):
    rng = np.random.default_rng(seed)
    missed = rng.normal(0, 0.1, (40, n)) + rng.normal(0, 0.1, (40, 1)) * np.linspace(0, 2, n)
    return prior_beliefs(Forecast(rng.uniform(0, 0.3, n), None, missed, np.zeros((40, n))))


def test_nothing_tried_changes_nothing():
    beliefs = random_beliefs()
    assert beliefs.given([], []) is beliefs


def test_what_was_tried_is_known_but_for_the_noise_of_folds_and_the_level():
    beliefs = random_beliefs()
    tried = [0, 3, 5]
    values = [1.0, 0.7, 0.9]
    known = beliefs.given(tried, values)
    np.testing.assert_allclose(known.mean[tried], values, atol=0.05)
    assert (np.diag(known.covariance)[tried] < 0.06**2).all()


def test_conditioning_is_that_of_a_gaussian():
    beliefs = random_beliefs(n=3)
    full = beliefs.covariance + 1.0 + 0.05**2 * np.diag([1, 0, 0])
    expected = beliefs.mean + full[:, 0] * (0.8 - beliefs.mean[0]) / full[0, 0]
    np.testing.assert_allclose(beliefs.given([0], [0.8]).mean[1:], expected[1:])


def test_a_dataset_on_which_all_scores_are_lower_changes_no_order():
    beliefs = random_beliefs()
    lower = beliefs.given([0, 1], beliefs.mean[:2] - 0.4)
    np.testing.assert_allclose(np.diff(lower.mean), np.diff(beliefs.mean), atol=0.02)


def test_likes_of_what_did_well_are_believed_to_do_well():
    together = np.array([[0.04, 0.036, 0.0], [0.036, 0.04, 0.0], [0.0, 0.0, 0.04]])
    beliefs = Beliefs(np.array([0.8, 0.8, 0.8]), together)
    given = beliefs.given([0, 2], [1.0, 0.8])
    assert given.mean[1] > given.mean[2]
    assert given.covariance[1, 1] < beliefs.covariance[1, 1] + 1.0


def test_gains_are_those_of_draws():
    rng = np.random.default_rng(0)
    mean, deviation = np.array([0.9, 0.7, 0.95]), np.array([0.05, 0.2, 0.01])
    draws = rng.normal(mean, deviation, (400_000, 3))
    expected = np.maximum(draws - 0.92, 0).mean(axis=0)
    np.testing.assert_allclose(expected_gains(Beliefs(mean, np.diag(deviation**2)), 0.92), expected, atol=3e-4)


def test_what_was_never_run_on_a_known_dataset_says_nothing():
    missed = np.array([[0.1, np.nan], [-0.1, np.nan], [0.1, 0.2], [-0.1, -0.2]])
    covariance = prior_beliefs(Forecast(np.array([0.1, 0.1]), None, missed, missed)).covariance
    assert np.isfinite(covariance).all()
    np.testing.assert_allclose(covariance[1, 1], 0.02)


def test_meta_learners_without_residuals_have_beliefs_too():
    R = np.array([[0.0, 0.5], [0.3, 0.0], [0.1, 0.1]])
    beliefs = prior_beliefs(Forecast(np.array([0.1, 0.2]), None, None, R))
    assert (np.diag(beliefs.covariance) > 0).all()


def test_shares_of_nothing_good_stay_finite():
    assert np.isfinite(shares_of_best([-1.0, 0.0])).all()
    assert len(shares_of_best([])) == 0
