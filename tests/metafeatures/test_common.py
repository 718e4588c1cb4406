"""What holds for every metafeature: a new one is tested by being registered."""

import operator
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


def _changed(dataset, X=None, y=None):
    return Dataset(dataset.X if X is None else X, dataset.y if y is None else y, "changed", dataset.task, "changed")


def _assert_same(actual, expected):
    pd.testing.assert_series_equal(actual, expected, check_names=False, rtol=1e-9, atol=1e-9)


def _listed(found):
    return "\n".join([f"{len(found)} found", *found])


def test_each_has_a_short_description_and_a_source():
    found = []
    for name, metafeature in METAFEATURES.items():
        first = metafeature.function.__doc__.strip().splitlines()[0]
        if not first.endswith(".") or len(first) > 80 or describe(name) != first[:-1]:
            found.append(f"{name}: {first}")
        if "Source: " not in metafeature.function.__doc__:
            found.append(f"{name}: no source")
    assert not found, _listed(found)


def test_each_is_registered_with_bounds_a_version_a_cost_and_the_tasks_it_is_for():
    for name, metafeature in METAFEATURES.items():
        assert metafeature.bounds[0] < metafeature.bounds[1], name
        assert isinstance(metafeature.version, int), name
        assert metafeature.version >= 1, name
        assert any(metafeature.cost in costs for costs in EFFORTS.values()), name
        assert metafeature.tasks, name
        assert metafeature.function is getattr(sys.modules[metafeature.function.__module__], name), name


def test_what_is_undefined_is_written_down(any_values):
    """The head of a file says where all of it is undefined; what is so on its own account says it itself.

    That is: although another metafeature of the file, of the same cost, is defined for the same dataset.
    """
    undefined = {name for name, value in any_values.items() if not len(value) or np.isnan(value).any()}
    somewhere_defined = {name for name, value in any_values.items() if not np.isnan(value).all()}

    def siblings(name):
        key = operator.attrgetter("function.__module__", "cost")
        return {n for n in any_values if n != name and key(METAFEATURES[n]) == key(METAFEATURES[name])}

    found = []
    for name in sorted(undefined):
        function = METAFEATURES[name].function
        if "undefined" in function.__doc__.lower():
            continue
        if others := siblings(name) & somewhere_defined:
            found.append(f"{name} does not say that it is undefined, where {sorted(others)[0]} is defined")
        elif "undefined" not in sys.modules[function.__module__].__doc__.lower():
            found.append(f"neither {name} nor its file say that it is undefined")
    assert not found, _listed(found)


@pytest.mark.parametrize("task", ["classification", "regression"])
def test_every_group_is_defined_for_either_task(task):
    groups = {metafeature.group for metafeature in METAFEATURES.values()}
    assert {m.group for m in METAFEATURES.values() if task in m.tasks} == groups


def test_values_stay_in_declared_bounds(any_values):
    found = []
    for name, value in any_values.items():
        low, high = METAFEATURES[name].bounds
        if not np.all(np.isnan(value) | ((value >= low - 1e-12) & (value <= high + 1e-12))):
            found.append(f"{name}: {value} is beyond {low} to {high}")
    assert not found, _listed(found)


def test_only_those_declared_are_arrays(any_view):
    arrays = {name for name, metafeature in METAFEATURES.items() if np.ndim(metafeature.compute(any_view))}
    assert arrays == {name for name, metafeature in METAFEATURES.items() if metafeature.is_array}


@pytest.mark.parametrize("task", ["classification", "regression"])
def test_each_is_defined_for_an_ordinary_dataset_of_its_tasks(task):
    X = np.random.default_rng(0).normal(size=(90, 3))
    frame = pd.DataFrame(X).assign(word=np.array(["x", "y", "z"])[np.arange(90) % 3], size=np.exp(X[:, 1]))
    frame["text"] = [f"{'good' if i % 3 else 'bad'} film of the year {i}" for i in range(90)]
    frame = frame.mask(np.random.default_rng(1).random(frame.shape) < 0.1)
    y = np.round(4 * X[:, 0]) if task == "regression" else X[:, 0] > 0.3
    view = DatasetView(Dataset.from_arrays(frame, y, task=task))
    found = [name for name, m in METAFEATURES.items() if task in m.tasks and np.isnan(m.compute(view)).all()]
    assert not found, _listed(found)


def test_column_order_does_not_matter(any_dataset, any_row):
    changed = _changed(any_dataset, X=any_dataset.X[any_dataset.X.columns[::-1]])
    _assert_same(extract_metafeatures(changed, effort="full").as_series(), any_row)


def _does_not_follow_rows(row):
    return row[[name for name in row.index if not METAFEATURES[name.partition(".")[0]].follows_row_order]]


def test_row_order_does_not_matter(any_dataset, any_row):
    order = np.random.default_rng(0).permutation(any_dataset.n_rows)
    changed = extract_metafeatures(any_dataset.take(order), effort="full").as_series()
    _assert_same(_does_not_follow_rows(changed), _does_not_follow_rows(any_row))


@pytest.mark.parametrize(
    ("n_rows", "task"), [(1_200, "regression"), pytest.param(5_200, "classification", marks=pytest.mark.slow)]
)
def test_shuffling_and_renaming_everything_does_not_matter_where_rows_are_sampled(large_table, n_rows, task):
    X, y = large_table(n_rows, task)
    first = extract_metafeatures(Dataset.from_arrays(X, y, task=task), effort="full").as_series()
    rng = np.random.default_rng(0)
    rows, columns = rng.permutation(n_rows), rng.permutation(X.shape[1])
    other_y = y if task == "regression" else pd.Series(y).map({"seldom": 3, "often": 1, "also": 2}).to_numpy()
    other_X = X.iloc[rows, columns].set_axis([f"column {i}" for i in range(X.shape[1])], axis=1)
    second = extract_metafeatures(Dataset.from_arrays(other_X, other_y[rows], task=task), effort="full").as_series()
    _assert_same(_does_not_follow_rows(second), _does_not_follow_rows(first))


def test_names_of_classes_do_not_matter(any_classification):
    """Neither their order nor that they are numbers."""
    dataset, row = any_classification
    names = {label: 10 * i for i, label in enumerate(np.unique(dataset.y)[::-1])}  # other order
    changed = _changed(dataset, y=np.array([names[label] for label in dataset.y]))
    _assert_same(extract_metafeatures(changed, effort="full").as_series(), row)


def test_extracting_again_gives_the_same_without_a_warning_and_leaves_all_else_as_it_was(any_dataset, any_row):
    X, y = any_dataset.X.copy(deep=True), any_dataset.y.copy()
    np_before, before = np.random.get_state()[1].copy(), random.getstate()  # noqa: NPY002
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        again = extract_metafeatures(any_dataset, effort="full")
    np.testing.assert_array_equal(again.values, any_row.to_numpy())
    np.testing.assert_array_equal(np.random.get_state()[1], np_before)  # noqa: NPY002
    assert random.getstate() == before
    pd.testing.assert_frame_equal(any_dataset.X, X)
    np.testing.assert_array_equal(any_dataset.y, y)


def test_names_are_the_same_for_every_dataset(any_row):
    assert tuple(any_row.index) == metafeature_names()


def test_no_value_is_infinite(any_row):
    assert not np.isinf(any_row).any()
