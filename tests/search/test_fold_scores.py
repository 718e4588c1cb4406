import numpy as np
import pytest

from metaselect import Dataset
from metaselect.evaluation import evaluate, measures_for
from metaselect.learners import make_configuration
from metaselect.search.fold_scores import FoldScorer


def test_scores_are_those_of_the_evaluation(any_task, raw_data):
    X, y = raw_data(any_task, n_rows=90)
    dataset = Dataset.from_arrays(X, y)
    evaluation = evaluate(make_configuration("decision_tree"), dataset)
    for measure in measures_for(any_task):
        scorer = FoldScorer(dataset, evaluation.resampling, measure.name, 0)
        scores = scorer.fold_scores(scorer.predictions(evaluation))
        np.testing.assert_allclose(
            scores, evaluation.fold_scores[measure.name], rtol=0.02, atol=0.002
        )  # kept in 16 bits


@pytest.mark.parametrize("name", ["roc_auc", "neg_log_loss"])
def test_the_fast_scores_are_those_of_scikit_learn(name):
    measure = next(measure for measure in measures_for("binary") if measure.name == name)
    rng = np.random.default_rng(0)
    dataset = Dataset.from_arrays(rng.normal(size=(200, 2)), rng.choice(["a", "b"], 200))
    scorer = FoldScorer(dataset, "5-fold", name, 0)
    for decimals in (1, 6):  # with ties and without
        p = np.round(rng.random(200), decimals)
        predicted = np.column_stack([1 - p, p])
        y = np.concatenate(scorer._y)
        slices = scorer._slices
        expected = [measure.score(y[rows], predicted[rows]) for rows in slices]
        np.testing.assert_allclose(scorer.fold_scores(predicted), expected)


def test_any_scorer_of_scikit_learn_will_do():
    rng = np.random.default_rng(0)
    dataset = Dataset.from_arrays(rng.normal(size=(100, 2)), rng.normal(size=100), task="regression")
    scorer = FoldScorer(dataset, "5-fold", "neg_median_absolute_error", 0)
    assert scorer.score(np.zeros(100)) < 0
    assert scorer.n_rows == 100
