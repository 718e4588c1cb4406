import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from metaselect.data import Dataset
from metaselect.exceptions import ConfigurationError
from metaselect.metafeatures import (
    METAFEATURES,
    DatasetView,
    describe,
    extract_metafeatures,
    metafeature,
    metafeature_names,
    metafeature_versions,
)


@pytest.fixture
def dataset():
    X = np.random.default_rng(0).normal(size=(40, 3))
    return Dataset.from_arrays(X, X[:, 0] > 0, name="forty")


def test_row_has_names_seconds_and_the_dataset(dataset):
    row = extract_metafeatures(dataset)
    assert row.values.shape == (len(row.names),)
    assert row.dataset == row.as_series().name == "forty"
    assert row.seconds > 0
    assert list(row.as_series().index) == list(row.names)


def test_arrays_are_summarized(dataset):
    row = extract_metafeatures(dataset, groups=["statistical"]).as_series()
    values = METAFEATURES["skewness"].compute(DatasetView(dataset))
    expected = [values.mean(), values.std(), values.min(), values.max()]
    assert row[["skewness.mean", "skewness.sd", "skewness.min", "skewness.max"]].tolist() == pytest.approx(expected)


def test_undefined_elements_are_left_out_of_summaries():
    X = pd.DataFrame({"same": [1.0] * 4, "skewed": [0.0, 0.0, 0.0, 4.0]})
    row = extract_metafeatures(Dataset.from_arrays(X, list("abab"))).as_series()
    assert row["skewness.mean"] == row["skewness.max"] == pytest.approx(6 / 3**1.5)
    assert row["skewness.sd"] == 0.0


def test_groups_not_asked_for_are_nan_in_a_row_of_the_same_length(dataset):
    row = extract_metafeatures(dataset, groups=["simple"]).as_series()
    assert tuple(row.index) == metafeature_names()
    assert row["log_n_rows"] == pytest.approx(np.log10(40))
    assert np.isnan(row["class_entropy"])


def test_a_group_alone_has_the_values_of_the_whole(dataset):
    whole = extract_metafeatures(dataset).as_series()
    for group in {registered.group for registered in METAFEATURES.values()}:
        part = extract_metafeatures(dataset, groups=[group]).as_series().dropna()
        pd.testing.assert_series_equal(part, whole[part.index], check_exact=True)


@pytest.mark.parametrize("effort", ["fast", "default"])
def test_a_lower_effort_has_the_values_of_the_full_one_or_says_why_not(dataset, effort):
    whole = extract_metafeatures(dataset, effort="full").as_series()
    metafeatures = extract_metafeatures(dataset, effort=effort)
    computed = [name for name in metafeatures.names if name not in metafeatures.left_out]
    pd.testing.assert_series_equal(metafeatures.as_series()[computed], whole[computed], check_exact=True)
    assert metafeatures.as_series()[list(metafeatures.left_out)].isna().all()
    assert metafeatures.left_out["tree_disagreement"] == "needs effort 'full'"


def test_full_effort_leaves_out_what_is_of_the_other_task_only(dataset):
    left_out = extract_metafeatures(dataset, effort="full").left_out
    assert set(left_out.values()) == {"defined for regression only"}


def test_only_names_asked_for_are_computed(dataset):
    metafeatures = extract_metafeatures(dataset, names=["skewness.mean", "forest_skill", "of_another_version"])
    row = metafeatures.as_series()
    assert set(row.dropna().index) == {"skewness.mean", "skewness.sd", "skewness.min", "skewness.max", "forest_skill"}
    assert metafeatures.left_out["linear_skill"] == "not asked for"


def test_unknown_effort_is_refused_with_those_known(dataset):
    with pytest.raises(ConfigurationError, match="effort 'quick' is unknown; use one of fast, default, full"):
        extract_metafeatures(dataset, effort="quick")


def test_unknown_group_is_refused_with_those_known(dataset):
    with pytest.raises(ConfigurationError, match="simpel is unknown; use some of categories, clustering"):
        extract_metafeatures(dataset, groups=["simpel"])


def test_adding_a_metafeature_does_not_change_the_others(dataset, monkeypatch):
    before = extract_metafeatures(dataset).as_series()
    ordered = dict(METAFEATURES)
    monkeypatch.setattr("metaselect.metafeatures._registry.METAFEATURES", ordered)  # undone after the test

    @metafeature(group="simple")
    def new_one(view):
        """A number drawn.

        Source: nobody (2000).
        """
        return view.rng("new_one").normal()

    new = ordered.pop("new_one")
    monkeypatch.setattr("metaselect.metafeatures._extract.METAFEATURES", {"new_one": new, **ordered})
    after = extract_metafeatures(dataset).as_series()
    assert after.index[0] == "new_one"
    pd.testing.assert_series_equal(after.drop("new_one"), before, check_exact=True)


def test_a_name_is_registered_once():
    with pytest.raises(ValueError, match="already registered"):

        @metafeature(group="simple")
        def log_n_rows(view):
            """Taken."""


def test_an_unknown_cost_is_refused():
    with pytest.raises(ValueError, match="cost 'free' must be among"):
        metafeature(group="simple", cost="free")


def test_names_are_unique_and_have_versions():
    assert len(set(metafeature_names())) == len(metafeature_names())
    assert tuple(metafeature_versions()) == metafeature_names()
    assert all(version >= 1 for version in metafeature_versions().values())


def test_every_name_can_be_described():
    descriptions = [describe(name) for name in metafeature_names()]
    assert len(set(descriptions)) == len(descriptions)
    assert not any(description.endswith(".") for description in descriptions)


@pytest.mark.parametrize("name", ["skewnes", "skewness.median", "log_n_rows.mean", ""])
def test_unknown_name_is_not_described(name):
    with pytest.raises(ConfigurationError, match="there is no metafeature"):
        describe(name)


def test_other_seed_changes_what_is_sampled_or_fitted_only(dataset):
    first, second = (extract_metafeatures(dataset, random_state=seed).as_series() for seed in (0, 1))
    differs = ~np.isclose(first, second, rtol=1e-9, atol=1e-9, equal_nan=True)
    changed = {METAFEATURES[name.partition(".")[0]].group for name in first.index[differs]}
    assert changed <= {"landmarking", "model_based", "complexity", "clustering", "concept", "stability"}


def test_a_large_table_is_sampled():
    X = np.random.default_rng(0).normal(size=(6_000, 120))
    view = DatasetView(Dataset.from_arrays(X, np.arange(6_000) % 2))
    assert view.sample.numbers.shape == (5_000, 100)


def test_a_sample_of_columns_does_not_depend_on_their_order():
    X = pd.DataFrame(np.random.default_rng(0).normal(size=(30, 150)))
    first, second = (Dataset.from_arrays(frame, np.arange(30) % 2) for frame in (X, X[X.columns[::-1]]))
    assert DatasetView(first).sample.columns == DatasetView(second).sample.columns


def test_importing_the_package_does_not_import_scikit_learn():
    code = "import sys, metaselect.metafeatures; print('sklearn' in sys.modules, 'scipy' in sys.modules)"
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert output.split() == ["False", "False"]
