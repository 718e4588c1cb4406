"""Predictions that were kept say what the learner said."""

import numpy as np
import pytest

from metaselect.data import Dataset
from metaselect.evaluation import (
    Resampling,
    evaluate,
    keep_predictions,
    make_folds,
    measures_for,
    restore_predictions,
)
from metaselect.learners import make_configuration


def _dataset(raw_data, task, n_rows=80):
    table, target = raw_data(task, n_rows)
    return Dataset.from_arrays(table, target, name=f"people-{task}", task=task)


def test_every_metric_is_that_of_the_evaluation(any_task, raw_data):
    dataset = _dataset(raw_data, any_task)
    evaluation = evaluate(make_configuration("decision_tree"), dataset)
    folds = make_folds(dataset, Resampling.from_text(evaluation.resampling))
    predictions = restore_predictions(evaluation.out_of_fold, dataset, folds)
    assert len(evaluation.out_of_fold) == 2
    assert all(values.dtype == np.float16 for values in evaluation.out_of_fold)
    for measure in measures_for(any_task):
        scores = [measure.score(dataset.codes[test], p) for (_, test), p in zip(folds, predictions, strict=True)]
        # Equal probabilities may differ in the last digit that is kept, which decides between few rows.
        np.testing.assert_allclose(scores, evaluation.fold_scores[measure.name], rtol=2e-3, atol=1e-2)


def test_a_single_split_keeps_the_test_rows_alone(raw_data):
    dataset = _dataset(raw_data, "multiclass")
    folds = make_folds(dataset, Resampling(3, is_holdout=True))
    probabilities = np.random.default_rng(0).dirichlet(np.ones(3), len(folds[0][1]))
    (kept,) = keep_predictions([probabilities], dataset, folds)
    assert kept.shape == (len(folds[0][1]), 3)
    np.testing.assert_allclose(restore_predictions([kept], dataset, folds)[0], probabilities, atol=2e-3)


def test_certainty_and_predictions_far_off_stay_finite(raw_data):
    dataset = _dataset(raw_data, "binary")
    certain = np.array([[0.0, 1.0], [1.0, 0.0]])
    folds = [(np.arange(2, 80), np.arange(2))]
    (kept,) = keep_predictions([certain], dataset, folds)
    assert np.isfinite(kept).all()
    np.testing.assert_allclose(restore_predictions([kept], dataset, folds)[0], certain, atol=1e-12)
    numbers = _dataset(raw_data, "regression")
    assert np.isfinite(keep_predictions([np.array([1e300, -1e300])], numbers, folds)[0]).all()


def test_predictions_of_other_rows_are_refused(raw_data):
    dataset = _dataset(raw_data, "binary")
    with pytest.raises(ValueError, match="predictions of 79 rows, not of 80"):
        restore_predictions([np.zeros(79)], dataset, make_folds(dataset, 5))


def test_nothing_is_kept_of_given_folds_nor_of_fewer_training_rows(raw_data):
    dataset = _dataset(raw_data, "binary")
    stump = make_configuration("decision_tree", max_depth=2)
    assert evaluate(stump, dataset, cv=make_folds(dataset, 2)).out_of_fold == ()
    assert evaluate(stump, dataset, train_share=0.5).out_of_fold == ()
    assert len(evaluate(stump, dataset, cv=2).out_of_fold) == 1


def test_a_row_has_no_part_in_its_own_prediction(raw_data):
    """Of regression: its mean and deviation are those of the training rows."""
    dataset = _dataset(raw_data, "regression")
    folds = make_folds(dataset, 2)
    tested = folds[0][1]
    changed = dataset.y.copy()
    changed[tested] **= 2
    other = Dataset.from_arrays(dataset.X, changed, name=dataset.name, task="regression")
    ridge = make_configuration("ridge")
    kept, of_other = (evaluate(ridge, d, cv=2).out_of_fold[0] for d in (dataset, other))
    np.testing.assert_array_equal(kept[tested], of_other[tested])
    assert not np.array_equal(kept, of_other)
