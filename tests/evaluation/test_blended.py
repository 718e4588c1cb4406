from dataclasses import replace

import pytest
from sklearn.datasets import load_breast_cancer, load_diabetes, load_wine

from metaselect.data import Dataset
from metaselect.evaluation import evaluate, evaluate_blend
from metaselect.learners import Blend, make_configuration


@pytest.mark.parametrize(
    ("load", "learners", "center"),
    [
        (load_wine, ("linear_discriminant", "decision_tree"), "mean"),
        (load_breast_cancer, ("logistic_regression", "gaussian_naive_bayes"), "median"),  # of probabilities: the mean
        (load_diabetes, ("ridge", "decision_tree"), "mean"),
        (load_diabetes, ("ridge", "decision_tree", "k_nearest_neighbors"), "median"),
    ],
)
def test_scores_from_kept_predictions_are_those_of_fitting_the_blend(load, learners, center):
    dataset = Dataset.from_arrays(*load(return_X_y=True), name="data")
    blend = Blend(tuple(make_configuration(learner) for learner in learners), (2, 1, 1)[: len(learners)], center)
    fitted = evaluate(blend, dataset)
    members = [evaluate(member, dataset) for member in blend.members]
    scored = evaluate_blend(blend.id, members, blend.weights, dataset, center=center)
    assert (scored.configuration, scored.resampling) == (fitted.configuration, fitted.resampling)
    for metric, scores in fitted.fold_scores.items():
        # Predictions are kept in 16 bits.
        assert scored.fold_scores[metric] == pytest.approx(scores, rel=2e-3, abs=2e-3)
    assert scored.fit_seconds == pytest.approx(sum(member.fit_seconds for member in members))


def test_members_must_be_evaluated_alike_and_have_predictions():
    dataset = Dataset.from_arrays(*load_wine(return_X_y=True), name="data")
    trees = evaluate(make_configuration("decision_tree"), dataset)
    with pytest.raises(ValueError, match="no out-of-fold predictions"):
        evaluate_blend("both", [trees, replace(trees, out_of_fold=())], [1, 1], dataset)
    with pytest.raises(ValueError, match="different folds"):
        evaluate_blend("both", [trees, replace(trees, resampling="3-fold")], [1, 1], dataset)
