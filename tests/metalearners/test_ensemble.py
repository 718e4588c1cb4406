import numpy as np
import pytest

from metaselect.metalearners import DEFAULT_META_LEARNER, EnsembleMetaLearner, make_meta_learner


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
    moved = (ensemble.predict(M[:3]) - ensemble.expected_regret_) @ direction
    correction = ensemble.correction(M[:3], direction)
    np.testing.assert_allclose(contributions.sum(axis=1) + correction, moved, atol=1e-12)
    assert np.all(np.abs(correction) < np.abs(contributions).max(axis=1))
    assert np.all(np.abs(contributions).argmax(axis=1) == 3)


@pytest.mark.parametrize("n_datasets", [12, 30])
def test_few_datasets_draw_predictions_towards_what_is_best_on_average(n_datasets, make_planted):
    M, R = make_planted(80)
    few, many = EnsembleMetaLearner().fit(M[:n_datasets], R[:n_datasets]), EnsembleMetaLearner().fit(M, R)
    assert few.trust_ == n_datasets / 40
    assert many.trust_ == 1.0
    direction = np.array([1.0, 0, 0, 0, 0, 0, 0, -1.0])
    moved = (few.predict(M[:3]) - few.expected_regret_) @ direction
    added = few.contributions(M[:3], direction).sum(axis=1) + few.correction(M[:3], direction)
    np.testing.assert_allclose(added, moved, atol=1e-12)


@pytest.mark.parametrize("ability", ["contributions", "errors_of_known", "expected_regret_"])
def test_ensemble_can_say_only_what_all_members_can(ability, make_planted):
    M, R = make_planted(40)
    assert hasattr(EnsembleMetaLearner(members=("forest", "ridge")).fit(M, R), ability)
    assert not hasattr(EnsembleMetaLearner(members=("forest", "nearest")).fit(M, R), ability)


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
