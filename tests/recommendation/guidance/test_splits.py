import numpy as np
import pandas as pd
import pytest

from metaselect.data import Dataset, read_dataset
from metaselect.recommendation.guidance.splits import choose_validation
from metaselect.report import in_words


def table(n_rows, seed=0, **columns):
    rng = np.random.default_rng(seed)
    return pd.DataFrame({"x": rng.normal(size=n_rows), "z": rng.normal(size=n_rows), **columns})


def classes(n_rows, share=0.5):
    return np.where(np.arange(n_rows) < share * n_rows, "yes", "no")


@pytest.mark.parametrize(
    ("n_rows", "splitter"),
    [
        (60, "RepeatedStratifiedKFold(n_splits=5, n_repeats=10, random_state=0)"),
        (300, "RepeatedStratifiedKFold(n_splits=5, n_repeats=5, random_state=0)"),
        (2000, "StratifiedKFold(n_splits=5, shuffle=True, random_state=0)"),
        (8000, "StratifiedKFold(n_splits=3, shuffle=True, random_state=0)"),
        (20_000, "StratifiedShuffleSplit(n_splits=1, test_size=0.333, random_state=0)"),
    ],
)
def test_the_fewer_rows_the_more_fits(n_rows, splitter):
    scheme = choose_validation(Dataset.from_arrays(table(n_rows), classes(n_rows)))
    assert scheme.code == splitter
    assert repr(scheme.build()).startswith(splitter.split("(")[0])


def test_numbers_are_not_stratified():
    assert choose_validation(Dataset.from_arrays(table(60), np.arange(60) / 7)).splitter == "RepeatedKFold"


def test_there_are_no_more_folds_than_rows_of_the_rarest_class():
    dataset = Dataset.from_arrays(table(600), classes(600, share=3 / 600))
    assert choose_validation(dataset).arguments["n_splits"] == 3


@pytest.mark.parametrize("task", ["binary", "regression"])
def test_groups_stay_together(task):
    patients = np.arange(200) % 40 + 1000
    y = classes(200) if task == "binary" else np.arange(200) / 7
    scheme = choose_validation(Dataset.from_arrays(table(200, patient_id=patients), y))
    assert scheme.groups == "patient_id"
    assert "--drop patient_id" in in_words(scheme.why)
    assert "roles={'patient_id': 'drop'}" in str(scheme.why)
    for train, test in scheme.build().split(np.zeros((200, 1)), np.unique(y, return_inverse=True)[1], patients):
        assert not set(patients[train]) & set(patients[test])


def test_with_a_date_the_past_predicts_the_future():
    dates = pd.date_range("2015-01-01", periods=300, freq="D")
    scheme = choose_validation(Dataset.from_arrays(table(300, date=dates), np.arange(300) / 7))
    assert (scheme.splitter, scheme.order) == ("TimeSeriesSplit", "date")


def test_a_date_in_a_file_is_found(tmp_path):
    dates = pd.date_range("2015-01-01", periods=300, freq="D").strftime("%Y-%m-%d")
    table(300, date=dates, price=np.arange(300) / 7).to_csv(tmp_path / "prices.csv", index=False)
    assert choose_validation(read_dataset(tmp_path / "prices.csv", "price")).order == "date"


@pytest.mark.parametrize(
    "column",
    [
        {"date": np.linspace(0, 1, 300)},
        {"age": np.arange(300.0) + 15_000},
        {"year": np.arange(300) / 7 + 1950},
        {"model_year": np.arange(300) % 30 + 1980},
    ],
    ids=lambda column: next(iter(column)),
)
def test_numbers_that_are_no_time_are_taken_for_none(column):
    assert choose_validation(Dataset.from_arrays(table(300, **column), np.arange(300) / 7)).order is None


def test_a_year_may_be_a_property_and_is_only_mentioned():
    scheme = choose_validation(Dataset.from_arrays(table(300, year=np.arange(300) % 30 + 1980), np.arange(300) / 7))
    assert scheme.splitter == "RepeatedKFold"
    assert "if the model is to predict a later year" in str(scheme.why)


def test_a_class_too_rare_for_every_stretch_of_time_is_not_split_by_it():
    dates = pd.date_range("2015-01-01", periods=300, freq="D")
    scheme = choose_validation(Dataset.from_arrays(table(300, date=dates), classes(300, share=0.1)))
    assert scheme.splitter == "RepeatedStratifiedKFold"
    assert "too rare to split by time" in str(scheme.why)


def test_the_order_of_rows_and_columns_does_not_matter():
    rng = np.random.default_rng(0)
    days = pd.date_range("2015-01-01", periods=300, freq="D")
    frame = table(300, date=days, customer_id=np.arange(300) % 50, store_id=np.arange(300) % 7)
    y = np.arange(300) / 7
    order = rng.permutation(300)
    one = choose_validation(Dataset.from_arrays(frame, y))
    other = choose_validation(Dataset.from_arrays(frame.iloc[order, ::-1], y[order]))
    assert one == other
    assert one.groups == "customer_id"
