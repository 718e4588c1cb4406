"""A model takes any table with its columns, and says in which ways it is unlike what it knows."""

import numpy as np
import pandas as pd
import pytest

from metaselect.data import dataset_from_arrays
from metaselect.exceptions import ConfigurationError, DatasetError
from metaselect.learners import make_configuration
from metaselect.models import Training, describe_training, make_model

N_ROWS = 200


def make_table(n_rows=N_ROWS, seed=0):
    rng = np.random.default_rng(seed)
    ages, days = rng.integers(18, 66, n_rows), rng.integers(0, 1001, n_rows)
    ages[:2], days[:2] = (18, 65), (0, 1000)
    return pd.DataFrame(
        {
            "customer_id": [f"c{seed}-{i:04d}" for i in range(n_rows)],
            "age": ages,
            "city": rng.choice(["Rome", "Oslo", "Bern"], n_rows),
            "since": (pd.Timestamp("2020-01-01") + pd.to_timedelta(days, unit="D")).strftime("%Y-%m-%d"),
        }
    )


@pytest.fixture(scope="module")
def model():
    X = make_table()
    y = np.where(X["age"] > 40, "old", "young")
    dataset = dataset_from_arrays(X, pd.Series(y, name="group"))
    pipeline = make_configuration("logistic_regression").build("binary", 0, dataset.table_types, dataset.reading)
    return make_model(pipeline.fit(X, y), describe_training(dataset))


def said(model, X):
    return [str(note) for note in model.check(X)]


def test_columns_may_come_in_any_order_with_others_beside_them(model):
    X = make_table(seed=1)
    expected = model.predict_proba(X)
    shuffled = X[["since", "city", "age"]].assign(more=1.5)
    assert model.predict_proba(shuffled).tolist() == expected.tolist()
    assert said(model, shuffled) == ["1 column that the model does not know is ignored: more"]
    assert said(model, X.assign(group="old")) == []  # the target and identifiers are nothing unknown


def test_predictions_are_defined_where_columns_are_missing(model):
    X = make_table(seed=1)
    for name in ("age", "city", "since"):
        assert np.isfinite(model.predict_proba(X.drop(columns=name))).all()
        assert said(model, X.drop(columns=name)) == [
            f"1 column that the model knows is not there, and taken for missing in all rows: {name}"
        ]
    with pytest.raises(DatasetError, match="none of the columns that the model knows"):
        model.predict(pd.DataFrame({"other": [1]}))
    assert said(model, pd.DataFrame({"other": [1]}))[0].startswith("none of the columns")


def test_no_rows_have_no_predictions(model):
    X = make_table().head(0)
    assert model.predict(X).shape == (0,)
    assert model.predict_proba(X).shape == (0, 2)
    assert model.check(X) == ()


def test_what_is_unlike_is_said_with_counts(model):
    X = make_table(40, seed=1).astype(object)
    X.loc[[3, 4], "age"] = ["forty", "?"]
    X.loc[[5, 6, 7], "city"] = ["Paris", "Paris", "Lima"]
    X.loc[8, "age"] = 93
    X.loc[9, "since"] = "2031-05-06"
    found = said(model, X)
    assert "cells of age that hold no numbers are taken for missing: 2 of 40 cells ('forty', '?')" in found
    assert "city holds categories that are new to the model in 3 of 40 rows ('Paris', 'Lima')" in found
    assert any(text.startswith("age is beyond what the model has seen, 18 to 65, in 1 of 38 rows") for text in found)
    assert any("since is beyond what the model has seen, 2020-01-" in text and "2031-05-06)" in text for text in found)
    assert np.isfinite(model.predict_proba(X)).all()


def test_a_column_of_another_type_is_said_once(model):
    X = make_table(40, seed=1).assign(age="unknown")
    assert said(model, X) == ["age held numbers when the model was fitted; now 40 of 40 cells hold none ('unknown')"]


def test_shifts_are_said_and_chance_is_not(model):
    assert [note for seed in range(2, 12) for note in said(model, make_table(seed=seed)) if "beyond" not in note] == []
    X = make_table(seed=1)
    X["age"] = X["age"].clip(50)
    X["city"] = "Rome"
    X.loc[:99, "since"] = None
    found = said(model, X)
    assert any(text.startswith("age is at most 4") and "in 0 % of the rows, and was in" in text for text in found)
    assert any(text.startswith("city is 'Rome' in 100 % of the rows, and was in 3") for text in found)
    assert "since is missing in 50 % of the rows, and was in 0 %" in found


def test_rows_in_blocks_are_checked_as_all_at_once(model):
    X = make_table(seed=3).astype(object)
    X.loc[::7, "city"] = "Paris"
    X.loc[::9, "age"] = "x"
    checks = model.begin_checks()
    for start in range(0, len(X), 37):
        checks.add(X.iloc[start : start + 37])
    assert checks.facts() == model.check(X)


def test_an_array_has_the_columns_in_their_order(model):
    X = make_table(seed=1)
    assert model.predict(X.to_numpy()).tolist() == model.predict(X).tolist()
    with pytest.raises(DatasetError, match="2 columns without names, and the model was fitted to 4"):
        model.predict(X.to_numpy()[:, :2])


def test_numbers_have_no_probabilities():
    X = make_table()
    dataset = dataset_from_arrays(X, y := X["age"] * 1.5)
    pipeline = make_configuration("ridge").build("regression", 0, dataset.table_types, dataset.reading).fit(X, y)
    model = make_model(pipeline, describe_training(dataset))
    for ask in (model.predict_proba, lambda _: model.classes_):
        with pytest.raises(ConfigurationError, match="predicts numbers"):
            ask(X)


def test_a_round_trip_of_what_is_known_through_a_dictionary_changes_nothing(model):
    training = model.manifest.training
    assert Training.from_dict(training.to_dict()) == training
    assert training.identifiers == ("customer_id",)
    assert [column.kind for column in training.columns] == ["numeric", "categorical", "date"]


def test_names_are_found_as_in_a_file_that_is_read(model):
    X = make_table(seed=1)
    blanks = X.rename(columns={"age": " age ", "city": "city:"})
    assert model.predict_proba(blanks).tolist() == model.predict_proba(X).tolist()
    assert said(model, blanks) == []
