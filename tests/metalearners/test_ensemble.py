import numpy as np
import pytest

from metaselect.metalearners import DEFAULT_META_LEARNER, EnsembleMetaLearner, make_meta_learner


def total(contributions):
    return contributions.base + contributions.by_metafeature.sum(axis=1) + contributions.correction


def test_prediction_is_the_mean_of_the_members(make_planted):
    M, R = make_planted(40)
    ensemble = EnsembleMetaLearner(members=("nearest", "ridge")).fit(M, R)
    nearest, ridge = (make_meta_learner(name).fit(M, R).predict(M) for name in ("nearest", "ridge"))
    np.testing.assert_allclose(ensemble.predict(M), (nearest + ridge) / 2)


def test_weights_are_those_of_the_first_member(make_planted):
    M, R = make_planted(40)
    ensemble = EnsembleMetaLearner(members=("nearest", "ridge")).fit(M, R)
    np.testing.assert_array_equal(ensemble.weights(M), make_meta_learner("nearest").fit(M, R).weights(M))


def test_contributions_add_up_to_the_way_from_the_expected_regret(make_planted):
    M, R = make_planted(60)
    ensemble = EnsembleMetaLearner().fit(M, R)
    direction = np.array([1.0, 0, 0, 0, 0, 0, 0, -1.0])
    contributions = ensemble.contributions(M[:3], direction)
    np.testing.assert_allclose(total(contributions), ensemble.predict(M[:3]) @ direction, atol=1e-12)
    effects = np.abs(contributions.by_metafeature)
    assert np.all(np.abs(contributions.correction) < effects.max(axis=1))
    assert np.all(effects.argmax(axis=1) == 3)


def test_the_correction_of_an_ensemble_within_an_ensemble_is_in_the_sum(make_planted):
    M, R = make_planted(60)
    ensemble = EnsembleMetaLearner(members=("ensemble", "ridge")).fit(M, R)
    contributions = ensemble.contributions(M[:3], np.eye(8)[0])
    assert np.all(contributions.correction != 0)
    np.testing.assert_allclose(total(contributions), ensemble.predict(M[:3])[:, 0], atol=1e-12)


@pytest.mark.parametrize("n_datasets", [12, 30])
def test_few_datasets_draw_predictions_towards_what_is_best_on_average(n_datasets, make_planted):
    M, R = make_planted(80)
    few, many = EnsembleMetaLearner().fit(M[:n_datasets], R[:n_datasets]), EnsembleMetaLearner().fit(M, R)
    assert few.trust_ == n_datasets / 40
    assert many.trust_ == 1.0
    direction = np.array([1.0, 0, 0, 0, 0, 0, 0, -1.0])
    np.testing.assert_allclose(total(few.contributions(M[:3], direction)), few.predict(M[:3]) @ direction, atol=1e-12)


def test_ensemble_can_say_only_what_all_members_can(make_planted):
    M, R = make_planted(40)
    direction = np.eye(8)[0]
    for members, can_say in ((("forest", "ridge"), True), (("forest", "nearest"), False)):
        fitted = EnsembleMetaLearner(members).fit(M, R)
        assert (fitted.contributions(M[:1], direction) is not None) == can_say
        assert (fitted.residuals_of_known() is not None) == can_say
        assert (fitted.expected_regret_ is not None) == can_say


@pytest.mark.parametrize(("members", "first_is_asked"), [(("forest", "svm"), True), (("svm", "forest"), False)])
def test_weights_are_those_of_the_first_member_or_none(members, first_is_asked, make_planted):
    M, R = make_planted(40)
    fitted = EnsembleMetaLearner(members).fit(M, R)
    assert (fitted.weights(M) is not None) == first_is_asked


@pytest.mark.parametrize(
    ("members", "uses"), [(("single_best", "average_rank"), False), (("single_best", "ridge"), True)]
)
def test_an_ensemble_uses_metafeatures_where_a_member_does(members, uses, make_planted):
    assert EnsembleMetaLearner(members).fit(*make_planted(40)).uses_metafeatures == uses


def test_what_won_on_a_few_alike_datasets_is_advised_for_their_like(make_planted):
    """The last configuration was run on six alike datasets alone, together with one of the others, and won there."""
    M, R = make_planted(80)
    M[:6], R[:6] = 4.0 + 0.1 * M[:6], np.nan
    R[:6, 0] = 1.0
    R = np.column_stack([R, np.where(np.arange(80) < 6, 0.0, np.nan)])
    ensemble = EnsembleMetaLearner().fit(M, R)
    first_picks = ensemble.predict(np.vstack([np.full((1, M.shape[1]), 4.0), M[40:]])).argmin(axis=1)
    assert first_picks[0] == R.shape[1] - 1
    assert R.shape[1] - 1 not in first_picks[1:]


def test_where_metafeatures_say_nothing_the_default_is_hardly_worse_than_the_single_best():
    """Of 80 datasets nothing can be learned but what is best on average, and on that the advice falls back."""

    def draw(n_datasets, seed):
        rng = np.random.default_rng(seed)
        R = np.linspace(0.05, 0.4, 12) + rng.normal(0, 0.15, (n_datasets, 12))
        return rng.normal(size=(n_datasets, 40)), np.clip(R - R.min(axis=1, keepdims=True), 0.0, 1.0)

    fresh = draw(400, seed=99)
    known = [draw(80, seed) for seed in range(3)]
    lost, reference = (
        np.mean([make_meta_learner(name).fit(*examples).score(*fresh) for examples in known])
        for name in (DEFAULT_META_LEARNER, "single_best")
    )
    assert lost > 1.1 * reference  # scores are negative
