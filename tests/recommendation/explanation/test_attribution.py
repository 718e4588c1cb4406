import numpy as np
import pytest

from metaselect.metafeatures import metafeature_names
from metaselect.metalearners import make_meta_learner
from metaselect.recommendation.explanation.attribution import attribute

NAMES = metafeature_names()[:12]


@pytest.fixture(scope="module")
def fitted():
    rng = np.random.default_rng(0)
    M = rng.normal(size=(60, 12))
    R = np.where(M[:, [3]] < 0, [[0.0, 0.2, 0.1]], [[0.2, 0.0, 0.1]]) + rng.uniform(0, 0.02, (60, 3))
    return make_meta_learner("forest").fit(M, R), M


@pytest.fixture
def attribution_of(make_case):
    """Return a function from a fitted meta-learner, a dataset and a direction to the attribution."""
    return lambda fitted, M, m, direction: attribute(make_case(M, m, NAMES, meta_learner=fitted), direction)


@pytest.mark.parametrize("direction", [[1, 0, 0], [1, -1, 0], [1, -1 / 2, -1 / 2]], ids=str)
def test_base_and_effects_sum_exactly_to_the_prediction(fitted, attribution_of, direction):
    forest, M = fitted
    for m in (M[0], np.full(12, 3.0), np.where(np.arange(12) < 4, np.nan, 0.0)):
        attribution = attribution_of(forest, M, m, direction)
        effects = sum(reason.effect for reason in attribution.reasons)
        assert attribution.base - effects == pytest.approx(attribution.prediction, abs=1e-12)
        assert attribution.prediction == pytest.approx(forest.predict(m[None, :])[0] @ direction)
        assert attribution.base == pytest.approx(forest.expected_regret_ @ direction)


def test_with_the_correction_of_an_ensemble_the_sum_is_exact_too(fitted, attribution_of):
    _, M = fitted
    R = np.random.default_rng(1).random((60, 3))
    ensemble = make_meta_learner("ensemble").fit(M, R)
    attribution = attribution_of(ensemble, M, M[0], [1, 0, 0])
    effects = sum(reason.effect for reason in attribution.reasons)
    assert attribution.correction != 0
    assert attribution.base - effects + attribution.correction == pytest.approx(attribution.prediction, abs=1e-12)


def test_the_greatest_effect_of_either_sign_comes_first(fitted, attribution_of):
    forest, M = fitted
    reasons = attribution_of(forest, M, M[0], [1, -1, 0]).reasons
    sizes = [abs(reason.effect) for reason in reasons]
    assert sizes == sorted(sizes, reverse=True)
    assert reasons[0].metafeature == NAMES[3]


def test_a_meta_learner_that_cannot_say_it_exactly_says_nothing(fitted, attribution_of):
    _, M = fitted
    nearest = make_meta_learner("nearest").fit(M, np.random.default_rng(0).random((60, 3)))
    assert attribution_of(nearest, M, M[0], [1, 0, 0]) is None
