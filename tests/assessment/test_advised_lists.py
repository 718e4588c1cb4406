from dataclasses import replace

import numpy as np
import pytest

from metaselect.assessment import advised_lists
from metaselect.assessment.leave_one_out import check_apart
from metaselect.knowledge import MetaExamples


@pytest.fixture
def examples():
    rng = np.random.default_rng(0)
    return MetaExamples(
        M=rng.normal(size=(30, 3)),
        R=rng.random((30, 6)),
        skills=np.zeros((30, 6)),
        datasets=tuple(f"dataset_{i}" for i in range(30)),
        origins=tuple(f"origin_{i % 10}" for i in range(30)),
        configurations=tuple(f"configuration_{j}" for j in range(6)),
        metafeatures=("a", "b", "c"),
        task="binary",
        metric="roc_auc",
    )


def test_lists_depend_on_no_result_of_the_own_origin(examples):
    before = advised_lists("nearest", examples, size=3, n_folds=None)
    R = examples.R.copy()
    of_origin = [i for i in range(30) if i % 10 == 4]
    R[of_origin] = [0.0, 1.0, 1.0, 1.0, 1.0, 1.0]  # a leak would put the first configuration first
    after = advised_lists("nearest", replace(examples, R=R), size=3, n_folds=None)
    assert all(before[f"dataset_{i}"] == after[f"dataset_{i}"] for i in of_origin)
    assert before != after  # what is known of other datasets counts


def test_planted_leak_is_found(examples):
    check_apart(examples, np.arange(5, 10), np.arange(5))
    with pytest.raises(AssertionError, match="both sides"):
        check_apart(examples, np.arange(5, 30), np.arange(5))  # datasets 10 to 14 have the same origins


def test_lists_hold_what_was_run_and_nothing_else(examples):
    R = examples.R.copy()
    R[3, [1, 2, 4]] = np.nan
    lists = advised_lists("nearest", replace(examples, R=R), size=5, n_folds=5)
    assert list(lists) == list(examples.datasets)
    assert sorted(lists["dataset_3"]) == ["configuration_0", "configuration_3", "configuration_5"]
    assert all(len(set(list_)) == len(list_) == 5 for name, list_ in lists.items() if name != "dataset_3")
