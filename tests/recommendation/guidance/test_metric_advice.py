import numpy as np
import pytest

from metaselect.data import Dataset
from metaselect.evaluation import measures_for
from metaselect.recommendation.guidance.metric_advice import advise_metric
from metaselect.report import in_words


def with_classes(*counts):
    y = np.repeat([f"class {i}" for i in range(len(counts))], counts)
    return Dataset.from_arrays(np.arange(float(len(y)))[:, None], y)


def with_target(y):
    return Dataset.from_arrays(np.arange(float(len(y)))[:, None], y, task="regression")


def test_accuracy_is_advised_against_where_classes_are_imbalanced():
    advice = in_words(advise_metric(with_classes(920, 80), "accuracy"))
    assert "accuracy of 92 %" in advice
    assert "--metric balanced_accuracy or --metric roc_auc" in advice


@pytest.mark.parametrize("counts", [(500, 500), (600, 400), (300, 350, 350)])
def test_balanced_classes_need_no_advice(counts):
    dataset = with_classes(*counts)
    assert {advise_metric(dataset, measure.name) for measure in measures_for(dataset.task)} == {None}


def test_ranking_a_rare_class_needs_a_threshold():
    assert "threshold" in str(advise_metric(with_classes(900, 100), "roc_auc"))
    assert "average_precision" in str(advise_metric(with_classes(980, 20), "roc_auc"))


def test_log_loss_hardly_sees_rare_classes():
    assert "f1_macro" in str(advise_metric(with_classes(500, 480, 20), "neg_log_loss"))


def test_a_few_huge_values_rule_squared_errors():
    rng = np.random.default_rng(0)
    advice = str(advise_metric(with_target(np.exp(rng.normal(0, 3, 2000))), "neg_root_mean_squared_error"))
    assert "neg_mean_absolute_error" in advice
    assert "logarithm" in advice


def test_an_even_target_needs_no_advice():
    rng = np.random.default_rng(0)
    for y in (rng.normal(size=2000), rng.uniform(size=500), np.arange(30.0)):
        assert advise_metric(with_target(y), "neg_root_mean_squared_error") is None


def test_metrics_named_in_advice_exist():
    known = {measure.name for task in ("binary", "multiclass", "regression") for measure in measures_for(task)}
    said = [
        advise_metric(with_classes(920, 80), "accuracy"),
        advise_metric(with_classes(500, 480, 20), "accuracy"),
        advise_metric(with_classes(500, 480, 20), "neg_log_loss"),
    ]
    for advice in said:
        assert advice.alternatives
        assert set(advice.alternatives) <= known
        assert all(f"--metric {name}" in in_words(advice) for name in advice.alternatives)
        assert all(f"metric={name!r}" in str(advice) for name in advice.alternatives)
