"""Whatever a Dataset is made of, a pipeline fits as it was given."""

import datetime
import decimal
import warnings

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.tree import DecisionTreeClassifier

from metaselect.data import Dataset
from metaselect.exceptions import DatasetError
from metaselect.learners import make_configuration
from metaselect.learners.labels import ClassificationPipeline
from metaselect.learners.table_pipeline import TablePipeline

N = 120


def raw_table():
    rng = np.random.default_rng(0)
    return pd.DataFrame(
        {
            "age": rng.normal(40, 9, N),
            "price": [f"${value:,.2f}" for value in rng.lognormal(7, 1, N)],
            "city": rng.choice(["Rome", "Oslo", "Lima"], N),
            "code": [f"C{i:05d}x{i * 7919 % 1000}" for i in range(N)],
            "when": pd.Timestamp("2021-01-01") + pd.to_timedelta(rng.integers(0, 900, N), "D"),
            "void": None,
        }
    )


def gappy(values):
    return [None if i % 10 == 0 else value for i, value in enumerate(values)]


def targets():
    age = raw_table()["age"]
    old = (age > 40).to_numpy()
    labels = np.where(old, "old", "young")
    days = np.random.default_rng(1).integers(0, 900, N)
    yield "truth values", old
    yield "truth values as objects", old.astype(object)
    yield "truth values with gaps", np.array(gappy(old.tolist()), dtype=object)
    yield "nullable truth values", pd.array(gappy(old.tolist()), dtype="boolean")
    yield "nullable integers", pd.array(gappy(old.astype(int).tolist()), dtype="Int64")
    yield "nullable fractions", pd.array(gappy(age.tolist()), dtype="Float64")
    yield "nullable text", pd.array(gappy(labels.tolist()), dtype="string")
    yield "categories", pd.Categorical(labels)
    yield "categories of numbers", pd.Categorical(old.astype(int))
    yield "categories with gaps", pd.Categorical(gappy(labels.tolist()))
    yield "a list", labels.tolist()
    yield "a frame", pd.DataFrame({"target": labels})
    yield "mixed labels", np.array([["a", 1, 2.5][i % 3] for i in range(N)], dtype=object)
    yield "fractions as classes", np.where(old, 0.5, 1.5)
    yield "gaps and infinities", np.where(np.arange(N) % 9 == 0, np.nan, np.where(np.arange(N) % 7 == 0, np.inf, age))
    yield "decimals", [decimal.Decimal(f"{value:.2f}") for value in age]
    yield "numbers as text", [f"{value:.2f}" for value in age]
    yield "amounts as text", [f"€ {value:,.2f}" for value in 1000 * age]
    yield "days", pd.Timestamp("2020-01-01") + pd.to_timedelta(pd.Series(days), "D")
    yield "dates as text", [f"{day % 28 + 1}.{day % 12 + 1:02d}.2020" for day in days]
    yield "dates as objects", [datetime.date(2020, 1, 1) + datetime.timedelta(int(day)) for day in days]
    yield "days with time zones", pd.Series(pd.date_range("2020", periods=N, tz="Europe/Rome"))
    yield "months", pd.period_range("2000-01", periods=N, freq="M")
    yield "durations", pd.to_timedelta(pd.Series(days), "s")
    yield "three days", [datetime.date(2020, 1, 1 + i % 3) for i in range(N)]
    yield "three times", pd.Series(pd.to_datetime(["2020-01-01", "2021-01-01", "2022-01-01"] * (N // 3)))
    yield "intervals", pd.cut(age, 3)


def test_every_target_that_is_accepted_is_fitted():
    X, failures = raw_table()[["age", "city"]], []
    for name, y in targets():
        try:
            dataset = Dataset.from_arrays(X, y, roles={})
            pipeline = make_configuration("decision_tree").build(dataset.task, 0, dataset.table_types, dataset.reading)
            pipeline = clone(pipeline).fit(X, y)
            predicted = pipeline.predict(X)
            assert len(predicted) == N
            assert dataset.task == "regression" or set(predicted) <= set(dataset.y)
            assert np.isfinite(pipeline.score(X, y))
        except Exception as error:  # noqa: BLE001
            failures.append(f"{name}: {type(error).__name__}: {error}")
    assert not failures, "\n".join(failures)


@pytest.mark.parametrize(
    ("y", "message"),
    [
        (np.where(np.arange(N) % 2, b"x", b"y"), "holds bytes"),
        ([{"a": 1}] * N, "holds a dict"),
        (np.arange(N) + 1j, "Complex data not supported"),
        ([None] * N, "0 rows with a known target"),
        (["a"] * N, "only one class or value"),
        ([f"t{i}" for i in range(N)], "a different text in each"),
    ],
)
def test_what_cannot_be_learned_is_refused_at_once(y, message):
    with pytest.raises(DatasetError, match=message) as error:
        Dataset.from_arrays(raw_table(), y)
    assert "\n" not in str(error.value)


def test_what_was_left_out_plays_no_part():
    X = raw_table()
    y = X["age"] > 40
    dataset = Dataset.from_arrays(X, y, roles={})
    pipeline = make_configuration("logistic_regression").build("binary", 0, dataset.table_types, dataset.reading)
    predicted = pipeline.fit(X, y).predict(X)
    assert np.array_equal(pipeline.predict(X.assign(code="unknown", void=3)), predicted)


def test_rows_without_a_target_take_their_weights_with_them():
    X, y = pd.DataFrame({"x": np.arange(8.0)}), [0, 0, 0, 0, 1, 1, None, 1]
    weights = np.array([1, 1, 1, 1, 1, 1, 1e9, 1])
    reading = Dataset.from_arrays(X, y).reading
    pipeline = ClassificationPipeline([("model", DecisionTreeClassifier(random_state=0))], target=reading)
    assert pipeline.fit(X, y, model__sample_weight=weights).predict(X[:1]).tolist() == [0]
    assert pipeline.score(X, y, sample_weight=weights) == 1.0
    with pytest.raises(DatasetError, match="X has 7 rows and y has 8"):
        pipeline.fit(X[:7], y)


def test_learners_that_stop_on_purpose_do_not_warn():
    X, y = raw_table()[["age"]], raw_table()["age"] > 40
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        make_configuration("multilayer_perceptron", max_iter=30).build("binary").fit(X, y)
        make_configuration("multilayer_perceptron", max_iter=30).build("regression").fit(X, X["age"])
    with pytest.warns(ConvergenceWarning):
        TablePipeline([("model", LogisticRegression(max_iter=1, C=1e4))]).fit(X, y)
