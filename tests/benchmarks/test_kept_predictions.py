"""Compact copies of evaluations say what the evaluations said, and are refused where they are damaged."""

import lzma

import numpy as np
import pytest
from sklearn.metrics import log_loss

from metaselect.data import TASKS, Dataset
from metaselect.evaluation import evaluate, make_folds, restore_predictions
from metaselect.learners import make_configuration

_KNN = make_configuration("k_nearest_neighbors")


@pytest.fixture(scope="module")
def kept(load_benchmark):
    return load_benchmark("_kept_predictions")


@pytest.fixture(scope="module", params=TASKS)
def evaluated(request, raw_data):
    table, target = raw_data(request.param)
    dataset = Dataset.from_arrays(table, target, name="people", task=request.param)
    return dataset, evaluate(_KNN, dataset)


def test_what_is_written_is_read(kept, evaluated, tmp_path):
    dataset, evaluation = evaluated
    exact = kept.at_kept_rows(evaluation.out_of_fold, dataset)
    path = kept.write_kept(tmp_path, kept.KeptConfiguration(_KNN, {"people": evaluation}, {"people": exact}))
    copy = kept.read_kept(path)
    assert copy.configuration == _KNN
    read = copy.evaluations["people"]
    assert (read.status, read.resampling, read.n_train_rows) == ("ok", "5-fold x 2", 64)
    for metric, scores in evaluation.fold_scores.items():
        np.testing.assert_allclose(read.fold_scores[metric], scores, rtol=1e-4, atol=1e-12)
    values = copy.predictions["people"]
    if exact.ndim == 2:
        exact = exact - exact.max(axis=1, keepdims=True)
    np.testing.assert_allclose(values, exact, rtol=0.03, atol=0.02)


def test_log_loss_of_the_copy_is_that_of_the_predictions(kept, evaluated, tmp_path):
    dataset, evaluation = evaluated
    if dataset.task != "multiclass":
        return
    values = {"people": kept.at_kept_rows(evaluation.out_of_fold, dataset)}
    copy = kept.read_kept(kept.write_kept(tmp_path, kept.KeptConfiguration(_KNN, {"people": evaluation}, values)))
    rows = kept.kept_rows(dataset)
    shares = np.exp(copy.predictions["people"])
    folds = make_folds(dataset)
    of_folds = restore_predictions(evaluation.out_of_fold, dataset, folds)[:5]
    whole = np.empty((dataset.n_rows, 3))
    for (_, test), predicted in zip(folds[:5], of_folds, strict=True):
        whole[test] = predicted
    ours = log_loss(dataset.codes[rows], shares / shares.sum(axis=1, keepdims=True))
    assert ours == pytest.approx(log_loss(dataset.codes[rows], whole[rows]), rel=0.02)


def test_errors_of_a_regression_are_those_of_the_predictions(kept, raw_data):
    table, target = raw_data("regression")
    dataset = Dataset.from_arrays(table, target, name="people", task="regression")
    evaluation = evaluate(_KNN, dataset)
    folds = make_folds(dataset)[:5]
    predicted = np.empty(80)
    for (_, test), of_fold in zip(folds, restore_predictions(evaluation.out_of_fold, dataset, folds * 2), strict=False):
        predicted[test] = of_fold
    errors = kept.at_kept_rows(evaluation.out_of_fold, dataset) * dataset.y.std()
    np.testing.assert_allclose(errors, (predicted - dataset.y)[kept.kept_rows(dataset)], atol=1e-9)


def test_kept_rows_are_few_and_the_same_again(kept, raw_data):
    table, target = raw_data("multiclass", 1200)
    dataset = Dataset.from_arrays(table, target, name="people")
    rows = kept.kept_rows(dataset)
    assert len(rows) == 800 // 3
    assert kept.describe_rows(dataset) == kept.describe_rows(Dataset.from_arrays(table, target, name="people"))
    assert kept.describe_rows(dataset)["rows"] == rows.tolist()


def test_a_damaged_copy_is_refused(kept, evaluated, tmp_path):
    dataset, evaluation = evaluated
    values = {"people": kept.at_kept_rows(evaluation.out_of_fold, dataset)}
    path = kept.write_kept(tmp_path, kept.KeptConfiguration(_KNN, {"people": evaluation}, values))
    content = bytearray(lzma.decompress(path.read_bytes()))
    content[-1] ^= 1
    path.write_bytes(lzma.compress(bytes(content)))
    with pytest.raises(ValueError, match="damaged"):
        kept.read_kept(path)
