"""What holds for every entry of the registry."""

import warnings
from functools import cache

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from metaselect.exceptions import KnowledgeBaseError
from metaselect.metalearners import META_LEARNERS, make_meta_learner

BASELINES = {"one_nearest", "random", "single_best", "average_rank", "static_portfolio"}
LEARNED = sorted(set(META_LEARNERS) - BASELINES)
# What each can say beyond its predictions.
FORESTS = {"ensemble", "extra_trees", "forest", "missing_forest"}
WITH_WEIGHTS = sorted(FORESTS | {"nearest", "nearest_learned", "one_nearest", "tree"})
WITH_RESIDUALS = sorted(FORESTS | {"gaussian_process", "ridge", "static_portfolio"})
# They take as long as all others together: by default they are asked for advice (`test_every_meta_learner`).
_SLOW = {"joint_neural", "pairwise_forest"}


def _params(names):
    return [pytest.param(name, marks=pytest.mark.slow if name in _SLOW else ()) for name in names]


every_meta_learner = pytest.mark.parametrize("name", _params(META_LEARNERS))
pytestmark = pytest.mark.usefixtures("small_forests")


@pytest.mark.parametrize("name", _params(LEARNED))
def test_planted_rule_is_recovered_on_fresh_datasets(name, make_planted):
    M, R = make_planted(120, seed=0)
    M_new, R_new = make_planted(200, seed=1)
    single_best = make_meta_learner("single_best").fit(M, R).score(M_new, R_new)
    assert make_meta_learner(name).fit(M, R).score(M_new, R_new) > 0.6 * single_best  # scores are negative


@pytest.fixture(scope="module")
def planted(make_planted):
    """Metafeatures and regrets of forty datasets; few configurations, of which some meta-learners fit every pair."""
    return make_planted(40, n_configurations=4)


@pytest.fixture(scope="module")
def fitted(planted):
    """Return a function from a name to the meta-learner, fitted to `planted` once."""
    return cache(lambda name: make_meta_learner(name, random_state=3).fit(*planted))


@pytest.fixture(scope="module")
def fitted_to_awkward(awkward):
    """Return a function from a name to the meta-learner, fitted to `awkward` once: without a warning."""

    @cache
    def fit(name):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return make_meta_learner(name).fit(*awkward)

    return fit


@every_meta_learner
def test_awkward_values_give_finite_predictions_without_warnings(name, awkward, fitted_to_awkward):
    M, R = awkward
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        predicted = fitted_to_awkward(name).predict(M)
    assert predicted.shape == R.shape
    assert np.isfinite(predicted).all()


@pytest.mark.parametrize("name", _params(sorted(set(META_LEARNERS) - {"random"})))
def test_configuration_never_run_is_never_the_first_pick(name, awkward, fitted_to_awkward):
    assert 6 not in fitted_to_awkward(name).predict(awkward[0]).argmin(axis=1)


@every_meta_learner
def test_tiny_knowledge_base_can_be_fitted(name):
    rng = np.random.default_rng(0)
    for n_datasets, n_configurations in ((1, 3), (2, 2), (5, 1), (1, 1)):
        M, R = rng.normal(size=(n_datasets, 4)), rng.random((n_datasets, n_configurations))
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            fitted = make_meta_learner(name).fit(M, R)
            predicted = fitted.predict(rng.normal(size=(3, 4)))
        assert predicted.shape == (3, n_configurations)
        assert np.isfinite(predicted).all(), (n_datasets, n_configurations)
        residuals = fitted.residuals_of_known()
        assert residuals is None or np.isfinite(residuals).all(), (n_datasets, n_configurations)


@every_meta_learner
def test_nothing_to_tell_apart_can_be_fitted(name):
    M, R = np.zeros((30, 4)), np.full((30, 3), 0.2)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isfinite(make_meta_learner(name).fit(M, R).predict(M)).all()


@every_meta_learner
def test_a_clone_forgets_what_was_learned_and_learns_the_same_again(name, planted, fitted):
    """From the same seed, without looking at the global random state or leaving it changed; its input stays, too."""
    M, R = planted[0].copy(), planted[1].copy()
    copy = clone(fitted(name))
    assert copy.get_params() == fitted(name).get_params()
    with pytest.raises(NotFittedError):
        copy.predict(M)
    np.random.seed(0)  # noqa: NPY002
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    np.testing.assert_array_equal(copy.fit(M, R).predict(M), fitted(name).predict(M))
    np.testing.assert_array_equal(before, np.random.get_state()[1])  # noqa: NPY002
    np.testing.assert_array_equal(M, planted[0])
    np.testing.assert_array_equal(R, planted[1])


