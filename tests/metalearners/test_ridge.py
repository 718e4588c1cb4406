import numpy as np

from metaselect.metalearners import RidgeMetaLearner


def test_contributions_add_up_to_the_way_from_the_expected_regret(make_planted):
    M, R = make_planted(60)
    ridge = RidgeMetaLearner().fit(M, R)
    direction = np.eye(8)[0]
    contributions = ridge.contributions(M[:5], direction).by_metafeature
    moved = (ridge.predict(M[:5]) - ridge.expected_regret_) @ direction
    np.testing.assert_allclose(contributions.sum(axis=1), moved, atol=1e-12)
    assert np.all(np.abs(contributions).argmax(axis=1) == 3)


def test_residuals_of_known_are_those_of_a_fit_without_the_dataset(make_planted):
    """In closed form; scaling, relevance, penalty and units come from all datasets, so nearly."""
    M, R = make_planted(60)
    ridge = RidgeMetaLearner().fit(M, R)
    left_out = [
        RidgeMetaLearner().fit(np.delete(M, i, axis=0), np.delete(R, i, axis=0)).predict(M[[i]])[0] for i in range(10)
    ]
    errors = np.minimum(R[:10], 0.3) - left_out
    np.testing.assert_allclose(ridge.residuals_of_known()[:10], errors, atol=0.02)
    in_sample = np.minimum(R[:10], 0.3) - ridge.predict(M[:10])
    assert np.abs(ridge.residuals_of_known()[:10] - errors).mean() < 0.5 * np.abs(in_sample - errors).mean()


def test_hundreds_of_metafeatures_that_say_nothing_hardly_matter(make_planted):
    M, R = make_planted(60, seed=0)
    M_new, R_new = make_planted(200, seed=1)
    noise = np.random.default_rng(0).normal(size=(260, 400))
    alone = RidgeMetaLearner().fit(M, R).score(M_new, R_new)
    among = RidgeMetaLearner().fit(np.hstack([M, noise[:60]]), R).score(np.hstack([M_new, noise[60:]]), R_new)
    assert among > 2.5 * alone  # scores are negative
