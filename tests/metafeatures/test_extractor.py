import numpy as np
import pytest
from sklearn.base import clone
from sklearn.datasets import load_iris
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from metaselect.data import Dataset
from metaselect.exceptions import ConfigurationError, DatasetError
from metaselect.metafeatures import MetafeatureExtractor, extract_metafeatures, metafeature_names


@pytest.fixture
def datasets():
    X = np.random.default_rng(0).normal(size=(40, 3))
    return [Dataset.from_arrays(X, X[:, 0] > 0), (X, X[:, 1]), load_iris(return_X_y=True)]


def test_rows_are_those_of_extract_metafeatures(datasets):
    M = MetafeatureExtractor(effort="full").fit_transform(datasets)
    assert M.shape == (3, len(metafeature_names()))
    np.testing.assert_array_equal(M[0], extract_metafeatures(datasets[0], effort="full").values)


def test_columns_are_those_of_the_groups_and_the_effort(datasets):
    extractor = MetafeatureExtractor(groups=["simple", "landmarking"], effort="fast").fit(datasets)
    names = extractor.get_feature_names_out()
    assert extractor.transform(datasets).shape == (3, len(names))
    assert "log_n_rows" in names
    assert "forest_skill" not in names


def test_the_answer_does_not_depend_on_the_number_of_jobs(datasets):
    one, two = (MetafeatureExtractor(["statistical", "landmarking"], n_jobs=n).fit_transform(datasets) for n in (1, 2))
    np.testing.assert_array_equal(one, two)


def test_it_is_a_step_of_a_pipeline_and_can_be_cloned(datasets):
    extractor = clone(MetafeatureExtractor(groups=["simple"], random_state=3))
    assert extractor.get_params()["random_state"] == 3
    assert make_pipeline(extractor, StandardScaler()).fit_transform(datasets).shape[0] == 3


def test_no_datasets_make_a_matrix_without_rows():
    extractor = MetafeatureExtractor(groups=["simple"])
    assert extractor.transform([]).shape == (0, len(extractor.get_feature_names_out()))


def test_what_is_no_dataset_is_refused_with_its_place(datasets):
    with pytest.raises(DatasetError, match="dataset 1 is of type ndarray; expected a Dataset or a pair"):
        MetafeatureExtractor().transform([datasets[0], np.eye(3)])


def test_unknown_parameters_are_refused_by_fit(datasets):
    with pytest.raises(ConfigurationError, match="effort 'hard' is unknown; use one of fast, default, full"):
        MetafeatureExtractor(effort="hard").fit(datasets)
    with pytest.raises(ConfigurationError, match="metafeature group simpel is unknown"):
        MetafeatureExtractor(groups=["simpel"]).fit(datasets)
