"""Tiny models are not tested on groups, nor on the neighbors in time, that they have learned from."""

import warnings

import numpy as np
import pandas as pd

from metaselect.data import Dataset, find_leaks
from metaselect.metafeatures import DatasetView, extract_metafeatures
from metaselect.metafeatures.views.tiny_learners import halves


def _dataset(task="binary", n_rows=240, n_groups=30, roles=("person", "group"), order=None, seed=0):
    """Each person has values of its own, which tell the target of that person and of nobody else."""
    rng = np.random.default_rng(seed)
    person = np.arange(n_rows) % n_groups
    column, role = roles
    table = pd.DataFrame({f"own {i}": rng.normal(size=n_groups)[person] for i in range(4)})
    table["noise"] = rng.normal(size=n_rows)
    table[column] = person if role == "group" else np.sort(rng.normal(size=n_rows))
    of_person = {
        "binary": rng.permutation(np.arange(n_groups) % 2 > 0),
        "multiclass": rng.permutation(np.array(list("abc"))[np.arange(n_groups) % 3]),
        "regression": rng.normal(size=n_groups),
    }[task]
    y = of_person[person]
    order = np.arange(n_rows) if order is None else order
    said = {} if role is None else {column: role}
    return Dataset.from_arrays(table.iloc[order], y[order], task=task, roles={**said}, name="people")


def test_neither_folds_nor_halves_tear_groups_apart():
    problems = []
    for task in ("binary", "multiclass", "regression"):
        dataset = _dataset(task)
        view = DatasetView(dataset)
        sample = view.landmark_sample
        groups = dataset.structure.groups
        if len(np.unique(sample.folds)) != 3:
            problems.append((task, "folds"))
        small = view.small_sample
        for repeat in range(3):
            first, second = halves(small, repeat)
            if set(groups[small.rows[first]]) & set(groups[small.rows[second]]) or not len(first) or not len(second):
                problems.append((task, repeat, "halves"))
            if sorted([*first, *second]) != list(range(len(small.rows))):
                problems.append((task, repeat, "rows"))
    assert not problems


def test_a_model_that_knows_persons_has_no_skill_on_others():
    for task in ("binary", "multiclass", "regression"):
        by_group = extract_metafeatures(_dataset(task), groups=["landmarking"]).as_series()
        bare = _dataset(task, roles=("drop me", "drop"))
        shuffled = extract_metafeatures(bare, groups=["landmarking"]).as_series()
        assert shuffled["nearest_neighbor_skill"] > 0.3 > by_group["nearest_neighbor_skill"] + 0.1


def test_values_do_not_depend_on_the_order_of_rows():
    order = np.random.default_rng(1).permutation(240)
    for roles in (("person", "group"), ("when", "time")):
        one, other = (
            extract_metafeatures(_dataset(roles=roles, order=o), groups=["landmarking"]) for o in (None, order)
        )
        pd.testing.assert_series_equal(one.as_series(), other.as_series())


def test_few_groups_and_classes_of_one_group_are_no_trouble():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for n_groups, task in ((2, "binary"), (3, "binary"), (3, "multiclass"), (4, "multiclass"), (2, "regression")):
            found = extract_metafeatures(_dataset(task, n_groups=n_groups)).as_series()
            assert np.isfinite(found["log_n_rows"])


def test_what_tells_a_person_is_no_leak_of_the_target():
    shuffled = find_leaks(_dataset(n_groups=8, roles=("drop me", "drop")))
    assert "own 0" in shuffled
    assert find_leaks(_dataset(n_groups=8)) == {}


def test_groups_of_one_time_alone_are_no_sign_of_drift():
    rng = np.random.default_rng(0)
    person = np.arange(300) // 10
    table = pd.DataFrame({f"own {i}": rng.normal(size=30)[person] for i in range(8)}).assign(person=person)
    y = rng.normal(size=300)
    shuffled, grouped = (
        extract_metafeatures(Dataset.from_arrays(table, y, roles={"person": role}), groups=["stability"]).as_series()
        for role in ("drop", "group")
    )
    assert shuffled["drift_separability"] > 0.8 > grouped["drift_separability"] + 0.1
