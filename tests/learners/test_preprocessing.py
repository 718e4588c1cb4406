import numpy as np
import pandas as pd
import pytest

from metaselect.learners import make_configuration
from metaselect.learners.preprocessing import make_preprocessing

pytestmark = pytest.mark.filterwarnings("ignore:`TargetEncoder:FutureWarning")


@pytest.fixture
def table():
    return pd.DataFrame({"age": [1.0, 2.0, 3.0, np.nan], "city": ["Rome", "Oslo", np.nan, "Rome"]})


def transform(hyperparameters, table, task="regression"):
    return make_preprocessing(hyperparameters, task, 0).fit_transform(table, [1.0, 2.0, 3.0, 4.0])


def test_onehot_has_a_column_per_category_missing_among_them(table):
    matrix = transform({"encoding": "onehot", "missing": "median"}, table)
    assert matrix.tolist() == [[1, 0, 1, 0], [2, 1, 0, 0], [3, 0, 0, 1], [2, 0, 1, 0]]


def test_ordinal_numbers_the_categories(table):
    assert transform({"encoding": "ordinal", "missing": "median"}, table)[:, 1].tolist() == [1, 0, -2, 1]


def test_indicator_says_where_values_were_missing(table):
    matrix = transform({"encoding": "ordinal", "missing": "indicator"}, table)
    assert matrix[:, :2].tolist() == [[1, 0], [2, 0], [3, 0], [2, 1]]


def test_native_leaves_missing_values_alone(table):
    assert np.isnan(transform({"encoding": "ordinal", "missing": "native"}, table)[3, 0])


def test_standard_scaling_gives_mean_zero(table):
    matrix = transform({"encoding": "onehot", "missing": "median", "scaling": "standard"}, table)
    assert matrix[:, 0].mean() == pytest.approx(0)


def test_splines_give_several_columns_per_number(table):
    matrix = transform({"encoding": "onehot", "missing": "median", "basis": "splines"}, table)
    assert matrix.shape[1] == 3 + 6  # three categories, 5 knots + degree 3 - 1, without the intercept


def test_target_encoding_of_classes_has_a_column_per_class():
    table = pd.DataFrame({"city": ["Rome", "Oslo"] * 15})
    matrix = make_preprocessing({"encoding": "target"}, "multiclass", 0).fit_transform(table, ["a", "b", "c"] * 10)
    assert matrix.shape == (30, 3)


@pytest.mark.parametrize("encoding", ["onehot", "ordinal", "target"])
def test_thirty_thousand_categories_need_few_columns(encoding):
    names = np.array([f"street {i}" for i in range(30_000)], dtype=object)
    table, y = pd.DataFrame({"street": names}), np.arange(30_000) % 2
    pipeline = make_configuration("decision_tree", encoding=encoding).build("binary").fit(table, y)
    assert pipeline[:-1].transform(table[:5]).shape[1] <= 31
    assert pipeline.predict(table[:5]).shape == (5,)
