from dataclasses import replace

import numpy as np
import pytest

from metaselect.data import Dataset
from metaselect.recommendation.costs.running_costs import RunningCosts, sizes_and_seconds


@pytest.fixture(scope="module")
def costs(tiny_knowledge_base):
    return RunningCosts().fit(tiny_knowledge_base, tiny_knowledge_base.meta_examples("binary"))


def test_costs_are_known_for_every_configuration(costs, dataset_with_missing):
    expected = costs.predict(dataset_with_missing)
    for values in (expected.fit_seconds, expected.predict_seconds, expected.peak_megabytes):
        assert values.shape == (6,)
        assert np.all(values > 0)


def test_more_rows_take_longer(costs, dataset_with_missing):
    once, tenfold = (costs.predict(dataset_with_missing, factor).fit_seconds for factor in (1, 10))
    assert np.all(tenfold > 5 * once)


def test_ten_times_the_factor_is_ten_times_the_rows(costs, raw_data):
    small, large = (Dataset.from_arrays(*raw_data("binary", n_rows)) for n_rows in (50, 500))
    np.testing.assert_allclose(costs.predict(small, 10).fit_seconds, costs.predict(large).fit_seconds)


def test_a_knowledge_base_without_memory_says_nothing_of_it(tiny_knowledge_base, dataset_with_missing):
    evaluations = tiny_knowledge_base.evaluations.drop(columns="peak_megabytes")
    knowledge_base = replace(tiny_knowledge_base, evaluations=evaluations)
    costs = RunningCosts().fit(knowledge_base, knowledge_base.meta_examples("binary"))
    assert np.isnan(costs.predict(dataset_with_missing).peak_megabytes).all()


def test_sizes_are_those_of_training(tiny_knowledge_base):
    examples = tiny_knowledge_base.meta_examples("binary")
    sizes, seconds = sizes_and_seconds(tiny_knowledge_base, examples)
    n_rows = tiny_knowledge_base.datasets.loc[list(examples.datasets), "n_rows"]
    np.testing.assert_array_equal(sizes[:, 0], n_rows * 4 // 5)
    assert seconds.shape == examples.R.shape
