import numpy as np

from metaselect.metalearners import greedy_portfolio, make_meta_learner

M = np.arange(3.0)[:, None]
R = np.array([[0.0, 0.1, 0.4], [0.0, 0.2, 0.9], [0.9, 0.3, 0.0]])


def test_single_best_predicts_mean_regret():
    predicted = make_meta_learner("single_best").fit(M, R).predict(M[:2])
    np.testing.assert_allclose(predicted, [[0.3, 0.2, 1.3 / 3]] * 2)


def test_single_best_clips():
    clipped = make_meta_learner("single_best").set_params(clip=0.3).fit(M, R).predict(M[:1])
    np.testing.assert_allclose(clipped, [[0.1, 0.2, 0.2]])


def test_average_rank_is_scaled_to_one():
    predicted = make_meta_learner("average_rank").fit(M, R).predict(M[:1])
    np.testing.assert_allclose(predicted, [[1 / 3, 0.5, 2 / 3]])


def test_static_portfolio_lists_what_the_greedy_portfolio_has():
    fitted = make_meta_learner("static_portfolio").fit(M, R)
    scenarios = fitted.predict(M[:1])[0] + fitted.residuals_of_known()
    # First 1 (mean 0.2); then 2 leaves 0.1 on average, 0 leaves 0.1 as well and has the lower mean.
    np.testing.assert_array_equal(greedy_portfolio(scenarios, 3), [1, 0, 2])
    np.testing.assert_allclose(scenarios, R)


def test_random_differs_between_datasets_and_between_seeds():
    M_wide = np.random.default_rng(0).normal(size=(30, 3))
    R_wide = np.random.default_rng(1).random((30, 20))
    first = make_meta_learner("random", 0).fit(M_wide, R_wide).predict(M_wide)
    assert len(np.unique(first.argmin(axis=1))) > 5
    assert not np.allclose(first, make_meta_learner("random", 1).fit(M_wide, R_wide).predict(M_wide))