@every_meta_learner
def test_prediction_of_a_row_does_not_depend_on_the_rows_beside_it(name, planted, fitted):
    M = planted[0]
    np.testing.assert_allclose(fitted(name).predict(M)[[7, 3]], fitted(name).predict(M[[7, 3]]), atol=1e-10)


@every_meta_learner
def test_no_rows_are_refused(name, planted, fitted):
    with pytest.raises(ValueError, match="at least one dataset"):
        fitted(name).predict(planted[0][:0])


@every_meta_learner
def test_fit_leaves_its_input_as_it_was(name, awkward, make_awkward, fitted_to_awkward):
    fitted_to_awkward(name).predict(awkward[0])
    for values, before in zip(awkward, make_awkward(), strict=True):
        np.testing.assert_array_equal(values, before)


@pytest.mark.parametrize("name", WITH_WEIGHTS)
def test_weights_sum_to_one_and_are_not_negative(name, awkward, fitted_to_awkward):
    M = awkward[0]
    weights = fitted_to_awkward(name).weights(M[:10])
    assert weights.shape == (10, len(M))
    assert np.all(weights >= 0)
    np.testing.assert_allclose(weights.sum(axis=1), 1.0)


@pytest.mark.parametrize("name", WITH_RESIDUALS)
def test_residuals_of_known_are_greater_than_those_on_what_was_learned(name, make_planted):
    """Regrets are noise: whoever looks at the dataset itself seems to predict it."""
    M, R = make_planted(50)[0], 0.3 * np.random.default_rng(0).random((50, 8))
    fitted = make_meta_learner(name).fit(M, R)
    residuals = fitted.residuals_of_known()
    assert residuals.shape == R.shape
    assert np.sqrt(np.mean(residuals**2)) > 0.98 * np.sqrt(np.mean((R - R.mean()) ** 2))


@every_meta_learner
def test_what_it_cannot_say_is_none(name, planted, fitted):
    M, meta_learner = planted[0], fitted(name)
    assert (meta_learner.weights(M) is not None) == (name in WITH_WEIGHTS)
    assert (meta_learner.residuals_of_known() is not None) == (name in WITH_RESIDUALS)
    assert (meta_learner.contributions(M[:1], np.eye(4)[0]) is not None) == (name in FORESTS | {"ridge"})
    assert (meta_learner.tree() is not None) == (name == "tree")


@every_meta_learner
def test_docstring_says_what_is_predicted(name):
    assert META_LEARNERS[name].__doc__.startswith("Predicts ")


def test_score_is_minus_the_mean_regret_of_the_first_pick():
    M = np.zeros((4, 1))
    fitted = make_meta_learner("single_best").fit(M, [[0.0, 0.5]] * 4)
    assert fitted.score(M, [[0.2, 0.0], [0.4, 0.0], [np.nan, 0.0], [9.0, 0.0]]) == pytest.approx(-(0.2 + 0.4 + 2) / 4)


def test_matrices_that_do_not_fit_are_refused(make_planted):
    M, R = make_planted(30)
    with pytest.raises(ValueError, match=r"M has shape \(29, 12\) and R \(30, 8\)"):
        make_meta_learner("forest").fit(M[1:], R)
    with pytest.raises(ValueError, match=r"expected \(n_new, 12\)"):
        make_meta_learner("forest").fit(M, R).predict(M[:, 1:])


def test_regrets_that_are_all_unknown_are_refused():
    with pytest.raises(KnowledgeBaseError, match="holds no regret"):
        make_meta_learner("forest").fit(np.zeros((3, 2)), np.full((3, 2), np.nan))


def test_leave_one_group_out_of_scikit_learn_works_unchanged(make_planted):
    from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict

    M, R = make_planted(30)
    predicted = cross_val_predict(
        make_meta_learner("nearest"), M, R, cv=LeaveOneGroupOut(), groups=np.arange(len(M)) // 5
    )
    assert predicted.shape == R.shape
