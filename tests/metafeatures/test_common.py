"""What holds for every metafeature: a new one is tested by being registered."""

import random
import sys
import warnings

import numpy as np
import pandas as pd
import pytest

from metaselect.data import Dataset
from metaselect.metafeatures import (
    EFFORTS,
    METAFEATURES,
    DatasetView,
    describe,
    extract_metafeatures,
    metafeature_names,
)

every_metafeature = pytest.mark.parametrize("metafeature", METAFEATURES.values(), ids=lambda m: m.name)


def _changed(dataset, X=None, y=None):
    return Dataset(dataset.X if X is None else X, dataset.y if y is None else y, "changed", dataset.task, "changed")


def _assert_same(actual, expected):
    pd.testing.assert_series_equal(actual, expected, check_names=False, rtol=1e-9, atol=1e-9)


def test_there_are_many():
    assert len(METAFEATURES) >= 120


@every_metafeature
def test_has_a_short_description_and_a_source(metafeature):
    lines = metafeature.function.__doc__.strip().splitlines()
    assert lines[0].endswith(".")
    assert len(lines[0]) <= 80
    assert "Source: " in metafeature.function.__doc__
    assert describe(metafeature.name) == lines[0][:-1]


@every_metafeature
def test_is_registered_with_bounds_a_version_a_cost_and_the_tasks_it_is_for(metafeature):
    assert metafeature.bounds[0] < metafeature.bounds[1]
    assert isinstance(metafeature.version, int)
    assert metafeature.version >= 1
    assert any(metafeature.cost in costs for costs in EFFORTS.values())
    assert metafeature.tasks
    assert metafeature.function is getattr(sys.modules[metafeature.function.__module__], metafeature.name)


@every_metafeature
def test_where_it_is_undefined_is_written_down(metafeature, any_view):
    value = np.atleast_1d(metafeature.compute(any_view))
    if any_view.task_type in metafeature.tasks and (not len(value) or np.isnan(value).any()):
        written = metafeature.function.__doc__ + sys.modules[metafeature.function.__module__].__doc__
        assert "undefined" in written.lower()


@pytest.mark.parametrize("task", ["classification", "regression"])
def test_every_group_is_defined_for_either_task(task):
    groups = {metafeature.group for metafeature in METAFEATURES.values()}
    assert {m.group for m in METAFEATURES.values() if task in m.tasks} == groups


@every_metafeature
def test_value_stays_in_declared_bounds(metafeature, any_view):
    low, high = metafeature.bounds
    value = np.atleast_1d(metafeature.compute(any_view))
    assert np.all(np.isnan(value) | ((value >= low - 1e-12) & (value <= high + 1e-12)))


@every_metafeature
def test_is_an_array_only_if_declared(metafeature, any_view):
    assert np.ndim(metafeature.compute(any_view)) == metafeature.is_array


@every_metafeature
def test_is_defined_for_an_ordinary_dataset_of_its_tasks(metafeature):
    X = np.random.default_rng(0).normal(size=(90, 3))
    frame = pd.DataFrame(X).assign(word=np.array(["x", "y", "z"])[np.arange(90) % 3], size=np.exp(X[:, 1]))
    frame["text"] = [f"{'good' if i % 3 else 'bad'} film of the year {i}" for i in range(90)]
    frame = frame.mask(np.random.default_rng(1).random(frame.shape) < 0.1)
    for task in metafeature.tasks:
        y = np.round(4 * X[:, 0]) if task == "regression" else X[:, 0] > 0.3
        value = metafeature.compute(DatasetView(Dataset.from_arrays(frame, y, task=task)))
        assert not np.isnan(value).all()


def test_same_seed_gives_same_values(any_dataset, any_row):
    np.testing.assert_array_equal(extract_metafeatures(any_dataset, effort="full").values, any_row.to_numpy())


def test_column_order_does_not_matter(any_dataset, any_row):
    changed = _changed(any_dataset, X=any_dataset.X[any_dataset.X.columns[::-1]])
    _assert_same(extract_metafeatures(changed, effort="full").as_series(), any_row)


def _does_not_follow_rows(row):
    return row[[name for name in row.index if not METAFEATURES[name.partition(".")[0]].follows_row_order]]


def test_row_order_does_not_matter(any_dataset, any_row):
    order = np.random.default_rng(0).permutation(any_dataset.n_rows)
    changed = extract_metafeatures(any_dataset.take(order), effort="full").as_series()
    _assert_same(_does_not_follow_rows(changed), _does_not_follow_rows(any_row))


@pytest.mark.parametrize("task", ["classification", "regression"])
@pytest.mark.parametrize("n_rows", [1_500, 7_000])
def test_shuffling_and_renaming_everything_does_not_matter_where_rows_are_sampled(large_table, n_rows, task):
    X, y = large_table(n_rows, task)
    first = extract_metafeatures(Dataset.from_arrays(X, y, task=task), effort="full").as_series()
    rng = np.random.default_rng(0)
    rows, columns = rng.permutation(n_rows), rng.permutation(X.shape[1])
    other_y = y if task == "regression" else pd.Series(y).map({"seldom": 3, "often": 1, "also": 2}).to_numpy()
    other_X = X.iloc[rows, columns].set_axis([f"column {i}" for i in range(X.shape[1])], axis=1)
    second = extract_metafeatures(Dataset.from_arrays(other_X, other_y[rows], task=task), effort="full").as_series()
    _assert_same(_does_not_follow_rows(second), _does_not_follow_rows(first))


@pytest.mark.parametrize("new_name", ["class {:03}".format, lambda i: 10 * i], ids=["text", "number"])
def test_names_of_classes_do_not_matter(any_classification, new_name):
    names = {label: new_name(i) for i, label in enumerate(np.unique(any_classification.y)[::-1])}  # other order
    renamed = np.array([names[label] for label in any_classification.y])
    changed = _changed(any_classification, y=renamed)
    expected, actual = (extract_metafeatures(d, effort="full").as_series() for d in (any_classification, changed))
    _assert_same(actual, expected)


def test_nothing_warns(any_dataset):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        extract_metafeatures(any_dataset, effort="full")


def test_global_random_state_is_left_alone(any_dataset):
    np_before, before = np.random.get_state()[1].copy(), random.getstate()  # noqa: NPY002
    extract_metafeatures(any_dataset, effort="full")
    np.testing.assert_array_equal(np.random.get_state()[1], np_before)  # noqa: NPY002
    assert random.getstate() == before


def test_dataset_is_not_modified(any_dataset):
    X, y = any_dataset.X.copy(deep=True), any_dataset.y.copy()
    extract_metafeatures(any_dataset, effort="full")
    pd.testing.assert_frame_equal(any_dataset.X, X)
    np.testing.assert_array_equal(any_dataset.y, y)


def test_names_are_the_same_for_every_dataset(any_row):
    assert tuple(any_row.index) == metafeature_names()


def test_no_value_is_infinite(any_row):
    assert not np.isinf(any_row).any()
