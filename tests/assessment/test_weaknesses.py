import dataclasses

import numpy as np
import pytest

from metaselect.assessment import leave_one_dataset_out, metafeatures_associated_with_regret, worst_datasets


@pytest.fixture(scope="module")
def examples(tiny_knowledge_base):
    return tiny_knowledge_base.meta_examples("binary")


@pytest.fixture(scope="module")
def validation(examples):
    return leave_one_dataset_out("single_best", examples)


def test_the_worst_datasets_come_first_with_what_was_best_there(examples, validation):
    worst = worst_datasets(validation, examples, n=3)
    assert worst["regret"].is_monotonic_decreasing
    assert worst["regret"].iloc[0] == validation["regret"].max()
    first = examples.datasets.index(worst["dataset"].iloc[0])
    assert examples.R[first, examples.configurations.index(worst["best"].iloc[0])] == 0


def test_a_metafeature_that_tells_is_found(examples, validation):
    planted = validation.assign(regret=examples.M[:, examples.metafeatures.index("log_n_rows")])
    telling = metafeatures_associated_with_regret(planted, examples)
    assert "log_n_rows" in set(telling["metafeature"])
    assert telling["correlation"].iloc[0] == pytest.approx(1.0)


def test_chance_among_many_metafeatures_is_rarely_taken_for_more(examples, validation):
    noise = np.random.default_rng(0)
    random = dataclasses.replace(examples, M=noise.normal(size=examples.M.shape))
    found = [
        len(
            metafeatures_associated_with_regret(
                validation.assign(regret=noise.random(len(validation))), random, n_permutations=100
            )
        )
        for _ in range(20)
    ]
    assert sum(n > 0 for n in found) <= 4
