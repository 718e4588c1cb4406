"""What holds for every entry of the registry."""

import warnings

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
every_meta_learner = pytest.mark.parametrize("name", META_LEARNERS)


@pytest.mark.parametrize("name", LEARNED)
def test_planted_rule_is_recovered_on_fresh_datasets(name, make_planted):
    M, R = make_planted(120, seed=0)
    M_new, R_new = make_planted(200, seed=1)
    single_best = make_meta_learner("single_best").fit(M, R).score(M_new, R_new)
    assert make_meta_learner(name).fit(M, R).score(M_new, R_new) > 0.6 * single_best  # scores are negative


@every_meta_learner
def test_awkward_values_give_finite_predictions_without_warnings(name, awkward):
    M, R = awkward
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        predicted = make_meta_learner(name).fit(M, R).predict(M)
    assert predicted.shape == R.shape
    assert np.isfinite(predicted).all()


@pytest.mark.parametrize("name", sorted(set(META_LEARNERS) - {"random"}))
def test_configuration_never_run_is_never_the_first_pick(name, awkward):
    M, R = awkward
    assert 6 not in make_meta_learner(name).fit(M, R).predict(M).argmin(axis=1)


@every_meta_learner
@pytest.mark.parametrize(("n_datasets", "n_configurations"), [(1, 3), (2, 2), (5, 1), (1, 1)])
def test_tiny_knowledge_base_can_be_fitted(name, n_datasets, n_configurations):
    rng = np.random.default_rng(0)
    M, R = rng.normal(size=(n_datasets, 4)), rng.random((n_datasets, n_configurations))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        predicted = make_meta_learner(name).fit(M, R).predict(rng.normal(size=(3, 4)))
    assert predicted.shape == (3, n_configurations)
    assert np.isfinite(predicted).all()


@every_meta_learner
def test_nothing_to_tell_apart_can_be_fitted(name):
    M, R = np.zeros((30, 4)), np.full((30, 3), 0.2)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isfinite(make_meta_learner(name).fit(M, R).predict(M)).all()


@every_meta_learner
def test_same_seed_gives_the_same_predictions(name, make_planted):
    M, R = make_planted(40)
    first, second = (make_meta_learner(name, random_state=3).fit(M, R).predict(M) for _ in range(2))
    np.testing.assert_array_equal(first, second)


@every_meta_learner
def test_global_random_state_is_left_alone(name, make_planted):
    M, R = make_planted(30)
    np.random.seed(0)  # noqa: NPY002
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    make_meta_learner(name).fit(M, R).predict(M)
    np.testing.assert_array_equal(before, np.random.get_state()[1])  # noqa: NPY002


@every_meta_learner
def test_prediction_of_a_row_does_not_depend_on_the_rows_beside_it(name, make_planted):
    M, R = make_planted(40)
    fitted = make_meta_learner(name).fit(M, R)
    np.testing.assert_allclose(fitted.predict(M)[[7, 3]], fitted.predict(M[[7, 3]]), atol=1e-10)


@every_meta_learner
def test_no_rows_are_refused(name, make_planted):
    M, R = make_planted(40)
    fitted = make_meta_learner(name).fit(M, R)
    with pytest.raises(ValueError, match="at least one dataset"):
        fitted.predict(M[:0])


@every_meta_learner
def test_clone_keeps_parameters_and_forgets_what_was_learned(name, make_planted):
    M, R = make_planted(30)
    fitted = make_meta_learner(name, random_state=5).fit(M, R)
    copy = clone(fitted)
    assert copy.get_params() == fitted.get_params()
    with pytest.raises(NotFittedError):
        copy.predict(M)
    np.testing.assert_array_equal(copy.fit(M, R).predict(M), fitted.predict(M))


@every_meta_learner
def test_fit_leaves_its_input_as_it_was(name, awkward):
    M, R = awkward
    M_before, R_before = M.copy(), R.copy()
    make_meta_learner(name).fit(M, R).predict(M)
    np.testing.assert_array_equal(M, M_before)
    np.testing.assert_array_equal(R, R_before)


@pytest.mark.parametrize("name", WITH_WEIGHTS)
def test_weights_sum_to_one_and_are_not_negative(name, awkward):
    M, R = awkward
    weights = make_meta_learner(name).fit(M, R).weights(M[:10])
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


@pytest.mark.parametrize("name", WITH_RESIDUALS)
@pytest.mark.parametrize("n_datasets", [1, 2, 5])
def test_residuals_of_few_known_datasets_are_finite(name, n_datasets):
    rng = np.random.default_rng(0)
    fitted = make_meta_learner(name).fit(rng.normal(size=(n_datasets, 4)), rng.random((n_datasets, 3)))
    assert np.isfinite(fitted.residuals_of_known()).all()


@every_meta_learner
def test_what_it_cannot_say_is_none(name, make_planted):
    M, R = make_planted(20)
    fitted = make_meta_learner(name).fit(M, R)
    assert (fitted.weights(M) is not None) == (name in WITH_WEIGHTS)
    assert (fitted.residuals_of_known() is not None) == (name in WITH_RESIDUALS)
    assert (fitted.contributions(M[:1], np.eye(8)[0]) is not None) == (name in FORESTS | {"ridge"})
    assert (fitted.forest() is not None) == (name in FORESTS)
    assert (fitted.tree() is not None) == (name == "tree")


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
